//! The review over commits in memory, with a check of its own.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use checks_core::{
    Answer, Check, Facts, File, Finding, Inspection, Interest, Lang, Language, Level, Message, Meta, Note, Project,
    Question, Registry, Releases, Span, Text,
};
use proptest::prelude::*;
use time::Date;
use time::macros::date;

use super::*;

static BAD: Meta = Meta {
    check: "toy",
    id: "bad-word",
    level: Level::Failure,
    sources: &["TOY-1"],
    languages: &[Language::Html],
    page: "# Aucun gros mot\n\n## In English: No bad word\n",
};
static OLD: Meta = Meta {
    check: "toy",
    id: "old-pin",
    level: Level::Warning,
    sources: &[],
    languages: &[Language::Text],
    page: "# Rien de vieux\n\n## In English: Nothing old\n",
};

/// Says every `BAD` of a page, and every name of a `*.lock` that the world knows to be old.
struct Toy;

impl Check for Toy {
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
        vec![&BAD, &OLD]
    }

    fn interest(&self, path: &str) -> Interest {
        match path.rsplit('.').next() {
            Some("html") => Interest::Alone,
            Some("lock") => Interest::Project,
            _ => Interest::Ignored,
        }
    }

    fn inspect(&self, file: &File) -> Inspection {
        assert!(!file.text().contains("PANIC"), "as asked");
        let at = |word: &str| {
            let starts = file.text().match_indices(word).map(|(at, word)| file.place(Span::new(at, at + word.len())));
            starts.collect::<Vec<_>>()
        };
        if self.interest(file.path()) == Interest::Alone {
            let findings = at("BAD").into_iter().map(|place| Finding::new(&BAD, place, message("gros mot"))).collect();
            return Inspection { findings, notes: Vec::new() };
        }
        let names = file.text().split_whitespace().map(|name| {
            let start = name.as_ptr() as usize - file.text().as_ptr() as usize;
            Note::new("pin", file.place(Span::new(start, start + name.len())), &name)
        });
        Inspection { findings: Vec::new(), notes: names.collect() }
    }

    fn asks(&self, project: &Project<'_>) -> Vec<Question> {
        project.on("pin").filter_map(Note::read::<String>).map(question).collect()
    }

    fn conclude(&self, project: &Project<'_>, facts: &Facts) -> Vec<Finding> {
        let old = |note: &&Note| {
            note.read::<String>()
                .is_some_and(|name| *facts.answer(&question(name)) == Answer::Releases(Releases::default()))
        };
        project.on("pin").filter(old).map(|note| Finding::new(&OLD, note.place.clone(), message("vieux"))).collect()
    }
}

fn question(name: String) -> Question {
    Question::Releases { registry: Registry::Npm, name }
}

fn message(what: &str) -> Message {
    let text = || Text::new(format!("{what}."), format!("{what}."));
    Message { what: text(), why: text(), how: text() }
}

static TOY: Toy = Toy;
const TODAY: Date = date!(2026 - 11 - 23);

type Files<'a> = &'a [(&'a str, &'a str)];

fn snapshot(files: Files<'_>) -> Snapshot {
    // A content's hash in the tests is the content.
    let blob = |text: &str| Blob { sha: text.to_owned(), size: Some(text.len() as u64) };
    Snapshot::new(files.iter().map(|(path, text)| ((*path).to_owned(), blob(text))))
}

