//! Findings as SARIF 2.1.0, as GitHub's code scanning and editors read it.
//!
//! <https://docs.oasis-open.org/sarif/sarif/v2.1.0/>

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use checks_core::{Finding, Fix, Lang, Level, Meta, Place, Region};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use pulldown_cmark::{Event, Parser, Tag};
use serde::Serialize;
use url::Url;

use super::{Item, Report};
use crate::review::Problem;

/// What a path segment of a URI cannot hold as it is; `:` too, which would make a scheme of a first segment.
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}')
    .add(b':');

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    invocations: [Invocation; 1],
    language: &'static str,
    column_kind: &'static str,
    results: Vec<SarifResult<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: String,
    short_description: Message,
    full_description: Message,
    help: Help,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<String>,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    sources: &'static [&'static str],
    tags: [&'static str; 1],
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Properties<'a> {
    sources: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: SarifRegion,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifRegion {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Message,
    artifact_changes: [ArtifactChange<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: SarifRegion,
    inserted_content: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    text: &'a str,
}

/// Writes the report as SARIF, ending with a line break.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn sarif(report: &Report<'_>, mut out: impl Write) -> io::Result<()> {
    let rules = report.rules_told();
    let ids: Vec<String> = rules.iter().map(|meta| meta.full_id()).collect();
    let items = report.items();
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "Vigie",
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: rules.iter().map(|meta| rule(meta, report.lang)).collect(),
            },
        },
        invocations: [Invocation { execution_successful: true, tool_execution_notifications: notifications(report) }],
        language: match report.lang {
            Lang::Fr => "fr",
            Lang::En => "en",
        },
        column_kind: "unicodeCodePoints",
        results: items.iter().map(|item| result(item, &ids, report.lang)).collect(),
    };
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
    serde_json::to_writer_pretty(&mut out, &log)?;
    out.write_all(b"\n")
}

fn notifications(report: &Report<'_>) -> Vec<Notification> {
    let problems = report.outcomes.iter().flat_map(|outcome| &outcome.problems).cloned();
    let unread = report.outcomes.iter().flat_map(|outcome| &outcome.unread);
    let unread = unread.map(|path| Problem::Unreadable { path: path.clone() });
    let all: BTreeSet<Problem> = problems.chain(unread).collect();
    all.iter()
        .map(|problem| Notification { level: "error", message: Message { text: problem.text(report.lang) } })
        .collect()
}

fn rule(meta: &Meta, lang: Lang) -> Rule {
    let page = meta.read_page();
    let words = page.words(lang);
    let help = format!("{}\n\n{}", words.why, words.how);
    Rule {
        id: meta.full_id(),
        short_description: Message { text: words.title.clone() },
        full_description: Message { text: words.why.clone() },
        help: Help { text: help.clone(), markdown: format!("{help}\n\n{}", page.references) },
        help_uri: first_link(&page.references),
        default_configuration: Configuration { level: level(meta.level) },
        properties: RuleProperties { sources: meta.sources, tags: [meta.check] },
    }
}

/// The first address of a Markdown list of links.
fn first_link(markdown: &str) -> Option<String> {
    Parser::new(markdown).find_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Url::parse(&dest_url).ok().map(|_| dest_url.into_string()),
        _ => None,
    })
}

fn result<'a>(item: &'a Item<'a>, rules: &[String], lang: Lang) -> SarifResult<'a> {
    let finding: &Finding = item.finding;
    SarifResult {
        rule_id: &finding.rule,
        rule_index: rules.iter().position(|id| *id == finding.rule),
        level: level(finding.level),
        message: Message { text: finding.text(lang) },
        locations: [location(&finding.place)],
        related_locations: finding.related.iter().map(location).collect(),
        partial_fingerprints: BTreeMap::from([("vigie/v1", item.fingerprint.clone())]),
        fixes: finding.fix.iter().map(|mend| fix(mend, &finding.place.path, lang)).collect(),
        properties: Properties { sources: &finding.sources },
    }
}

fn fix<'a>(fix: &'a Fix, path: &str, lang: Lang) -> SarifFix<'a> {
    let replacements = fix
        .edits
        .iter()
        .map(|edit| Replacement {
            deleted_region: region(edit.region),
            inserted_content: Content { text: &edit.replacement },
        })
        .collect();
    SarifFix {
        description: Message { text: fix.title.get(lang).to_owned() },
        artifact_changes: [ArtifactChange { artifact_location: ArtifactLocation { uri: uri(path) }, replacements }],
    }
}

fn location(place: &Place) -> Location {
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(&place.path) },
            region: region(place.region),
        },
    }
}

fn region(region: Region) -> SarifRegion {
    SarifRegion {
        start_line: region.start.line,
        start_column: region.start.column,
        end_line: region.end.line,
        end_column: region.end.column,
    }
}

/// A path as a relative URI.
fn uri(path: &str) -> String {
    utf8_percent_encode(path, SEGMENT).to_string()
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Failure => "error",
        Level::Warning => "warning",
        Level::Notice => "note",
    }
}
