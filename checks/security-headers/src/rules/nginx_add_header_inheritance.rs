use std::collections::BTreeMap;

use checks_core::{Edit, Finding, Fix, Language, Level, Message, Meta, Project, Span, Text};

use crate::NGINX;
use crate::nginx::{Loss, Outline, losses};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Project(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "nginx-add-header-inheritance",
    level: Level::Failure,
    sources: &["ANSSI-R14", "ANSSI-R18", "nginx-add_header"],
    languages: &[Language::Nginx],
    page: include_str!("nginx_add_header_inheritance.md"),
};

/// The headers that protect.
const SECURITY: &[&str] = &[
    "strict-transport-security",
    "content-security-policy",
    "content-security-policy-report-only",
    "x-frame-options",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "feature-policy",
    "cross-origin-opener-policy",
    "cross-origin-embedder-policy",
    "cross-origin-resource-policy",
    "x-permitted-cross-domain-policies",
    "clear-site-data",
];

fn look(project: &Project<'_>) -> Vec<Finding> {
    let outlines: BTreeMap<String, Outline> =
        project.on(NGINX).filter_map(|note| Some((note.place.path.clone(), note.read()?))).collect();
    losses(&outlines).into_iter().map(finding).collect()
}

fn finding(loss: Loss) -> Finding {
    let level = level(&loss);
    let fix = fix(&loss);
    let told = told(&loss);
    let mut finding = Finding::new(&META, loss.at, told).level(level);
    finding.fix = fix;
    finding.related = loss.lost.into_iter().map(|line| line.place).collect();
    finding
}

/// Grave where a page loses what protects it; otherwise something to verify.
fn level(loss: &Loss) -> Level {
    let has_security = loss.lost.iter().any(|line| is_security(&line.name));
    let has_guard = loss.lost.iter().any(|line| is_guard(&line.name, line.value.as_deref().unwrap_or_default()));
    match (has_security, has_guard) {
        // A health check answers no page.
        (true, _) if loss.is_fixed => Level::Notice,
        (true, _) if loss.is_asked_for => Level::Warning,
        (true, _) => Level::Failure,
        (false, true) => Level::Warning,
        (false, false) => Level::Notice,
    }
}

fn is_security(name: &str) -> bool {
    SECURITY.contains(&name.to_ascii_lowercase().as_str())
}

/// Headers that protect by their value: no private page is kept by a proxy, no download is opened in place.
fn is_guard(name: &str, value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    match name.to_ascii_lowercase().as_str() {
        "cache-control" => value.contains("no-store") || value.contains("private"),
        "pragma" => value.contains("no-cache"),
        "content-disposition" => value.contains("attachment"),
        _ => false,
    }
}

fn told(loss: &Loss) -> Message {
    let mut names: Vec<&str> = Vec::new();
    for line in &loss.lost {
        if !names.iter().any(|name| name.eq_ignore_ascii_case(&line.name)) {
            names.push(&line.name);
        }
    }
    // Those that protect first.
    names.sort_by_key(|name| !is_security(name));
    let (list, en_list) = (listed(&names, "et"), listed(&names, "and"));
    let block = if loss.block.is_empty() { "ce fichier" } else { &loss.block };
    let en_block = if loss.block.is_empty() { "this file" } else { &loss.block };
    let what = if loss.is_asked_for {
        (
            format!("add_header_inherit off : dans « {block} », nginx n’envoie pas {list}."),
            format!("add_header_inherit off: in \"{en_block}\" nginx does not send {en_list}."),
        )
    } else {
        (
            format!("Dans « {block} », nginx n’envoie plus {list}, que le niveau supérieur ajoute."),
            format!("In \"{en_block}\" nginx no longer sends {en_list}, which the level above adds."),
        )
    };
    let why = if loss.is_asked_for {
        (
            "Les réponses de ce bloc partent sans ce que les autres ont.",
            "The answers of this block leave without what the others have.",
        )
    } else if names.iter().any(|name| is_security(name)) {
        (
            "Un bloc qui a son propre add_header n’hérite d’aucun autre : ses réponses partent sans ces protections.",
            "A block with an add_header of its own inherits no other: its answers leave without these protections.",
        )
    } else {
        (
            "Un bloc qui a son propre add_header n’hérite d’aucun autre.",
            "A block with an add_header of its own inherits no other.",
        )
    };
    let how = if loss.is_asked_for {
        (
            "Vérifiez que c’est voulu ; sinon, écrivez add_header_inherit merge;.",
            "Check that this is meant; if not, write add_header_inherit merge;.",
        )
    } else {
        (
            "Répétez-les dans ce bloc, au besoin par un include commun ; à partir de nginx 1.29.3, add_header_inherit merge; suffit.",
            "Repeat them in this block, by a common include if you like; from nginx 1.29.3 on, add_header_inherit merge; is enough.",
        )
    };
    message((&what.0, &what.1), why, how)
}

/// `A, B et C`.
fn listed(names: &[&str], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [all @ .., last] => format!("{} {and} {last}", all.join(", ")),
    }
}

/// The lost headers, repeated before the block's own. Not where they come from a pattern's groups or from a template
/// that this file may not be.
fn fix(loss: &Loss) -> Option<Fix> {
    let indent = loss.indent.as_ref()?;
    let is_movable = |source: &str, path: &str| {
        let from_pattern = source.as_bytes().windows(2).any(|pair| pair[0] == b'$' && pair[1].is_ascii_digit());
        let from_template = source.contains("<%") || source.contains("${");
        !from_pattern && (!from_template || path == loss.at.path)
    };
    if loss.lost.iter().any(|line| line.is_conditional || !is_movable(&line.source, &line.place.path)) {
        return None;
    }
    let mut at = loss.at.region;
    at.end = at.start;
    let start = loss.at.span.start as usize;
    let lines = loss.lost.iter().map(|line| line.source.as_str()).chain([""]);
    let replacement = lines.collect::<Vec<_>>().join(&format!("\n{indent}"));
    let edit = Edit { span: Span::new(start, start), region: at, replacement };
    Some(Fix { title: Text::new("Répéter les en-têtes perdus", "Repeat the lost headers"), edits: vec![edit] })
}