/// What a host does, with `kept` inspections; everything asked about is old, unless named `new…`, or unknown `?…`.
fn review_with(base: Option<Files<'_>>, head: Files<'_>, settings: &str, kept: &mut Inspections) -> (Outcome, Asked) {
    let read = Settings::read(&File::new(SETTINGS_PATH, settings), &[&TOY], TODAY);
    let sides = Sides { head: snapshot(head), base: base.map(snapshot) };
    let boundaries = Boundaries::new(&read.settings.ignore, "");
    let review = Review::new(&[&TOY], &sides, read.settings, read.findings, &boundaries);
    let jobs = review.jobs(kept);
    let asked_files = jobs.iter().map(|job| job.path.clone()).collect();
    let inspected = inspect::run(&jobs, |job| (job.sha != "LOST").then(|| job.sha.clone().into_bytes()), || {});
    kept.extend(inspected.inspections);
    let questions = review.questions(kept);
    let answer = |question: &Question| match question {
        Question::Releases { name, .. } if name.starts_with('?') => Answer::Unknown,
        Question::Releases { name, .. } if name.starts_with("new") => Answer::Absent,
        _ => Answer::Releases(Releases::default()),
    };
    let answers: BTreeMap<Question, Answer> = questions.iter().map(|asked| (asked.clone(), answer(asked))).collect();
    let mut outcomes = review.conclude(kept.clone(), &Facts::new(TODAY, answers));
    (outcomes.remove(0), Asked { files: asked_files, questions })
}

struct Asked {
    files: Vec<String>,
    questions: BTreeSet<Question>,
}

fn review(base: Files<'_>, head: Files<'_>) -> Outcome {
    review_with(Some(base), head, "", &mut HashMap::new()).0
}

fn lines(findings: &[Finding]) -> Vec<(String, u32)> {
    findings.iter().map(|finding| (finding.place.path.clone(), finding.place.region.start.line)).collect()
}

fn at(path: &str, line: u32) -> (String, u32) {
    (path.to_owned(), line)
}

#[test]
fn only_what_the_change_brings_in_decides() {
    let outcome = review(&[("a.html", "x\nBAD\ny")], &[("a.html", "new\nx\nBAD\ny"), ("b.html", "BAD")]);
    assert_eq!(lines(&outcome.new), [at("b.html", 1)]);
    assert_eq!(lines(&outcome.remaining), [at("a.html", 3)]);
    assert_eq!(outcome.conclusion, Conclusion::Failure);
    let fixed = review(&[("a.html", "BAD\nBAD")], &[("a.html", "BAD\nok")]);
    assert_eq!((fixed.fixed.len(), fixed.remaining.len(), fixed.conclusion), (1, 1, Conclusion::Success));
}

#[test]
fn the_whole_head_is_reviewed_without_a_base() {
    let (outcome, _) = review_with(None, &[("a.html", "BAD"), ("p.lock", "react")], "", &mut HashMap::new());
    assert_eq!(lines(&outcome.new), [at("a.html", 1), at("p.lock", 1)]);
    let told = outcome.told();
    assert!(told.iter().all(|told| told.state == State::New && told.fingerprint.len() == 32));
}

#[test]
fn an_identical_element_put_before_the_old_one_is_the_new_one() {
    let outcome = review(&[("a.html", "<p>\nBAD\n</p>")], &[("a.html", "<div>\nBAD\n</div>\n<p>\nBAD\n</p>")]);
    assert_eq!(lines(&outcome.new), [at("a.html", 2)]);
    assert_eq!(lines(&outcome.remaining), [at("a.html", 5)]);
}

#[test]
fn a_finding_follows_its_file_that_moves_and_changes() {
    let moved = review(&[("a.html", "x\nBAD")], &[("b/a.html", "x\nBAD")]);
    assert_eq!((moved.new.len(), moved.fixed.len(), moved.conclusion), (0, 0, Conclusion::Success));
    let text = "1\n2\nBAD\n4\n5";
    let changed = review(&[("a.html", text)], &[("b/a.html", &text.replace('1', "one"))]);
    assert_eq!((changed.new.len(), changed.fixed.len(), changed.remaining.len()), (0, 0, 1));
    // The old file still stands: what is in the new one is a copy, and new.
    let copied = review(&[("a.html", text)], &[("a.html", text), ("b.html", text)]);
    assert_eq!(lines(&copied.new), [at("b.html", 3)]);
}

