//! Colours that Tailwind's classes give a text are contrasted.

use checks_core::{File, Finding, Inspection, Language, Level, Meta, Note, Project};
use checks_markup::{Element, NodeId, Value};

use crate::colour::tailwind::{Classes, Said, families, variants};
use crate::colour::{Ink, Pair, Weight, measured};
use crate::rule::{Look, Rule};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["class"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "contrast-class",
    level: Level::Warning,
    sources: &["RGAA-3.2.1", "RGAA-3.2.2", "RGAA-3.2.3", "RGAA-3.2.4", "WCAG-1.4.3"],
    languages: Language::MARKUP,
    page: include_str!("contrast_class.md"),
};

/// The topics of the notes: what the palette's own colours make say, and the families that a project defines itself.
const TOPIC: &str = "palette-contrast";
const OWN: &str = "palette-own";

/// States in which an element keeps the colours that the state does not change.
const STATES: &[&str] = &["hover", "focus", "focus-visible", "active", "dark", "group-hover"];

/// States that are left out: what cannot be used, what is no text of the element.
const APART: &[&str] =
    &["disabled", "placeholder", "before", "after", "selection", "marker", "file", "print", "backdrop", "*"];

/// Style sheets that hold a project's `@theme`, by the names that Tailwind's guides and generators give them.
const THEMES: &[&str] = &[
    "app",
    "application",
    "application.tailwind",
    "base",
    "global",
    "globals",
    "index",
    "input",
    "main",
    "style",
    "styles",
    "tailwind",
    "theme",
];

/// How many elements around are looked at for the other colour.
const REACH: usize = 6;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let class = element.get("class")?;
    let Value::Text { text: list, span } = &class.value else { return None };
    if (!list.contains("text-") && !list.contains("bg-")) || element.is_component || element.open_ended {
        return None;
    }
    let words = view.has_own_words(node);
    if !words || is_styled(element) || view.may_lack_contrast(node, element) {
        return None;
    }
    let (pair, base) = own_pair(list).or_else(|| pair_with_around(view, node, list))?;
    let size = match base.size {
        Said::Once(size) => Some(size),
        Said::Nothing | Said::Unknown => None,
    };
    let weight = match base.weight {
        Said::Once(weight) => weight,
        Said::Nothing | Said::Unknown => Weight::Unknown,
    };
    let (sources, level, words) = measured(pair, size, weight, size.is_none())?;
    // What the palette's names stand for, a configuration out of sight may change.
    let most = if pair.is_of_palette() { Level::Warning } else { Level::Failure };
    Some(Finding::new(&META, view.file.place(*span), words).sources(&sources).level(level.min(most)))
}

/// The two colours that the element's own classes write: always, or else in one state of it.
fn own_pair(list: &str) -> Option<(Pair, Classes<'_>)> {
    let base = Classes::read(list, "");
    let of = |state: &Classes<'_>| match (state.text, state.background) {
        _ if state.blends || base.blends => None,
        (Said::Once(text), Said::Once(background)) => Some(Pair::new(text, background)).filter(|pair| pair.fails()),
        _ => None,
    };
    if let Some(pair) = of(&base) {
        return Some((pair, base));
    }
    let pair = variants(list).into_iter().filter(|variant| !variant.is_empty()).find_map(|variant| {
        if variant.split(':').any(|part| APART.iter().any(|word| part.ends_with(word))) {
            return None;
        }
        let mut state = Classes::read(list, variant);
        if STATES.contains(&variant) {
            state.text = either(state.text, base.text);
            state.background = either(state.background, base.background);
        }
        of(&state)
    })?;
    Some((pair, base))
}

fn either(state: Said<Ink>, base: Said<Ink>) -> Said<Ink> {
    if state == Said::Nothing { base } else { state }
}

