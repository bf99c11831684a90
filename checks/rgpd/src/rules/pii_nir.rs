use std::sync::LazyLock;

use checks_core::{File, Finding, Language, Level, Meta, Span};
use regex::Regex;

use crate::places::is_elsewhere;
use crate::rule::{Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, look };

static META: Meta = Meta {
    check: "rgpd",
    id: "pii-nir",
    level: Level::Failure,
    sources: &["LIL-30", "decret-2019-341", "CNIL-guide-developpeur-11"],
    languages: &[
        Language::Csv,
        Language::Sql,
        Language::Json,
        Language::Yaml,
        Language::Python,
        Language::Ruby,
        Language::JavaScript,
        Language::Php,
    ],
    page: include_str!("pii_nir.md"),
};

/// Findings in one file: a dump is told by its first lines.
const MOST: usize = 20;

fn look(file: &File) -> Vec<Finding> {
    // Sex, year, month, department (Corsica: 2A, 2B), municipality, rank, key.
    static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"[123478][ .-]?[0-9]{2}[ .-]?(?:0[1-9]|1[0-2]|[2-9][0-9])[ .-]?(?:[0-9]{2}|2[ABab])[ .-]?[0-9]{3}[ .-]?[0-9]{3}[ .-]?[0-9]{2}",
        )
        .ok()
    });
    let Some(number) = &*NUMBER else { return Vec::new() };
    let text = file.text();
    let numbers = number.find_iter(text).filter(|found| is_alone(text, found.start(), found.end()));
    let valid = numbers.filter(|found| has_valid_key(found.as_str()));
    valid
        .filter_map(|found| Some((Span::new(found.start(), found.end()), level(file, found.start(), found.end())?)))
        .take(MOST)
        .map(|(span, level)| finding(file, span, level))
        .collect()
}

/// Whether no letter or digit goes on before or after.
fn is_alone(text: &str, start: usize, end: usize) -> bool {
    let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    let after = text[end..].chars().next();
    !goes_on(text[..start].chars().next_back()) && !after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The key is 97 minus the rest of the thirteen digits by 97; Corsica's departments count as 19 (2A) and 18 (2B).
fn has_valid_key(written: &str) -> bool {
    let plain: String = written.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    let Some((number, key)) = plain.split_at_checked(13) else { return false };
    let number = number.replacen("2A", "19", 1).replacen("2B", "18", 1);
    match (number.parse::<u64>(), key.parse::<u64>()) {
        (Ok(number), Ok(key)) => 97 - number % 97 == key,
        _ => false,
    }
}

/// How sure it is that the number is one: by the name of the field it stands in, else by the quotes around it. A number
/// that nothing names and nothing quotes may be anything.
fn level(file: &File, start: usize, end: usize) -> Option<Level> {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)(?:^|[^a-z])(?:nir|nss|insee|num(?:ero)?[ _-]?(?:de[ _-]?)?(?:secu|ss)[a-z_]*|(?:no?|n°)[ _-]?secu[a-z_]*|s[ée]curit[ée][ _-]?sociale|social[ _-]?security[a-z_]*|ssn)(?:[^a-z]|$)",
        )
        .ok()
    });
    let text = file.text();
    let line = file.position(start as u32).line;
    let span = file.line_span(line);
    let before = text.get(span.start as usize..start)?;
    let is_named = |words: &str| NAMED.as_ref().is_some_and(|named| named.is_match(words));
    let named = match column_name(file, line, before) {
        // A column of another name holds something else, whatever it looks like.
        Some(column) if !is_named(&column) => return None,
        Some(_) => true,
        // Its own field's name, not that of the value before it.
        None => before.rsplit([',', ';']).next().is_some_and(is_named),
    };
    let quote = text[..start].chars().next_back().filter(|c| matches!(c, '"' | '\'' | '`'));
    let quoted = quote.is_some() && text[end..].chars().next() == quote;
    if !named && !quoted {
        return None;
    }
    let around = file.slice(span).to_ascii_lowercase();
    let illustrates = ["example", "exemple", "placeholder", "sample", "fictif", "fictive"];
    let data = matches!(file.language(), Some(Language::Csv | Language::Sql | Language::Json | Language::Yaml));
    if illustrates.iter().any(|word| around.contains(word)) || (is_elsewhere(file.path()) && !data) {
        return Some(Level::Notice);
    }
    Some(if named { Level::Failure } else { Level::Warning })
}