#[test]
fn files_that_did_not_change_are_not_read_and_kept_ones_neither() {
    let rest: Vec<(String, String)> = (0..50).map(|n| (format!("p{n}.html"), format!("BAD {n}"))).collect();
    let mut base: Vec<(&str, &str)> = rest.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    base.push(("p.lock", "react"));
    let mut head = base.clone();
    head.push(("q.html", "BAD"));
    let mut kept = HashMap::new();
    let (outcome, asked) = review_with(Some(&base), &head, "", &mut kept);
    assert_eq!(asked.files, ["p.lock", "q.html"], "a new path may change what the project concludes");
    assert_eq!(asked.questions.len(), 0, "what weighs did not change: the world is not asked");
    assert_eq!((outcome.new.len(), outcome.fixed.len()), (1, 0));
    let (again, asked) = review_with(Some(&base), &head, "", &mut kept);
    assert_eq!((asked.files.len(), again), (0, outcome));

    head.pop();
    head[0].1 = "mended";
    let (_, asked) = review_with(Some(&base), &head, "", &mut HashMap::new());
    assert_eq!(asked.files, ["p0.html", "p0.html"], "no path changed: the project is as it was");
}

#[test]
fn the_world_is_asked_once_for_both_sides_and_decides_nothing_when_silent() {
    let (outcome, asked) =
        review_with(Some(&[("p.lock", "react ?vue")]), &[("p.lock", "react ?vue lodash new")], "", &mut HashMap::new());
    assert_eq!(asked.questions.len(), 4);
    assert_eq!(outcome.new.len(), 1);
    assert_eq!(outcome.unknown, [question("?vue".to_owned())]);
    assert_eq!(outcome.conclusion, Conclusion::Neutral, "a warning does not fail, nor does the unknown");
}

#[test]
fn a_check_with_nothing_to_look_at_is_skipped() {
    assert_eq!(review(&[("a.txt", "1")], &[("a.txt", "2")]).conclusion, Conclusion::Skipped);
    assert_eq!(review(&[("a.html", "1")], &[("a.html", "1"), ("b.txt", "2")]).conclusion, Conclusion::Skipped);
    assert_eq!(review(&[("a.html", "BAD")], &[]).conclusion, Conclusion::Success, "what was removed was looked at");
}

#[test]
fn a_panic_loses_one_file_and_says_so() {
    let outcome = review(&[("b.html", "ok")], &[("a.html", "PANIC"), ("b.html", "BAD")]);
    assert_eq!((outcome.unread.as_slice(), outcome.new.len()), (["a.html".to_owned()].as_slice(), 1));
    assert_eq!(outcome.conclusion, Conclusion::Failure);
    let outcome = review(&[("b.html", "PANIC BAD")], &[("b.html", "BAD")]);
    assert_eq!((outcome.new.len(), outcome.conclusion), (0, Conclusion::Neutral), "what it was before is not known");
    let outcome = review(&[("p.lock", "react")], &[("p.lock", "react PANIC lodash")]);
    assert_eq!((outcome.new.len(), outcome.fixed.len(), outcome.conclusion), (0, 0, Conclusion::Neutral));
    let outcome = review(&[], &[("a.html", "LOST")]);
    assert_eq!((outcome.unread.len(), outcome.conclusion), (1, Conclusion::Neutral));
    let jobs = [inspect::Job { path: "a.html".to_owned(), sha: "PANIC".to_owned(), checks: vec![&TOY] }];
    let inspected = inspect::run(&jobs, |job| Some(job.sha.clone().into_bytes()), || {});
    assert_eq!(inspected.problems, [Problem::Stopped { check: "toy", path: Some("a.html".to_owned()) }]);
    assert!(inspected.inspections.is_empty());
}

