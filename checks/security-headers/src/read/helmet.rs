//! helmet, alone or wrapped for Fastify and Koa.

use checks_core::File;
use checks_markup::script::{Call, Entry, Expr, Kind, Script};

use crate::csp::Policy;
use crate::declaration::{Declaration, Header, Hsts, Origin, Plain};
use crate::environment::is_development;

/// Packages that are helmet.
const PACKAGES: &[&str] = &["helmet", "@fastify/helmet", "fastify-helmet", "koa-helmet"];

/// The names of HSTS among the options, since helmet 3 and since helmet 7.
const HSTS: [&str; 2] = ["hsts", "strictTransportSecurity"];

/// The declarations of a server's code.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    let mut found = Vec::new();
    for (name, options) in parts(file) {
        let header = if name == "contentSecurityPolicy" {
            csp(&options)
        } else if HSTS.contains(&name.as_str()) {
            hsts(&options).map(Header::Hsts)
        } else {
            None
        };
        let plain = match name.as_str() {
            "referrerPolicy" => options.get("policy").map(|entry| ("referrer-policy", &entry.value)),
            "frameguard" | "xFrameOptions" => options.get("action").map(|entry| ("x-frame-options", &entry.value)),
            _ => None,
        };
        let plain = plain.and_then(|(name, value)| {
            // Of a list, browsers take the last that they know.
            let value = match &value.kind {
                Kind::List(items) => items.last()?,
                _ => value,
            };
            let text = value.text()?.to_owned();
            Some(Header::Plain(Plain { name: name.to_owned(), value: text, span: value.span }))
        });
        found.extend(header.into_iter().chain(plain).map(|header| Declaration::new(header, Origin::Helmet)));
    }
    found
}

/// The options given to helmet as a whole, in what production runs: `helmet({…})`, `app.register(helmet, {…})`.
pub(crate) fn options(file: &File) -> Vec<Expr> {
    calls(file).into_iter().filter_map(|(call, part)| if part.is_none() { option_of(&call) } else { None }).collect()
}

/// Each part of helmet and its options, however it is called: `helmet({hsts: {…}})`, `helmet.hsts({…})`.
fn parts(file: &File) -> Vec<(String, Expr)> {
    let mut found = Vec::new();
    for (call, part) in calls(file) {
        let Some(options) = option_of(&call) else { continue };
        match part {
            Some(part) => found.push((part, options)),
            None => {
                if let Kind::Map(entries) = options.kind {
                    found.extend(entries.into_iter().map(|Entry { key, value, .. }| (key, value)));
                }
            }
        }
    }
    found
}

fn option_of(call: &Call) -> Option<Expr> {
    // A plugin is registered with its options behind it.
    let index = usize::from(matches!(call.callee.rsplit('.').next(), Some("register")));
    call.argument(index, "").cloned()
}

/// The calls of helmet, with the part of it that is called.
fn calls(file: &File) -> Vec<(Call, Option<String>)> {
    // Most files have nothing to do with it: they are not parsed.
    if memchr::memmem::find(file.text().as_bytes(), b"elmet").is_none() {
        return Vec::new();
    }
    let Some(script) = Script::of(file) else { return Vec::new() };
    let mut whole = Vec::new();
    let mut single = Vec::new();
    for import in &script.imports {
        for (exported, local) in &import.names {
            if !PACKAGES.contains(&import.module.as_str()) {
                // Another `helmet` (react-helmet) is not ours.
                if local == "helmet" {
                    return Vec::new();
                }
            } else if matches!(exported.as_str(), "default" | "*" | "helmet" | "fastifyHelmet") {
                whole.push(local.as_str());
            } else {
                single.push((exported.as_str(), local.as_str()));
            }
        }
    }
    if whole.is_empty() && single.is_empty() {
        whole.push("helmet");
    }
    let mut found = Vec::new();
    for call in script.calls.iter().filter(|call| !is_development(&call.around)) {
        let part = whole.iter().find_map(|name| call.callee.strip_prefix(name)?.strip_prefix('.'));
        if let Some(part) = part {
            found.push((call.clone(), Some(part.to_owned())));
        } else if whole.contains(&call.callee.as_str()) || registers(call, &whole) {
            found.push((call.clone(), None));
        } else if let Some((exported, _)) = single.iter().find(|(_, local)| *local == call.callee) {
            found.push((call.clone(), Some((*exported).to_owned())));
        }
    }
    found
}

fn registers(call: &Call, whole: &[&str]) -> bool {
    let plugin = call.argument(0, "").map(|plugin| &plugin.kind);
    call.callee.ends_with(".register") && matches!(plugin, Some(Kind::Name(name)) if whole.contains(&name.as_str()))
}

fn hsts(options: &Expr) -> Option<Hsts> {
    let entry = options.get("maxAge")?;
    Some(Hsts { max_age: entry.value.number()?, span: entry.value.span, is_default: false })
}

/// The policy that the options make, if it is enforced. What the code does not say, helmet's defaults do: scripts from
/// `'self'` alone.
fn csp(options: &Expr) -> Option<Header> {
    if let Some(report) = options.get("reportOnly").filter(|entry| entry.value.bool() != Some(false)) {
        return (report.value.bool() == Some(true)).then_some(Header::ReportOnly(report.span));
    }
    let directives = options.get("directives")?;
    let Kind::Map(entries) = &directives.value.kind else { return None };
    let mut policy = Policy::of_map(entries);
    let has_defaults = options.get("useDefaults").is_none_or(|entry| entry.value.bool() != Some(false));
    if has_defaults && policy.get("script-src").is_none() {
        policy.directives.retain(|directive| directive.name != "default-src");
    }
    Some(Header::Csp(policy))
}
