//! No window opens by itself.

use checks_core::{Finding, Language, Level, Meta, Span};
use checks_markup::script::{Around, Call, Expr, Kind, Script};
use checks_markup::{Element, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "window-open",
    level: Level::Failure,
    sources: &["RGAA-13.2.1", "WCAG-3.2.1"],
    languages: Language::MARKUP,
    page: include_str!("window_open.md"),
};

/// Functions that call what they are given when the page or the component is there, whatever its user does.
const HOOKS: &[&str] = &[
    "useEffect",
    "useLayoutEffect",
    "React.useEffect",
    "React.useLayoutEffect",
    "onMounted",
    "onBeforeMount",
    "onMount",
    "useMount",
    "afterNextRender",
];

/// Methods that frameworks call then.
const METHODS: &[&str] = &[
    "mounted",
    "created",
    "beforeMount",
    "componentDidMount",
    "ngOnInit",
    "ngAfterViewInit",
    "connectedCallback",
    "firstUpdated",
    "window.onload",
    "onload",
];

/// Functions that call what they are given a little later.
const DELAYS: &[&str] =
    &["setTimeout", "window.setTimeout", "requestAnimationFrame", "queueMicrotask", "nextTick", "this.$nextTick"];

/// Events of the page that its user does nothing for.
const EVENTS: &[&str] = &["load", "DOMContentLoaded", "pageshow", "turbo:load", "turbolinks:load", "page:load"];

/// Signs of code that decides.
const CONDITIONS: &[&str] = &["if", "?", "&&", "||"];

const CALL: &str = "window.open(";

/// Beyond that many calls, a page is told often enough.
const MOST: usize = 64;

fn look(view: &View<'_>) -> Vec<Finding> {
    if !view.mentions(CALL) {
        return Vec::new();
    }
    let mut findings: Vec<Finding> =
        view.document.elements().filter_map(|(_, element)| of_attributes(view, element)).collect();
    if let Some(script) = Script::of(view.file) {
        let opening = script.calls.iter().filter(|call| call.callee == "window.open").take(MOST);
        findings.extend(opening.filter_map(|call| of_script(view, &script, call)));
    }
    findings
}

fn of_attributes(view: &View<'_>, element: &Element) -> Option<Finding> {
    let on_load = matches!(element.name.as_str(), "body" | "frameset").then(|| view.listener(element, "onload"));
    let on_focus = || view.listener_among(element, &["onfocus", "onfocusin"]);
    let listener = on_load.flatten().or_else(on_focus)?;
    let code = view.code(listener);
    let (before, after) = code.split_once(CALL)?;
    let after = after.split(')').next().unwrap_or_default();
    if element.is_component || ["_self", "_top", "_parent"].iter().any(|own| after.contains(own)) {
        return None;
    }
    let decides = CONDITIONS.iter().any(|sign| before.contains(sign));
    let when = if listener.name == "onload" { When::Load } else { When::Focus };
    Some(finding(view, listener.span, when, if decides { Level::Notice } else { Level::Failure }))
}

fn of_script(view: &View<'_>, script: &Script, call: &Call) -> Option<Finding> {
    let target = target_level(call)?;
    let mut level = happens_alone(view, script, call)?.min(target);
    if is_templated(view, call.span) {
        level = Level::Notice;
    }
    Some(finding(view, call.span, When::Load, level))
}

/// How sure it is that the call opens a window; `None` where it does not: another application takes the address, or the
/// window is this one.
fn target_level(call: &Call) -> Option<Level> {
    let known = |value: &Expr| match &value.kind {
        Kind::Text(text) => Some(text.clone()),
        Kind::Partial(parts) => parts.first().cloned(),
        _ => None,
    };
    let address = call.arguments.first().and_then(|argument| known(&argument.value)).unwrap_or_default();
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    let leaves = scheme.is_some_and(|scheme| {
        scheme.bytes().all(|byte| byte.is_ascii_alphabetic()) && !matches!(scheme, "http" | "https" | "blob" | "data")
    });
    if leaves {
        return None;
    }
    match call.arguments.get(1).map(|argument| &argument.value.kind) {
        Some(Kind::Text(name)) if matches!(name.as_str(), "_self" | "_top" | "_parent") => None,
        None | Some(Kind::Text(_) | Kind::Null) => Some(Level::Failure),
        Some(_) => Some(Level::Notice),
    }
}

