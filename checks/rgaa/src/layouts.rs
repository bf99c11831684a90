//! Pages whose layout is another file, joined: Django, Jinja, Twig and Nunjucks.
//!
//! What a template gives its layout is kept as a note, small; when the project is concluded, the templates that no other
//! extends are followed up to their layout, and the rules on whole pages look at what they make together. A layout that
//! code chooses, that two folders have or that is not in the repository is not followed.

use std::collections::{BTreeSet, HashMap, HashSet};

use checks_core::{Finding, Note, Place, Project};
use checks_markup::{Block, Joints, NodeKind, joints};
use serde::{Deserialize, Serialize};

use crate::rules::{main_landmark, page_title};
use crate::sight::Sight;
use crate::view::{View, is_blank};

const TOPIC: &str = "rgaa.template";

/// How many layouts stand one in another.
const DEEPEST: usize = 8;
/// How many blocks and how many `<main>` of a file are noted: nobody writes so many.
const MOST: usize = 200;

/// Folders from which templates are named.
pub(crate) const ROOTS: &[&str] =
    &["templates", "views", "jinja2", "jinja", "_layouts", "_includes", "layouts", "theme"];

/// A template, as far as its layout goes.
#[derive(Debug, Serialize, Deserialize)]
struct Template {
    /// The layout it names, and where it names it.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    layout: Option<(String, Place)>,
    /// Its blocks.
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<Part>,
    /// Its `<main>`s that are always shown, and the blocks around each, outermost first.
    #[serde(rename = "m", default, skip_serializing_if = "Vec::is_empty")]
    mains: Vec<(Place, Vec<String>)>,
    /// The blocks that alone make its `<title>`, each empty.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    title: Vec<String>,
}

/// A block.
#[derive(Debug, Serialize, Deserialize)]
struct Part {
    #[serde(rename = "n")]
    name: String,
    /// The blocks around it, outermost first.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    around: Vec<String>,
    /// Whether it takes the place of what the layout has.
    #[serde(rename = "r")]
    replaces: bool,
    /// Whether something stands in it.
    #[serde(rename = "f")]
    is_filled: bool,
}

/// What the file gives its layout, or takes from pages.
pub(crate) fn note(view: &View<'_>) -> Option<Note> {
    let joints = joints(view.document);
    if joints.blocks.is_empty() || joints.blocks.len() > MOST {
        return None;
    }
    let layout = match &joints.layout {
        // Nobody knows which one.
        Some(layout) => Some((layout.name.clone()?, view.file.place(layout.span))),
        None if view.document.is_page => None,
        None => return None,
    };
    let blocks = joints.blocks.iter().map(|block| Part {
        name: block.name.clone(),
        around: around(&joints, block.inside.start.saturating_sub(1)).filter(|name| *name != block.name).collect(),
        replaces: !block.keeps,
        is_filled: block.is_text || !is_blank(text_of(view, block)),
    });
    let template =
        Template { blocks: blocks.collect(), mains: mains(view, &joints), title: title(view, &joints), layout };
    let text = serde_json::to_string(&template).ok()?;
    Some(Note::new(TOPIC, view.file.start_place(), &text))
}

fn around(joints: &Joints, at: u32) -> impl Iterator<Item = String> {
    joints.around(at).map(|block| block.name.clone())
}

fn text_of<'v>(view: &View<'v>, block: &Block) -> &'v str {
    let text = view.file.text();
    text.get(block.inside.start as usize..(block.inside.end as usize).min(text.len())).unwrap_or_default()
}

fn mains(view: &View<'_>, joints: &Joints) -> Vec<(Place, Vec<String>)> {
    let is_sure = |node| view.sight(node) == Sight::Shown && !view.document.node(node).conditional;
    let all = view.named("main").filter(|&(node, element)| is_sure(node) && element.get("role").is_none());
    let all = all.filter(|(_, element)| !joints.is_aside(element.tag_span.start));
    all.map(|(_, element)| (view.tag(element), around(joints, element.tag_span.start).collect())).take(MOST).collect()
}

