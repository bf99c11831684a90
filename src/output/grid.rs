//! The grid of the RGAA's 106 critères: what the rules found, and what a person has to look at.
//!
//! It is the first page of an audit. No line of it ever says « conforme » or « non applicable »: source alone cannot.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use checks_core::{Finding, Lang, Level, Meta};
use checks_rgaa::referential::{Criterion, criterion_of, method, referential};
use serde::Serialize;
use serde_json::{Value, json};

use super::text::plain;
use crate::review::summary::{count, others};

/// Places told one by one for a critère in text, and for a rule in the forms that people import.
const MOST_PLACES: usize = 5;
const MOST_IMPORTED: usize = 50;

/// Where a critère stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// A test of it fails for sure.
    Failing,
    /// Something is probably wrong, or is to verify.
    ToVerify,
    /// Rules look at a part of it and found nothing.
    NothingFound,
    /// No rule looks at it.
    ByPerson,
}

impl State {
    /// All of them, gravest first.
    pub const ALL: [Self; 4] = [Self::Failing, Self::ToVerify, Self::NothingFound, Self::ByPerson];

    const fn word(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Failing, Lang::Fr) => "non conforme",
            (Self::Failing, Lang::En) => "not conforming",
            (Self::ToVerify, Lang::Fr) => "à vérifier",
            (Self::ToVerify, Lang::En) => "to verify",
            (Self::NothingFound, Lang::Fr) => "rien trouvé, à contrôler",
            (Self::NothingFound, Lang::En) => "nothing found, to be checked",
            (Self::ByPerson, Lang::Fr) => "à contrôler par une personne",
            (Self::ByPerson, Lang::En) => "to be checked by a person",
        }
    }

    /// The word of an auditor's grid: non conforme, or not tested.
    const fn of_audit(self) -> &'static str {
        match self {
            Self::Failing => "NC",
            Self::ToVerify | Self::NothingFound | Self::ByPerson => "NT",
        }
    }
}

/// A critère and what was found for it.
#[derive(Debug)]
pub struct Row<'a> {
    /// The thématique's number.
    pub topic: u8,
    /// The thématique's name.
    pub title: &'static str,
    /// The critère.
    pub criterion: &'static Criterion,
    /// Where it stands.
    pub state: State,
    /// What was found, by place.
    pub findings: Vec<&'a Finding>,
}

impl Row<'_> {
    /// `1.1`.
    pub fn id(&self) -> String {
        format!("{}.{}", self.topic, self.criterion.number)
    }

    fn certain(&self) -> usize {
        self.findings.iter().filter(|finding| finding.level == Level::Failure).count()
    }
}

/// The 106 rows, in the referential's order, from findings sorted by place.
pub fn rows<'a>(findings: impl IntoIterator<Item = &'a Finding>, rules: &[&'static Meta]) -> Vec<Row<'a>> {
    let mut found: BTreeMap<(u8, u8), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let mut named: Vec<_> = finding.sources.iter().filter_map(|source| criterion_of(source)).collect();
        named.sort_unstable();
        named.dedup();
        for criterion in named {
            found.entry(criterion).or_default().push(finding);
        }
    }
    let looked = |id| rules.iter().flat_map(|meta| meta.sources).any(|source| criterion_of(source) == Some(id));
    let mut rows = Vec::new();
    for topic in referential() {
        for criterion in &topic.criteria {
            let id = (topic.number, criterion.number);
            let findings = found.remove(&id).unwrap_or_default();
            let state = match findings.iter().map(|finding| finding.level).max() {
                Some(Level::Failure) => State::Failing,
                Some(Level::Warning | Level::Notice) => State::ToVerify,
                None if looked(id) => State::NothingFound,
                None => State::ByPerson,
            };
            rows.push(Row { topic: topic.number, title: &topic.title, criterion, state, findings });
        }
    }
    rows
}

