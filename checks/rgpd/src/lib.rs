//! RGPD configuration: what a change lets leave the service, or keeps where it should not.
//!
//! Rules look at a file alone: who is loaded (`trackers`) and whether a consent stands before it (`consent`), what
//! error reporting sends, which personal data is committed.

mod consent;
mod places;
mod rule;
mod rules;
mod trackers;

use checks_core::{Check, File, Inspection, Interest, Language, Meta, Text};

use rules::RULES;

/// The check.
pub static CHECK: RgpdCheck = RgpdCheck;

/// Personal data, from the line that lets it go.
#[derive(Debug)]
pub struct RgpdCheck;

impl Check for RgpdCheck {
    fn name(&self) -> &'static str {
        "rgpd"
    }

    fn title(&self) -> Text {
        Text::new("Données personnelles (RGPD)", "Personal data (GDPR)")
    }

    fn version(&self) -> u32 {
        3
    }

    fn rules(&self) -> Vec<&'static Meta> {
        RULES.iter().map(|rule| rule.meta).collect()
    }

    fn interest(&self, path: &str) -> Interest {
        match Language::of_path(path) {
            Some(
                Language::Css
                | Language::Scss
                | Language::Less
                | Language::Elixir
                | Language::Nginx
                | Language::Dockerfile,
            )
            | None => Interest::Ignored,
            Some(_) => Interest::Alone,
        }
    }

    fn inspect(&self, file: &File) -> Inspection {
        if !file.is_text() || self.interest(file.path()) == Interest::Ignored {
            return Inspection::default();
        }
        let findings = RULES.iter().flat_map(|rule| (rule.look)(file)).collect();
        Inspection { findings, notes: Vec::new() }
    }
}