#[test]
fn settings_weigh_waive_and_leave_out() {
    let head: Files<'_> = &[("a.html", "BAD"), ("old/b.html", "BAD"), ("docs/c.html", "BAD")];
    let with = |settings: &str| review_with(Some(&[]), head, settings, &mut HashMap::new()).0;
    let until = |until: &str| {
        format!("waivers:\n  - rule: toy/bad-word\n    path: old/\n    reason: refonte\n    until: {until}\n")
    };
    assert_eq!(with("").new.len(), 3);
    assert_eq!(with("ignore: [docs/]").new.len(), 2);
    let warned = with("rules:\n  toy/bad-word: warning\n");
    assert_eq!((warned.counts().warnings, warned.conclusion), (3, Conclusion::Neutral));
    assert_eq!(with("rules:\n  toy/bad-word: off\n").new.len(), 0);
    let advised = with("checks: { toy: { advisory: true } }");
    assert_eq!((advised.counts().failures, advised.conclusion), (3, Conclusion::Neutral));
    let off = with("checks: { toy: { enabled: false } }");
    assert_eq!((off.new.len(), off.conclusion), (0, Conclusion::Skipped));
    let waived = with(&until("2026-11-23"));
    assert_eq!((waived.new.len(), waived.waived, waived.elsewhere.len()), (2, 1, 0), "the last day is included");
    let over = with(&until("2026-11-22"));
    assert_eq!((over.new.len(), over.waived, over.elsewhere.len()), (3, 0, 1));
    assert!(over.elsewhere[0].message.what.fr.contains("a pris fin le 2026-11-22"));
}

#[test]
fn a_change_of_the_settings_alone_shows_their_mistakes() {
    let text = "chekcs: {}\n";
    let (outcome, _) = review_with(Some(&[]), &[(SETTINGS_PATH, text)], text, &mut HashMap::new());
    assert_eq!((outcome.settings.len(), outcome.conclusion), (1, Conclusion::Neutral));
    let told = summary::tell(&outcome, &[], Lang::Fr, &|_| None);
    assert_eq!(told.title, "Réglages à revoir");
    assert!(told.summary.contains("1 réglage à revoir"), "{}", told.summary);
    let (untouched, _) = review_with(Some(&[]), &[("a.html", "ok")], text, &mut HashMap::new());
    assert_eq!((untouched.elsewhere.len(), untouched.conclusion), (1, Conclusion::Success));
}

#[test]
fn a_mistake_in_the_settings_is_told_on_its_line_and_the_rest_applies() {
    let text = "startup: ma.cantine\ncheks:\n  toy: {}\nchecks:\n  toy:\n    enabled: oui\n    advisory: true\nrules:\n  toy/bad-wrod: off\n  toy/old-pin: warn\nstartup: autre\nignore: docs/\nwaivers:\n  - rule: toy/bad-word\n    path: a\n    until: demain\n  - rule: toy/bad-word\n    path: a\n    reason: x\n    until: 2026-13-45\n";
    let read = Settings::read(&File::new(SETTINGS_PATH, text), &[&TOY], TODAY);
    let told: Vec<(u32, String, String)> = read
        .findings
        .iter()
        .map(|finding| {
            let Message { what, how, .. } = &finding.message;
            (finding.place.region.start.line, what.fr.clone(), how.fr.clone())
        })
        .collect();
    insta::assert_yaml_snapshot!("settings_mistakes", told);
    assert_eq!(read.settings.startup.as_deref(), Some("ma.cantine"));
    assert!(read.settings.advisory("toy") && read.settings.enabled("toy"));
    assert!(read.settings.rules.is_empty() && read.settings.waivers.is_empty());
}

#[test]
fn settings_that_are_no_yaml_are_told_once() {
    for (text, findings) in [("a: [b", 1), ("- x\n", 1), ("", 0), ("# rien\n", 0), ("\u{0}", 0), ("x: &a [*a, *a]", 1)]
    {
        let read = Settings::read(&File::new(SETTINGS_PATH, text), &[&TOY], TODAY);
        assert_eq!(read.findings.len(), findings, "{text:?} {:?}", read.findings);
        assert_eq!(read.settings, Settings::default());
    }
}

