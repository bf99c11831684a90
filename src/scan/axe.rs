//! axe-core 4.14.1, from npm, embedded as published (MPL 2.0, beside this file): what it finds, in terms of the RGAA.
//!
//! Its own tags name RGAA tests (`RGAA-1.1.1`). A few of its rules carry none though a test says the same; `OURS` names
//! it, and their findings are probable only.

use checks_core::{Lang, Level};
use serde::Deserialize;

/// axe rules whose RGAA tag asks for more than the test does: text outside of every landmark fails no test by itself.
const WIDER: &[&str] = &["region"];

/// The version embedded.
pub const VERSION: &str = "4.14.1";

/// axe-core itself, which defines `axe` in the page.
pub(super) const SOURCE: &str = include_str!("axe-core/axe.min.js");
const FRENCH: &str = include_str!("axe-core/fr.json");

/// axe rules without an RGAA tag, and the test of the RGAA 4.1.2 that asks for the same.
const OURS: &[(&str, &str)] = &[
    ("aria-dialog-name", "RGAA-7.1.1"),
    ("aria-tooltip-name", "RGAA-7.1.1"),
    ("aria-treeitem-name", "RGAA-7.1.1"),
    ("audio-caption", "RGAA-4.1.1"),
    ("avoid-inline-spacing", "RGAA-10.12.1"),
    ("empty-heading", "RGAA-9.1.2"),
    ("heading-order", "RGAA-9.1.1"),
    ("landmark-no-duplicate-main", "RGAA-9.2.1"),
    ("landmark-one-main", "RGAA-9.2.1"),
    ("scope-attr-valid", "RGAA-5.7.1"),
    ("tabindex", "RGAA-12.8.1"),
];

/// What a rule of axe-core says of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// axe's rule: `color-contrast`.
    pub rule: String,
    /// What should be, in the language asked for.
    pub help: String,
    /// axe's page on the rule.
    pub help_url: String,
    /// `Failure` where axe's own tags name the RGAA test that fails.
    pub level: Level,
    /// `RGAA-3.2.1`, `WCAG-1.4.3`, `ACT-afw4f7`.
    pub sources: Vec<String>,
    /// The first elements concerned.
    pub elements: Vec<Element>,
    /// How many more there are.
    pub more: usize,
}

/// An element of a page, told without a word of its content: pages hold personal data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Element {
    /// A CSS selector that names it.
    pub selector: String,
    /// Its name: `a`.
    pub tag: String,
    /// Its `id`, or nothing.
    pub id: String,
    /// Its `class`, or nothing.
    pub class: String,
    /// Its colours, where they are what is wrong.
    pub contrast: Option<Contrast>,
}

/// A contrast that is too low.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Contrast {
    /// Of the text: `#777777`.
    pub foreground: String,
    /// Behind it.
    pub background: String,
    /// What it is: `4.48`.
    pub ratio: String,
    /// What it should be: `4.5:1`.
    pub expected: String,
}

/// What the script in the page answers.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    /// The page's HTTP status; 0 where the browser does not tell.
    pub(super) status: u16,
    pub(super) title: String,
    pub(super) links: Vec<String>,
    violations: Vec<Raw>,
}

#[derive(Debug, Deserialize)]
struct Raw {
    rule: String,
    help: String,
    url: String,
    tags: Vec<String>,
    acts: Vec<String>,
    elements: Vec<Element>,
    more: usize,
}

impl Answer {
    /// The violations that concern the RGAA, certain ones first.
    pub(super) fn violations(self) -> Vec<Violation> {
        let mut violations: Vec<Violation> = self.violations.into_iter().filter_map(Raw::known).collect();
        violations.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.rule.cmp(&b.rule)));
        violations
    }
}

impl Raw {
    fn known(self) -> Option<Violation> {
        let mut sources: Vec<String> = self.tags.iter().filter(|tag| tag.starts_with("RGAA-")).cloned().collect();
        let is_certain = !sources.is_empty() && !WIDER.contains(&self.rule.as_str());
        let level = if is_certain { Level::Failure } else { Level::Warning };
        if sources.is_empty() {
            let (_, test) = OURS.iter().find(|(rule, _)| *rule == self.rule)?;
            sources.push((*test).to_owned());
        }
        sources.extend(self.tags.iter().filter_map(|tag| criterion_of_wcag(tag)));
        sources.extend(self.acts.iter().map(|act| format!("ACT-{act}")));
        Some(Violation {
            rule: self.rule,
            help: self.help,
            help_url: self.url,
            level,
            sources,
            elements: self.elements,
            more: self.more,
        })
    }
}

