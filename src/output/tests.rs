//! The outputs over one outcome with everything in it.

use checks_core::{Edit, File, Fix, Language, Message, Span, Text};

use super::*;
use crate::review::inspect::run;
use crate::review::{Blob, Boundaries, Review, Settings, Sides, Snapshot};

static RULE: Meta = Meta {
    check: "toy",
    id: "bad-word",
    level: Level::Failure,
    sources: &["TOY-1", "WCAG-1.1.1"],
    languages: &[Language::Html],
    page: "# Aucun gros mot\n\n## Pourquoi\nParce que `c’est` laid.\n\n## Que faire\nÉcrire autrement.\n\n## In English: No bad word\n### Why\nIt is ugly.\n### What to do\nWrite otherwise.\n\n## Références\n- [Bienséance](https://example.fr/a(b))\n",
};

struct Toy;

impl checks_core::Check for Toy {
    fn name(&self) -> &'static str {
        "toy"
    }

    fn title(&self) -> Text {
        Text::new("Jouet", "Toy")
    }

    fn version(&self) -> u32 {
        1
    }

    fn rules(&self) -> Vec<&'static Meta> {
        vec![&RULE]
    }

    fn interest(&self, _: &str) -> checks_core::Interest {
        checks_core::Interest::Alone
    }

    fn inspect(&self, file: &File) -> checks_core::Inspection {
        let findings = file.text().match_indices("BAD").map(|(at, word)| {
            let span = Span::new(at, at + word.len());
            let message = Message {
                what: Text::new("Un | gros <mot>.", "A bad word."),
                why: Text::new("C’est laid.", "It is ugly."),
                how: Text::new("Écrivez « bien ».", "Write “good”."),
            };
            let fix = Fix {
                title: Text::new("Écrire « bien »", "Write good"),
                edits: vec![Edit { span, region: file.region(span), replacement: "bien".to_owned() }],
            };
            Finding::new(&RULE, file.place(span), message).fix(fix).related(file.start_place())
        });
        checks_core::Inspection { findings: findings.collect(), notes: Vec::new() }
    }
}

const SOURCE: &str = "<p>\u{1b}[31m été\u{202e} BAD</p>\n<b>\n\tBAD BAD\n</b>\n";
const PATH: &str = "dossier é/a:b %20|`x`.html";

fn outcomes() -> Vec<Outcome> {
    let blob = Blob { sha: "1".to_owned(), size: None };
    let sides = Sides { head: Snapshot::new([(PATH.to_owned(), blob)]), base: None };
    let read =
        Settings::read(&File::new(".github/vigie.yml", "chek: 1\n"), &[&Toy], time::macros::date!(2026 - 11 - 23));
    let review = Review::new(&[&Toy], &sides, read.settings, read.findings, &Boundaries::default());
    let kept = run(&review.jobs(&std::collections::HashMap::new()), |_| Some(SOURCE.into()), || {});
    let facts = checks_core::Facts::new(time::macros::date!(2026 - 11 - 23), std::collections::BTreeMap::new());
    review.conclude(kept.inspections.into_iter().collect(), &facts)
}

fn written(tell: impl Fn(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    tell(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn with_report<T>(lang: Lang, tell: impl Fn(&Report<'_>) -> T) -> T {
    let outcomes = outcomes();
    tell(&Report { outcomes: &outcomes, rules: &[&RULE], base: None, files: 1, lang })
}

#[test]
fn text_reads_well_and_moves_no_cursor() {
    let read = |path: &str| Some(if path == PATH { SOURCE.into() } else { b"chek: 1\n".to_vec() });
    for (lang, name) in [(Lang::Fr, "text_fr"), (Lang::En, "text_en")] {
        let styled = with_report(lang, |report| text::text(report, read, 100));
        let shown = anstream::adapter::strip_str(&styled).to_string();
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
        insta::assert_snapshot!(name, shown);
    }
    let gone = with_report(Lang::Fr, |report| text::text(report, |_| None, 100));
    assert!(gone.contains("Un | gros <mot>."), "the source may be gone");
}

#[test]
fn json_is_stable() {
    let json = with_report(Lang::Fr, |report| written(|out| json::json(report, out)));
    insta::assert_snapshot!("json", json);
}

#[test]
fn sarif_is_stable_and_its_addresses_are_relative() {
    let sarif = with_report(Lang::Fr, |report| written(|out| sarif::sarif(report, out)));
    insta::assert_snapshot!("sarif", sarif.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    let value: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let uri =
        value["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    let base = url::Url::parse("https://h/base/").unwrap();
    let joined = base.join(uri).unwrap();
    let back = percent_encoding::percent_decode_str(joined.path()).decode_utf8().unwrap().into_owned();
    assert_eq!(back, format!("/base/{PATH}"));
}

#[test]
fn annotations_keep_within_githubs_limits() {
    let outcomes = outcomes();
    let all: Vec<_> = outcomes[0].annotated().map(|finding| annotations::annotation(finding, Lang::Fr)).collect();
    insta::assert_json_snapshot!("annotations", all);
    let mut long = outcomes[0].new[0].clone();
    long.message.what.fr = "é".repeat(70_000);
    long.rule = "é".repeat(300);
    long.place.region.end.line += 2;
    let cut = annotations::annotation(&long, Lang::Fr).within_limits(Lang::Fr);
    assert!(cut.message.len() <= 64 * 1024 && cut.message.ends_with('…'));
    assert!(cut.title.is_some_and(|title| title.chars().count() == 255));
    assert_eq!((cut.start_column, cut.end_column), (None, None));
}

#[test]
fn rules_are_listed() {
    insta::assert_snapshot!("rules_text", rules::text(&[&RULE], Lang::Fr));
    let json: serde_json::Value = serde_json::from_str(&rules::json(&[&RULE]).unwrap()).unwrap();
    assert_eq!(json[0]["id"], "toy/bad-word");
    assert_eq!(json[0]["languages"][0], "html");
    assert_eq!(json[0]["title"]["en"], "No bad word");
    assert_eq!(json[0]["level"], "failure");
}
