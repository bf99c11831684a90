//! Blade: `{{ … }}`, `{!! … !!}`, directives, and PHP.

use std::collections::HashSet;

use memchr::memmem;

use super::php;
use super::scan::Scan;
use crate::code::{Code, CodeKind};

/// The template code of a view.
pub(crate) fn codes(scan: Scan<'_>) -> Vec<Code<'_>> {
    let ends = memmem::find_iter(scan.source.as_bytes(), "@end").filter_map(|at| scan.source.get(at + 4..));
    let ended: HashSet<&str> = ends.map(name).collect();
    scan.run([b'{', b'@', b'<'], |scan, at| match scan.byte(at) {
        b'{' => echo(scan, at),
        b'@' => directive(scan, at, &ended),
        _ => php::tag(scan, at),
    })
}

fn echo<'s>(scan: &mut Scan<'s>, at: usize) -> Option<Code<'s>> {
    let (end, kind) = if scan.starts(at, "{{--") {
        (scan.close(at + 4, "--}}")?, CodeKind::Comment)
    } else if scan.starts(at, "{!!") {
        (scan.close_unquoted(at + 3, "!!}")?, CodeKind::Output)
    } else if scan.starts(at, "{{") {
        (scan.close_unquoted(at + 2, "}}")?, CodeKind::Output)
    } else {
        return None;
    };
    Some(Code { start: at, end, kind })
}

fn directive<'s>(scan: &mut Scan<'s>, at: usize, ended: &HashSet<&str>) -> Option<Code<'s>> {
    // `@@if` is text, `a@b.fr` an address.
    let before = scan.byte(at.wrapping_sub(1));
    if before.is_ascii_alphanumeric() || before == b'_' || before == b'@' {
        return None;
    }
    // `@{{ name }}` is left to a script in the browser.
    if scan.starts(at, "@{{") {
        return Some(Code { start: at, end: scan.close_unquoted(at + 3, "}}")?, kind: CodeKind::Output });
    }
    let name = name(scan.source.get(at + 1..)?);
    let name_end = at + 1 + name.len();
    let open = scan.bytes().get(name_end..)?.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count() + name_end;
    let arguments = if scan.byte(open) == b'(' { scan.parentheses(open) } else { None };
    let code = |end, kind| Some(Code { start: at, end, kind });
    match name {
        "" => return None,
        "php" if arguments.is_none() => return code(scan.close(name_end, "@endphp")?, CodeKind::Statement),
        "verbatim" => return code(scan.close(name_end, "@endverbatim")?, CodeKind::Output),
        _ => {}
    }
    match arguments {
        Some(end) => code(end, with_arguments(name, scan.slice(open, end), ended)),
        // Listeners of Alpine and Vue, addresses, CSS: `@click="…"`, `@media`.
        None if matches!(scan.byte(name_end), b'=' | b'.' | b':' | b'-') => None,
        None => code(name_end, alone(name, ended)?),
    }
}

fn with_arguments<'s>(name: &'s str, arguments: &str, ended: &HashSet<&str>) -> CodeKind<'s> {
    let begin = |conditional, output| CodeKind::Begin { name, conditional, output };
    match name {
        "if" | "unless" | "isset" | "empty" | "auth" | "guest" | "can" | "cannot" | "canany" | "error" | "env"
        | "for" | "foreach" | "forelse" | "while" | "switch" | "session" => begin(true, false),
        "hasSection" | "sectionMissing" => CodeKind::Begin { name: "if", conditional: true, output: false },
        "else" | "elseif" | "case" => CodeKind::Middle,
        _ if name.starts_with("else") => CodeKind::Middle,
        // `@section('title', 'Accueil')` has no end.
        "section" | "push" | "prepend" | "slot" if arguments.contains(',') => CodeKind::Statement,
        "section" | "push" | "prepend" | "slot" | "fragment" => begin(false, false),
        "pushOnce" | "prependOnce" | "pushIf" => begin(true, false),
        "component" => begin(false, true),
        "extends" | "props" | "aware" | "use" | "inject" | "php" | "break" | "continue" => CodeKind::Statement,
        _ => match name.strip_prefix("end") {
            Some(ended) => CodeKind::End { name: ended },
            // A directive of the project's own, which may leave its content out or wrap it.
            None if ended.contains(name) => begin(true, true),
            None => CodeKind::Output,
        },
    }
}

fn alone<'s>(name: &'s str, ended: &HashSet<&str>) -> Option<CodeKind<'s>> {
    Some(match name {
        "else" | "empty" | "default" => CodeKind::Middle,
        "csrf" | "parent" | "livewireStyles" | "livewireScripts" | "viteReactRefresh" => CodeKind::Output,
        "break" | "continue" => CodeKind::Statement,
        "show" | "stop" | "append" | "overwrite" => CodeKind::End { name: "section" },
        _ => match name.strip_prefix("end") {
            Some(ended) => CodeKind::End { name: ended },
            None if ended.contains(name) => CodeKind::Begin { name, conditional: true, output: false },
            None => return None,
        },
    })
}

fn name(text: &str) -> &str {
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    &text[..length]
}