#[test]
fn hostile_settings_cost_little() {
    let laughs: String = (1..30).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
        let before = n - 1;
        text + &format!("a{n}: &a{n} [*a{before}, *a{before}, *a{before}]\n")
    });
    let flood = (0..5_000).map(|n| format!("k{n}: 1")).collect::<Vec<_>>().join("\n");
    for text in
        ["[".repeat(50_000), "{a: ".repeat(50_000), "- ".repeat(50_000), laughs, "? [a]\n: b\n".to_owned(), flood]
    {
        let read = Settings::read(&File::new(SETTINGS_PATH, text.as_str()), &[&TOY], TODAY);
        assert!((1..=settings::MOST_FINDINGS).contains(&read.findings.len()), "{}", read.findings.len());
        assert_eq!(read.settings, Settings::default());
    }
}

#[test]
fn a_repository_speaks_over_its_organisation() {
    let read = |text: &str| Settings::read(&File::new("vigie.yml", text), &[&TOY], TODAY).settings;
    let lower = read(
        "startup: org\nchecks: { toy: { enabled: false, advisory: true } }\nignore: [a/]\nrules: { toy/bad-word: off, toy/old-pin: failure }\n",
    );
    let upper = read("checks: { toy: { enabled: true } }\nignore: [b/]\nrules: { toy/bad-word: notice }\n");
    let settings = upper.over(lower);
    assert_eq!(settings.startup.as_deref(), Some("org"));
    assert!(settings.enabled("toy") && settings.advisory("toy"));
    assert_eq!(settings.ignore, ["a/", "b/"]);
    assert_eq!(settings.rules["toy/bad-word"], Some(Level::Notice));
    assert_eq!(settings.rules["toy/old-pin"], Some(Level::Failure));
}

#[test]
fn the_schema_and_the_reader_agree() {
    let schema: serde_json::Value = serde_json::from_str(settings::SCHEMA).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let good = checks_core::Page::parse(settings::MISTAKE.page);
    let cases = [
        (good.conforming[0].samples[0].text.replace("rgaa/img-alt", "toy/bad-word").replace("rgaa", "toy"), true),
        (good.non_conforming[0].samples[0].text.clone(), false),
        ("checks: { toy: { enabled: 1 } }".to_owned(), false),
        ("checks: { toy: { on: true } }".to_owned(), false),
        ("ignore: { a: b }".to_owned(), false),
        ("rules: { toy/bad-word: loud }".to_owned(), false),
        ("rules: { toy/bad-word: off }".to_owned(), true),
        ("rules: { toy/bad-word: failure, toy/old-pin: notice }".to_owned(), true),
        ("waivers: [{ rule: toy/bad-word, path: a, until: 2027-01-01 }]".to_owned(), false),
        ("waivers: [{ rule: toy/bad-word, path: a, reason: r, until: 2027-01-01 }]".to_owned(), true),
        ("startup: [a]".to_owned(), false),
        ("checks:\nignore:\n".to_owned(), true),
    ];
    for (text, holds) in cases {
        let value: serde_json::Value = serde_saphyr::from_str(&text).unwrap();
        assert_eq!(validator.is_valid(&value), holds, "schema: {text}");
        let read = Settings::read(&File::new(SETTINGS_PATH, text.as_str()), &[&TOY], TODAY);
        assert_eq!(read.findings.is_empty(), holds, "reader: {text} {:?}", read.findings);
    }
}

#[test]
fn a_summary_says_what_is_new_and_what_to_do() {
    let page = |rule: &str| Some(format!("https://vigie.example/regles/{rule}"));
    let base: Files<'_> = &[("a.html", "x\nBAD\nBAD"), ("q.lock", "a")];
    let hostile = "b|`x` <img> @all.html";
    let head: Files<'_> = &[("a.html", "x\nBAD"), (hostile, "BAD BAD"), ("q.lock", "a ?b react")];
    let settings = "waivers: [{ rule: toy/bad-word, path: zz, reason: r, until: hier }]";
    let (outcome, _) = review_with(Some(base), head, settings, &mut HashMap::new());
    let told = |outcome: &Outcome, lang| summary::tell(outcome, &[&BAD, &OLD], lang, &page);
    let fr = told(&outcome, Lang::Fr);
    insta::assert_snapshot!("summary_fr", format!("{}\n\n{}", fr.title, fr.summary));
    let en = told(&outcome, Lang::En);
    insta::assert_snapshot!("summary_en", format!("{}\n\n{}", en.title, en.summary));
    let calm = told(&review(&[("a.html", "1")], &[("a.html", "2")]), Lang::Fr);
    insta::assert_snapshot!("summary_calm", format!("{}\n\n{}", calm.title, calm.summary));
}

