//! Readers: from the files of a repository to declarations.

mod apache;
mod caddy;
mod code;
mod cookies;
mod cors;
mod data;
mod django;
mod headers_file;
mod helmet;
mod meta;
mod nginx;
mod play;
mod values;

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use checks_core::{File, Interest, Language};
use checks_markup::script::Script;

use crate::declaration::Declaration;
use crate::environment::is_production_path;

pub(crate) use apache::{is_apache_path, lines as apache_lines};
pub(crate) use caddy::is_caddy_path;
pub(crate) use data::{dotted, each_entry};
pub(crate) use django::{Seconds, Settings, is_django_settings, weak_settings};
pub(crate) use headers_file::{is_headers_path, lines as headers_lines};
pub(crate) use helmet::options as helmet_options;
pub(crate) use nginx::is_nginx_path;
pub(crate) use values::PROTECTING;

/// Words that a program must hold for a reader to find something in it. Most files of a repository hold none, and are not
/// parsed.
static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = [
        "'secure'",
        "access-control-allow",
        "access_control_allow",
        "alloworigin",
        "allow_origin",
        "allowedorigin",
        "allowed_origin",
        "content-security",
        "content_security",
        "contentsecurity",
        ".cookie(",
        "_cookie",
        "-cookie",
        ":cookie",
        "cookie:",
        "cookie::",
        "cookie.",
        "cookie_",
        "cookieoptions",
        "cookies[",
        "cookies.set",
        "cookies().set",
        "cookiesession",
        "http.cookie",
        "new cookie",
        "setcookie",
        "responsecookie",
        "cookie(",
        "cors",
        "crossorigin",
        ".csp",
        "csp:",
        "_csp",
        "csp_",
        "csp.",
        "csp\"",
        "'csp",
        "express()",
        "force_ssl",
        "frame_options",
        "frameguard",
        "frameoptions",
        "helmet",
        "hsts",
        "http_only",
        "httponly",
        "https_only",
        "nosniff",
        "nuxt-security",
        "permissions-policy",
        "poweredbyheader",
        "protect_from_forgery",
        "put_root_layout",
        "referrer-policy",
        "referrer_policy",
        "referrerpolicy",
        "requiresinsecure",
        "secure.options",
        "security_policy",
        "securitypolicy",
        ".headers(",
        "headers {",
        "httpstricttransport",
        "with_secure",
        "with_http_only",
        "plug :accepts",
        "ssl_options",
        "ssl_redirect",
        "strict-transport",
        "strict_transport",
        "stricttransport",
        "talisman",
        "minversion",
        "x-content-type",
        "x_content_type",
        "x-frame",
        "x_frame",
        "x-powered",
        "x-xss",
        "xframe",
        "session({",
        "session_store",
        "sessionoptions",
        "sessionmiddleware",
        "session.secure",
        "same_site",
        "samesite",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});

/// What components load from elsewhere is written so.
static ADDRESSES: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(["\"http", "'http", "\"//", "'//", "http-equiv", "httpEquiv"]).ok());

/// Whether a file may say something of headers. Rules on pages look for their own words.
pub(crate) fn may_speak(file: &File) -> bool {
    let loads = || ADDRESSES.as_ref().is_none_or(|addresses| addresses.is_match(file.text()));
    let is_program = match file.language() {
        Some(Language::Jsx | Language::Php) if loads() => return true,
        Some(Language::Jsx | Language::Php) => true,
        Some(language) if language.is_markup() => return true,
        Some(language) => is_program(language),
        None => false,
    };
    !is_program || WORDS.as_ref().is_none_or(|words| words.is_match(file.text()))
}

/// Whether a language's files are programs.
const fn is_program(language: Language) -> bool {
    matches!(
        language,
        Language::JavaScript
            | Language::Python
            | Language::Ruby
            | Language::Java
            | Language::Kotlin
            | Language::Go
            | Language::Rust
            | Language::Elixir
    )
}

/// Files of data whose names say that they configure something that answers.
fn is_configuration(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or(&lower);
    let is_lock =
        ["package-lock.json", "composer.lock", "pnpm-lock.yaml", "package.json", "tsconfig.json", "composer.json"];
    if is_lock.contains(&name)
        || lower.contains("/locales/")
        || lower.contains("/i18n/")
        || lower.contains("/translations/")
    {
        return false;
    }
    matches!(name.rsplit('.').next(), Some("yml" | "yaml" | "toml" | "properties"))
        || matches!(
            name,
            "vercel.json" | "staticwebapp.config.json" | "firebase.json" | "serve.json" | "now.json" | "static.json"
        )
}

