//! The accessibility statement that article 47 of the « loi n° 2005-102 » asks of public services: the state of
//! conformity shown on their pages, and what the page behind it says.
//!
//! The three wordings, the parts of the statement and its length of life are those of
//! <https://accessibilite.numerique.gouv.fr/obligations/mentions-et-pages-obligatoires/>,
//! <https://accessibilite.numerique.gouv.fr/obligations/declaration-accessibilite/> and
//! <https://accessibilite.numerique.gouv.fr/obligations/schema-pluriannuel/>.

use checks_core::{Facts, File, Finding, Inspection, Language, Note, Project};
use checks_markup::Document;

use crate::interest;
use crate::rules::{statement_content, statement_date, statement_mention};
use crate::view::View;

mod dates;
mod declaration;
pub(crate) mod footer;
mod prose;
mod state;

pub(crate) use dates::{Day, Plan, day, plans};
pub(crate) use declaration::Declaration;
pub(crate) use prose::{COMPUTED, Prose};
pub(crate) use state::{Shown, State, shown};

/// What the file says that the whole project, or the day of the review, judges.
pub(crate) fn notes(view: &View<'_>) -> Vec<Note> {
    let mut notes = statement_date::notes(view);
    notes.extend(statement_mention::notes(view));
    notes
}

/// What the files of a project say together on the day of the review.
pub(crate) fn findings(project: &Project<'_>, facts: &Facts) -> Vec<Finding> {
    let mut findings = statement_date::findings(project, facts);
    findings.extend(statement_mention::findings(project));
    findings
}

/// What a statement in Markdown without front matter says: an application shows it, though no other rule can tell that
/// it is a page.
pub(crate) fn in_prose(file: &File) -> Option<Inspection> {
    let is_prose = file.language() == Some(Language::Markdown) && interest::is_statement(file.path());
    if !is_prose || !file.is_text() {
        return None;
    }
    let document = Document::parse(file.shared_text(), Language::Markdown);
    let view = View::new(file, &document);
    view.declaration()?;
    let mut findings = statement_content::look(&view);
    findings.extend(statement_date::look(&view));
    Some(Inspection { findings, notes: notes(&view) })
}

/// `text` as it is compared: lower case, without accents, with plain apostrophes, hyphens and single spaces.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        push_folded(&mut out, c);
    }
    out.trim_end().to_owned()
}

/// Adds a lower-case character as it is compared.
fn push_folded(out: &mut String, c: char) {
    let plain = match c {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        '’' | '‘' | 'ʼ' | '`' => '\'',
        '‐' | '‑' | '–' | '—' | '−' => '-',
        'œ' => return out.push_str("oe"),
        // A combining accent, a soft hyphen, a byte order mark.
        '\u{300}'..='\u{36F}' | '\u{AD}' | '\u{FEFF}' => return,
        c if c.is_whitespace() => {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            return;
        }
        c => c,
    };
    out.push(plain);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_spaces_and_apostrophes_are_folded() {
        assert_eq!(folded(" Déclaration\u{a0}\n d’ACCESSIBILITÉ – e\u{301}tat "), "declaration d'accessibilite - etat");
    }
}
