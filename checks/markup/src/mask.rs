//! Finding template code, so that what is left is HTML.
//!
//! A template engine knows nothing of HTML: where its code begins and ends does not depend on the tags around. So code
//! is found first, by the engine's own rules, and masked byte for byte; only the languages whose code has no fence of
//! its own (Svelte, Astro, Angular's blocks, Vue's files) look at the tags too.

mod angular;
mod astro;
mod blade;
mod erb;
mod handlebars;
mod heex;
pub(crate) mod js;
mod markup;
mod mdx;
mod percent;
mod php;
pub(crate) mod ruby;
mod scan;
mod scriptlet;
mod svelte;
mod twirl;
pub(crate) mod vue;

use std::borrow::Cow;

use checks_core::Language;

use crate::code::Code;
use crate::names;
pub(crate) use mdx::{markdown, mdx};
use scan::Scan;
pub(crate) use scan::string_end;

/// A source whose template code is masked.
pub(crate) struct Masked<'s> {
    /// The source with `x` for every byte of template code: as long, and the rest where it was.
    pub text: Cow<'s, str>,
    /// The template code, in order.
    pub codes: Vec<Code<'s>>,
}

/// Masks the template code of `source`.
pub(crate) fn mask(source: &str, language: Language) -> Masked<'_> {
    let scan = Scan::new(source);
    let codes = match language {
        Language::Vue => vue::codes(scan),
        Language::Svelte => svelte::codes(scan),
        Language::Angular => angular::codes(scan),
        Language::Astro => astro::codes(scan),
        Language::Heex => heex::codes(scan),
        Language::Twirl => twirl::codes(scan),
        Language::Erb => scan.run([b'<', b'{', b'{'], erb::code),
        Language::Ejs => scan.run([b'<', b'{', b'{'], scriptlet::code),
        Language::Jinja | Language::Twig | Language::Nunjucks => percent::codes(scan, percent::Comments::Hash),
        Language::Liquid => percent::codes(scan, percent::Comments::Tag),
        Language::Handlebars => scan.run([b'{', b'{', b'{'], handlebars::code),
        Language::Blade => blade::codes(scan),
        Language::Php => scan.run([b'<', b'{', b'{'], php::code),
        _ => scan.run([b'<', b'{', b'{'], markup::page_code),
    };
    Masked::new(source, codes, language)
}

/// The template code of a piece of HEEx.
pub(crate) fn heex(source: &str) -> Vec<Code<'_>> {
    heex::codes(Scan::new(source))
}

/// The template code of a piece of Angular.
pub(crate) fn angular(source: &str) -> Vec<Code<'_>> {
    angular::codes(Scan::new(source))
}

impl<'s> Masked<'s> {
    /// `source` with `codes` masked.
    pub(crate) fn new(source: &'s str, codes: Vec<Code<'s>>, language: Language) -> Self {
        let text = covered(source, &codes);
        Self { text: if language == Language::Heex { lettered(text) } else { text }, codes }
    }
}

/// `text` with a letter at the head of the names that begin with `.` or `:`, so that they are names to HTML too.
fn lettered(text: Cow<'_, str>) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let heads = memchr::memchr2_iter(b'.', b':', bytes).filter(|&at| {
        let before = &bytes[..at];
        let after = bytes.get(at + 1).copied().unwrap_or_default();
        after.is_ascii_alphabetic() && (before.ends_with(b"<") || before.ends_with(b"</"))
    });
    let heads: Vec<usize> = heads.collect();
    if heads.is_empty() {
        return text;
    }
    let mut bytes = text.into_owned().into_bytes();
    for head in heads {
        bytes[head] = b'x';
    }
    String::from_utf8(bytes).unwrap_or_default().into()
}

/// `source` with `x` over `codes`.
pub(crate) fn covered<'s>(source: &'s str, codes: &[Code<'_>]) -> Cow<'s, str> {
    if codes.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut text = String::with_capacity(source.len());
    // Where code that makes an element's name ended: `<{{ tag }}`.
    let mut made_name = None;
    for code in codes {
        text.push_str(source.get(text.len()..code.start).unwrap_or_default());
        let length = code.end.saturating_sub(text.len());
        let ends_name = made_name == Some(code.start) || follows_name(source, code);
        text.push_str(if ends_name && length > 0 { " " } else { "" });
        text.extend(std::iter::repeat_n('x', code.end.saturating_sub(text.len())));
        made_name = source[..code.start].ends_with(['<', '/']).then_some(code.end);
    }
    text.push_str(source.get(text.len()..).unwrap_or_default());
    Cow::Owned(text)
}

/// Whether the code stands at the end of an element's name without being part of it: `<div{% if a %} class="b"…`,
/// `<li{{ attributes }}>`, unlike `<h{{ level }}>`.
fn follows_name(source: &str, code: &Code<'_>) -> bool {
    let before = source.as_bytes().get(..code.start).unwrap_or_default();
    let length = before.iter().rev().take(40).take_while(|byte| is_name(**byte)).count();
    let start = code.start - length;
    if length == 0 || start == 0 || before[start - 1] != b'<' {
        return false;
    }
    let name = names::lower(&source[start..code.start]);
    !code.kind.is_output() || names::is_html(&name) || names::is_foreign(&name)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}
