//! A page is read in portrait and in landscape.

use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::Document;
use checks_markup::style::{Block, Declaration, Sheet};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "orientation-locked",
    level: Level::Failure,
    sources: &["RGAA-13.9.1", "WCAG-1.3.4", "ACT-b33eff"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue],
    page: include_str!("orientation_locked.md"),
};

/// Selectors of the page as a whole.
const PAGE: &[&str] = &["html", "body", ":root", "main", "#app", "#root", "html body"];

/// Rules for an orientation that are looked at.
const MOST: usize = 100;

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    let turned = |block: &&Block| block.is_within("orientation") && page_selector(block).is_some();
    let mut findings = Vec::new();
    for block in sheet.blocks.iter().filter(turned).take(MOST) {
        let Some((declaration, angle)) = rotation(block) else { continue };
        let Some(selector) = page_selector(block) else { continue };
        let base = |other: &&Block| other.conditions.is_empty() && other.selectors.iter().any(|one| one == selector);
        let usual = sheet.blocks.iter().filter(base).find_map(|block| rotation(block)).map_or(0.0, |(_, angle)| angle);
        let quarter = ((angle - usual).rem_euclid(180.0) - 90.0).abs();
        if quarter < 1.0 && !is_hidden(file, selector) {
            findings.push(Finding::new(&META, file.place(declaration.span), words()));
        }
    }
    findings
}

fn page_selector(block: &Block) -> Option<&str> {
    block.selectors.iter().map(std::ops::Deref::deref).find(|selector| PAGE.contains(selector))
}

/// The angle by which a rule turns its element in the plane of the screen, in degrees.
fn rotation(block: &Block) -> Option<(&Declaration, f64)> {
    block.declarations.iter().rev().find_map(|one| {
        let angle = match one.name.as_str() {
            _ if one.dynamic => None,
            "rotate" => degrees(&one.value),
            "transform" | "-webkit-transform" => of_transform(&one.value),
            _ => None,
        }?;
        Some((one, angle))
    })
}

fn of_transform(value: &str) -> Option<f64> {
    for (name, inside) in value.split(')').filter_map(|call| call.split_once('(')) {
        let parts: Vec<&str> = inside.split(',').map(str::trim).collect();
        let number = |at: usize| parts.get(at)?.parse::<f64>().ok();
        let angle = match (name.trim().to_ascii_lowercase().as_str(), parts.len()) {
            ("rotate" | "rotatez", 1) => degrees(parts[0]),
            ("rotate3d", 4) if number(0) == Some(0.0) && number(1) == Some(0.0) => {
                degrees(parts[3]).map(|angle| angle * number(2).unwrap_or(1.0).signum())
            }
            ("matrix", 6) | ("matrix3d", 16) => number(1).zip(number(0)).map(|(b, a)| b.atan2(a).to_degrees()),
            _ => None,
        };
        if angle.is_some() {
            return angle;
        }
    }
    None
}

fn degrees(value: &str) -> Option<f64> {
    let value = value.trim().to_ascii_lowercase();
    let units = [("deg", 1.0), ("grad", 0.9), ("rad", 180.0 / std::f64::consts::PI), ("turn", 360.0)];
    units.iter().find_map(|(unit, factor)| Some(value.strip_suffix(unit)?.parse::<f64>().ok()? * factor))
}

/// Whether the page of the same file hides what the selector names.
fn is_hidden(file: &File, selector: &str) -> bool {
    let Some(document) = Document::of(file) else { return false };
    let view = View::new(file, &document);
    document
        .elements()
        .filter(|(_, element)| element.name == selector.trim_start_matches("html "))
        .any(|(node, _)| view.sight(node) == Sight::Hidden)
}

fn words() -> checks_core::Message {
    message(
        (
            "La page entière est tournée d’un quart de tour dans une orientation de l’écran.",
            "The whole page is turned by a quarter in one orientation of the screen.",
        ),
        (
            "Une personne dont l’appareil est fixé, sur un fauteuil par exemple, ne peut plus lire la page.",
            "A person whose device is mounted, on a wheelchair for instance, can no longer read the page.",
        ),
        (
            "Retirez cette rotation et laissez la mise en page s’adapter à la largeur.",
            "Remove this rotation and let the layout adapt to the width.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_are_told_from_other_turns() {
        for (value, angle) in [
            ("rotate(90deg)", Some(90.0)),
            ("translateX(1px) rotateZ(0.25turn)", Some(90.0)),
            ("matrix(0, 1, -1, 0, 0, 0)", Some(90.0)),
            ("rotate3d(0, 0, -1, 100grad)", Some(-90.0)),
            ("rotateZ(0, 0, 1, 270deg)", None),
            ("rotateY(90deg)", None),
            ("rotate(", None),
        ] {
            let found = of_transform(value);
            assert_eq!(found.map(f64::round), angle, "{value}");
        }
    }
}