/// The colour of the element's text and the background that the nearest element around writes.
fn pair_with_around<'c>(view: &View<'_>, node: NodeId, list: &'c str) -> Option<(Pair, Classes<'c>)> {
    let base = Classes::read(list, "");
    let Said::Once(text) = base.text else { return None };
    if base.blends || base.background != Said::Nothing || list.contains(":bg-") || list.contains(":text-") {
        return None;
    }
    for (_, around) in view.document.ancestors(node).take(REACH) {
        let list = match around.get("class").map(|class| &class.value) {
            None | Some(Value::Empty) => "",
            Some(Value::Text { text, .. }) => text.as_str(),
            Some(Value::Dynamic { .. }) => return None,
        };
        if around.is_component || around.open_ended || is_styled(around) || list.contains(":bg-") {
            return None;
        }
        let around = Classes::read(list, "");
        match around.background {
            _ if around.blends => return None,
            Said::Once(background) => {
                return Some((Pair::new(text, background), base)).filter(|(pair, _)| pair.fails());
            }
            Said::Unknown => return None,
            Said::Nothing => {}
        }
    }
    None
}

/// Whether something besides its classes gives an element colours, or may.
fn is_styled(element: &Element) -> bool {
    element.get("style").is_some() || element.attributes.iter().filter(|one| one.name == "class").count() > 1
}

/// What rests on the palette waits for the project's configuration, which may define the palette anew.
pub(crate) fn postpone(file: &File, inspection: &mut Inspection) {
    if !matches!(file.language(), Some(Language::Jsx | Language::Vue)) {
        return;
    }
    let rule = META.full_id();
    let (mine, others): (Vec<Finding>, Vec<Finding>) =
        std::mem::take(&mut inspection.findings).into_iter().partition(|finding| finding.rule == rule);
    inspection.findings = others;
    for finding in mine {
        let named = |family: &&str| file.slice(finding.place.span).contains(&format!("-{family}"));
        let named: Vec<&str> = families().filter(named).collect();
        inspection.notes.push(Note::new(TOPIC, finding.place.clone(), &(named, &finding)));
    }
}

/// Notes the families that Tailwind's configuration defines anew: a `tailwind.config`, a `@theme` of version 4.
pub(crate) fn configuration(file: &File) -> Option<Note> {
    let text = file.text();
    if !is_configuration(file.path()) {
        return None;
    }
    let is_config = !file.language().is_some_and(Language::is_style);
    let all = (is_config && text.contains("presets")) || text.contains("--color-*");
    let defines = |family: &&str| {
        let key = |quote: &str| {
            text.match_indices(&format!("{quote}{family}{quote}")).any(|(at, found)| {
                let is_word = !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | '_'));
                is_word && text[at + found.len()..].trim_start().starts_with(':')
            })
        };
        text.contains(&format!("--color-{family}")) || (is_config && (key("") || key("'") || key("\"")))
    };
    let own: Vec<&str> = families().filter(|family| all || defines(family)).collect();
    (!own.is_empty()).then(|| Note::new(OWN, file.start_place(), &own))
}

/// Whether `path` may say what Tailwind's palette is in a project.
pub(crate) fn is_configuration(path: &str) -> bool {
    let Some(name) = path.rsplit('/').next() else { return false };
    let stem = |ends: &[&str]| ends.iter().find_map(|end| name.strip_suffix(end));
    name.starts_with("tailwind.config.") || stem(&[".css", ".pcss"]).is_some_and(|stem| THEMES.contains(&stem))
}

/// What is said once the project's configuration is known.
pub(crate) fn findings(project: &Project<'_>) -> Vec<Finding> {
    let own: Vec<String> = project.on(OWN).filter_map(Note::read::<Vec<String>>).flatten().collect();
    project
        .on(TOPIC)
        .filter_map(Note::read::<(Vec<String>, Finding)>)
        .filter(|(named, _)| !named.iter().any(|family| own.contains(family)))
        .map(|(_, finding)| finding)
        .collect()
}
