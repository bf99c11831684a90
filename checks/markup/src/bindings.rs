//! Attribute names, from what each language writes to what HTML calls them.

use std::borrow::Cow;

use checks_core::Language;

use crate::names;

/// What an attribute's written name says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Binding<'a> {
    /// The HTML name.
    pub name: Cow<'a, str>,
    /// How its value is to be read.
    pub reads: Reads,
}

/// How the value of an attribute is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reads {
    /// As the text it is.
    Text,
    /// As an expression of the template language: a literal or something computed.
    Expression,
    /// As something computed, whatever it looks like.
    Computed,
    /// As attributes that nobody can see here.
    Spread,
}

impl<'a> Binding<'a> {
    fn new(name: impl Into<Cow<'a, str>>, reads: Reads) -> Self {
        Self { name: name.into(), reads }
    }
}

/// Reads an attribute's name as `language` writes it.
pub(crate) fn read(language: Language, raw: &str) -> Binding<'_> {
    if is_plain(language, raw) {
        return Binding::new(raw, Reads::Text);
    }
    if raw.starts_with("...") {
        return Binding::new(raw, Reads::Spread);
    }
    // Angular's templates are not always known by their name.
    let angular_marks = raw.starts_with('[') && raw.ends_with(']') || raw.starts_with('(') && raw.ends_with(')');
    match language {
        Language::Html | Language::Ejs | Language::Jinja if angular_marks => angular(raw),
        // Ember's arguments of components.
        Language::Handlebars if raw.starts_with('@') => Binding::new(raw, Reads::Text),
        Language::Angular => angular(raw),
        Language::Svelte => svelte(raw),
        Language::Astro => astro(raw),
        Language::Heex => heex(raw),
        Language::Mdx => Binding::new(names::of_property(raw), Reads::Text),
        _ => vue(raw),
    }
}

/// Whether `raw` is HTML's own name: asked first, since nearly all are.
fn is_plain(language: Language, raw: &str) -> bool {
    let bytes = raw.as_bytes();
    if !bytes.iter().all(|byte| byte.is_ascii_lowercase() || *byte == b'-') {
        return false;
    }
    match bytes {
        [b'v' | b'x', b'-', ..] | [b'o', b'n', b'-', ..] | [b'b', b'i', b'n', b'd', ..] => false,
        [b'p', b'h', b'x', b'-', ..] => language != Language::Heex,
        _ => raw != "data-bind",
    }
}

/// Vue's, and with the same letters Alpine's, in files or in pages of any server language.
fn vue(raw: &str) -> Binding<'_> {
    for prefix in ["v-bind:", "x-bind:", ":", "."] {
        if let Some(argument) = raw.strip_prefix(prefix).filter(|argument| !argument.is_empty()) {
            return bound(argument);
        }
    }
    for prefix in ["v-on:", "x-on:", "@"] {
        if let Some(event) = raw.strip_prefix(prefix).filter(|event| !event.is_empty()) {
            return listener(event.split('.').next().unwrap_or(event));
        }
    }
    // lit's.
    if let Some(attribute) = raw.strip_prefix('?').filter(|attribute| !attribute.is_empty()) {
        return Binding::new(names::lower(attribute), Reads::Computed);
    }
    match raw {
        "v-bind" | "x-bind" | "v-on" | "data-bind" => Binding::new(raw, Reads::Spread),
        _ if raw.starts_with("v-") || raw.starts_with("x-") || raw.starts_with('#') => {
            Binding::new(raw, Reads::Computed)
        }
        _ => thymeleaf(raw).unwrap_or_else(|| Binding::new(names::lower(raw), Reads::Text)),
    }
}

fn bound(argument: &str) -> Binding<'_> {
    if argument.starts_with('[') {
        return Binding::new(argument, Reads::Spread);
    }
    // Blade escapes a bound attribute of a component as `::name`.
    let argument = argument.trim_start_matches(':');
    let name = argument.split('.').next().unwrap_or(argument);
    Binding::new(html_name(name), Reads::Expression)
}

fn listener(event: &str) -> Binding<'_> {
    if event.starts_with('[') || event.is_empty() {
        return Binding::new(event, Reads::Spread);
    }
    Binding::new(format!("on{}", names::lower(event)), Reads::Computed)
}

/// Spring's templates: `th:alt` computes `alt`.
fn thymeleaf(raw: &str) -> Option<Binding<'_>> {
    let name = raw.strip_prefix("th:").or_else(|| raw.strip_prefix("data-th-"))?;
    Some(match name {
        "text" | "utext" | "if" | "each" => Binding::new(format!("th:{name}"), Reads::Computed),
        "attr" | "attrappend" | "attrprepend" | "field" | "replace" | "insert" | "include" | "fragment" | "object"
        | "with" => Binding::new(raw, Reads::Spread),
        _ => Binding::new(names::lower(name), Reads::Computed),
    })
}

fn angular(raw: &str) -> Binding<'_> {
    if let Some(inner) = raw.strip_prefix("[(").and_then(|rest| rest.strip_suffix(")]")) {
        return Binding::new(html_name(inner), Reads::Computed);
    }
    if let Some(inner) = raw.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return angular_property(raw, inner);
    }
    if let Some(inner) = raw.strip_prefix("bind-") {
        return angular_property(raw, inner);
    }
    if let Some(inner) = raw.strip_prefix("bindon-") {
        return Binding::new(html_name(inner), Reads::Computed);
    }
    let event = raw.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).or_else(|| raw.strip_prefix("on-"));
    if let Some(event) = event {
        return listener(event.split('.').next().unwrap_or(event));
    }
    if let Some(attribute) = raw.strip_prefix("attr.") {
        return Binding::new(names::lower(attribute), Reads::Text);
    }
    if raw.starts_with('*') || raw.starts_with('#') {
        return Binding::new(raw, Reads::Computed);
    }
    Binding::new(names::lower(raw), Reads::Text)
}

