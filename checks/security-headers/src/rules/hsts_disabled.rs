use checks_core::{File, Finding, Language, Level, Meta, Span};
use checks_markup::data::documents;
use checks_markup::script::{Around, Expr, Kind};

use crate::declaration::{Declaration, Header, Origin};
use crate::environment::is_development;
use crate::read::{dotted, helmet_options, program};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(removed), Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "hsts-disabled",
    level: Level::Warning,
    sources: &["ANSSI-R2", "RFC-6797", "Observatory-strict-transport-security"],
    languages: &[
        Language::JavaScript,
        Language::Ruby,
        Language::Python,
        Language::Java,
        Language::Yaml,
        Language::Nginx,
    ],
    page: include_str!("hsts_disabled.md"),
};

fn removed(file: &File, declaration: &Declaration) -> Vec<Finding> {
    match &declaration.header {
        Header::Removed(removed)
            if removed.name == "strict-transport-security" && declaration.origin == Origin::Nginx =>
        {
            vec![finding(file, removed.span)]
        }
        _ => Vec::new(),
    }
}

fn look(file: &File) -> Vec<Finding> {
    let mut spans = Vec::new();
    for options in helmet_options(file) {
        let off = ["hsts", "strictTransportSecurity"].iter().filter_map(|key| options.get(key));
        spans.extend(off.filter(|entry| entry.value.bool() == Some(false)).map(|entry| entry.span));
    }
    if let Some(script) = program(file) {
        for assignment in script.assignments.iter().filter(|assignment| !is_development(&assignment.around)) {
            let hsts = assignment.value.get("hsts").filter(|_| assignment.target.ends_with("ssl_options"));
            spans.extend(hsts.filter(|entry| is_off(&entry.value)).map(|_| assignment.span));
            let gem = assignment.target.rsplit('.').next() == Some("hsts")
                && matches!(&assignment.value.kind, Kind::Name(name) if name.ends_with("OPT_OUT"));
            spans.extend(gem.then_some(assignment.span));
        }
        for call in script.calls.iter().filter(|call| !is_development(&call.around)) {
            let around_hsts = call.around.iter().any(|around| matches!(around, Around::CallbackOf(callee) if callee.ends_with("httpStrictTransportSecurity") || callee.rsplit('.').next() == Some("hsts")));
            let is_spring = call.callee.rsplit('.').next() == Some("disable")
                && (around_hsts
                    || call.callee.contains("httpStrictTransportSecurity()")
                    || call.callee.contains("hsts()"));
            spans.extend(is_spring.then_some(call.span));
            let is_reference = call.callee.ends_with("httpStrictTransportSecurity")
                && call.arguments.first().is_some_and(
                    |argument| matches!(&argument.value.kind, Kind::Name(name) if name.ends_with(".disable")),
                );
            spans.extend(is_reference.then_some(call.span));
            let talisman = call.argument(usize::MAX, "strict_transport_security");
            spans.extend(talisman.filter(|value| value.bool() == Some(false)).map(|_| call.span));
            let phoenix = call.argument(usize::MAX, "force_ssl").and_then(|force| force.get("hsts"));
            spans.extend(phoenix.filter(|entry| entry.value.bool() == Some(false)).map(|entry| entry.span));
        }
    }
    for document in documents(file).iter() {
        let entry = document.get("data").and_then(|data| data.value.get("hsts"));
        let helm = dotted(document, "controller.config.hsts")
            .or_else(|| dotted(document, "ingress-nginx.controller.config.hsts"));
        let annotation = dotted(document, "metadata.annotations")
            .and_then(|annotations| annotations.value.get("nginx.ingress.kubernetes.io/hsts"));
        let off = entry.into_iter().chain(helm).chain(annotation).filter(|entry| is_off(&entry.value));
        spans.extend(off.map(|entry| entry.span));
    }
    spans.into_iter().map(|span| finding(file, span)).collect()
}

fn is_off(value: &Expr) -> bool {
    match &value.kind {
        Kind::Bool(value) => !value,
        Kind::Text(text) => text == "false",
        Kind::Map(_) => value.get("expires").and_then(|expires| expires.value.number()) == Some(0.0),
        _ => false,
    }
}

fn finding(file: &File, span: Span) -> Finding {
    let told = message(
        ("HSTS est désactivé ici.", "HSTS is switched off here."),
        (
            "La première requête peut partir en clair et être détournée ; l’Observatory retire 20 points si l’hébergeur ne l’envoie pas.",
            "The first request may leave in clear text and be hijacked; the Observatory takes 20 points off if the host does not send it.",
        ),
        (
            "Retirez cette ligne. Si l’hébergeur l’envoie (Force HTTPS de Scalingo), dites-le en commentaire.",
            "Remove this line. If the host sends it (Scalingo's Force HTTPS), say so in a comment.",
        ),
    );
    // Scalingo sends one year where the application says nothing.
    let is_hosted = file.text().to_ascii_lowercase().contains("scalingo");
    let level = if is_hosted { Level::Notice } else { META.level };
    Finding::new(&META, file.place(span), told).level(level)
}
