use checks_core::{File, Finding, Language, Level, Meta, Span};
use checks_markup::script::{Around, Call, Expr, Kind, Script};
use checks_markup::{Document, Element, Value};

use crate::consent;
use crate::places::is_elsewhere;
use crate::rule::{Rule, message};
use crate::trackers::{Tracker, google};

pub(super) const RULE: Rule = Rule { meta: &META, look };

static META: Meta = Meta {
    check: "rgpd",
    id: "tracker-google-analytics",
    level: Level::Failure,
    sources: &["LIL-82", "CNIL-2022-02-10"],
    languages: &[
        Language::Html,
        Language::Jsx,
        Language::Vue,
        Language::Svelte,
        Language::Angular,
        Language::Erb,
        Language::Ejs,
        Language::Jinja,
        Language::Twig,
        Language::Nunjucks,
        Language::Liquid,
        Language::Handlebars,
        Language::Php,
        Language::Blade,
        Language::Astro,
        Language::JavaScript,
    ],
    page: include_str!("tracker_google_analytics.md"),
};

/// Modules of Nuxt that load Google's tools on every page, and the keys of their settings.
const NUXT_MODULES: &[(&str, &str)] = &[
    ("nuxt-gtag", "gtag"),
    ("@nuxtjs/google-analytics", "googleAnalytics"),
    ("@nuxtjs/google-gtag", "google-gtag"),
    ("@nuxtjs/gtm", "gtm"),
    ("@zadigetvoltaire/nuxt-gtm", "gtm"),
];

/// Parts of the names of functions that load the script they are given.
const LOADERS: &[&str] = &["script", "load", "inject", "insert", "import", "setattribute"];

/// Something that loads a tracker, and how sure that is.
struct Loading {
    span: Span,
    name: &'static str,
    level: Level,
}

fn look(file: &File) -> Vec<Finding> {
    let text = file.text();
    let mentions = ["googletagmanager", "google-analytics", "react-ga", "third-parties/google", "gtag", "gtm"];
    if !mentions.iter().any(|word| text.contains(word)) || consent::is_manager(file.path()) || is_elsewhere(file.path())
    {
        return Vec::new();
    }
    let mut loadings = Vec::new();
    let mut frames = Vec::new();
    if let Some(document) = Document::of(file) {
        in_elements(file, &document, &mut loadings, &mut frames);
    }
    if let Some(script) = Script::of(file) {
        let mut loaded = Vec::new();
        in_script(file, &script, &mut loaded);
        let gated = Document::of(file).map(|document| gated_scripts(file, &document)).unwrap_or_default();
        loadings.extend(loaded.into_iter().filter(|loading| !gated.iter().any(|span| span.contains(loading.span))));
    }
    if loadings.is_empty() {
        // The frame for visitors without scripts says nothing more than the loader beside it.
        loadings = frames;
    }
    loadings.sort_by_key(|loading| loading.span);
    loadings.dedup_by_key(|loading| file.position(loading.span.start).line);
    loadings.into_iter().map(|loading| finding(file, &loading)).collect()
}

fn in_elements(file: &File, document: &Document, loadings: &mut Vec<Loading>, frames: &mut Vec<Loading>) {
    let from_next = Script::of(file)
        .is_some_and(|script| script.imports.iter().any(|import| import.module == "@next/third-parties/google"));
    for (id, element) in document.elements() {
        let name = element.name.as_str();
        let found = match name {
            "GoogleAnalytics" | "GoogleTagManager" if from_next => {
                Some(if name == "GoogleAnalytics" { "Google Analytics" } else { "Google Tag Manager" })
            }
            _ if name.eq_ignore_ascii_case("script") || name == "iframe" => source(element).map(|tracker| tracker.name),
            _ => None,
        };
        let Some(found) = found else { continue };
        if consent::gates(file, document, id, element) {
            continue;
        }
        let loading = Loading { span: element.tag_span, name: found, level: Level::Failure };
        if name == "iframe" { frames.push(loading) } else { loadings.push(loading) }
    }
}

/// The scripts that wait for consent, though nothing in their code says so.
fn gated_scripts(file: &File, document: &Document) -> Vec<Span> {
    let scripts = document.elements().filter(|(_, element)| element.name.eq_ignore_ascii_case("script"));
    scripts
        .filter(|(id, element)| consent::gates(file, document, *id, element))
        .map(|(id, _)| document.node(id).span)
        .collect()
}

