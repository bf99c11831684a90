//! Cross-origin resource sharing, as libraries take it.

use checks_core::{File, Span};
use checks_markup::script::{Call, Entry, Expr, Kind, Script};

use crate::declaration::{Cors, Declaration, Header, Origin};
use crate::environment::is_development;

const ORIGINS: &[&str] = &[
    "origin",
    "origins",
    "allow_origin",
    "allow_origins",
    "allowed_origins",
    "allowedOrigins",
    "allowOrigins",
    "allowedOriginPatterns",
    "AllowOrigins",
    "AllowedOrigins",
    "allow_origin_regex",
    "allowed_origins_patterns",
    "accessControlAllowOriginList",
    "cors_allowed_origins",
];
const CREDENTIALS: &[&str] = &[
    "credentials",
    "allow_credentials",
    "supports_credentials",
    "allowCredentials",
    "AllowCredentials",
    "accessControlAllowCredentials",
];
const METHODS: &[&str] =
    &["methods", "allow_methods", "allowed_methods", "allowedMethods", "AllowMethods", "AllowedMethods"];

/// What a program lets other origins read.
pub(super) fn declarations(file: &File, script: &Script, origin: Origin) -> Vec<Declaration> {
    let mut found = Vec::new();
    for call in script.calls.iter().filter(|call| !is_development(&call.around)) {
        found.extend(of_call(file, script, call));
    }
    for assignment in script.assignments.iter().filter(|assignment| !is_development(&assignment.around)) {
        let last = assignment.target.rsplit('.').next().unwrap_or_default();
        if matches!(last, "CORS_ALLOW_ALL_ORIGINS" | "CORS_ORIGIN_ALLOW_ALL") && assignment.value.bool() == Some(true) {
            let credentials = script
                .assignments
                .iter()
                .any(|other| other.target.ends_with("CORS_ALLOW_CREDENTIALS") && other.value.bool() == Some(true));
            found.push(Cors { credentials, is_read_only: false, is_written: true, span: assignment.span });
        }
        let lower = assignment.target.to_ascii_lowercase();
        nested(file, &assignment.value, lower.contains("cors"), &mut found, 0);
    }
    found.extend(annotations(file));
    let of_path = file.path().to_ascii_lowercase().ends_with("config/cors.php");
    for returned in script.returns.iter().filter(|returned| !is_development(&returned.around)) {
        nested(file, &returned.value, of_path, &mut found, 0);
    }
    found.into_iter().map(|cors| Declaration::new(Header::Cors(cors), origin)).collect()
}

/// What a data file lets other origins read.
pub(super) fn of_data(file: &File, value: &Expr, is_cors: bool, origin: Origin) -> Vec<Declaration> {
    let mut found = Vec::new();
    nested(file, value, is_cors, &mut found, 0);
    found.into_iter().map(|cors| Declaration::new(Header::Cors(cors), origin)).collect()
}

fn of_call(file: &File, script: &Script, call: &Call) -> Vec<Cors> {
    let last = call.callee.rsplit('.').next().unwrap_or_default();
    let lower = call.callee.to_ascii_lowercase();
    let any = |credentials: bool, is_written: bool| {
        vec![Cors { credentials, is_read_only: false, is_written, span: call.callee_span }]
    };
    let text = |index: usize| call.arguments.get(index).and_then(|argument| argument.value.text());
    match last {
        // tower-http and actix-cors
        "very_permissive" if lower.contains("cors") => return any(true, true),
        "permissive" if lower.contains("cors") => return any(lower.starts_with("cors."), true),
        "mirror_request" | "allow_any_origin" => {
            let credentials =
                ["allow_credentials(true)", "supports_credentials()"].iter().any(|word| file.text().contains(word));
            return any(credentials, true);
        }
        "allow_origin" if lower.contains("cors") => {
            if let Some(Kind::Name(name)) = call.arguments.first().map(|argument| &argument.value.kind)
                && (name == "Any" || name.ends_with(".Any"))
            {
                return any(file.text().contains("allow_credentials(true)"), true);
            }
        }
        // Spring
        "allowedOrigins"
        | "addAllowedOrigin"
        | "setAllowedOrigins"
        | "allowedOriginPatterns"
        | "addAllowedOriginPattern"
        | "setAllowedOriginPatterns" => {
            let first = call.arguments.first().map(|argument| &argument.value);
            if first.is_some_and(is_star) {
                let credentials = script.calls.iter().any(|other| {
                    other.callee.ends_with("llowCredentials")
                        && other.arguments.first().is_some_and(|flag| flag.value.bool() == Some(true))
                }) || file.text().contains("allowCredentials = true");
                return any(credentials, true);
            }
        }
        // rack-cors: `origins "*"` with `credentials: true` on a resource.
        "origins" if text(0) == Some("*") => {
            let resources: Vec<&Call> =
                script.calls.iter().filter(|other| other.callee.ends_with("resource")).collect();
            let credentials = resources
                .iter()
                .any(|resource| resource.argument(usize::MAX, "credentials").and_then(Expr::bool) == Some(true));
            let read_only = !resources.is_empty()
                && resources.iter().all(|resource| resource.argument(usize::MAX, "methods").is_some_and(only_reads));
            return vec![Cors { credentials, is_read_only: read_only, is_written: true, span: call.span }];
        }
        // gin-contrib
        "Default" | "AllowAll" if lower.starts_with("cors.") => return any(false, true),
        _ => {}
    }
    let named: Vec<Entry> = call
        .arguments
        .iter()
        .filter_map(|argument| {
            Some(Entry { key: argument.name.clone()?, value: argument.value.clone(), span: argument.span })
        })
        .collect();
    let is_cors = lower.contains("cors")
        || call.arguments.iter().any(
            |argument| matches!(&argument.value.kind, Kind::Name(name) if name.to_ascii_lowercase().contains("cors")),
        );
    if is_cors {
        let has_options = !named.is_empty()
            || call.arguments.iter().any(|argument| {
                matches!(argument.value.kind, Kind::Map(_) | Kind::Call(_) | Kind::Function | Kind::Spread(_))
            });
        let options_by_name = call.arguments.iter().any(|argument| {
            matches!(&argument.value.kind, Kind::Name(name) if !matches!(name.as_str(), "app" | "this.app" | "self.app")
                && !name.to_ascii_lowercase().contains("middleware") && !name.to_ascii_lowercase().ends_with("cors"))
        });
        let is_bare = matches!(last, "cors" | "enableCors" | "CORS") && !has_options && !options_by_name;
        if is_bare {
            return any(false, false);
        }
    }
    let mut found = Vec::new();
    if is_cors {
        let options = Expr { kind: Kind::Map(named.clone()), span: call.span };
        found.extend(of_map(file, &options, &named));
    }
    for argument in &call.arguments {
        nested(file, &argument.value, is_cors, &mut found, 0);
    }
    found
}

