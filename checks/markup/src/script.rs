//! What a script calls, assigns and imports, with its literals: JavaScript, TypeScript, JSX, Python, Ruby, PHP, Java,
//! Kotlin, Go, Elixir and Rust alike.
//!
//! Rules that read configuration written as code (helmet's options, `Sentry.init`, Django's settings) need the same
//! few things of every language: which function is called, with which literal values, under which condition. Arithmetic
//! on literals is folded (`60 * 60 * 24`), a name bound once to a literal is resolved, anything else is
//! [`Kind::Unknown`] and rules stay silent on it.

mod elements;
mod fold;
mod grammar;
mod javascript;
mod masked;
mod names;
mod python;

use std::sync::Arc;

use checks_core::{File, Language, Span};

/// How deep a value is told: what is nested deeper is [`Kind::Unknown`].
const MAX_DEPTH: u32 = 32;
/// How many names a chain may have.
const MAX_CHAIN: usize = 64;
/// How much stands around a call that is told.
const MAX_AROUND: usize = 48;
/// How much of a condition is told.
const MAX_CONDITION: usize = 500;

/// The calls, assignments and imports of a file, each in source order.
#[derive(Debug, Clone, Default)]
pub struct Script {
    /// Every call and `new`, nested ones included.
    pub calls: Vec<Call>,
    /// Every assignment and initialised declaration.
    pub assignments: Vec<Assignment>,
    /// Every import (`import`, `require`, `from … import …`).
    pub imports: Vec<Import>,
    /// Every value that a function returns.
    pub returns: Vec<Return>,
}

/// A call.
#[derive(Debug, Clone)]
pub struct Call {
    /// What is called, dotted: `helmet`, `helmet.hsts`, `Sentry.init`; empty when it is no chain of names.
    pub callee: String,
    /// Arguments in order.
    pub arguments: Vec<Argument>,
    /// The whole call.
    pub span: Span,
    /// What is called.
    pub callee_span: Span,
    /// What stands around it, outermost first.
    pub around: Vec<Around>,
}

/// An argument, named in Python.
#[derive(Debug, Clone)]
pub struct Argument {
    /// Python's keyword.
    pub name: Option<String>,
    /// The value.
    pub value: Expr,
    /// Name and value.
    pub span: Span,
}

/// An assignment or an initialised declaration.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// What is assigned, dotted: `SECURE_HSTS_SECONDS`, `module.exports`, `window.dataLayer`; `export default` for
    /// what a module exports.
    pub target: String,
    /// `=`, `+=` …
    pub operator: String,
    /// The value.
    pub value: Expr,
    /// The whole statement or declarator.
    pub span: Span,
    /// What stands around it, outermost first.
    pub around: Vec<Around>,
}

/// An imported module.
#[derive(Debug, Clone)]
pub struct Import {
    /// The module: `@sentry/node`, `sentry_sdk.integrations.django`.
    pub module: String,
    /// The names it is bound to in the file, as `(exported, local)`; `("*", local)` for the whole module and
    /// `("default", local)` for a default import.
    pub names: Vec<(String, String)>,
    /// The whole statement.
    pub span: Span,
}

/// A value that a function returns: `return …`, the expression of an arrow.
#[derive(Debug, Clone)]
pub struct Return {
    /// The value.
    pub value: Expr,
    /// What stands around it, outermost first.
    pub around: Vec<Around>,
}

/// What stands around a call or an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Around {
    /// Done only when this condition (its source text) holds.
    When(String),
    /// Done only when this condition (its source text) does not hold.
    Unless(String),
    /// In a function that is given to this callee (`tarteaucitron.job.push`, `useEffect`).
    CallbackOf(String),
    /// In this function or method; empty when it has no name.
    Function(String),
    /// In this class.
    Class(String),
}

