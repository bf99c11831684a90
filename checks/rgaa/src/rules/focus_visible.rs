//! Style sheets keep the focus visible.

use std::collections::HashSet;

use checks_core::{File, Finding, Language, Level, Message, Meta};
use checks_markup::style::{Block, Sheet};

use crate::rule::{Look, Rule, message};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "focus-visible",
    level: Level::Warning,
    sources: &["RGAA-10.7.1", "WCAG-2.4.7"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue, Language::Jsx],
    page: include_str!("focus_visible.md"),
};

/// Elements that receive the focus by themselves.
const FOCUSABLE: &[&str] = &["a", "button", "input", "select", "summary", "textarea"];

/// Properties that show the focus when a rule for it sets them to something.
const SHOWING: &[&str] = &[
    "background",
    "background-color",
    "background-image",
    "border",
    "border-bottom",
    "border-bottom-color",
    "border-color",
    "border-left",
    "border-width",
    "box-shadow",
    "color",
    "fill",
    "filter",
    "font-weight",
    "outline",
    "outline-color",
    "outline-style",
    "outline-width",
    "stroke",
    "text-decoration",
    "text-decoration-line",
    "text-decoration-thickness",
    "text-shadow",
    "transform",
];

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    let removes = |block: &&Block| removed(block).is_some() && !block.open_ended && is_on_screen(block);
    // Most sheets stop here.
    let Some(_) = sheet.blocks.iter().find(removes) else { return Vec::new() };
    let shown: HashSet<String> = sheet
        .blocks
        .iter()
        .filter(|block| block.open_ended || block.declarations.iter().any(|one| shows(&one.name, &one.value)))
        .flat_map(|block| &block.selectors)
        .filter(|selector| selector.contains(":focus"))
        .flat_map(|selector| focused(selector))
        .collect();
    sheet.blocks.iter().filter(removes).filter_map(|block| judge(file, block, &shown)).collect()
}

fn judge(file: &File, block: &Block, shown: &HashSet<String>) -> Option<Finding> {
    let span = removed(block)?;
    let replaces = block.declarations.iter().any(|one| shows(&one.name, &one.value));
    let fault = |selector: &&str| {
        let Some(subject) = subject(selector) else { return false };
        let is_replaced = shown.contains("*") || shown.contains(&subject);
        let has_focus = selector.contains(":focus");
        // `.a *` is of what stands in one part, whatever it is.
        let is_all = *selector == "*";
        !is_replaced && if has_focus { !replaces } else { is_all || FOCUSABLE.contains(&subject.as_str()) }
    };
    let selector = block.selectors.iter().map(std::ops::Deref::deref).find(fault)?;
    Some(Finding::new(&META, file.place(span), words(selector)))
}

/// Where the rule takes the outline away.
fn removed(block: &Block) -> Option<checks_core::Span> {
    let outline =
        block.declarations.iter().rev().find(|one| one.name.starts_with("outline") && one.name != "outline-offset")?;
    (!outline.dynamic && is_nothing(&outline.value) && outline.name != "outline-color").then_some(outline.span)
}

/// Print has no focus; in forced colours the browser draws its own.
fn is_on_screen(block: &Block) -> bool {
    !["print", "forced-colors", "hover: none", "include", "@if", "@else"].iter().any(|word| block.is_within(word))
}

fn is_nothing(value: &str) -> bool {
    let first = value.split_whitespace().next().unwrap_or_default();
    value.split_whitespace().any(|word| word.eq_ignore_ascii_case("none"))
        || matches!(first, "0" | "0px" | "0em" | "0rem")
}

fn shows(name: &str, value: &str) -> bool {
    let is_line = name.starts_with("border") || name.starts_with("outline");
    let is_none = if is_line { is_nothing(value) } else { matches!(value, "none" | "0") };
    let is_kept = matches!(value, "inherit" | "initial" | "unset" | "transparent");
    name.starts_with("--") || (SHOWING.contains(&name) && !is_none && !is_kept)
}