fn nested(file: &File, value: &Expr, is_cors: bool, found: &mut Vec<Cors>, depth: u32) {
    if depth > 16 {
        return;
    }
    match &value.kind {
        Kind::List(items) => items.iter().for_each(|item| nested(file, item, is_cors, found, depth + 1)),
        Kind::Map(entries) => {
            if is_cors {
                found.extend(of_map(file, value, entries));
            }
            for entry in entries {
                let lower = entry.key.to_ascii_lowercase();
                let inner = is_cors || lower.contains("cors");
                // Nest's `{ cors: true }`, Nuxt's `routeRules: { "/api/**": { cors: true } }`
                if lower == "cors" && entry.value.bool() == Some(true) {
                    found.push(Cors { credentials: false, is_read_only: false, is_written: false, span: entry.span });
                }
                nested(file, &entry.value, inner, found, depth + 1);
            }
        }
        _ => {}
    }
}

fn of_map(file: &File, map: &Expr, entries: &[Entry]) -> Option<Cors> {
    let credentials = CREDENTIALS.iter().filter_map(|key| map.get(key)).any(|entry| entry.value.bool() == Some(true));
    let is_read_only = METHODS.iter().find_map(|key| map.get(key)).is_some_and(|entry| only_reads(&entry.value));
    let made = |span: Span| Cors { credentials, is_read_only, is_written: true, span };
    for entry in entries.iter().filter(|entry| ORIGINS.contains(&entry.key.as_str())) {
        if is_star(&entry.value) {
            return Some(made(entry.span));
        }
        match &entry.value.kind {
            Kind::Bool(true) => return Some(made(entry.span)),
            Kind::Function if accepts_all(file.slice(entry.value.span)) => return Some(made(entry.span)),
            _ => {}
        }
    }
    let all = entries.iter().find(|entry| entry.key == "AllowAllOrigins" && entry.value.bool() == Some(true))?;
    Some(made(all.span))
}

fn is_star(value: &Expr) -> bool {
    match &value.kind {
        Kind::Text(text) => matches!(text.trim(), "*" | ".*" | "^.*$" | ".+"),
        Kind::List(items) => items.iter().any(is_star),
        _ => false,
    }
}

fn only_reads(value: &Expr) -> bool {
    let reads = |text: &str| {
        text.split(',').all(|method| {
            matches!(method.trim().trim_matches(':').to_ascii_uppercase().as_str(), "GET" | "HEAD" | "OPTIONS")
        })
    };
    match &value.kind {
        Kind::Text(text) | Kind::Name(text) => reads(text),
        Kind::List(items) => !items.is_empty() && items.iter().all(only_reads),
        _ => false,
    }
}

/// Whether a function that is asked about an origin says yes to each: `(origin, done) => done(null, true)`.
fn accepts_all(source: &str) -> bool {
    let dense: String = source.split_whitespace().collect();
    let says_yes = dense.contains("(null,true)")
        || dense.contains("(null,origin)")
        || dense.ends_with("=>true")
        || dense.contains("=>origin");
    let asks = ["if(", "includes", "indexOf", "test(", "?", "match(", "&&", "||", "===", "some(", "has("];
    says_yes && !asks.iter().any(|word| dense.contains(word))
}

/// Spring's `@CrossOrigin`, which lets every origin in unless it names some.
fn annotations(file: &File) -> Vec<Cors> {
    let text = file.text();
    let found = text.match_indices("@CrossOrigin").filter_map(|(at, word)| {
        let rest = &text[at + word.len()..];
        let arguments = rest.strip_prefix('(').and_then(|rest| rest.split(')').next());
        let dense: String = arguments.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
        let names = dense.contains("origin") || dense.starts_with('"');
        let is_star = dense.contains("\"*\"");
        let is_code = text[..at].lines().next_back().is_none_or(|line| line.trim().is_empty());
        (is_code && (is_star || !names)).then(|| Cors {
            credentials: dense.contains("allowCredentials=\"true\""),
            is_read_only: false,
            is_written: is_star,
            span: Span::new(at, at + word.len() + arguments.map_or(0, |arguments| arguments.len() + 2)),
        })
    });
    found.collect()
}