/// The grid in words.
pub fn text(rows: &[Row<'_>], lang: Lang) -> String {
    let french = lang == Lang::Fr;
    let mut out = String::new();
    let mut topic = 0;
    for row in rows {
        if row.topic != topic {
            topic = row.topic;
            let _ = writeln!(out, "{}{}. {}\n", if topic > 1 { "\n" } else { "" }, topic, row.title);
        }
        let Criterion { title, level, .. } = row.criterion;
        let _ = writeln!(out, "  {:5} {:2}  {}", row.id(), level, title);
        let told = match (row.certain(), row.findings.len()) {
            (0, 0) => String::new(),
            (0, all) => format!(" ({all})"),
            (certain, all) if certain == all => format!(" ({all})"),
            (certain, all) if french => format!(" ({certain}, et {} à vérifier)", all - certain),
            (certain, all) => format!(" ({certain}, and {} to verify)", all - certain),
        };
        let _ =
            writeln!(out, "            {}{told} · {}", row.state.word(lang), method(row.topic, row.criterion.number));
        let mut findings = row.findings.clone();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
        for finding in findings.iter().take(MOST_PLACES) {
            let _ = writeln!(out, "              {}  {}", place(finding), plain(finding.message.what.get(lang)));
        }
        if row.findings.len() > MOST_PLACES {
            let _ = writeln!(out, "              {}", others(row.findings.len() - MOST_PLACES, lang));
        }
    }
    let _ = writeln!(out, "\n{}", total(rows, lang));
    out
}

fn total(rows: &[Row<'_>], lang: Lang) -> String {
    let by = |state: State| rows.iter().filter(|row| row.state == state).count();
    let [failing, to_verify, nothing, person] = State::ALL.map(by);
    let criteria = count(rows.len(), lang, ("critère", "criterion"), ("critères", "criteria"));
    let certain = count(failing, lang, ("non conforme", "not conforming"), ("non conformes", "not conforming"));
    match lang {
        Lang::Fr => format!(
            "RGAA 4.1.2, {criteria} : {certain}, {to_verify} à vérifier, {nothing} où les règles n’ont rien trouvé, {person} qu’aucune règle ne regarde.\n\
             Cette grille prépare un audit et n’en tient pas lieu : seule une personne peut dire qu’un critère est conforme.",
        ),
        Lang::En => format!(
            "RGAA 4.1.2, {criteria}: {certain}, {to_verify} to verify, {nothing} where the rules found nothing, {person} that no rule looks at.\n\
             This grid prepares an audit and does not stand for one: only a person can say that a criterion is met.",
        ),
    }
}

fn place(finding: &Finding) -> String {
    format!("{}:{}", plain(&finding.place.path), finding.place.region.start.line)
}

/// The grid as JSON: `referential`, and per critère its `id`, `topic`, `title`, `level`, `wcag`, `state`, `method` and
/// `findings` (`rule`, `level`, `path`, `line`, `message`, `sources`).
///
/// # Errors
///
/// Never: every value is text or a number.
pub fn json(rows: &[Row<'_>], lang: Lang) -> serde_json::Result<String> {
    let criteria: Vec<Value> = rows
        .iter()
        .map(|row| {
            let finding = |finding: &&Finding| {
                json!({
                    "rule": finding.rule,
                    "level": finding.level,
                    "path": finding.place.path,
                    "line": finding.place.region.start.line,
                    "message": finding.text(lang),
                    "sources": finding.sources,
                })
            };
            json!({
                "id": row.id(),
                "topic": { "number": row.topic, "title": row.title },
                "title": row.criterion.title,
                "level": row.criterion.level,
                "wcag": row.criterion.wcag,
                "state": row.state,
                "method": method(row.topic, row.criterion.number),
                "findings": row.findings.iter().map(finding).collect::<Vec<_>>(),
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&json!({ "referential": "RGAA 4.1.2", "criteria": criteria }))? + "\n")
}

/// The grid as CSV (RFC 4180, UTF-8): a row per critère, with the word of an audit's grid (`NC`, `NT`).
///
/// # Errors
///
/// Never: it is written to memory.
pub fn csv(rows: &[Row<'_>], lang: Lang) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = match lang {
        Lang::Fr => [
            "Critères",
            "Thématique",
            "Niveau",
            "Intitulé",
            "Statut",
            "État",
            "Certains",
            "À vérifier",
            "Où",
            "Méthode",
        ],
        Lang::En => {
            ["Criteria", "Topic", "Level", "Title", "Status", "State", "Certain", "To verify", "Where", "Method"]
        }
    };
    writer.write_record(head)?;
    for row in rows {
        let certain = row.certain();
        writer.write_record([
            row.id().as_str(),
            row.title,
            &row.criterion.level,
            &row.criterion.title,
            row.state.of_audit(),
            row.state.word(lang),
            &certain.to_string(),
            &(row.findings.len() - certain).to_string(),
            &cell(&places(&row.findings, " ", lang)),
            &method(row.topic, row.criterion.number),
        ])?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A cell that no spreadsheet takes for a formula: paths are strangers' words.
fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn places(findings: &[&Finding], between: &str, lang: Lang) -> String {
    let mut told: Vec<String> = findings.iter().take(MOST_IMPORTED).map(|finding| place(finding)).collect();
    if findings.len() > MOST_IMPORTED {
        told.push(others(findings.len() - MOST_IMPORTED, lang));
    }
    told.join(between)
}

/// What fails for sure, as Ara takes results: the body of its `PATCH /audits/{id}/results`
/// (`confiture-rest-api/src/audits/dto/requests/update-results.dto.ts` of DISIC/Ara). `page` is the number that Ara gives
/// to the audited page. Critères without a certain failure are left out, so that nothing a person filled in is undone.
///
/// # Errors
///
/// Never: every value is text or a number.
pub fn ara(rows: &[Row<'_>], page: u32, lang: Lang) -> serde_json::Result<String> {
    let failing = rows.iter().filter(|row| row.state == State::Failing);
    let data: Vec<Value> = failing
        .map(|row| {
            json!({
                "pageId": page,
                "topic": row.topic,
                "criterium": row.criterion.number,
                "status": "NOT_COMPLIANT",
                "compliantComment": null,
                "notApplicableComment": null,
                "notCompliantItems": items(row, lang),
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&json!({ "data": data }))? + "\n")
}

/// One item per thing said, with the places where it is.
fn items(row: &Row<'_>, lang: Lang) -> Vec<Value> {
    let mut by_text: BTreeMap<(&str, String), Vec<&Finding>> = BTreeMap::new();
    for &finding in row.findings.iter().filter(|finding| finding.level == Level::Failure) {
        by_text.entry((finding.message.what.get(lang), finding.text(lang))).or_default().push(finding);
    }
    let item = |((title, text), findings): ((&str, String), Vec<&Finding>)| {
        json!({
            "title": title.trim_end_matches('.'),
            "comment": format!("{text}\n\n{}", places(&findings, "\n", lang)),
            "userImpact": null,
            "quickWin": findings.iter().all(|finding| finding.fix.is_some()),
        })
    };
    by_text.into_iter().map(item).collect()
}

#[cfg(test)]
mod tests {
    use checks_core::{File, Interest};

    use super::*;

    fn findings(path: &str, text: &str) -> Vec<Finding> {
        let check: &dyn checks_core::Check = &checks_rgaa::CHECK;
        assert_ne!(check.interest(path), Interest::Ignored);
        check.inspect(&File::new(path, text)).findings
    }

    fn grid(findings: &[Finding]) -> Vec<Row<'_>> {
        rows(findings, &checks_core::Check::rules(&checks_rgaa::CHECK))
    }

    fn state(rows: &[Row<'_>], id: &str) -> State {
        rows.iter().find(|row| row.id() == id).unwrap().state
    }

    #[test]
    fn every_criterion_has_its_state() {
        let found = findings("a.html", "<img src=a.png><a href=b></a>");
        let rows = grid(&found);
        assert_eq!(rows.len(), 106);
        assert_eq!(state(&rows, "1.1"), State::Failing);
        assert_eq!(state(&rows, "6.2"), State::Failing);
        assert_eq!(state(&rows, "11.1"), State::NothingFound);
        assert_eq!(state(&rows, "12.1"), State::ByPerson);
    }

    #[test]
    fn the_text_never_says_that_a_criterion_is_met() {
        let told = text(&grid(&[]), Lang::Fr);
        assert!(told.contains("106 critères : 0 non conforme"), "{told}");
        assert!(!told.lines().any(|line| line.trim() == "conforme"));
    }

    #[test]
    fn the_csv_has_a_row_per_criterion_and_no_formula() {
        let found = findings("=cmd.html", "<img src=a.png>");
        let told = csv(&grid(&found), Lang::Fr).unwrap();
        let mut reader = csv::Reader::from_reader(told.as_bytes());
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 106);
        assert_eq!(&rows[0][4], "NC");
        assert_eq!(&rows[0][8], "'=cmd.html:1");
        assert!(rows[1..].iter().all(|row| &row[4] == "NT"));
    }

    #[test]
    fn ara_is_given_failures_alone() {
        let found = findings("a.html", "<img src=a.png>\n<img src=b.png>");
        let body: Value = serde_json::from_str(&ara(&grid(&found), 7, Lang::Fr).unwrap()).unwrap();
        let data = body["data"].as_array().unwrap();
        assert_eq!(data.len(), 1);
        assert_eq!((&data[0]["pageId"], &data[0]["topic"], &data[0]["criterium"]), (&json!(7), &json!(1), &json!(1)));
        assert_eq!(data[0]["status"], "NOT_COMPLIANT");
        let comment = data[0]["notCompliantItems"][0]["comment"].as_str().unwrap();
        assert!(comment.ends_with("a.html:1\na.html:2"), "{comment}");
    }
}