/// The blocks of a `<title>` that holds nothing else, and nothing of its own.
fn title(view: &View<'_>, joints: &Joints) -> Vec<String> {
    let mut titles = view.named("title").filter(|&(node, _)| {
        !view.document.ancestors(node).any(|(_, around)| matches!(around.name.as_str(), "svg" | "symbol"))
    });
    let (Some((node, title)), None) = (titles.next(), titles.next()) else { return Vec::new() };
    let around_it: Vec<String> = around(joints, title.tag_span.start).collect();
    let mut names = Vec::new();
    for &child in &view.document.node(node).children {
        let inner = view.document.node(child);
        let written = view.document.source(inner.span);
        let is_tag_of_block = |code: &str| {
            let code = code.trim_start_matches(['{', '%', '-', '+', '~', ' ']);
            code.starts_with("block ") || code.starts_with("endblock")
        };
        match &inner.kind {
            NodeKind::Text(text) if is_blank(text) => {}
            NodeKind::Comment => {}
            NodeKind::Code | NodeKind::Dynamic if written.starts_with("{%") && is_tag_of_block(written) => {}
            _ => return Vec::new(),
        }
    }
    let inside = view.document.node(node).span;
    for block in joints.blocks.iter().filter(|block| inside.range().contains(&(block.inside.start as usize))) {
        if block.is_text {
            return Vec::new();
        }
        names.push(block.name.clone());
    }
    // A block that holds the whole `<title>` may be filled with another one.
    if around_it.is_empty() { names } else { Vec::new() }
}

/// What whole pages say, once joined with their layouts.
pub(crate) fn findings(project: &Project<'_>) -> Vec<Finding> {
    let templates: Vec<(&str, Template)> = project
        .on(TOPIC)
        .filter_map(|note| Some((note.place.path.as_str(), serde_json::from_str(note.value.as_str()?).ok()?)))
        .collect();
    let by_path: HashMap<&str, usize> = templates.iter().enumerate().map(|(at, (path, _))| (*path, at)).collect();
    let names: HashSet<&str> =
        templates.iter().filter_map(|(_, it)| it.layout.as_ref().map(|(name, _)| name.as_str())).collect();
    let files: HashMap<&str, Option<&str>> = names.into_iter().map(|name| (name, file_of(project, name))).collect();
    let layout_of = |at: usize| {
        let (name, _) = templates.get(at)?.1.layout.as_ref()?;
        by_path.get(files.get(name.as_str()).copied().flatten()?).copied()
    };
    let extended: HashSet<usize> = (0..templates.len()).filter_map(layout_of).collect();
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    for leaf in (0..templates.len()).filter(|at| !extended.contains(at)) {
        let mut chain = vec![&templates[leaf].1];
        let mut at = leaf;
        while chain.len() < DEEPEST
            && let Some(next) = layout_of(at)
        {
            at = next;
            chain.push(&templates[at].1);
        }
        // The last one is the page.
        if chain.len() < 2 || chain.last().is_some_and(|last| last.layout.is_some()) {
            continue;
        }
        for finding in second_main(&chain).into_iter().chain(without_title(&chain)) {
            if told.insert((finding.rule.clone(), finding.place.clone())) {
                findings.push(finding);
            }
        }
    }
    findings
}

/// The file that templates call `name`: the only one of that name in a folder that templates are named from.
fn file_of<'p>(project: &Project<'p>, name: &str) -> Option<&'p str> {
    let ends =
        |path: &&'p str| path.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with('/'));
    let found: Vec<&str> = project.paths.iter().map(String::as_str).filter(ends).collect();
    let is_rooted = |path: &&&str| {
        let before = path.strip_suffix(name).unwrap_or_default().trim_end_matches('/');
        ROOTS.contains(&before.rsplit('/').next().unwrap_or_default())
    };
    let rooted: Vec<&&str> = found.iter().filter(is_rooted).collect();
    match (rooted.as_slice(), found.as_slice()) {
        ([only], _) => Some(**only),
        ([], [only]) => Some(*only),
        _ => None,
    }
}

/// Whether `blocks`, those around a part of the template at `level` of a chain, leave it in the page.
fn is_rendered(chain: &[&Template], level: usize, blocks: &[String]) -> bool {
    let is_replaced = |name: &String| {
        chain[..level].iter().any(|below| below.blocks.iter().any(|part| part.name == *name && part.replaces))
    };
    if blocks.iter().any(is_replaced) {
        return false;
    }
    if level + 1 == chain.len() {
        return true;
    }
    // What stands in no block of a page that has a layout is nowhere.
    let Some(outermost) = blocks.first() else { return false };
    (level + 1..chain.len()).any(|above| {
        let place = chain[above].blocks.iter().find(|part| part.name == *outermost);
        place.is_some_and(|place| is_rendered(chain, above, &without(&place.around, outermost)))
    })
}

fn without(names: &[String], name: &str) -> Vec<String> {
    names.iter().filter(|other| *other != name).cloned().collect()
}

/// A second `<main>`, which page and layout make together.
fn second_main(chain: &[&Template]) -> Option<Finding> {
    let mut shown = chain.iter().enumerate().flat_map(|(level, template)| {
        let here = template.mains.iter().filter(move |(_, blocks)| is_rendered(chain, level, blocks));
        here.map(|(place, _)| place)
    });
    let first = shown.next()?;
    let other = shown.find(|place| place.path != first.path)?;
    Some(main_landmark::second(first.clone()).related(other.clone()))
}

