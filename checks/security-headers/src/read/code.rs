//! Headers that a program sets, in any language and framework.
//!
//! Frameworks differ in the name of the function and in where the options stand, not in the names of the headers: a call,
//! an assignment or a map that names a header and gives it a value sets it.

use std::collections::HashSet;

use checks_core::{File, Language, Span};
use checks_markup::script::{Argument, Around, Call, Entry, Expr, Kind, Script};

use super::values::{self, known, known_setting, name_of};
use super::{cookies, cors};
use crate::csp::Policy;
use crate::declaration::{Declaration, Header, Origin, Removed, Scope, is_embedded};
use crate::environment::is_development;

/// What functions that take a header away are called.
const REMOVERS: &[&str] = &[
    "remove",
    "removeHeader",
    "remove_header",
    "delete",
    "del",
    "Del",
    "Delete",
    "unset",
    "pop",
    "except!",
    "except",
    "extract!",
    "delete_if",
    "forget",
    "delete_resp_header",
    "withoutHeader",
];

/// Deeper values are no configuration of headers.
const MAX_DEPTH: u32 = 24;

/// The declarations of a program.
pub(super) fn declarations(file: &File, script: &Script) -> Vec<Declaration> {
    let origin = match file.language() {
        Some(Language::Go) => Origin::Go,
        Some(Language::Rust) => Origin::Rust,
        _ => Origin::Code,
    };
    let mut reader = Reader { file, origin, found: Vec::new(), depth: 0, reporting: Vec::new() };
    for call in script.calls.iter().filter(|call| !is_development(&call.around)) {
        reader.call(call);
    }
    for returned in script.returns.iter().filter(|returned| !is_development(&returned.around)) {
        reader.value(&returned.value, reader.scope_of(&returned.around).as_ref());
    }
    for assignment in script.assignments.iter().filter(|assignment| !is_development(&assignment.around)) {
        reader.assignment(&assignment.target, &assignment.value, &assignment.around, assignment.span);
    }
    reader.rails_policy(script);
    reader.deletions();
    reader.found.extend(cookies::declarations(file, script, origin));
    reader.found.extend(cors::declarations(file, script, origin));
    unique(reader.found)
}

/// What is reached by several ways is told once, with its scope where one of them knows it.
pub(super) fn unique(mut found: Vec<Declaration>) -> Vec<Declaration> {
    found.sort_by_key(|declaration| declaration.scope.is_none());
    let mut seen = HashSet::new();
    found.retain(|declaration| seen.insert(declaration.key()));
    found
}

struct Reader<'f> {
    file: &'f File,
    origin: Origin,
    found: Vec<Declaration>,
    depth: u32,
    /// Calls that make a policy report only, with what they are called on.
    reporting: Vec<Span>,
}

