//! `vigie check` and `vigie rules`, as scripts run them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use checks_core::{Facts, fingerprints};
use serde_json::Value;
use tempfile::TempDir;
use time::OffsetDateTime;
use vigie::review::{Blob, Boundaries, Review, Settings, Sides, Snapshot, checks, inspect, select};

const BAD: &str = "<img src=\"a.png\">";
const GOOD: &str = "<img src=\"a.png\" alt=\"\">";

/// A folder of files, gone with the test.
struct Folder(TempDir);

impl Folder {
    fn of(files: &[(&str, &str)]) -> Self {
        let folder = Self(TempDir::new().unwrap());
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) -> &Self {
        let output = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.fr", "-c", "commit.gpgsign=false"])
            .args(["-c", "init.defaultBranch=main"])
            .arg("-C")
            .arg(self.path())
            .args(arguments)
            .output()
            .unwrap();
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        self
    }

    /// A repository whose `main` holds these files.
    fn repository(files: &[(&str, &str)]) -> Self {
        let folder = Self::of(files);
        folder.git(&["init", "-q"]).git(&["add", "-A"]).git(&["commit", "-q", "--allow-empty", "-m", "base"]);
        folder
    }

    fn vigie(&self, arguments: &[&str]) -> Ran {
        Ran(vigie().current_dir(self.path()).args(arguments).output().unwrap())
    }

    /// The findings of `vigie check`, as `path:line rule`, and what it said beside them.
    fn found(&self, arguments: &[&str]) -> Vec<String> {
        let mut all = vec!["check", "--only", "rgaa", "--offline", "--format", "json"];
        all.extend(arguments);
        self.vigie(&all).found()
    }
}

fn vigie() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
    command.env_remove("VIGIE_LANG").env("NO_COLOR", "1");
    command
}

struct Ran(Output);

impl Ran {
    fn code(&self) -> i32 {
        self.0.status.code().unwrap_or(-1)
    }

    fn out(&self) -> &str {
        std::str::from_utf8(&self.0.stdout).unwrap()
    }

    fn err(&self) -> &str {
        std::str::from_utf8(&self.0.stderr).unwrap()
    }

    fn json(&self) -> Value {
        serde_json::from_str(self.out()).unwrap_or_else(|error| panic!("{error}: {} {}", self.out(), self.err()))
    }

    fn found(&self) -> Vec<String> {
        let json = self.json();
        let findings = json["findings"].as_array().unwrap();
        let line = |finding: &Value| {
            let (path, rule) = (finding["path"].as_str().unwrap(), finding["rule"].as_str().unwrap());
            format!("{path}:{} {rule}", finding["start"]["line"])
        };
        findings.iter().map(line).collect()
    }
}

#[test]
fn exit_codes_keep_their_contract() {
    let folder = Folder::of(&[("good/a.html", GOOD), ("bad/a.html", BAD)]);
    let code = |arguments: &[&str]| folder.vigie(arguments).code();
    assert_eq!(code(&["check", "good", "--offline"]), 0);
    assert_eq!(code(&["check", "bad", "--offline"]), 1);
    assert_eq!(code(&["check", "bad/a.html", "--offline"]), 1);
    assert_eq!(code(&["check", ".", "--only", "rgaa", "--only", "rgaa,rgaa", "--offline"]), 1);
    assert_eq!(code(&["check", "bad", "--offline", "--fail-on", "notice"]), 1);
    for cannot in [
        &["check", "absent"][..],
        &["check", "--only", "rgaaa"],
        &["check", "--format", "xml"],
        &["check", "--base", "main"],
        &["chek"],
        &[],
    ] {
        let ran = folder.vigie(cannot);
        assert_eq!((ran.code(), ran.out()), (2, ""), "{cannot:?}");
        assert!(!ran.err().is_empty(), "{cannot:?}");
    }
    for (mistake, said) in [
        (&["check", "--offlin"][..], "« --offlin » n’est pas une option. Vouliez-vous écrire « --offline » ?"),
        (&["chek"], "« chek » n’est pas une commande. Vouliez-vous écrire « check » ?"),
        (&["check", "--format", "xml"], "« xml » n’est pas une valeur de --format <FORME> : text, json, sarif."),
        (&["check", "--format", "xml", "--lang", "en"], "invalid value 'xml'"),
    ] {
        assert!(folder.vigie(mistake).err().contains(said), "{}", folder.vigie(mistake).err());
    }
    assert_eq!((code(&["--help"]), code(&["--version"]), code(&["check", "--help"])), (0, 0, 0));
}