/// Whether a template is there to be put around others, by its name: its pages may be in another repository.
fn is_layout(path: &str) -> bool {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    name.contains("base") || name.contains("layout") || folders.split('/').any(|folder| folder.ends_with("layouts"))
}

/// A page whose layout leaves the title to it, and that gives none.
fn without_title(chain: &[&Template]) -> Option<Finding> {
    let (page, below) = chain.split_last()?;
    if page.title.is_empty() {
        return None;
    }
    // A block within another may be filled by the way, so that any block of the name counts.
    let is_filled = |name: &String| {
        chain.iter().any(|template| template.blocks.iter().any(|part| part.name == *name && part.is_filled))
    };
    if page.title.iter().any(is_filled) {
        return None;
    }
    let (_, place) = below.first()?.layout.as_ref().filter(|(_, place)| !is_layout(&place.path))?;
    Some(page_title::not_given(place.clone(), &page.title[0]))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use checks_core::{Check, Facts, File};

    use super::*;
    use crate::CHECK;

    const BASE: &str = "<!doctype html><html lang=fr><head><title>{% block t %}{% endblock %}</title></head><body>{% block p %}<main>{% block c %}{% endblock %}</main>{% endblock %}</body></html>";

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        let mut paths: Vec<String> = files.iter().map(|(path, _)| (*path).to_owned()).collect();
        paths.sort();
        let notes: Vec<Note> =
            files.iter().flat_map(|(path, text)| CHECK.inspect(&File::new(*path, *text)).notes).collect();
        let project = Project { root: "", paths: &paths, notes: notes.iter().collect() };
        let facts = Facts::new(time::Date::MIN, BTreeMap::new());
        CHECK
            .conclude(&project, &facts)
            .iter()
            .map(|finding| format!("{} {}", finding.place.path, finding.rule))
            .collect()
    }

    #[test]
    fn pages_are_joined_with_their_layout() {
        let page = |text: &str| told(&[("a/templates/base.html", BASE), ("a/templates/b.html", text)]);
        for (text, expected) in [
            (
                "{% extends 'base.html' %}{% block t %}a{% endblock %}{% block c %}<main></main>{% endblock %}",
                "rgaa/main-landmark",
            ),
            (
                "{% extends 'base.html' %}{% block t %}a{% endblock %}{% block c %}{% if x %}<main></main>{% endif %}{% endblock %}",
                "",
            ),
            ("{% extends 'base.html' %}{% block t %}a{% endblock %}{% block p %}<main></main>{% endblock %}", ""),
            (
                "{% extends 'base.html' %}{% block t %}a{% endblock %}{% block p %}{{ super() }}<main></main>{% endblock %}",
                "rgaa/main-landmark",
            ),
            ("{% extends 'base.html' %}{% block t %}a{% endblock %}{% block z %}<main></main>{% endblock %}", ""),
            ("{% extends 'base.html' %}{% block t %}a{% endblock %}{% macro c() %}<main></main>{% endmacro %}", ""),
            ("{% extends 'base.html' %}{% block c %}<h1>a</h1>{% endblock %}", "rgaa/page-title"),
            ("{% extends 'base.html' %}{% block t %}{% trans 'a' %}{% endblock %}", ""),
            ("{% extends 'other.html' %}{% block c %}<main></main>{% endblock %}", ""),
            ("{% extends x %}{% block c %}<main></main>{% endblock %}", ""),
        ] {
            let told: Vec<String> = page(text);
            let rules: Vec<&str> = told.iter().filter_map(|one| one.split_once(' ').map(|(_, rule)| rule)).collect();
            assert_eq!(rules.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn layouts_that_nobody_can_tell_are_not_followed() {
        let page = "{% extends 'base.html' %}{% block c %}<main></main>{% endblock %}";
        assert!(
            told(&[("a/templates/base.html", BASE), ("b/templates/base.html", BASE), ("a/templates/b.html", page)])
                .is_empty()
        );
        assert!(
            told(&[
                ("templates/a.html", "{% extends 'b.html' %}{% block c %}<main></main>{% endblock %}"),
                ("templates/b.html", "{% extends 'a.html' %}{% block c %}{% endblock %}")
            ])
            .is_empty()
        );
        assert_eq!(
            told(&[("templates/base.html", BASE), ("admin/templates/x/base.html", BASE), ("templates/b.html", page)])
                .len(),
            2
        );
    }

    #[test]
    fn thousands_of_templates_cost_little() {
        let mut files = vec![("templates/t0.html".to_owned(), BASE.to_owned())];
        files.extend((1..2_000).map(|at| {
            (
                format!("templates/t{at}.html"),
                format!("{{% extends 't{}.html' %}}{{% block c %}}<main></main>{{% endblock %}}", at - 1),
            )
        }));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert!(told(&files).len() < 4);
    }
}
