//! Cookies that carry a session, and what they lack.

use checks_core::{File, Span};
use checks_markup::script::{Call, Entry, Expr, Kind, Script};

use super::is_django_settings;
use super::values::or_default;
use crate::declaration::{Cookie, Declaration, Flaw, Header, Origin};
use crate::environment::is_development;

/// Parts of the names of cookies that carry a session.
const SESSION: &[&str] = &["sess", "token", "jwt", "auth", "login", "sid", "remember", "identity", "oidc", "refresh"];

/// Parts of the names of those that do not, whatever else their names hold.
const OTHER: &[&str] = &["csrf", "xsrf", "consent", "theme", "lang", "locale", "pref", "affinity", "side"];

const SECURE: &[&str] = &["secure", "Secure", "cookie_secure", "cookieSecure", "https_only", "session_cookie_secure"];
const HTTP_ONLY: &[&str] = &[
    "httpOnly",
    "httponly",
    "http_only",
    "HttpOnly",
    "HTTPOnly",
    "cookie_httponly",
    "cookie_http_only",
    "session_cookie_http_only",
];
const SAME_SITE: &[&str] = &[
    "sameSite",
    "same_site",
    "samesite",
    "SameSite",
    "cookie_samesite",
    "cookie_same_site",
    "session_cookie_samesite",
];

/// Whether a cookie of this name carries a session.
pub(crate) fn is_session(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let lower = lower.replace("author", "");
    SESSION.iter().any(|part| lower.contains(part)) && !OTHER.iter().any(|part| lower.contains(part))
}

/// What a program's cookies lack.
pub(super) fn declarations(file: &File, script: &Script, origin: Origin) -> Vec<Declaration> {
    let mut reader = Reader { file, script, found: Vec::new() };
    for call in script.calls.iter().filter(|call| !is_development(&call.around)) {
        reader.call(call, origin);
    }
    for assignment in script.assignments.iter().filter(|assignment| !is_development(&assignment.around)) {
        let target = &assignment.target;
        let lower = target.to_ascii_lowercase();
        if is_django_settings(file.path()) && target.starts_with("SESSION_COOKIE_") {
            // The project's other modules may say otherwise: judged with them.
            continue;
        }
        if reader.setting(target, &assignment.value) {
            continue;
        }
        // Rails' `cookies[:token] = { … }`; what a boolean member says: `c.secure = false`.
        let name = lower.contains("cookies.").then(|| target.rsplit('.').next().unwrap_or_default().to_owned());
        reader.nested(&assignment.value, name.as_deref(), Context::of(&lower), 0);
        if let Some((owner, member)) = target.rsplit_once('.')
            && owner.to_ascii_lowercase().contains("cookie")
        {
            reader.flag(member, &assignment.value, assignment.value.span, None);
        }
    }
    for returned in script.returns.iter().filter(|returned| !is_development(&returned.around)) {
        let context = if is_session_config(file.path()) { Context::Session } else { Context::Other };
        reader.nested(&returned.value, None, context, 0);
    }
    let found = reader.found.into_iter();
    found.map(|cookie| Declaration::new(Header::Cookie(cookie), origin)).collect()
}

/// What a configuration file says of its session's cookie (`config/session.php`, `nuxt.config.ts`), map by map.
pub(super) fn of_data(file: &File, value: &Expr, origin: Origin) -> Vec<Declaration> {
    let script = Script::default();
    let mut reader = Reader { file, script: &script, found: Vec::new() };
    reader.nested(value, None, Context::Other, 0);
    reader.found.into_iter().map(|cookie| Declaration::new(Header::Cookie(cookie), origin)).collect()
}

/// Laravel's `config/session.php` is one map.
fn is_session_config(path: &str) -> bool {
    path.ends_with("config/session.php") || path == "session.php"
}

struct Reader<'f> {
    file: &'f File,
    script: &'f Script,
    found: Vec<Cookie>,
}

