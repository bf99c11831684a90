//! Check runs as GitHub takes and gives them, and the limits that it puts on them.
//!
//! GitHub counts some limits in bytes and some in characters, adds the annotations of every request to those already
//! there, and refuses the whole request for one text too long: [`Output::within_limits`] and [`batches`] see to that.

use std::borrow::Cow;

use checks_core::Lang;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// Annotations that one request may bring.
pub const AT_ONCE: usize = 50;
/// Bytes of a summary, or of a text.
pub const LONGEST_TEXT: usize = 65_535;
/// Bytes of an annotation's message, or of its details.
pub const LONGEST_MESSAGE: usize = 64 * 1024;
/// Characters of an annotation's title; GitHub states none for the output's, which is kept to the same.
pub const LONGEST_TITLE: usize = 255;

/// A check run to start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewCheckRun {
    /// What it is called on the pull request.
    pub name: String,
    /// The commit that it is about.
    pub head_sha: String,
    /// What it says.
    #[serde(flatten)]
    pub state: CheckRunUpdate,
}

impl NewCheckRun {
    /// A check run of a commit, about which nothing is said yet.
    pub fn new(name: impl Into<String>, head_sha: impl Into<String>) -> Self {
        Self { name: name.into(), head_sha: head_sha.into(), state: CheckRunUpdate::default() }
    }
}

/// What changes of a check run; what is `None` stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CheckRunUpdate {
    /// Our page about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details_url: Option<String>,
    /// Our name for it, by which it is found again after a crash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// How far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub started_at: Option<OffsetDateTime>,
    /// How it ended; this alone completes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<Conclusion>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none", with = "time::serde::rfc3339::option")]
    pub completed_at: Option<OffsetDateTime>,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<Output>,
    /// Buttons, three at most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
}

/// How far a check run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not begun.
    Queued,
    /// At work.
    InProgress,
    /// Ended.
    Completed,
    /// One of those that GitHub keeps for itself. Only read.
    #[serde(other, skip_serializing)]
    Other,
}

/// How a check run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    /// Nothing to fix.
    Success,
    /// Something to fix.
    Failure,
    /// Neither.
    Neutral,
    /// A newer one took its place.
    Cancelled,
    /// There was nothing to look at.
    Skipped,
    /// It took too long.
    TimedOut,
    /// Somebody has to act.
    ActionRequired,
    /// One of those that GitHub keeps for itself (`stale`). Only read.
    #[serde(other, skip_serializing)]
    Other,
}

/// What a check run found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Output {
    /// One line.
    pub title: String,
    /// Markdown.
    pub summary: String,
    /// More Markdown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Findings on their lines, [`AT_ONCE`] at most, *added* to those of earlier requests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub annotations: Vec<Annotation>,
}

/// A finding on its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annotation {
    /// The file, from the root of the repository.
    pub path: String,
    /// First line, from 1.
    pub start_line: u64,
    /// Last line.
    pub end_line: u64,
    /// First column, from 1; only when it is all on one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_column: Option<u64>,
    /// Last column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<u64>,
    /// How grave it is.
    pub annotation_level: AnnotationLevel,
    /// What, why, what to do: plain text.
    pub message: String,
    /// One line above the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What unfolds below the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_details: Option<String>,
}

/// How grave an annotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnotationLevel {
    /// To verify.
    Notice,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Failure,
}

/// A button on a completed check run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// On the button, 20 characters.
    pub label: String,
    /// What it does, 40 characters.
    pub description: String,
    /// What comes back in `check_run.requested_action`, 20 characters.
    pub identifier: String,
}