#[test]
fn a_level_lowered_or_only_advised_does_not_fail() {
    let folder = Folder::of(&[("a.html", BAD), (".github/vigie.yml", "rules: { rgaa/img-alt: warning }\n")]);
    let code =
        |arguments: &[&str]| folder.vigie(&[&["check", "--offline", "--only", "rgaa"], arguments].concat()).code();
    assert_eq!((code(&[]), code(&["--fail-on", "warning"])), (0, 1));
    folder.write(".github/vigie.yml", "checks: { rgaa: { advisory: true } }\n");
    assert_eq!(code(&["--fail-on", "notice"]), 0);
    folder.write(".github/vigie.yml", "ignore:\n  - a.html\nrulse: {}\n");
    assert_eq!(folder.found(&[]), [".github/vigie.yml:3 vigie/settings"]);
}

#[test]
fn text_speaks_the_language_asked_for_and_ends_with_a_total() {
    let folder = Folder::of(&[("a.html", BAD)]);
    let fr = folder.vigie(&["check", "--offline", "--only", "rgaa"]);
    assert!(fr.out().contains("que faire"), "{}", fr.out());
    assert_eq!(fr.out().lines().last(), Some("1 point à corriger dans 1 fichier (1 fichier regardé)."));
    assert!(!fr.out().contains('\u{1b}'), "no colour outside a terminal");
    let en = folder.vigie(&["check", "--offline", "--only", "rgaa", "--lang", "en"]);
    assert_eq!(en.out().lines().last(), Some("1 point to fix in 1 file (1 file looked at)."));
    let by_variable = vigie().args(["check", "--offline"]).env("VIGIE_LANG", "en").arg(folder.path()).output().unwrap();
    assert!(Ran(by_variable).out().ends_with("looked at).\n"));
    let many = Folder::of(&[("a.html", &format!("{BAD}\n").repeat(100))]);
    let many = many.vigie(&["check", "--offline", "--only", "rgaa"]);
    assert_eq!(many.out().matches("à corriger[rgaa/img-alt]").count(), 20);
    assert!(
        many.out()
            .ends_with("et 80 autres (--format json)\n\n100 points à corriger dans 1 fichier (1 fichier regardé).\n")
    );
    let calm = Folder::of(&[("a.html", GOOD)]).vigie(&["check", "--offline", "--only", "rgaa"]);
    assert_eq!(calm.out(), "Rien à signaler (1 fichier regardé).\n");
}

#[test]
fn sarif_says_what_json_says() {
    let folder = Folder::of(&[("été/a b.html", "<p>é</p>\n<p>é <img src=x></p>\n"), ("b.html", BAD)]);
    let json = folder.vigie(&["check", "--offline", "--only", "rgaa", "--format", "json"]).json();
    let sarif = folder.vigie(&["check", "--offline", "--only", "rgaa", "--format", "sarif"]).json();
    let run = &sarif["runs"][0];
    assert_eq!((&sarif["version"], &run["columnKind"]), (&"2.1.0".into(), &"unicodeCodePoints".into()));
    let (findings, results) = (json["findings"].as_array().unwrap(), run["results"].as_array().unwrap());
    assert_eq!((findings.len(), results.len()), (2, 2));
    for (finding, result) in findings.iter().zip(results) {
        let place = &result["locations"][0]["physicalLocation"];
        let region = &place["region"];
        assert_eq!(result["ruleId"], finding["rule"]);
        assert_eq!(result["level"], if finding["level"] == "failure" { "error" } else { "warning" });
        assert_eq!(
            (&region["startLine"], &region["startColumn"]),
            (&finding["start"]["line"], &finding["start"]["column"])
        );
        assert_eq!((&region["endLine"], &region["endColumn"]), (&finding["end"]["line"], &finding["end"]["column"]));
        assert_eq!(result["properties"]["sources"], finding["sources"]);
        assert_eq!(result["partialFingerprints"]["vigie/v1"], finding["fingerprint"]);
        let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(rule["helpUri"].as_str().unwrap().starts_with("https://"));
        for part in ["shortDescription", "fullDescription"] {
            assert!(!rule[part]["text"].as_str().unwrap().is_empty());
        }
    }
    let accented = &results[1]["locations"][0]["physicalLocation"];
    assert_eq!(accented["artifactLocation"]["uri"], "%C3%A9t%C3%A9/a%20b.html");
    assert_eq!((&accented["region"]["startLine"], &accented["region"]["startColumn"]), (&2.into(), &6.into()));
}