/// Whether the call is made without its user's doing, and how sure that is.
fn happens_alone(view: &View<'_>, script: &Script, call: &Call) -> Option<Level> {
    let mut level = Level::Failure;
    for around in call.around.iter().rev() {
        match around {
            Around::When(_) | Around::Unless(_) => level = Level::Notice,
            Around::Class(_) => {}
            Around::CallbackOf(callee) if DELAYS.contains(&callee.as_str()) => {}
            Around::CallbackOf(callee) => {
                let outer = enclosing(script, call, callee)?;
                return starts(view, callee, outer).map(|start| start.min(level));
            }
            Around::Function(name) if METHODS.contains(&name.as_str()) => return Some(level),
            Around::Function(_) => return None,
        }
    }
    Some(level)
}

/// The innermost call of `callee` around `call`.
fn enclosing<'s>(script: &'s Script, call: &Call, callee: &str) -> Option<&'s Call> {
    let holds = |outer: &Call| outer.span.start < call.span.start && call.span.end <= outer.span.end;
    let outer = script.calls.iter().filter(|outer| outer.callee == callee && holds(outer));
    outer.min_by_key(|outer| outer.span.end - outer.span.start)
}

/// Whether `outer` calls what it is given when the page or the component is there.
fn starts(view: &View<'_>, callee: &str, outer: &Call) -> Option<Level> {
    if HOOKS.contains(&callee) {
        // An effect that depends on something may follow an action.
        let depends = callee.ends_with("Effect")
            && !outer
                .arguments
                .get(1)
                .is_some_and(|on| matches!(&on.value.kind, Kind::List(items) if items.is_empty()));
        return Some(if depends { Level::Notice } else { Level::Failure });
    }
    let event = || outer.arguments.first().and_then(|argument| argument.value.text());
    let is_start = match callee {
        "window.addEventListener" | "document.addEventListener" | "addEventListener" => {
            event().is_some_and(|event| EVENTS.contains(&event))
        }
        "$" | "jQuery" => outer.arguments.len() == 1,
        "$().ready" | "jQuery().ready" | "$().load" => matches!(
            view.document.source(outer.callee_span),
            "$(document).ready" | "jQuery(document).ready" | "$(window).load"
        ),
        _ => false,
    };
    is_start.then_some(Level::Failure)
}

/// Whether a template decides on the script, or writes in it.
fn is_templated(view: &View<'_>, span: Span) -> bool {
    let holds = |around: &Span| around.start <= span.start && span.end <= around.end;
    let script = view.named("script").find(|(id, _)| holds(&view.document.node(*id).span));
    script.is_some_and(|(id, _)| {
        view.document.node(id).conditional
            || view.document.descendants(id).any(|below| matches!(view.document.node(below).kind, NodeKind::Code))
            || view.document.source(view.document.node(id).span).contains("<?")
    })
}

/// When a window opens.
#[derive(Clone, Copy)]
enum When {
    Load,
    Focus,
}

fn finding(view: &View<'_>, span: Span, when: When, level: Level) -> Finding {
    let what = match when {
        When::Load if level == Level::Notice => (
            "Une fenêtre peut s’ouvrir sans que personne l’ait demandé.",
            "A window may open though nobody asked for it.",
        ),
        When::Load => (
            "Une fenêtre s’ouvre à l’affichage, sans que personne l’ait demandé.",
            "A window opens as the page appears, and nobody asked for it.",
        ),
        When::Focus => (
            "Une fenêtre s’ouvre dès que cet élément prend le focus.",
            "A window opens as soon as this element takes the focus.",
        ),
    };
    let how = if level == Level::Notice {
        (
            "Vérifiez que l’ouverture suit bien une action de la personne ; sinon, proposez un lien ou un bouton.",
            "Verify that it opens after an action of the person; otherwise, offer a link or a button.",
        )
    } else {
        (
            "Proposez un lien ou un bouton qui l’ouvre, et dites dans son intitulé « nouvelle fenêtre ».",
            "Offer a link or a button that opens it, and say “new window” in its text.",
        )
    };
    let words = message(
        what,
        (
            "Qui navigue au clavier ou à l’oreille se retrouve ailleurs sans savoir pourquoi, et le bouton « Précédent » n’y peut rien.",
            "People who use the keyboard or listen to the page find themselves elsewhere without knowing why, and the “Back” button does not help.",
        ),
        how,
    );
    Finding::new(&META, view.file.place(span), words).level(level)
}