/// A check run as GitHub gives it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CheckRun {
    /// Its number.
    pub id: i64,
    /// What it is called.
    #[serde(default)]
    pub name: String,
    /// The commit that it is about.
    #[serde(default)]
    pub head_sha: String,
    /// Our name for it.
    #[serde(default)]
    pub external_id: Option<String>,
    /// How far it is.
    #[serde(default)]
    pub status: Option<Status>,
    /// How it ended.
    #[serde(default)]
    pub conclusion: Option<Conclusion>,
    /// Its page on GitHub.
    #[serde(default)]
    pub html_url: Option<String>,
    /// What it says.
    #[serde(default)]
    pub output: Option<Said>,
    /// Whose it is.
    #[serde(default)]
    pub app: Option<Owner>,
}

impl CheckRun {
    /// Annotations that it has.
    pub fn annotations_count(&self) -> u64 {
        self.output.as_ref().map_or(0, |said| said.annotations_count)
    }
}

/// What a check run says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Said {
    /// Its one line.
    #[serde(default)]
    pub title: Option<String>,
    /// Its Markdown.
    #[serde(default)]
    pub summary: Option<String>,
    /// Its further Markdown.
    #[serde(default)]
    pub text: Option<String>,
    /// How many annotations it has.
    #[serde(default)]
    pub annotations_count: u64,
}

/// The App that a check run is of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Owner {
    /// Its number.
    pub id: i64,
}

impl Output {
    /// The same, as GitHub takes it. What is cut says how much more there was.
    #[must_use]
    pub fn within_limits(mut self, lang: Lang) -> Self {
        self.title = one_line(&self.title, LONGEST_TITLE);
        self.summary = cut(&self.summary, LONGEST_TEXT, lang).into_owned();
        self.text = self.text.map(|text| cut(&text, LONGEST_TEXT, lang).into_owned());
        self.annotations = self.annotations.into_iter().map(|annotation| annotation.within_limits(lang)).collect();
        self
    }
}

impl Annotation {
    /// The same, as GitHub takes it.
    #[must_use]
    pub fn within_limits(mut self, lang: Lang) -> Self {
        self.start_line = self.start_line.max(1);
        self.end_line = self.end_line.max(self.start_line);
        let columns = self.start_column.zip(self.end_column);
        let columns = columns.filter(|(start, end)| self.start_line == self.end_line && *start >= 1 && start <= end);
        (self.start_column, self.end_column) = columns.unzip();
        self.message = cut(&self.message, LONGEST_MESSAGE, lang).into_owned();
        self.title = self.title.map(|title| one_line(&title, LONGEST_TITLE));
        self.raw_details = self.raw_details.map(|details| cut(&details, LONGEST_MESSAGE, lang).into_owned());
        self
    }
}

/// What each request brings: the first with the rest of the output, the others to be added to it.
pub fn batches(annotations: Vec<Annotation>) -> Vec<Vec<Annotation>> {
    let mut rest = annotations.into_iter();
    let mut batches = Vec::new();
    loop {
        let batch: Vec<Annotation> = rest.by_ref().take(AT_ONCE).collect();
        if batch.is_empty() {
            return batches;
        }
        batches.push(batch);
    }
}

/// At most `most` bytes of a text of several lines: whole lines, and a last one that says how many more there were. A
/// text of one endless line is cut on a character.
pub fn cut(text: &str, most: usize, lang: Lang) -> Cow<'_, str> {
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    // The closing line is never longer than this, however many lines it counts.
    let room = most.saturating_sub(60);
    let fits = &text[..text.floor_char_boundary(room)];
    let kept = fits.rfind('\n').map_or(fits, |end| &fits[..end]);
    let more = text[kept.len()..].trim().lines().count();
    let closing = match (lang, more, kept.len() == fits.len()) {
        (_, _, true) => "…".to_owned(),
        (Lang::Fr, 1, _) => "\n\n… et 1 autre ligne".to_owned(),
        (Lang::Fr, more, _) => format!("\n\n… et {more} autres lignes"),
        (Lang::En, 1, _) => "\n\n… and 1 more line".to_owned(),
        (Lang::En, more, _) => format!("\n\n… and {more} more lines"),
    };
    let mut whole = format!("{}{closing}", kept.trim_end());
    whole.truncate(whole.floor_char_boundary(most));
    Cow::Owned(whole)
}

