//! Files of data: hosts' files, Traefik, Kubernetes, Symfony's bundles, Spring's properties.

use checks_core::{File, Span};
use checks_markup::data;
use checks_markup::script::{Entry, Expr, Kind};

use super::values::{self, known};
use super::{cookies, cors};
use crate::csp::Policy;
use crate::declaration::{Declaration, Header, Origin, Plain, Removed, Scope};
use crate::nginx::Config;

/// Deeper values are no configuration of headers.
const MAX_DEPTH: u32 = 24;

/// ingress-nginx's annotations begin with this.
const INGRESS: &str = "nginx.ingress.kubernetes.io/";

/// The declarations of a file of data.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    let mut reader = Reader { file, found: Vec::new(), depth: 0, outer: Vec::new() };
    for document in data::documents(file).iter() {
        reader.value(document, None);
        reader.found.extend(cookies::of_data(file, document, Origin::Code));
        let is_cors = file.name().contains("cors");
        reader.found.extend(cors::of_data(file, document, is_cors, Origin::Code));
        reader.properties(document);
    }
    super::code::unique(reader.found)
}

struct Reader<'f> {
    file: &'f File,
    found: Vec<Declaration>,
    depth: u32,
    /// The keys around, outermost first.
    outer: Vec<String>,
}

impl Reader<'_> {
    fn push(&mut self, header: Header, origin: Origin, scope: Option<&Scope>) {
        self.found.push(Declaration { header, origin, scope: scope.cloned() });
    }

    fn set(&mut self, name: &str, value: &Expr, origin: Origin, scope: Option<&Scope>) {
        for header in values::headers(self.file, name, value) {
            self.push(header, origin, scope);
        }
    }

    fn is_in(&self, key: &str) -> bool {
        self.outer.iter().any(|outer| outer == key)
    }

    fn value(&mut self, value: &Expr, scope: Option<&Scope>) {
        self.depth += 1;
        if self.depth <= MAX_DEPTH {
            match &value.kind {
                Kind::List(items) => {
                    for item in items {
                        // docker compose: `- "traefik.http.middlewares.x.headers.stsSeconds=60"`
                        if let Some((key, text)) = item.text().and_then(|text| text.split_once('=')) {
                            self.label(key, &literal(text, item.span), scope);
                        }
                        self.value(item, scope);
                    }
                }
                Kind::Map(entries) => self.map(value, entries, scope),
                _ => {}
            }
        }
        self.depth -= 1;
    }

    fn map(&mut self, map: &Expr, entries: &[Entry], scope: Option<&Scope>) {
        if let (Some(key), Some(value)) = (map.get("key"), map.get("value"))
            && let Some(name) = key.value.text().and_then(known)
        {
            return self.set(name, &value.value, Origin::Host, scope);
        }
        let route = values::route_of_map(map);
        let scope = route.as_ref().or(scope);
        for entry in entries {
            self.entry(entry, scope);
        }
    }

    fn entry(&mut self, entry: &Entry, scope: Option<&Scope>) {
        let Entry { key, value, span } = entry;
        if let Some(name) = known(key).filter(|_| !matches!(value.kind, Kind::Map(_) | Kind::List(_))) {
            // Recorded answers have lists; a rate limit's or a proxy's own words are elsewhere.
            return match &value.kind {
                Kind::Text(text) if text.is_empty() => self.remove(name, *span, scope),
                Kind::Null => {}
                _ => self.set(name, value, Origin::Host, scope),
            };
        }
        self.label(key, value, scope);
        match key.as_str() {
            "csp" if self.is_in("nelmio_security") => self.nelmio_policy(value),
            "paths" if self.is_in("clickjacking") => self.clickjacking(value),
            "forced_ssl" => {
                if let Some(hsts) = value.get("hsts_max_age").and_then(|age| values::seconds(&age.value)) {
                    self.push(Header::Hsts(hsts), Origin::Nelmio, scope);
                }
            }
            "headers" if matches!(value.kind, Kind::Map(_)) => self.traefik(value, scope),
            "hsts-max-age" => {
                let age = match &value.kind {
                    Kind::Text(text) => text.parse().ok(),
                    Kind::Number(number) => Some(*number),
                    _ => None,
                };
                if let Some(max_age) = age {
                    let hsts = crate::declaration::Hsts { max_age, span: value.span, is_default: false };
                    self.push(Header::Hsts(hsts), Origin::Ingress, scope);
                }
            }
            _ if key.ends_with("-snippet") => self.snippet(value),
            _ => {}
        }
        if key.strip_prefix(INGRESS) == Some("cors-allow-origin") && value.text() == Some("*") {
            let cors =
                crate::declaration::Cors { credentials: false, is_read_only: false, is_written: true, span: *span };
            self.push(Header::Cors(cors), Origin::Ingress, scope);
        }
        let route = values::route_of_key(entry);
        self.outer.push(key.clone());
        // Symfony's `when@dev:` is not production's.
        if !matches!(key.as_str(), "when@dev" | "when@test") {
            self.value(value, route.as_ref().or(scope));
        }
        self.outer.pop();
    }

    fn remove(&mut self, name: &str, span: Span, scope: Option<&Scope>) {
        if values::PROTECTING.contains(&name) {
            let removed = Removed { name: name.to_owned(), span, by_code: false };
            self.push(Header::Removed(removed), Origin::Traefik, scope);
        }
    }

    /// The options of Traefik's `headers` middleware.
    fn traefik(&mut self, options: &Expr, scope: Option<&Scope>) {
        let Kind::Map(entries) = &options.kind else { return };
        for entry in entries {
            self.traefik_option(&entry.key, &entry.value, scope);
        }
    }

    fn traefik_option(&mut self, option: &str, value: &Expr, scope: Option<&Scope>) {
        let option = option.to_ascii_lowercase();
        match option.as_str() {
            "stsseconds" => {
                // Nought is said by the rule on Traefik's own options.
                if let Some(hsts) = values::seconds(value).filter(|hsts| hsts.max_age > 0.0) {
                    self.push(Header::Hsts(hsts), Origin::Traefik, scope);
                }
            }
            "customframeoptionsvalue" => self.set("x-frame-options", value, Origin::Traefik, scope),
            "contentsecuritypolicy" => self.set("content-security-policy", value, Origin::Traefik, scope),
            "contentsecuritypolicyreportonly" => {
                self.set("content-security-policy-report-only", value, Origin::Traefik, scope);
            }
            "referrerpolicy" => self.set("referrer-policy", value, Origin::Traefik, scope),
            "permissionspolicy" => self.set("permissions-policy", value, Origin::Traefik, scope),
            "framedeny" if value.bool() == Some(true) => self.given("x-frame-options", "DENY", value.span),
            "contenttypenosniff" if value.bool() == Some(true) => {
                self.given("x-content-type-options", "nosniff", value.span);
            }
            "browserxssfilter" if value.bool() == Some(true) => {
                self.given("x-xss-protection", "1; mode=block", value.span);
            }
            _ => {}
        }
    }

    fn given(&mut self, name: &str, value: &str, span: Span) {
        let plain = Plain { name: name.to_owned(), value: value.to_owned(), span };
        self.push(Header::Plain(plain), Origin::Traefik, None);
    }

    /// `traefik.http.middlewares.NAME.headers.OPTION`
    fn label(&mut self, key: &str, value: &Expr, scope: Option<&Scope>) {
        let lower = key.to_ascii_lowercase();
        if let Some(at) = lower.find(".headers.").filter(|_| lower.starts_with("traefik.")) {
            self.traefik_option(&key[at + ".headers.".len()..], value, scope);
        }
    }

    fn nelmio_policy(&mut self, csp: &Expr) {
        let of = |key: &str| match csp.get(key).map(|entry| &entry.value.kind) {
            Some(Kind::Map(entries)) => Some(entries.clone()),
            _ => None,
        };
        if let Some(entries) = of("enforce").filter(|entries| !entries.is_empty()) {
            let directives: Vec<Entry> =
                entries.into_iter().filter(|entry| matches!(entry.value.kind, Kind::List(_))).collect();
            let policy = Policy::of_map(&directives).with_bare_keywords();
            self.push(Header::Csp(policy), Origin::Nelmio, None);
        } else if let Some(report) = csp.get("report").filter(|report| matches!(report.value.kind, Kind::Map(_))) {
            let start = report.span.start as usize;
            self.push(Header::ReportOnly(Span::new(start, start + "report".len())), Origin::Nelmio, None);
        }
    }

    fn clickjacking(&mut self, paths: &Expr) {
        let Kind::Map(entries) = &paths.kind else { return };
        for Entry { key, value, span } in entries {
            if value.text() == Some("ALLOW") {
                let is_whole = matches!(key.as_str(), "^/.*" | "^/" | "/" | "^/.*$" | ".*" | "^.*$");
                let scope = (!is_whole).then(|| Scope { pattern: format!("{key} (embed)"), span: *span });
                let removed = Removed { name: "x-frame-options".to_owned(), span: *span, by_code: true };
                self.push(Header::Removed(removed), Origin::Nelmio, scope.as_ref());
            }
        }
    }

    /// nginx in an annotation of ingress-nginx.
    fn snippet(&mut self, value: &Expr) {
        let Some(text) = value.text() else { return };
        let Some(config) = Config::parse(text) else { return };
        for mut declaration in super::nginx::of_config(&config) {
            // Positions are those of the snippet: what it says is looked for where the annotation stands.
            match &mut declaration.header {
                Header::Plain(plain) => plain.span = values::within(self.file, value.span, &plain.value),
                Header::Hsts(hsts) => hsts.span = values::within(self.file, value.span, &format!("{}", hsts.max_age)),
                Header::Csp(policy) => {
                    let text: Vec<String> = policy
                        .directives
                        .iter()
                        .map(|directive| {
                            let sources: Vec<&str> =
                                directive.sources.iter().map(|source| source.text.as_str()).collect();
                            format!("{} {}", directive.name, sources.join(" "))
                        })
                        .collect();
                    let expr = Expr { kind: Kind::Text(text.join("; ")), span: value.span };
                    *policy = Policy::of_expr(self.file, &expr);
                }
                Header::Removed(removed) => removed.span = value.span,
                _ => continue,
            }
            declaration.origin = Origin::Ingress;
            self.found.push(declaration);
        }
    }

    /// Spring's properties, flat or nested, and Play's.
    fn properties(&mut self, document: &Expr) {
        for (key, flaw) in [
            ("server.servlet.session.cookie.secure", crate::declaration::Flaw::NotSecure),
            ("server.servlet.session.cookie.http-only", crate::declaration::Flaw::NotHttpOnly),
            ("server.servlet.session.cookie.same-site", crate::declaration::Flaw::CrossSite),
        ] {
            let Some(entry) = dotted(document, key) else { continue };
            let weak = match flaw {
                crate::declaration::Flaw::CrossSite => {
                    entry.value.text().is_some_and(|text| text.eq_ignore_ascii_case("none"))
                }
                _ => entry.value.bool() == Some(false),
            };
            if weak {
                let cookie = crate::declaration::Cookie { name: None, flaw, span: entry.span, is_default: false };
                self.push(Header::Cookie(cookie), Origin::Code, None);
            }
        }
    }
}

/// Shows every entry of a document, outer ones first.
pub(crate) fn each_entry<'e>(value: &'e Expr, see: &mut impl FnMut(&'e Entry)) {
    match &value.kind {
        Kind::List(items) => items.iter().for_each(|item| each_entry(item, see)),
        Kind::Map(entries) => {
            for entry in entries {
                see(entry);
                each_entry(&entry.value, see);
            }
        }
        _ => {}
    }
}

/// The entry at a dotted key, whether its steps are nested or written in one.
pub(crate) fn dotted<'e>(document: &'e Expr, key: &str) -> Option<&'e Entry> {
    if let Some(entry) = document.get(key) {
        return Some(entry);
    }
    key.match_indices('.').find_map(|(at, _)| {
        let entry = document.get(&key[..at])?;
        dotted(&entry.value, &key[at + 1..])
    })
}

fn literal(text: &str, span: Span) -> Expr {
    let kind = match text {
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        _ => text.parse().map_or_else(|_| Kind::Text(text.to_owned()), Kind::Number),
    };
    Expr { kind, span }
}
