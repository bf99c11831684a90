//! Readers: from the files of a repository to declarations.

mod django;
mod helmet;
mod meta;
mod nginx;

use checks_core::{File, Interest, Language};

use crate::declaration::Declaration;
use crate::environment::is_production_path;

pub(crate) use django::{Seconds, Settings, is_django_settings};
pub(crate) use helmet::options as helmet_options;
pub(crate) use nginx::is_nginx_path;

/// What a path may hold for this check.
pub(crate) fn interest(path: &str) -> Interest {
    if !is_production_path(path) {
        return Interest::Ignored;
    }
    if is_nginx_path(path) || is_django_settings(path) {
        return Interest::Project;
    }
    match Language::of_path(path) {
        Some(Language::JavaScript) => Interest::Alone,
        Some(language) if language.is_markup() => Interest::Alone,
        _ => Interest::Ignored,
    }
}

/// What a file declares.
pub(crate) fn declarations(file: &File) -> Vec<Declaration> {
    if is_nginx_path(file.path()) {
        return nginx::declarations(file);
    }
    match file.language() {
        Some(Language::Python) => django::declarations(file),
        Some(Language::JavaScript) => helmet::declarations(file),
        Some(language) if language.is_markup() => meta::declarations(file),
        _ => Vec::new(),
    }
}
