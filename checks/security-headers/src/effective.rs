//! The headers that a project's answers have in the end: what its files set, what its frameworks and its host give.
//!
//! A header is said to be missing only where something that answers is seen, and nothing that was read could send it: a
//! file that names the header in any way is believed to.

use checks_core::{File, Language, Note, Place, Project, Span};
use serde::{Deserialize, Serialize};

use crate::declaration::{Declaration, Header};
use crate::nginx::Config;
use crate::read::{PROTECTING, is_django_settings, is_nginx_path};

/// The topic of these notes.
const TOPIC: &str = "surface";

/// What a file sets, and whether it is where the project's answers are configured.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Surface {
    /// The headers that the file may send, lower case.
    sets: Vec<String>,
    /// Where a missing header would be added.
    anchor: Option<Anchor>,
}

/// The place where a project's answers are configured.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Anchor {
    /// The line that a missing header is told on.
    pub(crate) place: Place,
    /// What it is: `Next.js`, `Django`, `nginx`.
    pub(crate) what: String,
    /// Whether what it serves is pages: an API has less to lose.
    pub(crate) pages: bool,
    /// Whether it ends TLS itself.
    pub(crate) tls: bool,
    /// Whether it sets headers already: a server that sets none may leave all of them to the application.
    pub(crate) sets_some: bool,
    /// Which of several is told: the smallest.
    rank: u8,
}

/// Words by which a library or a framework that sends every header is known.
const SENDS_ALL: &[&str] = &[
    "helmet",
    "talisman",
    "nuxt-security",
    "nelmio_security",
    "secure_headers",
    "unrolled/secure",
    "security_headers on",
];

impl Surface {
    /// What a file says, if anything.
    pub(crate) fn of(file: &File, declarations: &[Declaration]) -> Option<Self> {
        let lower = file.text().to_ascii_lowercase();
        let mut sets: Vec<String> = Vec::new();
        let mut send = |names: &[&str]| {
            for name in names {
                if !sets.iter().any(|sent| sent == name) {
                    sets.push((*name).to_owned());
                }
            }
        };
        for name in PROTECTING.iter().filter(|name| lower.contains(**name)) {
            // Reports alone do not protect.
            let reports = format!("{name}-report-only");
            if *name != "content-security-policy"
                || lower.matches(name).count() > lower.matches(reports.as_str()).count()
            {
                send(&[name]);
            }
        }
        for (word, name) in [
            ("frame-ancestors", "x-frame-options"),
            ("contentsecuritypolicy", "content-security-policy"),
            ("content_security_policy", "content-security-policy"),
            ("secure_csp", "content-security-policy"),
            ("csp_default_src", "content-security-policy"),
            ("force_ssl", "strict-transport-security"),
            ("hsts", "strict-transport-security"),
            ("stsseconds", "strict-transport-security"),
            ("nosniff", "x-content-type-options"),
            ("framedeny", "x-frame-options"),
            ("permissions_policy", "permissions-policy"),
        ] {
            if lower.contains(word) {
                send(&[name]);
            }
        }
        if SENDS_ALL.iter().any(|word| lower.contains(word)) {
            send(PROTECTING);
        }
        if lower.contains("put_secure_browser_headers") {
            send(&["x-content-type-options", "x-frame-options", "referrer-policy"]);
        }
        if lower.contains("securitymiddleware") {
            send(&["x-content-type-options", "referrer-policy", "cross-origin-opener-policy"]);
        }
        if lower.contains("xframeoptionsmiddleware") {
            send(&["x-frame-options"]);
        }
        let anchor = anchor(file, &lower, declarations, &mut send);
        (anchor.is_some() || !sets.is_empty()).then_some(Self { sets, anchor })
    }

    /// The note of a file.
    pub(crate) fn note(self, file: &File) -> Note {
        Note::new(TOPIC, file.start_place(), &self)
    }
}