#[test]
fn rules_are_listed_whole() {
    let folder = Folder::of(&[]);
    let rules = folder.vigie(&["rules", "--format", "json"]).json();
    let rules = rules.as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == "rgaa/img-alt"));
    for rule in rules {
        let id = rule["id"].as_str().unwrap();
        assert!(id.starts_with(&format!("{}/", rule["check"].as_str().unwrap())), "{id}");
        assert!(["failure", "warning", "notice"].contains(&rule["level"].as_str().unwrap()), "{id}");
        for lang in ["fr", "en"] {
            assert!(!rule["title"][lang].as_str().unwrap().is_empty(), "{id}");
        }
        assert!(rule["page"].as_str().unwrap().starts_with("# ") && rule["sources"].is_array(), "{id}");
        assert!(!rule["languages"].as_array().unwrap().is_empty(), "{id}");
    }
    let text = folder.vigie(&["rules"]);
    assert_eq!(text.out().lines().filter(|line| line.starts_with("  ")).count(), rules.len());
}

#[test]
fn ignored_files_and_links_are_left_out_and_dot_folders_are_not() {
    let secret = Folder::of(&[("secret.html", BAD)]);
    let folder = Folder::of(&[
        (".gitignore", "out/\n"),
        ("out/a.html", BAD),
        ("node_modules/x/a.html", BAD),
        (".git/a.html", BAD),
        (".github/a.html", BAD),
        (".scalingo/a.html", BAD),
    ]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(secret.path().join("secret.html"), folder.path().join("link.html")).unwrap();
        std::os::unix::fs::symlink(secret.path(), folder.path().join("linked")).unwrap();
    }
    assert_eq!(folder.found(&[]), [".github/a.html:1 rgaa/img-alt", ".scalingo/a.html:1 rgaa/img-alt"]);
    // What a person names is looked at.
    assert_eq!(folder.found(&["out"]), ["out/a.html:1 rgaa/img-alt"]);
    drop(secret);
}

#[test]
fn a_file_too_large_is_left_out_and_said() {
    let folder = Folder::of(&[("a.html", BAD), ("big.html", &format!("{BAD}\n").repeat(70_000))]);
    let ran = folder.vigie(&["check", "--offline", "--only", "rgaa", "--format", "json"]);
    assert_eq!(ran.found(), ["a.html:1 rgaa/img-alt"]);
    assert!(ran.err().contains("1 fichier trop gros") && ran.err().contains("big.html"), "{}", ran.err());
}

#[cfg(unix)]
#[test]
fn hostile_names_are_names() {
    use std::os::unix::ffi::OsStrExt as _;
    let names: [&[u8]; 6] =
        [b"-base.html", b"a\nb\x1b[31m.html", b"$(touch pwned).html", b"'\"`.html", b" .html", b"\xff\xfe.html"];
    let folder = Folder::repository(&[("a.txt", "")]);
    for name in names {
        fs::write(folder.path().join(std::ffi::OsStr::from_bytes(name)), BAD).unwrap();
    }
    for base in [&[][..], &["--base", "main"]] {
        let found = folder.found(base);
        assert_eq!(found.len(), names.len(), "{base:?} {found:?}");
        let text = folder.vigie(&[&["check", "--offline", "--only", "rgaa"], base].concat());
        assert!(!text.out().contains('\u{1b}') && text.err().is_empty(), "{} {}", text.out(), text.err());
    }
    folder.git(&["add", "-A"]).git(&["commit", "-q", "-m", "names"]);
    assert_eq!(folder.found(&["--base", "main"]), [""; 0]);
    assert_eq!(folder.found(&["--base", "main~1"]).len(), names.len());
    assert!(!folder.path().join("pwned").exists());
}

