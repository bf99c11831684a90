//! Files of data, as the literals that scripts are made of: YAML, TOML, JSON (comments included) and `.properties`.
//!
//! A rule that reads `headers` in `vercel.json` reads them in `next.config.js` with the same words. Template code in YAML
//! (Helm's `{{ … }}`) is written over: what it prints is not known.

mod json;
mod properties;
mod toml;
mod yaml;

use std::sync::Arc;

use checks_core::{File, Language};

use crate::script::Expr;

/// Larger files hold data, not configuration.
const MAX_BYTES: usize = 512 << 10;
/// What nests deeper is not configuration; and each level costs stack.
const MAX_DEPTH: usize = 64;

/// The documents of a file of data, in order, made once: several where YAML holds several. Empty for another language
/// and for what cannot be read.
pub fn documents(file: &File) -> Arc<Vec<Expr>> {
    struct Documents(Arc<Vec<Expr>>);
    if !file.is_text() || file.text().len() > MAX_BYTES {
        return Arc::default();
    }
    let read: fn(&str) -> Vec<Expr> = match Language::of_path(file.path()) {
        Some(Language::Yaml) => yaml::read,
        Some(Language::Toml) => |text| toml::read(text).into_iter().collect(),
        Some(Language::Json) => |text| json::read(text).into_iter().collect(),
        Some(Language::Properties) => |text| vec![properties::read(text)],
        _ => return Arc::default(),
    };
    file.memo(|file| Documents(Arc::new(read(file.text())))).0.clone()
}

#[cfg(test)]
mod tests;