#[test]
fn a_summary_stays_small() {
    let paths: Vec<String> = (0..3_000).map(|n| format!("{}{n}.html", "d/".repeat(100))).collect();
    let head: Vec<(&str, &str)> =
        paths.iter().map(|path| (path.as_str(), "BAD")).chain([("x.html", "PANIC"), ("y.html", "PANIC ")]).collect();
    let outcome = review(&[], &head);
    let told = summary::tell(&outcome, &[&BAD], Lang::Fr, &|_| None);
    assert!(told.title.starts_with("3000 nouveautés"), "{}", told.title);
    assert!(told.summary.len() < 8_000, "{}", told.summary.len());
}

fn page() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop_oneof!["BAD", "[a-c]{1,2}", "<p>"].prop_map(|line| line), 0..12)
}

proptest! {
    #[test]
    fn moved_lines_and_renames_bring_nothing(mut text in page(), above in prop::collection::vec("[x-z]{1,3}", 0..5)) {
        let before = text.join("\n");
        text.splice(0..0, above);
        let after = text.join("\n");
        let same = review(&[("a.html", &before)], &[("a.html", &after)]);
        prop_assert_eq!((same.new.len(), same.fixed.len()), (0, 0));
        let moved = review(&[("a.html", &before)], &[("b.html", &before)]);
        prop_assert_eq!((moved.new.len(), moved.fixed.len()), (0, 0));
    }

    #[test]
    fn no_settings_stop_the_reader(text in "(startup|checks|toy|rules|waivers|ignore|until|enabled|[ \\n:{}\\[\\]\"'&*|>!?#-]|é|[a-z0-9]){0,40}") {
        let read = Settings::read(&File::new(SETTINGS_PATH, text.as_str()), &[&TOY], TODAY);
        for finding in read.findings {
            prop_assert!(finding.place.span.range().end <= text.len());
        }
    }

    #[test]
    fn one_inserted_element_is_one_new_finding(text in page(), at in 0usize..13) {
        let at = at.min(text.len());
        let before = text.join("\n");
        let mut after = text.clone();
        after.splice(at..at, ["<q>", "x", "BAD", "y", "</q>"].map(str::to_owned));
        let after = after.join("\n");
        let outcome = review(&[("a.html", &before)], &[("a.html", &after)]);
        prop_assert_eq!(lines(&outcome.new), [super::tests::at("a.html", at as u32 + 3)]);
        prop_assert_eq!(outcome.fixed.len(), 0);
        let back = review(&[("a.html", &after)], &[("a.html", &before)]);
        prop_assert_eq!((back.new.len(), back.fixed.len()), (0, 1));
    }

    #[test]
    fn every_finding_is_told_once(before in page(), after in page()) {
        let count = |lines: &[String]| lines.iter().filter(|line| *line == "BAD").count();
        let outcome = review(&[("a.html", &before.join("\n"))], &[("a.html", &after.join("\n"))]);
        if before != after {
            prop_assert_eq!(outcome.new.len() + outcome.remaining.len(), count(&after));
            prop_assert_eq!(outcome.fixed.len() + outcome.remaining.len(), count(&before));
            prop_assert!(outcome.new.is_empty() || outcome.fixed.is_empty());
        }
        let fingerprints: BTreeSet<String> = outcome.told().into_iter().map(|told| told.fingerprint).collect();
        prop_assert_eq!(fingerprints.len(), outcome.new.len() + outcome.remaining.len());
    }
}