impl Reader<'_> {
    fn push(&mut self, header: Header, scope: Option<&Scope>) {
        self.found.push(Declaration { header, origin: self.origin, scope: scope.cloned() });
    }

    fn set(&mut self, name: &str, value: &Expr, scope: Option<&Scope>) {
        // What only the program knows says nothing, but for a policy.
        for header in values::headers(self.file, name, value) {
            self.push(header, scope);
        }
    }

    fn remove(&mut self, name: &str, span: Span, scope: Option<&Scope>) {
        if values::PROTECTING.contains(&name) {
            self.push(Header::Removed(Removed { name: name.to_owned(), span, by_code: true }), scope);
        }
    }

    /// The function or class around, where its name says what is served.
    fn scope_of(&self, around: &[Around]) -> Option<Scope> {
        let path = std::iter::once(self.file.path());
        let names = around.iter().filter_map(|around| match around {
            Around::Function(name) | Around::Class(name) => Some(name.as_str()),
            Around::When(condition) => Some(condition.as_str()),
            _ => None,
        });
        let is_everywhere = |name: &str| {
            // Every controller of Rails inherits what the first of them does.
            self.file.name() == "application_controller.rb" && self.file.text().contains(&format!("_action :{name}"))
        };
        let embedded = path.chain(names).find(|name| is_embedded(name) && !is_everywhere(name))?;
        Some(Scope { pattern: embedded.to_owned(), span: Span::default() })
    }

    fn call(&mut self, call: &Call) {
        let scope = self.scope_of(&call.around);
        let scope = scope.as_ref();
        let last = call.callee.rsplit('.').next().unwrap_or_default();
        // `setHeader(name, value)`, `setHeader(event, name, value)`, `insert_header((name, value))`
        let pair = match call.arguments.first().map(|first| &first.value.kind) {
            Some(Kind::List(pair)) if pair.len() == 2 => name_of(&pair[0]).map(|name| (name, Some(&pair[1]))),
            _ => None,
        };
        let named = pair.or_else(|| {
            (0..3).find_map(|index| {
                let name = name_of(&call.arguments.get(index)?.value)?;
                Some((name, call.arguments.get(index + 1).map(|argument| &argument.value)))
            })
        });
        match named {
            Some((name, _)) if REMOVERS.contains(&last) => self.remove(name, call.span, scope),
            Some((name, Some(value))) if !is_question(last) => {
                if matches!(value.kind, Kind::Null) {
                    self.remove(name, call.span, scope);
                } else {
                    self.set(name, value, scope);
                }
            }
            // PHP's `header("Name: value")`.
            None if last == "header" => self.php_header(call, scope),
            _ => {}
        }
        if last == "header_remove"
            && let Some(name) = call.arguments.first().and_then(|argument| name_of(&argument.value))
        {
            self.remove(name, call.span, scope);
        }
        self.options(call, last, scope);
        for Argument { name, value, .. } in &call.arguments {
            if let Some(name) = name.as_deref().and_then(known) {
                self.set(name, value, scope);
            }
            self.value(value, scope);
        }
    }

    fn php_header(&mut self, call: &Call, scope: Option<&Scope>) {
        let Some(Argument { value, .. }) = call.arguments.first() else { return };
        let text = match &value.kind {
            Kind::Text(text) => text.clone(),
            Kind::Partial(pieces) => pieces.join("\u{FFFC}"),
            _ => return,
        };
        let Some((name, rest)) = text.split_once(':') else { return };
        if let Some(name) = known(name.trim()) {
            let kind = match &value.kind {
                Kind::Partial(pieces) => {
                    let mut pieces = pieces.clone();
                    if let Some(first) = pieces.first_mut() {
                        *first =
                            first.split_once(':').map_or_else(String::new, |(_, rest)| rest.trim_start().to_owned());
                    }
                    Kind::Partial(pieces)
                }
                _ => Kind::Text(rest.trim().to_owned()),
            };
            self.set(name, &Expr { kind, span: value.span }, scope);
        }
    }

    /// The options of libraries that name headers in their own words.
    fn options(&mut self, call: &Call, last: &str, scope: Option<&Scope>) {
        let first = call.arguments.first().map(|argument| &argument.value);
        match last {
            // Spring Security
            "policyDirectives" | "contentSecurityPolicy" => {
                let only_reports =
                    self.reporting.iter().any(|outer| outer.start <= call.span.start && call.span.end <= outer.end);
                if let Some(value) =
                    first.filter(|value| !only_reports && matches!(value.kind, Kind::Text(_) | Kind::Partial(_)))
                {
                    self.set("content-security-policy", value, scope);
                }
            }
            "maxAgeInSeconds" => {
                if let Some(hsts) = first.and_then(values::seconds) {
                    self.push(Header::Hsts(hsts), scope);
                }
            }
            "reportOnly"
                if call.callee.contains("ontentSecurityPolicy") || call.callee.contains("policyDirectives") =>
            {
                self.reporting.push(call.span);
                self.push(Header::ReportOnly(call.callee_span), scope);
            }
            // Flask-Talisman
            "Talisman" | "init_app" => {
                if let Some(policy) = call.argument(usize::MAX, "content_security_policy") {
                    self.policy(policy, scope);
                    let report = call.argument(usize::MAX, "content_security_policy_report_only");
                    if let Some(report) = report.filter(|report| report.bool() == Some(true)) {
                        self.found.retain(|declaration| {
                            !matches!(&declaration.header, Header::Csp(found) if found.span().start >= policy.span.start && found.span().end <= policy.span.end)
                        });
                        self.push(Header::ReportOnly(report.span), scope);
                    }
                }
                if let Some(hsts) =
                    call.argument(usize::MAX, "strict_transport_security_max_age").and_then(values::seconds)
                {
                    self.push(Header::Hsts(hsts), scope);
                }
                if let Some(frame) = call.argument(usize::MAX, "frame_options") {
                    self.set("x-frame-options", frame, scope);
                }
            }
            // Go's `secure.Options{…}`
            "Options" | "SecureConfig" | "Config" if self.origin == Origin::Go => {
                for (option, name) in [
                    ("ContentSecurityPolicy", "content-security-policy"),
                    ("CustomFrameOptionsValue", "x-frame-options"),
                    ("XFrameOptions", "x-frame-options"),
                    ("ReferrerPolicy", "referrer-policy"),
                ] {
                    if let Some(value) = call.argument(usize::MAX, option) {
                        self.set(name, value, scope);
                    }
                }
                let seconds = ["STSSeconds", "HSTSMaxAge"].iter().find_map(|name| call.argument(usize::MAX, name));
                if let Some(hsts) = seconds.and_then(values::seconds).filter(|hsts| hsts.max_age > 0.0) {
                    self.push(Header::Hsts(hsts), scope);
                }
            }
            _ => {}
        }
        // Phoenix: `force_ssl: [hsts: true, expires: 60]`
        if let Some(expires) = call.argument(usize::MAX, "force_ssl").and_then(|force| force.get("expires"))
            && let Some(hsts) = values::seconds(&expires.value)
        {
            self.push(Header::Hsts(hsts), scope);
        }
    }

    fn policy(&mut self, value: &Expr, scope: Option<&Scope>) {
        match &value.kind {
            Kind::Map(entries) => {
                let policy = Policy::of_map(entries);
                if !policy.directives.is_empty() {
                    self.push(Header::Csp(policy), scope);
                }
            }
            Kind::Text(_) | Kind::Partial(_) => self.set("content-security-policy", value, scope),
            _ => {}
        }
    }

    fn assignment(&mut self, target: &str, value: &Expr, around: &[Around], span: Span) {
        let scope = self.scope_of(around);
        let scope = scope.as_ref();
        let last = target.rsplit('.').next().unwrap_or_default();
        let is_header = if target.contains("config.") { known_setting(last) } else { known(last) };
        let is_header = is_header.filter(|_| target.contains('.'));
        if let Some(name) = is_header {
            match &value.kind {
                Kind::Null => self.remove(name, span, scope),
                Kind::Text(text) if text.is_empty() => self.remove(name, span, scope),
                _ => self.set(name, value, scope),
            }
        }
        match last {
            // Kotlin's `contentSecurityPolicy { policyDirectives = "…" }`
            "policyDirectives" => self.set("content-security-policy", value, scope),
            // Rails: the `secure_headers` gem, and the policy that only reports.
            "csp" if target.contains('.') => self.policy(value, scope),
            "hsts" if target.contains('.') => self.set("strict-transport-security", value, scope),
            "ssl_options" => {
                let expires = value.get("hsts").and_then(|hsts| hsts.value.get("expires"));
                if let Some(hsts) = expires.and_then(|expires| values::seconds(&expires.value)) {
                    self.push(Header::Hsts(hsts), scope);
                }
            }
            _ => {}
        }
        self.value(value, scope);
    }

    /// Looks for headers in a value and in what it is made of.
    fn value(&mut self, value: &Expr, scope: Option<&Scope>) {
        self.depth += 1;
        if self.depth <= MAX_DEPTH {
            match &value.kind {
                Kind::List(items) => items.iter().for_each(|item| self.value(item, scope)),
                Kind::Map(entries) => self.map(value, entries, scope),
                Kind::Spread(inner) => self.value(inner, scope),
                _ => {}
            }
        }
        self.depth -= 1;
    }

    fn map(&mut self, map: &Expr, entries: &[Entry], scope: Option<&Scope>) {
        // Next.js and Vercel: `{ key: "X-Frame-Options", value: "DENY" }`.
        if let (Some(key), Some(value)) = (map.get("key"), map.get("value"))
            && let Some(name) = name_of(&key.value)
        {
            return self.set(name, &value.value, scope);
        }
        let route = values::route_of_map(map);
        let scope = route.as_ref().or(scope);
        for entry in entries {
            self.entry(entry, scope);
        }
    }

    fn entry(&mut self, entry: &Entry, scope: Option<&Scope>) {
        let Entry { key, value, span } = entry;
        // A development server's own headers.
        if matches!(key.as_str(), "devServer" | "server") && self.file.name().contains(".config.") {
            return;
        }
        if let Some(name) = known(key).filter(|_| !matches!(value.kind, Kind::Map(_))) {
            match &value.kind {
                Kind::Null => self.remove(name, *span, scope),
                Kind::Name(_) | Kind::Unknown | Kind::Function if name != "content-security-policy" => {}
                _ => self.set(name, value, scope),
            }
            return;
        }
        let is_nuxt = self.file.name().starts_with("nuxt.config.");
        match (key.as_str(), &value.kind) {
            // SvelteKit writes keywords bare.
            ("csp", Kind::Map(_)) if value.get("directives").is_some() => {
                if let Some(directives) = value.get("directives")
                    && let Kind::Map(directives) = &directives.value.kind
                {
                    self.push(Header::Csp(Policy::of_map(directives).with_bare_keywords()), scope);
                }
            }
            // nuxt-security
            ("contentSecurityPolicy", Kind::Map(directives)) if is_nuxt && value.get("directives").is_none() => {
                let policy = Policy::of_map(directives);
                self.push(Header::Csp(policy), scope);
            }
            ("strictTransportSecurity", Kind::Map(_)) if is_nuxt => {
                if let Some(hsts) = value.get("maxAge").and_then(|age| values::seconds(&age.value)) {
                    self.push(Header::Hsts(hsts), scope);
                }
            }
            ("xFrameOptions", Kind::Text(_)) if is_nuxt => self.set("x-frame-options", value, scope),
            ("referrerPolicy", Kind::Text(_)) if is_nuxt => self.set("referrer-policy", value, scope),
            _ => {
                let route = values::route_of_key(entry);
                self.value(value, route.as_ref().or(scope));
            }
        }
    }

    /// Rails' policy, built call by call: `policy.script_src :self, :unsafe_inline`.
    fn rails_policy(&mut self, script: &Script) {
        let mut policy = Policy::default();
        for call in &script.calls {
            let in_policy = |around: &Around| matches!(around, Around::CallbackOf(callee) if callee.ends_with("content_security_policy"));
            let Some((_, directive)) = call.callee.rsplit_once('.') else { continue };
            let is_directive = directive.ends_with("_src")
                || matches!(
                    directive,
                    "frame_ancestors" | "base_uri" | "form_action" | "script_src_elem" | "script_src_attr"
                );
            if is_directive && call.around.iter().any(in_policy) && !is_development(&call.around) {
                let items = call.arguments.iter().map(|argument| argument.value.clone()).collect();
                let list = Expr { kind: Kind::List(items), span: call.span };
                policy.add_value(&directive.replace('_', "-"), &list);
            }
        }
        if self.file.text().contains("content_security_policy_nonce_directives")
            || self.file.text().contains("content_security_policy_nonce_generator")
        {
            for directive in policy.directives.iter_mut().filter(|directive| directive.name == "script-src") {
                directive.may_hold_nonce = true;
            }
        }
        if !policy.directives.is_empty() {
            self.push(Header::Csp(policy.with_bare_keywords()), None);
        }
    }

    /// Python's `del response["X-Frame-Options"]`, JavaScript's `delete headers["X-Frame-Options"]`.
    fn deletions(&mut self) {
        if !matches!(self.file.language(), Some(Language::Python | Language::JavaScript)) {
            return;
        }
        let mut at = 0;
        for line in self.file.text().split_inclusive('\n') {
            let code = line.trim();
            let deleted = code.strip_prefix("del ").or_else(|| code.strip_prefix("delete "));
            let name = deleted.and_then(|rest| known(rest.split(['"', '\'']).nth(1)?));
            if let Some(name) = name {
                let start = at + (line.len() - line.trim_start().len());
                let scope = self.scope_of(&[]);
                self.remove(name, Span::new(start, start + code.len()), scope.as_ref());
            }
            at += line.len();
        }
    }
}

/// Whether a function asks for a header rather than setting it.
fn is_question(name: &str) -> bool {
    matches!(
        name,
        "get"
            | "Get"
            | "getHeader"
            | "get_header"
            | "has"
            | "hasHeader"
            | "includes"
            | "contains"
            | "containsKey"
            | "assertEqual"
            | "assertIn"
            | "assert"
            | "expect"
            | "toBe"
            | "toEqual"
            | "equal"
            | "fetch"
            | "dig"
            | "key?"
            | "include?"
            | "indexOf"
            | "startsWith"
            | "log"
            | "print"
            | "puts"
            | "debug"
            | "info"
            | "warn"
            | "error"
            | "exec_get"
            | "t"
            | "translate"
            | "getFirst"
            | "header_present"
    )
}