/// What the review says of two commits in memory.
fn reviewed(base: &[(&str, &str)], head: &[(&str, &str)]) -> BTreeSet<(String, u64, String)> {
    let snapshot = |files: &[(&str, &str)]| {
        let blob = |text: &str| Blob { sha: text.to_owned(), size: Some(text.len() as u64) };
        Snapshot::new(files.iter().map(|(path, text)| ((*path).to_owned(), blob(text))))
    };
    let sides = Sides { head: snapshot(head), base: Some(snapshot(base)) };
    let chosen = select(&checks(), &["rgaa".to_owned()]).unwrap();
    let review = Review::new(&chosen, &sides, Settings::default(), Vec::new(), &Boundaries::default());
    let inspected = inspect::run(&review.jobs(&HashMap::new()), |job| Some(job.sha.clone().into_bytes()), || {});
    let facts = Facts::new(OffsetDateTime::now_utc().date(), BTreeMap::new());
    let outcomes = review.conclude(inspected.inspections.into_iter().collect(), &facts);
    let all: Vec<_> = outcomes[0].new.iter().chain(&outcomes[0].remaining).cloned().collect();
    let told = outcomes[0].new.iter().zip(fingerprints(&all));
    told.map(|(finding, fingerprint)| {
        (finding.place.path.clone(), u64::from(finding.place.region.start.line), fingerprint)
    })
    .collect()
}

#[test]
fn a_base_leaves_what_the_change_brings_in_as_the_review_says() {
    let page = format!("<main>\n  {BAD}\n</main>\n");
    let moved_lines = format!("<header>\n</header>\n{page}");
    let twin = format!("<main>\n  <p>\n  {BAD}\n  </p>\n  {BAD}\n</main>\n");
    let base = [
        ("same.html", page.as_str()),
        ("lines.html", &page),
        ("old.html", &page),
        ("twin.html", &page),
        ("gone.html", &page),
        ("fixed.html", &page),
    ];
    let head = [
        ("same.html", page.as_str()),
        ("lines.html", &moved_lines),
        ("new/name.html", &page),
        ("twin.html", &twin),
        ("fixed.html", GOOD),
        ("untracked.html", BAD),
        ("uncommitted.html", BAD),
    ];
    let folder = Folder::repository(&base);
    folder.git(&["checkout", "-q", "-b", "change"]);
    folder.write(".gitignore", "ignored.html\n");
    folder.write("ignored.html", BAD);
    folder.write("uncommitted.html", GOOD);
    fs::create_dir(folder.path().join("new")).unwrap();
    folder.git(&["mv", "old.html", "new/name.html"]).git(&["rm", "-q", "gone.html"]);
    folder.write("lines.html", &moved_lines);
    folder.git(&["add", "-A"]).git(&["commit", "-q", "-m", "change"]);
    for (path, text) in
        [("twin.html", twin.as_str()), ("fixed.html", GOOD), ("untracked.html", BAD), ("uncommitted.html", BAD)]
    {
        folder.write(path, text);
    }
    // The base goes on: what it gets after the change began is not the change's.
    folder.git(&["stash", "-q", "-u"]).git(&["checkout", "-q", "main"]);
    folder.write("later.html", GOOD);
    folder.git(&["add", "-A"]).git(&["commit", "-q", "-m", "later"]);
    folder.git(&["checkout", "-q", "change"]).git(&["stash", "pop", "-q"]);

    let ran = folder.vigie(&["check", "--only", "rgaa", "--offline", "--format", "json", "--base", "main"]);
    let json = ran.json();
    let told: BTreeSet<(String, u64, String)> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap().to_owned();
            (text("path"), finding["start"]["line"].as_u64().unwrap(), text("fingerprint"))
        })
        .collect();
    assert_eq!(told, reviewed(&base, &head));
    assert_eq!(
        ran.found(),
        ["twin.html:3 rgaa/img-alt", "uncommitted.html:1 rgaa/img-alt", "untracked.html:1 rgaa/img-alt"]
    );
    assert_eq!(json["checks"][0]["fixed"], 2, "{json}");
    assert_eq!(ran.code(), 1);
    let text = folder.vigie(&["check", "--only", "rgaa", "--offline", "--base", "main"]);
    assert!(
        text.out().lines().last().unwrap().contains("(8 fichiers touchés, 2 corrigés, 3 déjà là)"),
        "{}",
        text.out()
    );
}

