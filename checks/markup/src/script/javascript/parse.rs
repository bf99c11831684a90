//! From text to oxc's tree, whatever the text.

use oxc_allocator::Allocator;
use oxc_ast::ast::Program;
use oxc_parser::{ParseOptions, Parser};
use oxc_span::SourceType;

/// Which JavaScript is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::script) enum Dialect {
    /// `.js`, `.mjs`, `.cjs`, `.jsx`: JSX is read everywhere.
    JavaScript,
    /// `.ts`, `.mts`, `.cts`: `<T>x` is a cast.
    TypeScript,
    /// `.tsx`.
    Tsx,
}

impl Dialect {
    /// The dialect of a file, by its extension or by a `lang` attribute.
    pub(in crate::script) fn of(extension: &str) -> Self {
        match extension {
            "ts" | "mts" | "cts" => Self::TypeScript,
            "tsx" => Self::Tsx,
            _ => Self::JavaScript,
        }
    }

    fn sources(self) -> [SourceType; 2] {
        match self {
            Self::JavaScript => [SourceType::jsx(), SourceType::tsx()],
            Self::TypeScript => [SourceType::ts(), SourceType::tsx()],
            Self::Tsx => [SourceType::tsx(), SourceType::ts()],
        }
    }
}

/// oxc goes down one level of the stack, or several, for every token that can nest. What is larger is a bundle, or an
/// attack; what nests less than this fits on [`STACK`] whatever it is.
const MAX_NESTING: usize = 12_000;
/// oxc reads some brackets twice or more before it knows what they are (`(a = (b = …`, `a<b<…`): its time grows with the
/// square of their depth. No one writes this deep.
const MAX_BRACKETS: i32 = 400;
/// Reserved, and used only as far as a text nests.
const STACK: usize = 64 << 20;

/// Hands the tree of `source` to `read`; nothing when the text is no JavaScript, or nests too much to be read safely.
pub(in crate::script) fn with_program(source: &str, dialect: Dialect, read: impl FnOnce(&Program<'_>)) {
    if nesting(source.as_bytes()) > MAX_NESTING || brackets(source.as_bytes()) > MAX_BRACKETS {
        return;
    }
    stacker::grow(STACK, || {
        let allocator = Allocator::default();
        for source_type in dialect.sources() {
            let options =
                ParseOptions { allow_return_outside_function: true, preserve_parens: false, ..ParseOptions::default() };
            let parsed = Parser::new(&allocator, source, source_type).with_options(options).parse();
            if !parsed.panicked {
                read(&parsed.program);
                return;
            }
        }
    });
}

/// An upper bound of how deep the text nests: every byte and word that can open a level, closed or not.
fn nesting(bytes: &[u8]) -> usize {
    let mut count = 0;
    let mut word = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80 {
            continue;
        }
        count += usize::from(opens(&bytes[word..at]));
        word = at + 1;
        count += usize::from(!matches!(
            byte,
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b';' | b')' | b']' | b'}' | b'"' | b'\''
        ));
    }
    count
}

/// About how deep brackets nest: strings are not told from code.
fn brackets(bytes: &[u8]) -> i32 {
    let (mut round, mut angled, mut deepest) = (0, 0, 0);
    let mut before = b' ';
    for &byte in bytes {
        match byte {
            b'(' | b'[' | b'{' => round += 1,
            b')' | b']' | b'}' => round = (round - 1).max(0),
            b'<' => angled += 1,
            b'>' if before != b'=' => angled = (angled - 1).max(0),
            b';' => angled = 0,
            _ => {}
        }
        before = byte;
        deepest = deepest.max(round + angled);
    }
    deepest
}

fn opens(word: &[u8]) -> bool {
    matches!(
        word,
        b"new"
            | b"typeof"
            | b"void"
            | b"delete"
            | b"await"
            | b"yield"
            | b"if"
            | b"else"
            | b"for"
            | b"while"
            | b"do"
            | b"with"
            | b"try"
            | b"in"
            | b"of"
            | b"instanceof"
            | b"as"
            | b"satisfies"
            | b"keyof"
            | b"infer"
            | b"unique"
            | b"readonly"
            | b"asserts"
            | b"is"
            | b"extends"
            | b"async"
            | b"function"
            | b"class"
            | b"declare"
            | b"abstract"
            | b"case"
            | b"return"
            | b"throw"
            | b"export"
            | b"default"
            | b"import"
    )
}