/// At most `most` characters on one line.
fn one_line(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn annotation(start: u64, end: u64) -> Annotation {
        Annotation {
            path: "index.html".into(),
            start_line: start,
            end_line: end,
            start_column: Some(5),
            end_column: Some(9),
            annotation_level: AnnotationLevel::Failure,
            message: "Cette image n'a pas d'alternative.".into(),
            title: None,
            raw_details: None,
        }
    }

    #[test]
    fn what_is_not_said_is_not_sent() {
        let mut run = NewCheckRun::new("RGAA", "abc");
        run.state.status = Some(Status::InProgress);
        run.state.started_at = OffsetDateTime::from_unix_timestamp(1_700_000_000).ok();
        assert_eq!(
            serde_json::to_value(&run).unwrap(),
            json!({"name": "RGAA", "head_sha": "abc", "status": "in_progress", "started_at": "2023-11-14T22:13:20Z"})
        );
    }

    #[test]
    fn columns_are_sent_for_one_line_only() {
        assert_eq!(annotation(3, 3).within_limits(Lang::Fr).start_column, Some(5));
        let lines = annotation(3, 4).within_limits(Lang::Fr);
        assert_eq!((lines.start_column, lines.end_column), (None, None));
        let mut half = annotation(3, 3);
        half.end_column = None;
        assert_eq!(half.within_limits(Lang::Fr).start_column, None);
        assert_eq!(annotation(0, 0).within_limits(Lang::Fr).start_line, 1);
        assert_eq!(annotation(7, 3).within_limits(Lang::Fr).end_line, 7);
    }

    #[test]
    fn a_long_table_says_how_many_lines_are_left() {
        let rows = (0..5_000).map(|n| format!("| déjà là | {n} |")).collect::<Vec<_>>().join("\n");
        let kept = cut(&rows, LONGEST_TEXT, Lang::Fr);
        assert!(kept.len() <= LONGEST_TEXT && kept.len() > LONGEST_TEXT - 120);
        let whole = kept.lines().filter(|line| line.starts_with("| déjà là |") && line.ends_with(" |")).count();
        assert!(kept.ends_with(&format!("\n\n… et {} autres lignes", 5_000 - whole)), "{}", &kept[kept.len() - 60..]);
        assert_eq!(cut("court", LONGEST_TEXT, Lang::Fr), "court");
        assert_eq!(cut(&"x\n".repeat(40), 79, Lang::En).lines().last(), Some("… and 31 more lines"));
    }

    #[test]
    fn a_title_is_counted_in_characters() {
        assert_eq!(one_line(&"é".repeat(255), LONGEST_TITLE).len(), 510);
        assert_eq!(one_line(&"é".repeat(256), LONGEST_TITLE).chars().count(), 255);
        assert_eq!(one_line("deux\nlignes", 255), "deux lignes");
    }

    #[test]
    fn fifty_at_once() {
        let sizes = |count| -> Vec<usize> { batches(vec![annotation(1, 1); count]).iter().map(Vec::len).collect() };
        assert_eq!(sizes(0), Vec::<usize>::new());
        assert_eq!(sizes(50), [50]);
        assert_eq!(sizes(101), [50, 50, 1]);
    }

    #[test]
    fn what_github_may_say_tomorrow_is_read() {
        let run: CheckRun =
            serde_json::from_value(json!({"id": 1, "status": "waiting", "conclusion": "stale", "app": null})).unwrap();
        assert_eq!((run.status, run.conclusion), (Some(Status::Other), Some(Conclusion::Other)));
        assert_eq!(run.annotations_count(), 0);
    }

    proptest! {
        #[test]
        fn a_cut_fits_whatever_the_text(text in "[a-zé…\n🦀]{0,400}", most in 60_usize..300) {
            let kept = cut(&text, most, Lang::Fr);
            prop_assert!(kept.len() <= most);
            prop_assert!(text.len() > most || kept == text);
        }
    }
}