#[test]
fn a_part_of_a_repository_is_told_from_its_root() {
    let folder = Folder::repository(&[("front/a.html", BAD), ("back/b.html", BAD)]);
    folder.write("front/new.html", BAD);
    folder.write("back/new.html", BAD);
    assert_eq!(folder.found(&["front"]), ["front/a.html:1 rgaa/img-alt", "front/new.html:1 rgaa/img-alt"]);
    assert_eq!(folder.found(&["front", "--base", "main"]), ["front/new.html:1 rgaa/img-alt"]);
    assert_eq!(folder.found(&["back/new.html", "--base", "HEAD"]), ["back/new.html:1 rgaa/img-alt"]);
    assert_eq!(folder.found(&["back/b.html"]), ["back/b.html:1 rgaa/img-alt"]);
}

#[test]
fn a_repository_of_sha256_is_compared_too() {
    let folder = Folder::of(&[("a.html", BAD), ("b.html", BAD)]);
    folder.git(&["init", "-q", "--object-format=sha256"]).git(&["add", "-A"]).git(&["commit", "-q", "-m", "base"]);
    folder.write("b.html", &format!("{BAD}\n{BAD}\n"));
    let ran = folder.vigie(&["check", "--only", "rgaa", "--offline", "--base", "HEAD"]);
    assert!(ran.out().ends_with("1 point à corriger dans 1 fichier (1 fichier touché, 1 déjà là).\n"), "{}", ran.out());
}

#[test]
fn what_keeps_a_base_from_being_found_is_said() {
    let none = Folder::of(&[("a.html", BAD)]);
    assert!(none.vigie(&["check", "--base", "main"]).err().contains("n’est pas dans un dépôt git"));
    let empty = Folder::of(&[("a.html", BAD)]);
    empty.git(&["init", "-q"]);
    let repository = Folder::repository(&[("a.html", BAD)]);
    repository.git(&["checkout", "-q", "--orphan", "alone"]).git(&["commit", "-q", "-m", "alone"]);
    for (folder, base, said) in [
        (&empty, "main", "n’est pas un commit"),
        (&repository, "absent", "n’est pas un commit"),
        (&repository, "--output=pwned", "n’est pas un commit"),
        (&repository, "main", "pas d’ancêtre commun"),
    ] {
        let ran = folder.vigie(&["check", &format!("--base={base}")]);
        assert_eq!((ran.code(), ran.out()), (2, ""), "{base}");
        assert!(ran.err().contains(said), "{base} {}", ran.err());
    }
    assert!(!repository.path().join("pwned").exists());
}

#[cfg(unix)]
#[test]
fn a_hostile_repository_starts_nothing_and_shows_nothing_from_outside() {
    use std::os::unix::fs::PermissionsExt as _;
    let secret = Folder::of(&[("a.html", BAD)]);
    let folder = Folder::repository(&[("in/a.html", GOOD)]);
    let trap = folder.path().join(".git/trap");
    fs::write(&trap, format!("#!/bin/sh\ntouch '{}'\n", folder.path().join("pwned").display())).unwrap();
    fs::set_permissions(&trap, fs::Permissions::from_mode(0o755)).unwrap();
    let trap = trap.to_str().unwrap();
    for setting in ["core.fsmonitor", "core.pager", "diff.external", "filter.x.clean", "core.sshCommand", "core.editor"]
    {
        folder.git(&["config", setting, trap]);
    }
    folder.write(".gitattributes", "* filter=x\n");
    // A folder that is tracked becomes a link to somewhere else.
    fs::remove_dir_all(folder.path().join("in")).unwrap();
    std::os::unix::fs::symlink(secret.path(), folder.path().join("in")).unwrap();
    assert_eq!(folder.found(&["--base", "main"]), [""; 0]);
    assert!(!folder.path().join("pwned").exists());
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let files: Vec<(String, String)> = (0..300).map(|n| (format!("{n}.html"), format!("{BAD}\n").repeat(20))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let folder = Folder::of(&files);
    let mut child = vigie()
        .args(["check", "--offline", "--only", "rgaa"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ran = Ran(child.wait_with_output().unwrap());
    assert_eq!((ran.code(), ran.err()), (1, ""));
}