fn angular_property<'a>(raw: &'a str, inner: &'a str) -> Binding<'a> {
    if let Some(attribute) = inner.strip_prefix("attr.") {
        return Binding::new(names::lower(attribute), Reads::Expression);
    }
    if inner.starts_with("class.") || inner.starts_with("style.") || inner.starts_with('@') {
        return Binding::new(raw, Reads::Computed);
    }
    Binding::new(html_name(inner), Reads::Expression)
}

fn svelte(raw: &str) -> Binding<'_> {
    match raw.split_once(':') {
        Some(("on", event)) => listener(event.split('|').next().unwrap_or(event)),
        Some(("bind", name)) => Binding::new(names::lower(name), Reads::Expression),
        Some(("class" | "style" | "use" | "transition" | "in" | "out" | "animate" | "let", _)) => {
            Binding::new(raw, Reads::Computed)
        }
        _ => Binding::new(names::lower(raw), Reads::Text),
    }
}

fn astro(raw: &str) -> Binding<'_> {
    match raw {
        "class:list" => Binding::new("class", Reads::Computed),
        _ if raw.contains(':') && !raw.starts_with("xlink:") && !raw.starts_with("xml") => {
            Binding::new(raw, Reads::Computed)
        }
        "className" | "htmlFor" => Binding::new(names::of_property(raw), Reads::Text),
        _ => Binding::new(names::lower(raw), Reads::Text),
    }
}

/// Phoenix's: `phx-click` listens to clicks, `:if` and its kind are the template's.
fn heex(raw: &str) -> Binding<'_> {
    match raw.strip_prefix("phx-") {
        Some(event @ ("click" | "change" | "submit" | "focus" | "blur" | "keydown" | "keyup")) => listener(event),
        _ if raw.starts_with(':') => Binding::new(raw, Reads::Computed),
        _ => vue(raw),
    }
}

/// The attribute that a DOM property stands for.
fn html_name(property: &str) -> Cow<'_, str> {
    names::of_property(property)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_names_what_html_names() {
        use Language::{Angular, Astro, Blade, Html, Svelte, Vue};
        let table = [
            (Html, "ALT", "alt", Reads::Text),
            (Html, "data-src", "data-src", Reads::Text),
            (Vue, ":alt", "alt", Reads::Expression),
            (Vue, "v-bind:alt.camel", "alt", Reads::Expression),
            (Vue, ".value", "value", Reads::Expression),
            (Vue, ":[key]", "[key]", Reads::Spread),
            (Vue, "v-bind", "v-bind", Reads::Spread),
            (Vue, "@click.prevent", "onclick", Reads::Computed),
            (Vue, "v-on:keyup.enter", "onkeyup", Reads::Computed),
            (Vue, "v-if", "v-if", Reads::Computed),
            (Vue, "#header", "#header", Reads::Computed),
            (Blade, "x-bind:href", "href", Reads::Expression),
            (Blade, "::class", "class", Reads::Expression),
            (Language::Handlebars, "@label", "@label", Reads::Text),
            (Language::Handlebars, "...attributes", "...attributes", Reads::Spread),
            (Html, "[alt]", "alt", Reads::Expression),
            (Html, "th:alt", "alt", Reads::Computed),
            (Html, "th:text", "th:text", Reads::Computed),
            (Angular, "[alt]", "alt", Reads::Expression),
            (Angular, "[attr.aria-label]", "aria-label", Reads::Expression),
            (Angular, "bind-title", "title", Reads::Expression),
            (Angular, "[innerHTML]", "innerhtml", Reads::Expression),
            (Angular, "[class.on]", "[class.on]", Reads::Computed),
            (Angular, "(click)", "onclick", Reads::Computed),
            (Angular, "(keyup.enter)", "onkeyup", Reads::Computed),
            (Angular, "[(ngModel)]", "ngmodel", Reads::Computed),
            (Angular, "*ngIf", "*ngIf", Reads::Computed),
            (Angular, "attr.aria-label", "aria-label", Reads::Text),
            (Language::Heex, "phx-click", "onclick", Reads::Computed),
            (Language::Heex, "phx-click-away", "phx-click-away", Reads::Text),
            (Language::Heex, ":if", ":if", Reads::Computed),
            (Language::Mdx, "htmlFor", "for", Reads::Text),
            (Html, "?hidden", "hidden", Reads::Computed),
            (Svelte, "on:click|once", "onclick", Reads::Computed),
            (Svelte, "bind:value", "value", Reads::Expression),
            (Svelte, "class:active", "class:active", Reads::Computed),
            (Astro, "class:list", "class", Reads::Computed),
            (Astro, "set:html", "set:html", Reads::Computed),
            (Astro, "xlink:href", "xlink:href", Reads::Text),
        ];
        for (language, raw, name, reads) in table {
            assert_eq!(read(language, raw), Binding::new(name, reads), "{language:?} {raw}");
        }
    }
}
