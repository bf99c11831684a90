use std::sync::LazyLock;

use checks_core::{File, Finding, Fix, Language, Level, Meta, Span, Text};
use checks_markup::script::{Call, Script};
use regex::Regex;

use crate::places::is_elsewhere;
use crate::rule::{Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, look };

static META: Meta = Meta {
    check: "rgpd",
    id: "sentry-pii",
    level: Level::Warning,
    sources: &["RGPD-5", "RGPD-25", "CNIL-guide-developpeur-7"],
    languages: &[Language::JavaScript, Language::Python, Language::Ruby, Language::Yaml],
    page: include_str!("sentry_pii.md"),
};

/// Where the setting is true, and whether something removes personal data before it leaves.
struct Sending {
    /// The value.
    value: Span,
    replacement: &'static str,
    scrubbed: bool,
}

fn look(file: &File) -> Vec<Finding> {
    let text = file.text();
    let mentions = text.contains("sendDefaultPii") || text.contains("send_default_pii");
    if !mentions || is_elsewhere(file.path()) {
        return Vec::new();
    }
    let sendings = match file.language() {
        Some(Language::Ruby | Language::Yaml) => in_lines(file),
        _ => Script::of(file).map(|script| script.calls.iter().filter_map(in_call).collect()).unwrap_or_default(),
    };
    sendings.iter().map(|sending| finding(file, sending)).collect()
}

/// `Sentry.init({ sendDefaultPii: true })`, `sentry_sdk.init(send_default_pii=True)`.
fn in_call(call: &Call) -> Option<Sending> {
    if !call.callee.to_ascii_lowercase().contains("sentry") && call.callee != "init" {
        return None;
    }
    if let Some(options) = call.arguments.first().filter(|argument| argument.name.is_none())
        && let Some(entry) = options.value.get("sendDefaultPii")
    {
        let scrubbed = options.value.get("beforeSend").is_some();
        let value = entry.value.span;
        return (entry.value.bool() == Some(true)).then_some(Sending { value, replacement: "false", scrubbed });
    }
    let named = |name: &str| call.arguments.iter().find(|argument| argument.name.as_deref() == Some(name));
    let setting = named("send_default_pii")?;
    let scrubbed = named("before_send").is_some();
    let value = setting.value.span;
    (setting.value.bool() == Some(true)).then_some(Sending { value, replacement: "False", scrubbed })
}

/// Ruby's `config.send_default_pii = true` and YAML's `send_default_pii: true`, comments left out.
fn in_lines(file: &File) -> Vec<Sending> {
    static LINE: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?m)^[ \t]*(?:\w+\.)?send_default_pii[ \t]*[:=][ \t]*(true)\b").ok());
    let Some(line) = &*LINE else { return Vec::new() };
    let scrubbed = file.text().contains("before_send");
    line.captures_iter(file.text())
        .filter_map(|found| found.get(1))
        .map(|value| Sending { value: Span::new(value.start(), value.end()), replacement: "false", scrubbed })
        .collect()
}

fn finding(file: &File, sending: &Sending) -> Finding {
    let message = message(
        (
            "Sentry reçoit l’adresse IP, les cookies et l’identité des personnes avec chaque erreur.",
            "Sentry gets people's IP address, cookies and identity with every error.",
        ),
        (
            "Le RGPD veut que l’on n’envoie que le nécessaire, et une erreur se corrige presque toujours sans savoir de \
             qui elle vient.",
            "The GDPR wants only what is needed to be sent, and an error can nearly always be fixed without knowing whose \
             it is.",
        ),
        (
            "Laissez ce réglage à faux ; pour suivre une erreur, envoyez un identifiant technique.",
            "Leave this setting false; to follow an error up, send a technical identifier.",
        ),
    );
    let title = Text::new("Ne pas envoyer de données personnelles", "Send no personal data");
    let level = if sending.scrubbed { Level::Notice } else { META.level };
    Finding::new(&META, file.place(sending.value), message).level(level).fix(Fix::replace(
        file,
        title,
        sending.value,
        sending.replacement,
    ))
}
