//! What a check says, where, and how to mend it.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{File, Meta, Place, Region, Span};

/// The language a person reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French, the default.
    #[default]
    Fr,
    /// English, on request.
    En,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// In French.
    pub fr: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// Both languages.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }

    /// The text in `lang`.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }
}

/// How sure and how grave: GitHub's annotation levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something to verify.
    Notice,
    /// Probably wrong.
    Warning,
    /// Wrong for sure: the check fails.
    Failure,
}

impl Level {
    /// GitHub's word, which is also ours.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Failure => "failure",
        }
    }
}

/// A message: what, why, what to do; each one or two sentences, ending with a full stop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What is there.
    pub what: Text,
    /// Why it matters, to whom.
    pub why: Text,
    /// What to write instead.
    pub how: Text,
}

/// One replacement in the file of the finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes replaced; empty to insert.
    pub span: Span,
    /// The same in lines and columns.
    pub region: Region,
    /// What takes their place.
    pub replacement: String,
}

/// A change that mends the finding for certain and applies cleanly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does.
    pub title: Text,
    /// Edits of the finding's file, in order, that do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix of one replacement in `file`.
    pub fn replace(file: &File, title: Text, span: Span, replacement: impl Into<String>) -> Self {
        Self { title, edits: vec![Edit { span, region: file.region(span), replacement: replacement.into() }] }
    }

    /// The text with the edits applied, or `None` where they do not fit it.
    pub fn apply(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len() + 64);
        let mut at = 0;
        for edit in &self.edits {
            out.push_str(text.get(at..edit.span.start as usize)?);
            out.push_str(&edit.replacement);
            at = edit.span.end as usize;
        }
        out.push_str(text.get(at..)?);
        Some(out)
    }
}

/// What a rule says of a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's id with its check's: `rgaa/img-alt`.
    pub rule: String,
    /// Level of this finding.
    pub level: Level,
    /// Where.
    pub place: Place,
    /// What, why, what to do.
    pub message: Message,
    /// Sources, as `RGAA-1.1.1`, `WCAG-1.1.1`, `ACT-23a2a8`, `ANSSI-R16`, `RFC-6797`.
    pub sources: Vec<String>,
    /// How to mend it, where that is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
    /// Other places that explain it (the headers that are lost, the label that is elsewhere).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Place>,
}

impl Finding {
    /// A finding of a rule at a place, with the rule's own level and sources.
    pub fn new(meta: &Meta, place: Place, message: Message) -> Self {
        Self {
            rule: meta.full_id(),
            level: meta.level,
            place,
            message,
            sources: meta.sources.iter().map(|&source| source.to_owned()).collect(),
            fix: None,
            related: Vec::new(),
        }
    }

    /// With another level.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// With other sources: those of the very test that fails.
    #[must_use]
    pub fn sources(mut self, sources: &[&str]) -> Self {
        self.sources = sources.iter().map(|&source| source.to_owned()).collect();
        self
    }

    /// With a fix.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// With another place that explains it.
    #[must_use]
    pub fn related(mut self, place: Place) -> Self {
        self.related.push(place);
        self
    }

    /// The check's name: `rgaa` of `rgaa/img-alt`.
    pub fn check(&self) -> &str {
        self.rule.split('/').next().unwrap_or(&self.rule)
    }

    /// The whole message in one language.
    pub fn text(&self, lang: Lang) -> String {
        let Message { what, why, how } = &self.message;
        let parts = [what.get(lang), why.get(lang), how.get(lang)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// The fingerprint of each finding, in their order: a hash of rule, path, normalised source and, among equals, rank in
/// the file. It survives moved lines; 32 hexadecimal digits.
pub fn fingerprints<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<String> {
    let findings: Vec<&Finding> = findings.into_iter().collect();
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&index| findings[index].place.span);
    let mut ranks: HashMap<(&str, &str, &str), u32> = HashMap::new();
    let mut out = vec![String::new(); findings.len()];
    for index in order {
        let Finding { rule, place, .. } = findings[index];
        let rank = ranks.entry((rule, &place.path, &place.anchor)).or_default();
        let digest = Sha256::digest(format!("{rule}\0{}\0{}\0{rank}", place.path, place.anchor).as_bytes());
        let head = digest.first_chunk().copied().unwrap_or_default();
        out[index] = format!("{:032x}", u128::from_be_bytes(head));
        *rank += 1;
    }
    out
}
