//! RGAA 4.1.2 on pages, templates and components, as far as source tells.
//!
//! A rule looks at the elements of one file's tree ([`checks_markup::Document`]) through a `View`, which answers what
//! rules share: what role an element has, whether it is shown, what its accessible name is, which label is its own.
//! Each answer has a third value, *unknown*, for what template code or another file decides; rules are then silent.

mod aria;
mod colour;
mod components;
mod dispatch;
mod field;
mod focus;
mod handler;
mod interest;
mod label;
mod language_tag;
mod layouts;
mod media;
mod message;
mod name;
mod passage;
mod purpose;
pub mod referential;
mod role;
mod rule;
mod rules;
mod search;
mod sight;
mod statement;
mod structure;
mod table;
mod tongue;
mod view;
mod visible;

use checks_core::{Check, Facts, File, Finding, Inspection, Interest, Language, Meta, Project, Text};
use checks_markup::Document;
use checks_markup::style::Sheet;

use dispatch::concerned;
use rule::Look;
use rules::{RULES, contrast_class as palette, manifest_orientation};
use view::View;

/// Nobody reads more of one file: what goes beyond would only fill the memory of who reads strangers' files.
const MOST_FINDINGS: usize = 5_000;

/// The check.
pub static CHECK: RgaaCheck = RgaaCheck;

/// Accessibility: the tests of the RGAA that source can decide.
#[derive(Debug)]
pub struct RgaaCheck;

impl Check for RgaaCheck {
    fn name(&self) -> &'static str {
        "rgaa"
    }

    fn title(&self) -> Text {
        Text::new("Accessibilité (RGAA)", "Accessibility (RGAA)")
    }

    fn version(&self) -> u32 {
        5
    }

    fn rules(&self) -> Vec<&'static Meta> {
        RULES.iter().map(|rule| rule.meta).collect()
    }

    fn interest(&self, path: &str) -> Interest {
        match interest::is_page(path) {
            // What a component renders weighs in the files that use it.
            true if interest::is_component(path) || interest::has_layout(path) || palette::is_configuration(path) => {
                Interest::Project
            }
            // An accessibility statement grows old without a change, and footers repeat what it says.
            true if interest::is_statement(path) || interest::is_footer(path) => Interest::Project,
            true => Interest::Alone,
            false if manifest_orientation::is_manifest(path) => Interest::Alone,
            false => Interest::Ignored,
        }
    }

    fn inspect(&self, file: &File) -> Inspection {
        let mut inspection =
            Inspection { findings: of_styles(file), notes: palette::configuration(file).into_iter().collect() };
        let Some(document) = Document::of(file) else {
            inspection.findings.extend(of_text(file));
            let prose = statement::in_prose(file).unwrap_or_default();
            inspection.findings.extend(prose.findings);
            inspection.notes.extend(prose.notes);
            inspection.findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
            return inspection;
        };
        let document = components::seen_through(&document);
        let view = View::new(file, &document);
        if view.is_email() {
            return Inspection::default();
        }
        inspection.findings.extend(of_text(file));
        for rule in RULES {
            if let Look::Document(look) = rule.look {
                inspection.findings.extend(look(&view));
            }
        }
        for (node, element) in document.elements() {
            inspection.findings.extend(concerned(element).filter_map(|look| look(&view, node, element)));
            if inspection.findings.len() > MOST_FINDINGS {
                break;
            }
        }
        inspection.findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
        inspection.notes.extend(components::note(&view));
        inspection.notes.extend(statement::notes(&view));
        inspection.notes.extend(layouts::note(&view));
        palette::postpone(file, &mut inspection);
        inspection
    }

    fn conclude(&self, project: &Project<'_>, facts: &Facts) -> Vec<Finding> {
        let mut findings = components::findings(project);
        findings.extend(layouts::findings(project));
        findings.extend(statement::findings(project, facts));
        findings.extend(palette::findings(project));
        findings
    }
}

/// What the rules of text say of a page, a script or a manifest; code in prose is an example.
fn of_text(file: &File) -> impl Iterator<Item = Finding> {
    let is_prose = |language: Language| matches!(language, Language::Markdown | Language::Mdx);
    let is_other = file.language().is_some_and(|language| language.is_style() || is_prose(language));
    let rules = RULES.iter().filter(move |_| !is_other);
    rules.flat_map(|rule| if let Look::Text(look) = rule.look { look(file) } else { Vec::new() })
}

/// What the rules of style say of a file.
fn of_styles(file: &File) -> Vec<Finding> {
    let sheet = Sheet::of(file);
    if sheet.blocks.is_empty() {
        return Vec::new();
    }
    let looks = RULES.iter().filter_map(|rule| match rule.look {
        Look::Style(look) => Some(look),
        Look::At { .. } | Look::Document(_) | Look::Text(_) => None,
    });
    let mut findings: Vec<Finding> = looks.flat_map(|look| look(file, &sheet)).collect();
    findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
    findings
}