/// The element that a selector is about, without its focus: `a`, `.btn`, `*`. `None` where the keyboard's focus is not
/// what it is about.
fn subject(selector: &str) -> Option<String> {
    const ELSEWHERE: &[&str] = &[
        ":not(:focus-visible)",
        ":not(.focus-visible)",
        ":not([data-focus-visible",
        ":focus-within",
        ":active",
        ":disabled",
        "[disabled",
        ".disabled",
        ":hover",
        "::",
        "-moz-focus",
        "keyboard-inactive",
        "touch",
        "mouse",
        "svg",
        "table",
        ":not(",
        "[tabindex=\"-1\"]",
        "[tabindex='-1']",
        "[tabindex=-1]",
        "[type=hidden",
        "[type=\"hidden",
    ];
    if ELSEWHERE.iter().any(|mark| selector.contains(mark)) {
        return None;
    }
    let last = selector.rsplit([' ', '>', '+', '~']).next()?;
    let is_page = [
        "html", "body", "main", "section", "article", "h1", "h2", "h3", "h4", "div", "p", "dialog", "li", "ul", "td",
        "th", "form", "iframe", "video", "#root", "#app",
    ];
    let subject = bare(last);
    // What only a script gives the focus to needs no sign of it; `&` is whatever the component is.
    (!is_page.contains(&subject.as_str()) && !subject.contains('&')).then_some(subject)
}

/// Every part of a selector that has the focus, without it and without what narrows it: `.a:not([disabled]):focus` is
/// about `.a` too, and so is a part of it that is drawn apart (`.a:focus::before`).
fn focused(selector: &str) -> Vec<String> {
    let tight = selector.replace("( ", "(").replace(" )", ")").replace("[ ", "[").replace(" ]", "]");
    let parts = tight.split([' ', '>', '+', '~']).filter(|part| part.contains(":focus"));
    let about = |part: &str| match part.split(':').next() {
        Some("") | None => "*".to_owned(),
        Some(_) if part.contains(":focus-within") => "*".to_owned(),
        Some(name) => name.to_owned(),
    };
    parts.flat_map(|part| [bare(part), about(part)]).collect()
}

fn bare(part: &str) -> String {
    let bare = part.replace(":focus-visible", "").replace(":focus-within", "").replace(":focus", "");
    if bare.is_empty() { "*".to_owned() } else { bare }
}

fn words(selector: &str) -> Message {
    let selector: String = selector.chars().take(80).collect();
    message(
        (
            &format!(
                "`{selector}` perd le contour qui montre où est le focus, et rien ne le remplace dans ce fichier."
            ),
            &format!(
                "`{selector}` loses the outline that shows where the focus is, and nothing in this file replaces it."
            ),
        ),
        (
            "Une personne qui navigue au clavier ne sait plus quel élément elle va activer.",
            "A person who uses the keyboard cannot tell which element they are about to activate.",
        ),
        (
            "Retirez cette déclaration, ou donnez à `:focus-visible` un contour, une bordure ou un fond bien visible.",
            "Remove this declaration, or give `:focus-visible` an outline, a border or a background that is easy to see.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str, text: &str) -> usize {
        let file = File::new(path, text);
        look(&file, &Sheet::of(&file)).len()
    }

    #[test]
    fn what_is_replaced_elsewhere_in_the_file_is_left() {
        for (text, count) in [
            ("a:focus { outline: 0 }", 1),
            ("a { outline: none } a:focus { box-shadow: 0 0 2px red }", 0),
            ("*:focus { outline: none } :focus-visible { outline: 2px solid }", 0),
            (".a:focus { outline: none } .b:focus { outline: 1px solid }", 1),
            (".a:focus { outline: none; border-color: red }", 0),
            (".a:focus { outline: none } .a:focus + .b { color: red }", 0),
            ("input { outline: none; border: 1px solid }", 1),
            (".a { outline: none }", 0),
            (":focus:not(:focus-visible) { outline: none }", 0),
            ("@media print { a:focus { outline: none } }", 0),
            ("h1:focus { outline: none }", 0),
            (".a:focus { outline: 0 } .a:not( [disabled] ):focus { color: red }", 0),
            (".a:focus { outline: 0 } .a:focus::-webkit-slider-thumb { border: 1px solid }", 0),
        ] {
            assert_eq!(said("a.css", text), count, "{text}");
        }
        assert_eq!(said("a.scss", ".a { &:focus { outline: none; @include ring; } }"), 0);
        assert_eq!(said("a.ts", "const A = styled.input`outline: none; &:focus { border-color: ${c}; }`"), 0);
    }
}