/// A value, as far as source tells it.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: Kind,
    /// Where it is written.
    pub span: Span,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// `null`, `undefined`, `None`.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number, arithmetic folded.
    Number(f64),
    /// A text, concatenations and templates without computed parts joined.
    Text(String),
    /// A text with computed parts: what is known of it, in order, with one computed part between each two pieces
    /// (`` `${host}/path` `` is `["", "/path"]`).
    Partial(Vec<String>),
    /// A name or a chain of names that is not bound to a literal here: `process.env.DSN`.
    Name(String),
    /// A list or tuple.
    List(Vec<Expr>),
    /// An object or dictionary.
    Map(Vec<Entry>),
    /// The result of a call.
    Call(Box<Call>),
    /// `...x`, `*x`, `**x` within a list, a map or arguments.
    Spread(Box<Expr>),
    /// A function, arrow or lambda.
    Function,
    /// Anything else.
    Unknown,
}

/// An entry of an object or dictionary.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The key; empty for a computed one and for a spread.
    pub key: String,
    /// The value.
    pub value: Expr,
    /// Key and value.
    pub span: Span,
}

impl Expr {
    /// The value of a map's key: the last one written, since it wins.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().rev().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// Whether a map or list holds a spread, and so may hold more than is seen.
    pub fn is_open_ended(&self) -> bool {
        match &self.kind {
            Kind::Map(entries) => entries.iter().any(|entry| matches!(entry.value.kind, Kind::Spread(_))),
            Kind::List(items) => items.iter().any(|item| matches!(item.kind, Kind::Spread(_))),
            _ => true,
        }
    }

    /// The text, when known in full.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number.
    pub fn number(&self) -> Option<f64> {
        match self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The boolean.
    pub fn bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }
}

impl Call {
    /// The positional argument at `index`, or the one named `name`.
    pub fn argument(&self, index: usize, name: &str) -> Option<&Expr> {
        let named = self.arguments.iter().find(|argument| argument.name.as_deref() == Some(name));
        let positional = || self.arguments.iter().filter(|argument| argument.name.is_none()).nth(index);
        named.or_else(positional).map(|argument| &argument.value)
    }
}

impl Script {
    /// The script of a file, made once: JavaScript and TypeScript (JSX included), Python, Ruby, Java, Kotlin, Go, Elixir,
    /// Rust, and the `<script>` elements of Vue, Svelte, Astro and HTML pages. `None` for another language.
    pub fn of(file: &File) -> Option<Arc<Self>> {
        let language = file.language()?;
        let read = matches!(language, Language::JavaScript | Language::Python)
            || grammar::Tongue::of(language).is_some()
            || language.is_markup();
        (read && file.is_text()).then(|| file.memo(|file| Self::parse(file, language)))
    }

    /// What the PHP of a page or of a class says: [`Script::of`] reads the `<script>` elements of such a file. `None` for
    /// another language.
    pub fn of_php(file: &File) -> Option<Arc<Self>> {
        struct Php(Arc<Script>);
        let is_read = file.language() == Some(Language::Php) && file.is_text();
        is_read.then(|| {
            let php = file.memo(|file| {
                let mut script = Self::default();
                grammar::read(file.text(), grammar::Tongue::Php, &mut script);
                Php(Arc::new(script))
            });
            php.0.clone()
        })
    }

    fn parse(file: &File, language: Language) -> Self {
        let mut script = Self::default();
        let text = file.text();
        match language {
            Language::Python => python::read(text, &mut script),
            _ if let Some(tongue) = grammar::Tongue::of(language) => grammar::read(text, tongue, &mut script),
            Language::JavaScript | Language::Jsx => {
                let extension = file.name().rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
                javascript::read(text, 0, javascript::Dialect::of(&extension), &mut script);
            }
            _ => {
                let readable = elements::readable(text, language);
                for embedded in elements::scripts(&readable, language) {
                    javascript::read(embedded.text, embedded.at, embedded.dialect, &mut script);
                }
            }
        }
        script
    }
}

fn push_around(all: &mut Vec<Around>, around: Around) {
    if all.len() < MAX_AROUND {
        all.push(around);
    }
}

/// A condition's text, cut where it is too long to be read.
fn clip(text: &str) -> String {
    let mut end = text.len().min(MAX_CONDITION);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].to_owned()
}

#[cfg(test)]
mod tests;