/// `WCAG-1.4.13` of axe's tag `wcag1413`; `wcag21aa` names a level.
fn criterion_of_wcag(tag: &str) -> Option<String> {
    let digits = tag.strip_prefix("wcag")?;
    let (principle, rest) = (digits.get(..1)?, digits.get(1..2)?);
    let last = digits.get(2..).filter(|last| !last.is_empty())?;
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| format!("WCAG-{principle}.{rest}.{last}"))
}

/// The script that runs the rules and answers an [`Answer`]; `axe` must be defined.
pub(super) fn script(lang: Lang) -> String {
    let locale = match lang {
        Lang::Fr => FRENCH,
        Lang::En => "null",
    };
    format!("({SCRIPT})({locale})")
}

const SCRIPT: &str = r"async (locale) => {
  const cut = (text, length) => String(text ?? '').slice(0, length);
  if (locale) axe.configure({ locale });
  const acts = new Map(axe.getRules().map(rule => [rule.ruleId, rule.actIds ?? []]));
  const results = await axe.run(document, { iframes: false, resultTypes: ['violations'] });
  const contrast = data => data?.contrastRatio === undefined ? null : {
    foreground: cut(data.fgColor, 20),
    background: cut(data.bgColor, 20),
    ratio: cut(data.contrastRatio, 10),
    expected: cut(data.expectedContrastRatio, 10),
  };
  const element = node => {
    const selector = node.target.flat().join(' ');
    let found = null;
    try { found = document.querySelector(selector); } catch {}
    const check = [...node.any, ...node.all, ...node.none][0];
    return {
      selector: cut(selector, 200),
      tag: cut(found?.localName, 40),
      id: cut(found?.id, 100),
      class: cut(found?.getAttribute('class'), 300),
      contrast: contrast(check?.data),
    };
  };
  return {
    status: performance.getEntriesByType('navigation')[0]?.responseStatus ?? 0,
    title: cut(document.title, 200),
    links: [...document.querySelectorAll('a[href]')].slice(0, 500).map(link => cut(link.getAttribute('href'), 1000)),
    violations: results.violations.slice(0, 100).map(violation => ({
      rule: violation.id,
      help: cut(violation.help, 500),
      url: cut(violation.helpUrl, 300),
      tags: violation.tags,
      acts: acts.get(violation.id) ?? [],
      elements: violation.nodes.slice(0, 10).map(element),
      more: Math.max(0, violation.nodes.length - 10),
    })),
  };
}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_file() {
        assert!(SOURCE.starts_with(&format!("/*! axe v{VERSION}")));
        assert!(serde_json::from_str::<serde_json::Value>(FRENCH).is_ok());
    }

    #[test]
    fn tags_name_tests_and_criteria() {
        assert_eq!(criterion_of_wcag("wcag1413").as_deref(), Some("WCAG-1.4.13"));
        assert_eq!(criterion_of_wcag("wcag111").as_deref(), Some("WCAG-1.1.1"));
        assert_eq!(criterion_of_wcag("wcag21aa"), None);
        assert_eq!(criterion_of_wcag("wcag2a"), None);
    }

    #[test]
    fn rules_that_the_rgaa_does_not_know_are_left_out() {
        let answer: Answer = serde_json::from_value(serde_json::json!({
            "status": 200, "title": "Accueil", "links": [],
            "violations": [
                { "rule": "region", "help": "", "url": "", "tags": ["best-practice"], "acts": [], "elements": [], "more": 0 },
                { "rule": "heading-order", "help": "", "url": "", "tags": ["best-practice"], "acts": [], "elements": [], "more": 0 },
                { "rule": "image-alt", "help": "", "url": "", "tags": ["wcag2a", "wcag111", "RGAAv4", "RGAA-1.1.1"],
                  "acts": ["23a2a8"], "elements": [], "more": 0 },
            ],
        }))
        .unwrap();
        let told: Vec<(String, Level, String)> = answer
            .violations()
            .into_iter()
            .map(|violation| (violation.rule, violation.level, violation.sources.join(" ")))
            .collect();
        assert_eq!(
            told,
            [
                ("image-alt".to_owned(), Level::Failure, "RGAA-1.1.1 WCAG-1.1.1 ACT-23a2a8".to_owned()),
                ("heading-order".to_owned(), Level::Warning, "RGAA-9.1.1".to_owned()),
            ]
        );
    }
}
