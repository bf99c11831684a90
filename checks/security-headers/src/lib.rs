//! Security headers, as the configuration of a repository declares them.
//!
//! Readers (`read`) turn configuration files and server code into declarations (`declaration`) with the author's
//! positions and the environment they hold in (`environment`); rules judge declarations. What several files say
//! together (an nginx file that includes another, settings that import others) is noted and judged per project.
//!
//! [`observatory`] grades what a site answers as MDN's HTTP Observatory does.

mod csp;
mod declaration;
mod effective;
mod environment;
pub mod evaluator;
mod loads;
mod nginx;
pub mod observatory;
mod read;
mod rule;
mod rules;
mod session_cookie;

use std::sync::Arc;

use checks_core::{Check, Facts, File, Finding, Inspection, Interest, Meta, Note, Project, Text};

use effective::Surface;
use nginx::{Config, Outline};
use read::Settings;
use rule::Look;
use rules::RULES;

/// The check.
pub static CHECK: SecurityHeadersCheck = SecurityHeadersCheck;

/// Notes of nginx configurations.
const NGINX: &str = "nginx";
/// Which major version of django-csp is pinned.
const DJANGO_CSP: &str = "django-csp";
/// Notes of Django settings.
const DJANGO: &str = "django";

/// Security headers, from the line that sets them.
#[derive(Debug)]
pub struct SecurityHeadersCheck;

impl Check for SecurityHeadersCheck {
    fn name(&self) -> &'static str {
        "security-headers"
    }

    fn title(&self) -> Text {
        Text::new("En-têtes de sécurité", "Security headers")
    }

    fn version(&self) -> u32 {
        3
    }

    fn rules(&self) -> Vec<&'static Meta> {
        RULES.iter().map(|rule| rule.meta).collect()
    }

    fn interest(&self, path: &str) -> Interest {
        read::interest(path)
    }

    fn inspect(&self, file: &File) -> Inspection {
        let mut inspection = Inspection::default();
        if read::interest(file.path()) == Interest::Ignored {
            return inspection;
        }
        if !file.is_text() {
            return inspection;
        }
        inspection.notes.extend(notes(file));
        if !read::may_speak(file) {
            if read::configures_answers(file.path()) {
                inspection.notes.extend(Surface::of(file, &[]).map(|surface| surface.note(file)));
            }
            return inspection;
        }
        let declarations = read::declarations(file);
        if read::interest(file.path()) == Interest::Project {
            inspection.notes.extend(Surface::of(file, &declarations).map(|surface| surface.note(file)));
        }
        for look in RULES.iter().flat_map(|rule| rule.looks) {
            match look {
                Look::Declaration(look) => {
                    inspection.findings.extend(declarations.iter().flat_map(|declaration| look(file, declaration)));
                }
                Look::Nginx(look) => {
                    let Some(config) = config(file) else { continue };
                    let Some(config) = config.as_ref() else { continue };
                    config.each(&mut |directive| inspection.findings.extend(look(file, directive)));
                }
                Look::File(look) => inspection.findings.extend(look(file)),
                Look::Project(_) => {}
            }
        }
        inspection
    }

    fn conclude(&self, project: &Project<'_>, _facts: &Facts) -> Vec<Finding> {
        let looks = RULES.iter().flat_map(|rule| rule.looks).filter_map(|look| match look {
            Look::Project(look) => Some(look),
            _ => None,
        });
        looks.flat_map(|look| look(project)).collect()
    }
}

/// The nginx configuration that a file holds, by its path and its words.
fn config(file: &File) -> Option<Arc<Option<Config>>> {
    if read::is_nginx_path(file.path()) { Config::of(file) } else { None }
}

/// What the project's conclusion needs of a file.
fn notes(file: &File) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Some(config) = config(file)
        && let Some(config) = config.as_ref()
    {
        notes.push(Note::new(NGINX, file.start_place(), &Outline::of(file, config)));
    }
    if let Some(settings) = Settings::of(file) {
        notes.push(Note::new(DJANGO, file.start_place(), &settings));
    }
    if let Some(major) = read::django_csp(file) {
        notes.push(Note::new(DJANGO_CSP, file.start_place(), &major));
    }
    notes
}
