use checks_core::{File, Finding, Fix, Language, Level, Meta, Span, Text};

use crate::nginx::Directive;
use crate::read::PROTECTING;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Nginx(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "nginx-add-header-no-always",
    level: Level::Notice,
    sources: &["nginx-add_header"],
    languages: &[Language::Nginx],
    page: include_str!("nginx_add_header_no_always.md"),
};

fn look(file: &File, directive: &Directive) -> Option<Finding> {
    let name = directive.text(0).filter(|_| directive.name == "add_header")?;
    let value = directive.arguments.get(1)?;
    let is_sent = directive.text(1) != Some("");
    if directive.arguments.len() != 2 || !is_sent || !PROTECTING.contains(&name.to_ascii_lowercase().as_str()) {
        return None;
    }
    let told = message(
        (
            &format!("Sans always, {name} manque sur les pages d’erreur."),
            &format!("Without always, {name} is missing from error pages."),
        ),
        (
            "Elles affichent souvent ce que la personne a saisi : c’est là qu’un script s’injecte.",
            "They often show what the person typed: that is where a script gets injected.",
        ),
        ("Ajoutez always à la fin de la directive.", "Add always at the end of the directive."),
    );
    let end = Span::new(value.span.end as usize, value.span.end as usize);
    let fix = Fix::replace(file, Text::new("Ajouter `always`", "Add `always`"), end, " always");
    Some(Finding::new(&META, file.place(directive.span), told).fix(fix))
}
