//! `uses:` in GitHub's workflows and actions.

use checks_core::{File, Span};
use saphyr_parser::{Event, Parser, ScalarStyle};

/// A reference to an action or to a reusable workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Uses {
    pub(crate) value: String,
    pub(crate) span: Span,
}

/// Whether a path is that of a workflow or of an action.
pub(crate) fn is_read(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_yaml = name.rsplit_once('.').is_some_and(|(_, end)| end == "yml" || end == "yaml");
    let in_workflows = path.rsplit_once('/').is_some_and(|(folder, _)| folder == ".github/workflows");
    is_yaml && (in_workflows || matches!(name, "action.yml" | "action.yaml"))
}

/// A collection on the way to where the parser stands.
enum Frame {
    Sequence,
    /// The key whose value is read; `None` while a key is.
    Mapping(Option<String>),
}

/// The references of a workflow or an action, up to where it stops being YAML.
pub(crate) fn uses(file: &File) -> Vec<Uses> {
    let mut found = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    for event in Parser::new_from_str(file.text()) {
        let Ok((event, span)) = event else { break };
        match event {
            Event::MappingStart(..) => frames.push(Frame::Mapping(None)),
            Event::SequenceStart(..) => frames.push(Frame::Sequence),
            Event::MappingEnd | Event::SequenceEnd => {
                frames.pop();
                value_read(&mut frames);
            }
            Event::Alias(_) => value_read(&mut frames),
            Event::Scalar(value, style, ..) => {
                if let Some(Frame::Mapping(key @ None)) = frames.last_mut() {
                    *key = Some(value.into_owned());
                    continue;
                }
                if is_uses(&frames)
                    && matches!(style, ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted)
                {
                    let start = offset(file, span.start.line(), span.start.col());
                    let at = file.text()[start..].find(value.as_ref()).map_or(start, |ahead| start + ahead);
                    found.push(Uses { span: Span::new(at, at + value.len()), value: value.into_owned() });
                }
                value_read(&mut frames);
            }
            _ => {}
        }
    }
    found
}

/// A value ended: the mapping it is in reads a key again.
fn value_read(frames: &mut [Frame]) {
    if let Some(Frame::Mapping(key)) = frames.last_mut() {
        *key = None;
    }
}

/// `jobs.*.uses`, `jobs.*.steps[].uses` and `runs.steps[].uses`: elsewhere `uses` is a word like others.
fn is_uses(frames: &[Frame]) -> bool {
    let path: Vec<&str> = frames
        .iter()
        .map(|frame| match frame {
            Frame::Sequence => "[]",
            Frame::Mapping(key) => key.as_deref().unwrap_or_default(),
        })
        .collect();
    matches!(
        path.as_slice(),
        ["jobs", _, "uses"] | ["jobs", _, "steps", "[]", "uses"] | ["runs", "steps", "[]", "uses"]
    )
}

/// The byte at a line (from 1) and a column in characters (from 0).
fn offset(file: &File, line: usize, column: usize) -> usize {
    let span = file.line_span(line as u32);
    let text = file.slice(span);
    span.start as usize + text.char_indices().nth(column).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_steps_and_jobs_use_actions() {
        let text = "# é\nuses: a/b@v1\njobs:\n  test:\n    env: { uses: c/d@v1 }\n    steps:\n      - name: 'été'\n        uses: \"actions/checkout@v4\" # v4\n        with:\n          uses: e/f@v1\n  deploy:\n    uses: g/h/.github/workflows/w.yml@main\n";
        let file = File::new(".github/workflows/ci.yml", text);
        let read = uses(&file);
        let told: Vec<_> =
            read.iter().map(|uses| (file.slice(uses.span), file.position(uses.span.start).line)).collect();
        assert_eq!(told, [("actions/checkout@v4", 8), ("g/h/.github/workflows/w.yml@main", 12)]);
    }
}
