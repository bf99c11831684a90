use checks_core::{File, Finding, Fix, Language, Level, Meta, Span, Text};

use crate::read::{PROTECTING, apache_lines, is_apache_path};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "apache-no-always",
    level: Level::Notice,
    sources: &["httpd-mod_headers"],
    languages: &[Language::Apache],
    page: include_str!("apache_no_always.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if !is_apache_path(file.path()) {
        return Vec::new();
    }
    let lines = apache_lines(file);
    let weak = lines.iter().filter_map(|line| {
        let header = line.header()?;
        let sets = matches!(header.action.as_str(), "set" | "append" | "merge" | "add");
        let name = &header.name.text;
        if header.is_always || !sets || !PROTECTING.contains(&name.to_ascii_lowercase().as_str()) {
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
            ("Écrivez Header always set.", "Write Header always set."),
        );
        let action = line.words.get(1)?.span;
        let before = Span::new(action.start as usize, action.start as usize);
        let fix = Fix::replace(file, Text::new("Ajouter `always`", "Add `always`"), before, "always ");
        Some(Finding::new(&META, file.place(line.span), told).fix(fix))
    });
    weak.collect()
}