fn source(element: &Element) -> Option<&'static Tracker> {
    match &element.get("src")?.value {
        Value::Text { text, .. } => google(text),
        Value::Dynamic { known, .. } => known.first().and_then(|text| google(text)),
        Value::Empty => None,
    }
}

fn in_script(file: &File, script: &Script, loadings: &mut Vec<Loading>) {
    let mut add = |span, name, around: &[Around]| {
        if consent::is_awaited(around) {
            return;
        }
        // A function may be called once consent is given, from anywhere.
        let deferred = around
            .iter()
            .any(|around| matches!(around, checks_markup::script::Around::Function(name) if !name.is_empty()));
        if deferred && consent::speaks(file.text()) {
            return;
        }
        loadings.push(Loading { span, name, level: if deferred { Level::Warning } else { Level::Failure } });
    };
    for assignment in &script.assignments {
        if assignment.target.rsplit('.').next() == Some("src")
            && let Some(tracker) = beginning(&assignment.value).and_then(google)
        {
            add(assignment.span, tracker.name, &assignment.around);
        }
    }
    let react_ga = script.imports.iter().any(|import| matches!(import.module.as_str(), "react-ga" | "react-ga4"));
    for call in &script.calls {
        let loaded = call.arguments.iter().find_map(|argument| beginning(&argument.value).and_then(google));
        if let Some(tracker) = loaded.filter(|_| loads(file, call)) {
            add(call.callee_span, tracker.name, &call.around);
        } else if react_ga && call.callee.ends_with("GA.initialize") {
            add(call.span, "Google Analytics", &call.around);
        } else if let Some(module) = nuxt_module(file, call) {
            add(module, "Google Analytics", &call.around);
        }
    }
}

/// Whether a call loads the script it is given: by its name, or because it is Google's own snippet, a function called
/// where it is written. An address is given to many others: a policy, a comparison, a log.
fn loads(file: &File, call: &Call) -> bool {
    if call.callee.is_empty() {
        let callee = file.slice(call.callee_span);
        return callee.starts_with('(') || callee.starts_with("function");
    }
    let name = call.callee.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    LOADERS.iter().any(|part| name.contains(part))
}

/// The beginning of a text, where it is known.
fn beginning(value: &Expr) -> Option<&str> {
    match &value.kind {
        Kind::Text(text) => Some(text),
        Kind::Partial(pieces) => pieces.first().map(String::as_str),
        _ => None,
    }
}

/// A module of `nuxt.config` that loads at once: neither switched off nor set going by hand.
fn nuxt_module(file: &File, call: &Call) -> Option<Span> {
    if call.callee != "defineNuxtConfig" || !file.name().starts_with("nuxt.config.") {
        return None;
    }
    let config = call.argument(0, "")?;
    let Kind::List(modules) = &config.get("modules")?.value.kind else { return None };
    modules.iter().find_map(|module| {
        let (_, key) = NUXT_MODULES.iter().find(|(name, _)| module.text() == Some(name))?;
        let options = config.get(key).map(|entry| &entry.value);
        let waits = options.is_some_and(|options| {
            let said = |key| options.get(key).map(|entry| &entry.value);
            said("enabled").is_some_and(|enabled| enabled.bool() != Some(true))
                || said("initMode").is_some_and(|mode| mode.text() != Some("auto"))
                || said("initialConsent").is_some_and(|consent| consent.bool() == Some(false))
        });
        (!waits).then_some(module.span)
    })
}

fn finding(file: &File, loading: &Loading) -> Finding {
    let Loading { span, name, level } = loading;
    let (what, what_en) = match level {
        Level::Failure => (
            format!("{name} est chargé sans attendre le consentement."),
            format!("{name} is loaded without waiting for consent."),
        ),
        _ => (
            format!("Rien ici ne montre que {name} attend le consentement."),
            format!("Nothing here shows that {name} waits for consent."),
        ),
    };
    let message = message(
        (&what, &what_en),
        (
            "Cet outil n’entre pas dans l’exemption de la CNIL pour la mesure d’audience : la loi veut l’accord de la \
             personne avant toute lecture ou écriture sur son appareil.",
            "This tool is outside the CNIL's exemption for audience measurement: the law wants the person's agreement \
             before anything is read or written on their device.",
        ),
        (
            "Mesurez l’audience avec Matomo (stats.beta.gouv.fr), exempté s’il est bien réglé, ou chargez l’outil par \
             votre gestionnaire de consentement.",
            "Measure audience with Matomo (stats.beta.gouv.fr), exempt when set up well, or have your consent manager \
             load the tool.",
        ),
    );
    Finding::new(&META, file.place(*span), message).level(*level)
}