/// Whether a file's name says that it configures what the whole project answers: what it sends, no other file need send.
pub(crate) fn configures_answers(path: &str) -> bool {
    const PARTS: &[&str] = &[
        "next.config",
        "nuxt.config",
        "svelte.config",
        "astro.config",
        "middleware",
        "proxy",
        "hooks.server",
        "security",
        "headers",
        "helmet",
        "csp",
        "nelmio",
        "traefik",
        "ingress",
        "router",
        "endpoint",
        "webconfig",
    ];
    const STEMS: &[&str] =
        &["server", "app", "main", "index", "application", "production", "vercel", "netlify", "values"];
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let is_named = PARTS.iter().any(|part| name.contains(part)) || STEMS.contains(&stem);
    // Components and pages have such names too: they send nothing.
    let is_program = matches!(
        ending.rsplit('.').next(),
        Some("js" | "ts" | "mjs" | "cjs" | "mts" | "py" | "rb" | "php" | "java" | "kt" | "go" | "rs" | "ex" | "exs")
    );
    let is_front = folders.split('/').any(|folder| matches!(folder, "components" | "pages" | "hooks" | "views"));
    (is_named && (is_program || is_configuration(path)) && !is_front)
        || matches!(name, "_headers" | ".htaccess")
        || is_caddy_path(path)
        || is_apache_path(path)
}

/// Files that pin Python's packages.
fn is_python_pins(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_requirements =
        name.rsplit('.').next() == Some("txt") && (name.starts_with("requirements") || path.contains("requirements/"));
    is_requirements
        || matches!(name, "pyproject.toml" | "poetry.lock" | "uv.lock" | "Pipfile.lock" | "Pipfile" | "pdm.lock")
}

/// The major version of django-csp that a file pins: `django-csp==4.0`, a lock's `version = "4.0"`.
pub(crate) fn django_csp(file: &File) -> Option<u64> {
    if !(is_python_pins(file.path()) || is_django_settings(file.path())) {
        return None;
    }
    let text = file.text();
    ["django-csp", "django_csp"].iter().flat_map(|name| text.match_indices(name)).find_map(|(at, name)| {
        let rest = &text[at + name.len()..];
        let rest = rest.trim_start_matches(['"', '\'', ' ', '\n', '[', ']', ':', '{']);
        let rest = rest.trim_start_matches("version").trim_start_matches(['"', '\'', ' ', ':']);
        let version = rest.trim_start_matches(['=', '~', '^', '>', '"', '\'', ' ']);
        if version.len() == rest.len() {
            return None;
        }
        let digits = version.len() - version.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        version[..digits].parse().ok()
    })
}

/// What a path may hold for this check.
pub(crate) fn interest(path: &str) -> Interest {
    if !is_production_path(path) {
        return Interest::Ignored;
    }
    if is_nginx_path(path) || is_django_settings(path) || is_python_pins(path) || configures_answers(path) {
        return Interest::Project;
    }
    if is_apache_path(path)
        || is_caddy_path(path)
        || is_headers_path(path)
        || is_play_path(path)
        || is_configuration(path)
    {
        return Interest::Alone;
    }
    match Language::of_path(path) {
        Some(language) if is_program(language) => Interest::Alone,
        Some(language) if language.is_markup() => Interest::Alone,
        _ => Interest::Ignored,
    }
}

/// Whether a path holds Play's configuration.
pub(crate) fn is_play_path(path: &str) -> bool {
    path == "conf/application.conf"
        || path.ends_with("/conf/application.conf")
        || path.ends_with("conf/production.conf")
}

/// What a file declares.
pub(crate) fn declarations(file: &File) -> Vec<Declaration> {
    let path = file.path();
    if is_apache_path(path) {
        return apache::declarations(file);
    }
    if is_caddy_path(path) {
        return caddy::declarations(file);
    }
    if is_headers_path(path) {
        return headers_file::declarations(file);
    }
    if is_play_path(path) {
        return play::declarations(file);
    }
    if is_nginx_path(path) {
        return nginx::declarations(file);
    }
    if is_configuration(path) {
        return data::declarations(file);
    }
    let mut found = match file.language() {
        Some(Language::Python) => django::declarations(file),
        Some(Language::JavaScript) => helmet::declarations(file),
        Some(language) if language.is_markup() => meta::declarations(file),
        _ => Vec::new(),
    };
    if let Some(script) = program(file) {
        found.extend(code::declarations(file, &script));
    }
    code::unique(found)
}

/// The program of a file that runs on a server: the scripts of a page do not.
pub(crate) fn program(file: &File) -> Option<std::sync::Arc<Script>> {
    match file.language()? {
        Language::Php => Script::of_php(file),
        language if language.is_markup() && language != Language::Jsx => None,
        _ => Script::of(file),
    }
}