fn anchor(file: &File, lower: &str, declarations: &[Declaration], send: &mut impl FnMut(&[&str])) -> Option<Anchor> {
    let name = file.name();
    let at = |rank: u8, what: &str, place: Place, pages: bool, tls: bool| {
        Some(Anchor { place, what: what.to_owned(), pages, tls, sets_some: true, rank })
    };
    let first_line = || {
        let span = file.line_span(1);
        file.place(span)
    };
    let line_of = |word: &str| {
        let found = file.text().find(word).map(|at| Span::new(at, at + word.len()));
        found.map_or_else(first_line, |span| file.place(span))
    };
    let export = ["module.exports", "export default"].into_iter().find(|word| file.text().contains(word));
    if let Some(export) = export.filter(|_| name.starts_with("next.config.")) {
        return at(1, "Next.js", line_of(export), true, false);
    }
    if name.starts_with("nuxt.config.") {
        return at(1, "Nuxt", line_of("export default"), true, false);
    }
    if is_django_settings(file.path()) && file.text().contains("MIDDLEWARE = [") {
        return at(1, "Django", line_of("MIDDLEWARE"), lower.contains("templates"), false);
    }
    if file.path().ends_with("config/environments/production.rb") {
        send(&["x-frame-options", "x-content-type-options", "referrer-policy"]);
        return at(1, "Rails", first_line(), true, false);
    }
    if file.language() == Some(Language::JavaScript) && lower.contains("express()") && lower.contains(".listen(") {
        let pages = lower.contains("express.static") || lower.contains(".render(") || lower.contains("sendfile");
        return at(2, "Express", line_of("express()"), pages, false);
    }
    // A server or a host that sends one of them is where the others are added.
    let declared = declarations.iter().find_map(|declaration| match &declaration.header {
        Header::Plain(plain) if PROTECTING.contains(&plain.name.as_str()) => Some(plain.span),
        Header::Hsts(hsts) => Some(hsts.span),
        _ => None,
    });
    if is_nginx_path(file.path()) {
        return nginx(file, declared);
    }
    let declared = declared?;
    let host = match name {
        "netlify.toml" => "Netlify",
        "vercel.json" => "Vercel",
        "_headers" => "Netlify / Cloudflare Pages",
        _ => return None,
    };
    at(3, host, file.place(declared), true, false)
}

fn nginx(file: &File, declared: Option<Span>) -> Option<Anchor> {
    let config = Config::of(file)?;
    let mut pages = false;
    let mut listens = None;
    config.as_ref().as_ref()?.each(&mut |directive| {
        pages |= matches!(directive.name.as_str(), "root" | "try_files" | "index");
        let is_tls = directive.arguments.iter().any(|argument| argument.text() == Some("ssl"));
        if directive.name == "listen" && is_tls {
            listens = listens.or(Some(directive.span));
        }
    });
    let place = file.place(declared.or(listens)?);
    let (tls, sets_some) = (listens.is_some(), declared.is_some());
    Some(Anchor { place, what: "nginx".to_owned(), pages, tls, sets_some, rank: 3 })
}

/// Files that say that a host ends TLS and sends HSTS, or may be told to.
fn is_hosted(project: &Project<'_>) -> bool {
    const FILES: &[&str] = &[
        "scalingo.json",
        "Procfile",
        "servers.conf.erb",
        "nginx.conf.erb",
        "vercel.json",
        "netlify.toml",
        "_headers",
        ".buildpacks",
    ];
    project.paths.iter().any(|path| {
        FILES.contains(&path.rsplit('/').next().unwrap_or(path))
            || path.contains(".scalingo/")
            || path.contains("ingress")
            || path.contains(".kontinuous")
            || path.contains("helm")
    })
}

/// Where `header` is missing from the answers of a project: nothing that was read sends it.
pub(crate) fn missing(project: &Project<'_>, header: &str) -> Option<Anchor> {
    let surfaces: Vec<Surface> = project.on(TOPIC).filter_map(Note::read).collect();
    if surfaces.iter().any(|surface| surface.sets.iter().any(|sent| sent == header)) {
        return None;
    }
    let anchors = surfaces.into_iter().filter_map(|surface| surface.anchor);
    let told = anchors.filter(|anchor| match header {
        "strict-transport-security" => anchor.tls && !is_hosted(project),
        "content-security-policy" | "x-frame-options" | "permissions-policy" => anchor.pages && anchor.sets_some,
        // Behind a proxy it may be the application that sends it.
        _ => anchor.sets_some && (anchor.pages || anchor.what != "nginx"),
    });
    told.min_by_key(|anchor| anchor.rank)
}