/// The name of the column that a value stands in: a CSV's first line, or the columns of an SQL `insert` above.
fn column_name(file: &File, line: u32, before: &str) -> Option<String> {
    match file.language()? {
        Language::Csv => {
            let header = file.slice(file.line_span(1));
            let separator = [';', '\t', '|', ','].into_iter().find(|separator| header.contains(*separator))?;
            let column = before.matches(separator).count();
            header.split(separator).nth(column).map(|name| format!(" {} ", name.trim_matches(['"', ' '])))
        }
        Language::Sql => {
            let first = line.saturating_sub(50).max(1);
            let insert = (first..=line).rev().map(|line| file.slice(file.line_span(line))).find(|text| {
                let lower = text.to_ascii_lowercase();
                lower.contains("insert into") || lower.starts_with("copy ")
            })?;
            let columns = insert.split_once('(')?.1.split_once(')')?.0;
            let values = before.rsplit('(').next()?;
            let separator = if values.contains('\t') { '\t' } else { ',' };
            columns.split(',').nth(values.matches(separator).count()).map(|name| format!(" {} ", name.trim()))
        }
        _ => None,
    }
}

fn finding(file: &File, span: Span, level: Level) -> Finding {
    let what = match level {
        Level::Notice => (
            "Un numéro de sécurité sociale à clé valide est donné en exemple.",
            "A social security number with a valid key is given as an example.",
        ),
        _ => (
            "Un numéro de sécurité sociale (NIR) à clé valide est versionné ici.",
            "A French social security number (NIR) with a valid key is committed here.",
        ),
    };
    let message = message(
        what,
        (
            "Il désigne une personne, et la loi en réserve l’usage à ce qu’un décret permet ; l’historique de git le garde \
             même effacé.",
            "It names one person, and the law keeps its use to what a decree allows; git's history keeps it even once \
             erased.",
        ),
        (
            "Remplacez-le par un numéro inventé dont la clé est fausse ; si la personne existe, retirez-le aussi de \
             l’historique et prévenez votre délégué à la protection des données.",
            "Put an invented number with a wrong key instead; if the person exists, remove it from the history as well and \
             tell your data protection officer.",
        ),
    );
    Finding::new(&META, file.masked_place(span), message).level(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number with its right key, made here so that none is written in the source.
    fn number(thirteen: &str) -> String {
        let digits = thirteen.replace("2A", "19").replace("2B", "18").parse::<u64>().unwrap();
        format!("{thirteen}{:02}", 97 - digits % 97)
    }

    fn levels(path: &str, text: &str) -> Vec<Level> {
        look(&File::new(path, text)).into_iter().map(|finding| finding.level).collect()
    }

    #[test]
    fn the_key_decides() {
        assert!(has_valid_key(&number("2690299888045")));
        assert!(has_valid_key(&number("282012A004001")));
        assert!(!has_valid_key("269029988804599"));
    }

    #[test]
    fn a_name_or_quotes_must_say_what_the_number_is() {
        let valid = number("1550764999123");
        assert_eq!(levels("a.csv", &format!("nom;nir\nMARTIN;{valid}\n")), [Level::Failure]);
        assert_eq!(levels("a.csv", &format!("nom;siret\nMARTIN;{valid}\n")), []);
        assert_eq!(levels("a.rb", &format!("x = '{valid}'\n")), [Level::Warning]);
        assert_eq!(levels("a.sql", &format!("insert into t (id, nir) values (1, {valid});\n")), [Level::Failure]);
        assert_eq!(levels("a.sql", &format!("insert into t (nir, montant) values (null, {valid});\n")), []);
        assert_eq!(levels("a.yml", &format!("nir: {valid}0\n")), [], "a longer number");
        assert_eq!(levels("a.json", &format!("{{\"nir\": {{\"example\": \"{valid}\"}}}}")), [Level::Notice]);
    }

    #[test]
    fn no_finding_holds_the_number() {
        let valid = number("2690299888045");
        let spaced = format!("{} {} {}", &valid[..1], &valid[1..7], &valid[7..]);
        let file = File::new("a.csv", format!("nom;nir\nA;{valid}\nB;{spaced}\n"));
        let findings = look(&file);
        assert_eq!(findings.len(), 2);
        let told = serde_json::to_string(&findings).unwrap();
        assert!(!told.contains(&valid) && !told.contains(&spaced) && !told.contains(&valid[..13]));
    }
}