impl Reader<'_> {
    fn push(&mut self, name: Option<&str>, flaw: Flaw, span: Span, is_default: bool) {
        self.found.push(Cookie { name: name.map(ToOwned::to_owned), flaw, span, is_default });
    }

    fn call(&mut self, call: &Call, origin: Origin) {
        let last = call.callee.rsplit('.').next().unwrap_or_default();
        let lower = call.callee.to_ascii_lowercase();
        match last {
            // Java, Kotlin and Rust: one call for each flag.
            "setSecure" | "secure" | "set_secure" | "with_secure" | "cookie_secure" | "isSecure" | "setHttpOnly"
            | "httpOnly" | "http_only" | "set_http_only" | "with_http_only" | "cookie_http_only" | "isHttpOnly"
            | "sameSite" | "same_site" | "set_same_site" | "with_same_site" | "cookie_same_site" => {
                let is_cookie = lower.contains("cookie")
                    || lower.contains("session")
                    || last.contains("cookie")
                    || last.starts_with("with_");
                if let Some(argument) =
                    call.arguments.first().filter(|_| is_cookie || self.file.text().contains("Cookie"))
                    && self.may_carry_a_session()
                {
                    let flag =
                        last.trim_start_matches("set_").trim_start_matches("with_").trim_start_matches("cookie_");
                    let flag = match flag {
                        "setSecure" | "isSecure" | "secure" => "secure",
                        "setHttpOnly" | "isHttpOnly" | "httpOnly" | "http_only" => "httpOnly",
                        _ => "sameSite",
                    };
                    self.flag(flag, &argument.value, argument.span, None);
                }
                return;
            }
            // gin: name, value, age, path, domain, secure, httpOnly
            "SetCookie" if origin == Origin::Go && call.arguments.len() == 7 => {
                let name = call.arguments[0].value.text().unwrap_or("session");
                if is_session(name) {
                    for (index, flaw) in [(5, Flaw::NotSecure), (6, Flaw::NotHttpOnly)] {
                        if call.arguments[index].value.bool() == Some(false) {
                            self.push(Some(name), flaw, call.arguments[index].span, false);
                        }
                    }
                }
                return;
            }
            "Cookie" if origin == Origin::Go => return self.go_cookie(call),
            // PHP's positional form: name, value, expiry, path, domain, secure, httponly
            "setcookie" | "setrawcookie" | "make" | "Cookie" if call.arguments.len() >= 6 => {
                let Some(name) = call.arguments[0].value.text().filter(|name| is_session(name)) else { return };
                for (index, flaw) in [(5, Flaw::NotSecure), (6, Flaw::NotHttpOnly)] {
                    if let Some(argument) =
                        call.arguments.get(index).filter(|argument| argument.value.bool() == Some(false))
                    {
                        self.push(Some(name), flaw, argument.span, false);
                    }
                }
                return;
            }
            "ini_set" => {
                let flag = call.arguments.first().and_then(|argument| argument.value.text());
                if let (Some(flag), Some(value)) = (flag, call.arguments.get(1)) {
                    let off = match &value.value.kind {
                        Kind::Bool(value) => !value,
                        Kind::Number(number) => *number == 0.0,
                        Kind::Text(text) => matches!(text.as_str(), "0" | "" | "Off" | "off"),
                        _ => false,
                    };
                    match flag {
                        "session.cookie_secure" if off => self.push(None, Flaw::NotSecure, value.span, false),
                        "session.cookie_httponly" if off => self.push(None, Flaw::NotHttpOnly, value.span, false),
                        _ => {}
                    }
                }
                return;
            }
            _ => {}
        }
        if ["clear", "delete", "forget", "unset", "expire"].iter().any(|word| lower.contains(word)) {
            return;
        }
        let sets = matches!(
            last,
            "cookie" | "setCookie" | "set_cookie" | "setcookie" | "setSignedCookie" | "set_signed_cookie"
        ) || (last == "set" && lower.contains("cookies"));
        if sets {
            return self.set_cookie(call, last);
        }
        let is_middleware = lower.contains("session") || lower.contains("cookie") || lower.contains("nextauth");
        if is_middleware
            || last == "add_middleware"
            || last == "use"
            || last == "config.update"
            || last == "update"
            || last == "plug"
            || last == "register"
        {
            let is_session = lower.contains("session")
            || lower.contains("nextauth")
                || call.arguments.iter().any(|argument| {
                    matches!(&argument.value.kind, Kind::Name(name) if name.to_ascii_lowercase().contains("session"))
                });
            let named: Vec<Entry> = call
                .arguments
                .iter()
                .filter_map(|argument| {
                    Some(Entry { key: argument.name.clone()?, value: argument.value.clone(), span: argument.span })
                })
                .collect();
            for entry in &named {
                self.setting(&entry.key, &entry.value);
            }
            let context = if is_session { Context::Session } else { Context::of(&lower) };
            let options = Expr { kind: Kind::Map(named), span: call.span };
            self.nested(&options, None, context, 0);
            for argument in call.arguments.iter().filter(|argument| argument.name.is_none()) {
                self.nested(&argument.value, None, context, 0);
            }
        } else {
            for argument in &call.arguments {
                self.nested(&argument.value, None, Context::Other, 0);
            }
        }
    }

    /// A call that sets one cookie: its name, its value, its options.
    fn set_cookie(&mut self, call: &Call, last: &str) {
        let mut texts = call.arguments.iter().filter(|argument| argument.name.is_none()).take(2);
        let name = texts.find_map(|argument| match &argument.value.kind {
            Kind::Text(text) => Some(text.clone()),
            // The constant that holds a name often says it.
            Kind::Name(name) if is_session(name) => Some(name.rsplit('.').next().unwrap_or(name).to_owned()),
            _ => None,
        });
        let name = name.or_else(|| Some(call.argument(0, "key")?.text()?.to_owned()));
        let Some(name) = name.filter(|name| is_session(name)) else { return };
        if is_deletion(call) {
            return;
        }
        let options = call.arguments.iter().skip(1).find(|argument| matches!(argument.value.kind, Kind::Map(_)));
        if let Some(options) = options {
            self.nested(&options.value, Some(&name), Context::Session, 0);
            if !options.value.is_open_ended() && !self.sets_later() {
                self.absent(&name, &options.value, options.span);
            }
            return;
        }
        let is_python = last.starts_with("set_") && call.arguments.iter().any(|argument| argument.name.is_some());
        if is_python {
            let open = call.arguments.iter().any(|argument| matches!(argument.value.kind, Kind::Spread(_)));
            for argument in &call.arguments {
                if let Some(flag) = &argument.name {
                    self.flag(flag, &argument.value, argument.span, Some(&name));
                }
            }
            let has = |flags: &[&str]| {
                call.arguments.iter().any(|argument| argument.name.as_deref().is_some_and(|flag| flags.contains(&flag)))
            };
            if !open {
                if !has(SECURE) {
                    self.push(Some(&name), Flaw::NotSecure, call.callee_span, false);
                }
                if !has(HTTP_ONLY) {
                    self.push(Some(&name), Flaw::NotHttpOnly, call.callee_span, false);
                }
            }
            return;
        }
        // A name and a value and nothing else: neither flag is set. Options by a name are not known.
        if call.arguments.len() == 2 && last != "set" && matches!(call.arguments[0].value.kind, Kind::Text(_)) {
            self.push(Some(&name), Flaw::NotSecure, call.callee_span, false);
            self.push(Some(&name), Flaw::NotHttpOnly, call.callee_span, false);
        }
    }

    fn absent(&mut self, name: &str, options: &Expr, span: Span) {
        let has = |flags: &[&str]| flags.iter().any(|flag| options.get(flag).is_some());
        if !has(SECURE) {
            self.push(Some(name), Flaw::NotSecure, span, false);
        }
        if !has(HTTP_ONLY) {
            self.push(Some(name), Flaw::NotHttpOnly, span, false);
        }
    }

    fn go_cookie(&mut self, call: &Call) {
        let name = match call.argument(usize::MAX, "Name").map(|name| &name.kind) {
            Some(Kind::Text(text) | Kind::Name(text)) => text.clone(),
            _ => return,
        };
        let is_gone = call.argument(usize::MAX, "MaxAge").and_then(Expr::number).is_some_and(|age| age < 0.0);
        if !is_session(&name) || is_gone {
            return;
        }
        let mut is_told = false;
        for (fields, flaw) in [(["Secure", "Secure"], Flaw::NotSecure), (["HttpOnly", "HTTPOnly"], Flaw::NotHttpOnly)] {
            let set = call
                .arguments
                .iter()
                .find(|argument| argument.name.as_deref().is_some_and(|name| fields.contains(&name)));
            match set {
                Some(argument) if argument.value.bool() == Some(false) => {
                    self.push(Some(&name), flaw, argument.span, false);
                }
                // One annotation for both; unless the variable gets it afterwards.
                None if !is_told && !self.file.text().contains(&format!(".{} =", fields[0])) => {
                    self.push(Some(&name), flaw, call.callee_span, false);
                    is_told = true;
                }
                _ => {}
            }
        }
    }

    /// Whether a flag is set on the options after they were written.
    fn sets_later(&self) -> bool {
        self.script
            .assignments
            .iter()
            .any(|assignment| assignment.target.ends_with(".secure") || assignment.target.ends_with(".Secure"))
    }

    /// Whether the cookies that a Java, Kotlin or Rust file makes may carry a session: their names say so, or are unknown.
    fn may_carry_a_session(&self) -> bool {
        let mut names = self.script.calls.iter().filter_map(|call| {
            let makes = call.callee.ends_with("Cookie")
                || call.callee.ends_with("Cookie.build")
                || call.callee.ends_with("Cookie.new")
                || call.callee.ends_with("ResponseCookie.from")
                || call.callee.ends_with("with_name")
                || call.callee.ends_with("cookie_name");
            let first = call.arguments.first().filter(|_| makes)?;
            match &first.value.kind {
                Kind::Text(text) | Kind::Name(text) => Some(text.clone()),
                Kind::List(pair) => match &pair.first()?.kind {
                    Kind::Text(text) | Kind::Name(text) => Some(text.clone()),
                    _ => None,
                },
                _ => None,
            }
        });
        let mut any = false;
        let session = names.any(|name| {
            any = true;
            is_session(&name)
        });
        session || !any
    }

    /// Settings whose names say all: Flask's, Django's in code, Python's.
    fn setting(&mut self, target: &str, value: &Expr) -> bool {
        let last = target.rsplit('.').next().unwrap_or_default();
        let Some(flag) = last.strip_prefix("SESSION_COOKIE_").or_else(|| last.strip_prefix("REMEMBER_COOKIE_")) else {
            return false;
        };
        // Production's own class may set it right.
        let elsewhere = self.script.assignments.iter().any(|assignment| {
            assignment.target.ends_with(last) && assignment.value.span != value.span && !is_off(&assignment.value)
        });
        if !elsewhere {
            self.flag(&flag.to_ascii_lowercase(), value, value.span, None);
        }
        true
    }

    fn flag(&mut self, flag: &str, value: &Expr, span: Span, name: Option<&str>) {
        let (told, is_default) = or_default(value);
        if SECURE.contains(&flag) && is_off(told) {
            // What is set afterwards, by a condition for example, decides; but for the assignment itself.
            let is_assigned = self.script.assignments.iter().any(|assignment| assignment.value.span == value.span);
            if !self.sets_later() || flag == "Secure" || is_assigned {
                self.push(name, Flaw::NotSecure, span, is_default);
            }
        } else if HTTP_ONLY.contains(&flag) && is_off(told) {
            self.push(name, Flaw::NotHttpOnly, span, is_default);
        } else if SAME_SITE.contains(&flag) {
            match &told.kind {
                Kind::Text(text) if text.eq_ignore_ascii_case("none") => {
                    self.push(name, Flaw::CrossSite, span, is_default);
                }
                Kind::Name(text) if text.to_ascii_lowercase().ends_with("none") => {
                    self.push(name, Flaw::CrossSite, span, is_default);
                }
                Kind::Null | Kind::Bool(false) => self.push(name, Flaw::NoSameSite, span, is_default),
                _ => {}
            }
        }
    }

    /// Looks for a cookie's options in a value. Those of a cookie without a name count where what stands around says that
    /// it is a session's.
    fn nested(&mut self, value: &Expr, name: Option<&str>, around: Context, depth: u32) {
        if depth > 16 {
            return;
        }
        match &value.kind {
            Kind::List(items) => items.iter().for_each(|item| self.nested(item, name, around, depth + 1)),
            Kind::Map(entries) => {
                let own = ["name", "key", "cookieName", "cookie_name", "cookie"]
                    .iter()
                    .find_map(|key| value.get(key)?.value.text().map(ToOwned::to_owned));
                let name = own.as_deref().or(name);
                let speaks = match name {
                    Some(name) => {
                        (around != Context::Other && is_session(name))
                            || (around == Context::Session && !is_other(name))
                    }
                    None => around == Context::Session,
                };
                for entry in entries {
                    let lower = entry.key.to_ascii_lowercase();
                    // `session: { cookie_secure: false }` says it in one key.
                    if speaks || (around == Context::Session && lower.starts_with("cookie_")) {
                        self.flag(&entry.key, &entry.value, entry.span, name);
                    }
                    let inner = around.max(Context::of(&lower));
                    let name = if inner > around { None } else { name };
                    self.nested(&entry.value, name, inner, depth + 1);
                }
            }
            Kind::Spread(inner) => self.nested(inner, name, around, depth + 1),
            _ => {}
        }
    }
}

