//! A tag has each attribute once.

use checks_core::{Finding, Language, Level, Meta, Span};
use checks_markup::{Attribute, Element, Value};

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "attribute-duplicate",
    level: Level::Failure,
    sources: &["RGAA-8.2.1", "WCAG-4.1.1", "ACT-e6952f"],
    languages: LANGUAGES,
    page: include_str!("attribute_duplicate.md"),
};

/// The languages that write tags out as they are: others make one list of attributes of what is written.
const LANGUAGES: &[Language] = &[
    Language::Html,
    Language::Vue,
    Language::Angular,
    Language::Erb,
    Language::Heex,
    Language::Ejs,
    Language::Jinja,
    Language::Twig,
    Language::Nunjucks,
    Language::Liquid,
    Language::Handlebars,
    Language::Php,
    Language::Blade,
    Language::Twirl,
    Language::Markdown,
];

fn look(view: &View<'_>) -> Vec<Finding> {
    if !LANGUAGES.contains(&view.document.language) {
        return Vec::new();
    }
    view.document.elements().filter_map(|(_, element)| at(view, element)).collect()
}

fn at(view: &View<'_>, element: &Element) -> Option<Finding> {
    let (first, second) = repeated(view, element)?;
    let tag = view.document.source(element.tag_span);
    // Helpers make a hash of it; and template code that a page's name hides may choose between the two.
    let is_written = tag.starts_with('<') && !tag.starts_with("<%");
    let may_choose = view.document.language == Language::Html
        && ["{{", "{%", "<%", "<?", "[[", "<#"].iter().any(|mark| tag.contains(mark));
    if !is_written || may_choose {
        return None;
    }
    let (tag, name) = (&element.name, &second.raw_name);
    let words = message(
        (
            &format!("L’attribut `{name}` est écrit deux fois sur ce `<{tag}>`."),
            &format!("The attribute `{name}` is written twice on this `<{tag}>`."),
        ),
        (
            "Les navigateurs gardent le premier : ce que dit le second est perdu.",
            "Browsers keep the first: what the second says is lost.",
        ),
        (
            "Réunissez les deux valeurs en un seul attribut, ou retirez celui qui est de trop.",
            "Join the two values in one attribute, or remove the one too many.",
        ),
    );
    let finding = Finding::new(&META, view.file.place(second.span), words);
    Some(finding.related(view.file.place(first.span)))
}

/// An attribute that is written twice, once at least whatever template code decides, or both in the same branch of it.
fn repeated<'a>(view: &View<'_>, element: &'a Element) -> Option<(&'a Attribute, &'a Attribute)> {
    let all = &element.attributes;
    all.iter().enumerate().take(64).skip(1).find_map(|(at, second)| {
        // What template code leaves in a tag is no name.
        let may_repeat =
            second.raw_name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '@' | ':' | '[' | '('));
        let repeats = |first: &&Attribute| first.raw_name.eq_ignore_ascii_case(&second.raw_name);
        let first = all[..at].iter().find(repeats).filter(|_| may_repeat)?;
        let is_certain = |attribute: &Attribute| !matches!(attribute.value, Value::Dynamic { .. });
        let between = Span { start: first.span.end, end: second.span.start };
        let share_a_branch = || !view.document.source(between).contains(['<', '{', '@']);
        (is_certain(first) || is_certain(second) || share_a_branch()).then_some((first, second))
    })
}
