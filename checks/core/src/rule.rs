//! What is said once of a rule.

use crate::{Language, Level, Page};

/// A rule's metadata. Its titles, reasons and examples are on its page, which stands beside it.
#[derive(Debug)]
pub struct Meta {
    /// The check: `rgaa`.
    pub check: &'static str,
    /// The rule within the check: `img-alt`.
    pub id: &'static str,
    /// The level its findings have unless one says otherwise.
    pub level: Level,
    /// What it rests on: `RGAA-1.1.1`, `WCAG-1.1.1`, `ACT-23a2a8`, `ANSSI-R16`, `RFC-6797`, `CNIL-…`, `LIL-82`.
    pub sources: &'static [&'static str],
    /// The languages it reads. Each has an example on the page; among those of pages, each of [`Language::SHOWN`].
    pub languages: &'static [Language],
    /// The page, by `include_str!`.
    pub page: &'static str,
}

impl Meta {
    /// The id by which people and programs name the rule: `rgaa/img-alt`.
    pub fn full_id(&self) -> String {
        format!("{}/{}", self.check, self.id)
    }

    /// The page, read.
    pub fn read_page(&self) -> Page {
        Page::parse(self.page)
    }
}
