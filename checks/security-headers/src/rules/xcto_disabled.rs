use checks_core::{File, Finding, Language, Level, Meta, Place, Project};
use checks_markup::data::documents;

use crate::declaration::Declaration;
use crate::read::{dotted, weak_settings};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule =
    Rule { meta: &META, looks: &[Look::Declaration(header), Look::Project(settings), Look::File(nelmio)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "xcto-disabled",
    level: Level::Failure,
    sources: &["ANSSI-R6", "Observatory-x-content-type-options"],
    languages: &[Language::Python, Language::Yaml],
    page: include_str!("xcto_disabled.md"),
};

fn settings(project: &Project<'_>) -> Vec<Finding> {
    let weak = weak_settings(project, "SECURE_CONTENT_TYPE_NOSNIFF", &["False"]);
    weak.into_iter().map(|flag| finding(flag.whole)).collect()
}

/// Symfony's Nelmio; and any value of the header that is not `nosniff`.
fn nelmio(file: &File) -> Vec<Finding> {
    if !file.text().contains("nosniff") {
        return Vec::new();
    }
    let documents = documents(file);
    let entries = documents.iter().filter_map(|document| dotted(document, "nelmio_security.content_type.nosniff"));
    let off = entries.filter(|entry| entry.value.bool() == Some(false));
    off.map(|entry| finding(file.place(entry.span))).collect()
}

fn header(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let wrong =
        declaration.plain("x-content-type-options").filter(|plain| !plain.value.eq_ignore_ascii_case("nosniff"));
    wrong.map(|plain| finding(file.place(plain.span))).into_iter().collect()
}

fn finding(place: Place) -> Finding {
    let told = message(
        ("X-Content-Type-Options: nosniff n’est pas envoyé.", "X-Content-Type-Options: nosniff is not sent."),
        (
            "Un navigateur peut exécuter comme script un fichier qui n’en est pas un ; l’Observatory retire 5 points.",
            "A browser may run as a script a file that is none; the Observatory takes 5 points off.",
        ),
        (
            "Retirez cette ligne, ou écrivez nosniff : c’est la seule valeur qui existe.",
            "Remove this line, or write nosniff: it is the only value there is.",
        ),
    );
    Finding::new(&META, place, told)
}