/// What stands around options says whose they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Context {
    /// Nothing that has to do with cookies.
    Other,
    /// Those of a cookie.
    Cookie,
    /// Those of a session's cookie.
    Session,
}

impl Context {
    /// What a lower-case word says: a key, a function, a variable.
    fn of(word: &str) -> Self {
        if word.contains("session") || word.contains("nextauth") {
            Self::Session
        } else if word.contains("cookie") {
            Self::Cookie
        } else {
            Self::Other
        }
    }
}

fn is_other(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    OTHER.iter().any(|part| lower.contains(part))
}

fn is_off(value: &Expr) -> bool {
    let (value, _) = or_default(value);
    match &value.kind {
        Kind::Bool(value) => !value,
        Kind::Number(number) => *number == 0.0,
        Kind::Text(text) => matches!(text.to_ascii_lowercase().as_str(), "false" | "0" | "off"),
        _ => false,
    }
}

/// Whether a call clears a cookie: an empty value, an age of nought.
fn is_deletion(call: &Call) -> bool {
    let empty =
        call.arguments.get(1).is_some_and(|value| matches!(&value.value.kind, Kind::Text(text) if text.is_empty()));
    let aged = |options: &Expr| {
        ["maxAge", "max_age", "Max-Age"]
            .iter()
            .any(|key| options.get(key).and_then(|age| age.value.number()).is_some_and(|age| age <= 0.0))
    };
    empty
        || call.arguments.iter().any(|argument| aged(&argument.value))
        || call.argument(usize::MAX, "max_age").and_then(Expr::number).is_some_and(|age| age <= 0.0)
}
