//! Check runs, with the rules that GitHub enforces: what it documents, and what it only shows when it refuses.

use serde_json::{Value, json};

use super::deliveries;
use super::server::{Call, Reply};
use super::state::{Run, State, rfc3339};

const STATUSES: &[&str] = &["queued", "in_progress", "completed", "waiting", "requested", "pending"];
const CONCLUSIONS: &[&str] = &["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"];
const LONGEST_TEXT: usize = 65_535;
const LONGEST_MESSAGE: usize = 64 * 1024;

pub(super) fn route(state: &mut State, call: &Call, id: i64, rest: &[&str]) -> Reply {
    match (call.method.as_str(), rest) {
        ("GET", ["commits", name, "check-runs"]) => list(state, call, id, name),
        ("POST", ["check-runs"]) => create(state, call, id),
        (method, ["check-runs", number, rest @ ..]) => {
            let known = number.parse().ok().filter(|number| state.runs.get(number).is_some_and(|r| r.repository == id));
            let Some(number) = known else { return Reply::not_found() };
            match (method, rest) {
                ("GET", []) => Reply::ok(state.run(&state.runs[&number])),
                ("GET", ["annotations"]) => {
                    let (page, links) = call.page(state.runs[&number].annotations.clone());
                    Reply::ok(Value::Array(page)).with(links)
                }
                ("PATCH", []) => update(state, call, number),
                _ => Reply::not_found(),
            }
        }
        _ => Reply::not_found(),
    }
}

fn list(state: &State, call: &Call, id: i64, name: &str) -> Reply {
    let Some(sha) = state.commit_of(id, name) else {
        return Reply::refused(422, &format!("No commit found for SHA: {name}"));
    };
    let app = call.query("app_id").and_then(|app| app.parse::<i64>().ok());
    let mut runs: Vec<&Run> = state
        .runs
        .values()
        .rev()
        .filter(|run| run.repository == id && run.head == sha)
        .filter(|run| app.is_none_or(|app| run.app == app))
        .filter(|run| call.query("check_name").is_none_or(|name| run.name == name))
        .filter(|run| call.query("status").is_none_or(|status| run.status == status))
        .collect();
    if call.query("filter").unwrap_or("latest") == "latest" {
        let mut seen = Vec::new();
        runs.retain(|run| {
            let key = (run.app, run.name.clone());
            let newest = !seen.contains(&key);
            seen.push(key);
            newest
        });
    }
    let total = runs.len();
    let (page, links) = call.page(runs);
    let page: Vec<Value> = page.into_iter().map(|run| state.run(run)).collect();
    Reply::ok(json!({"total_count": total, "check_runs": page})).with(links)
}

fn create(state: &mut State, call: &Call, id: i64) -> Reply {
    let mut errors = judge(&call.body, true);
    let head = call.body["head_sha"].as_str().unwrap_or_default().to_owned();
    if call.body["name"].as_str().is_none_or(str::is_empty) {
        errors.push("\"name\" wasn't supplied.".to_owned());
    }
    if head.is_empty() {
        errors.push("\"head_sha\" wasn't supplied.".to_owned());
    }
    if !errors.is_empty() {
        return Reply::unprocessable("Invalid request.", &errors);
    }
    if !state.objects(id).commits.contains_key(&head) {
        return Reply::refused(422, &format!("No commit found for SHA: {head}"));
    }
    let app = state.app.id;
    let suite = state.suite(id, &head, app);
    let now = rfc3339(state.tick());
    let number = state.new_id();
    let mut run = Run {
        id: number,
        repository: id,
        suite,
        app,
        name: call.body["name"].as_str().unwrap_or_default().to_owned(),
        head,
        external_id: None,
        details_url: Some("https://beta.gouv.fr".to_owned()),
        status: "queued".to_owned(),
        conclusion: None,
        started_at: Some(now.clone()),
        completed_at: None,
        title: None,
        summary: None,
        text: None,
        annotations: Vec::new(),
        actions: Vec::new(),
    };
    apply(&mut run, &call.body, &now);
    tell(state, &run, None);
    let body = state.run(&run);
    state.runs.insert(number, run);
    Reply::created(body)
}

fn update(state: &mut State, call: &Call, number: i64) -> Reply {
    let errors = judge(&call.body, false);
    if !errors.is_empty() {
        return Reply::unprocessable("Invalid request.", &errors);
    }
    let now = rfc3339(state.tick());
    let mut run = state.runs[&number].clone();
    if run.app != state.app.id {
        return Reply::refused(
            403,
            "Invalid app_id `1` - check run can only be modified by the GitHub App that created it.",
        );
    }
    let before = run.status.clone();
    apply(&mut run, &call.body, &now);
    tell(state, &run, Some(&before));
    let body = state.run(&run);
    state.runs.insert(number, run);
    Reply::ok(body)
}

/// The App hears of its own runs too.
fn tell(state: &mut State, run: &Run, before: Option<&str>) {
    let completed = run.status == "completed" && before != Some("completed");
    if before.is_none() {
        deliveries::check_run(state, run, "created", None);
    }
    if completed {
        deliveries::check_run(state, run, "completed", None);
    }
}

fn apply(run: &mut Run, body: &Value, now: &str) {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    run.name = text(&body["name"]).unwrap_or_else(|| run.name.clone());
    run.external_id = text(&body["external_id"]).or(run.external_id.take());
    run.details_url = text(&body["details_url"]).or(run.details_url.take());
    run.started_at = text(&body["started_at"]).or(run.started_at.take());
    if let Some(status) = text(&body["status"]) {
        if status != "completed" {
            run.conclusion = None;
            run.completed_at = None;
        }
        run.status = status;
    }
    if let Some(conclusion) = text(&body["conclusion"]) {
        run.conclusion = Some(conclusion);
        "completed".clone_into(&mut run.status);
        run.completed_at = text(&body["completed_at"]).or_else(|| Some(now.to_owned()));
    }
    let output = &body["output"];
    if output.is_object() {
        run.title = text(&output["title"]).or(run.title.take());
        run.summary = text(&output["summary"]).or(run.summary.take());
        run.text = text(&output["text"]).or(run.text.take());
        run.annotations.extend(output["annotations"].as_array().into_iter().flatten().cloned());
    }
    if let Some(actions) = body["actions"].as_array() {
        run.actions.clone_from(actions);
    }
}

/// What is wrong with a request.
fn judge(body: &Value, new: bool) -> Vec<String> {
    let mut errors = Vec::new();
    if !body.is_object() {
        return vec!["Problems parsing JSON".to_owned()];
    }
    let status = body["status"].as_str();
    let conclusion = body["conclusion"].as_str();
    if status.is_some_and(|status| !STATUSES.contains(&status)) {
        errors.push(format!("{} is not a member of {STATUSES:?}", body["status"]));
    }
    if conclusion.is_some_and(|conclusion| !CONCLUSIONS.contains(&conclusion)) {
        errors.push(format!("{} is not a member of {CONCLUSIONS:?}", body["conclusion"]));
    }
    if status == Some("completed") && conclusion.is_none() {
        errors.push("conclusion is required when status is completed".to_owned());
    }
    judge_output(&body["output"], new, &mut errors);
    let actions = body["actions"].as_array().map_or(&[][..], Vec::as_slice);
    if actions.len() > 3 {
        errors.push(format!("No more than 3 items are allowed; {} were supplied.", actions.len()));
    }
    for action in actions {
        for (name, most) in [("label", 20), ("description", 40), ("identifier", 20)] {
            let length = action[name].as_str().map_or(usize::MAX, |text| text.chars().count());
            if length > most {
                errors.push(format!("action {name} is missing or exceeds {most} characters"));
            }
        }
    }
    errors
}

fn judge_output(output: &Value, new: bool, errors: &mut Vec<String>) {
    if output.is_null() {
        return;
    }
    if output["summary"].as_str().is_none() {
        errors.push("\"summary\" wasn't supplied.".to_owned());
    }
    if new && output["title"].as_str().is_none() {
        errors.push("\"title\" wasn't supplied.".to_owned());
    }
    for name in ["summary", "text"] {
        if output[name].as_str().is_some_and(|text| text.len() > LONGEST_TEXT) {
            errors.push(format!("{name} exceeds a maximum bytesize of {LONGEST_TEXT}"));
        }
    }
    let annotations = output["annotations"].as_array().map_or(&[][..], Vec::as_slice);
    if annotations.len() > 50 {
        errors.push(format!("No more than 50 items are allowed; {} were supplied.", annotations.len()));
    }
    for annotation in annotations {
        judge_annotation(annotation, errors);
    }
}

fn judge_annotation(annotation: &Value, errors: &mut Vec<String>) {
    let mut wrong = |what: &str| errors.push(format!("annotation of {}: {what}", annotation["path"]));
    if annotation["path"].as_str().is_none_or(str::is_empty) {
        wrong("path wasn't supplied");
    }
    match annotation["message"].as_str() {
        None | Some("") => wrong("message wasn't supplied"),
        Some(message) if message.len() > LONGEST_MESSAGE => wrong("message exceeds 64 KB"),
        Some(_) => {}
    }
    if annotation["raw_details"].as_str().is_some_and(|details| details.len() > LONGEST_MESSAGE) {
        wrong("raw_details exceeds 64 KB");
    }
    if annotation["title"].as_str().is_some_and(|title| title.chars().count() > 255) {
        wrong("title exceeds 255 characters");
    }
    if !["notice", "warning", "failure"].contains(&annotation["annotation_level"].as_str().unwrap_or_default()) {
        wrong("annotation_level is not a member of [notice, warning, failure]");
    }
    let (start, end) = (annotation["start_line"].as_i64(), annotation["end_line"].as_i64());
    match start.zip(end) {
        None => wrong("start_line and end_line are required"),
        Some((start, end)) if start < 1 || end < start => wrong("end_line is before start_line"),
        Some((start, end)) if start != end => {
            if !annotation["start_column"].is_null() || !annotation["end_column"].is_null() {
                wrong("columns are not allowed when start_line and end_line differ");
            }
        }
        Some(_) => {
            let columns = annotation["start_column"].as_i64().zip(annotation["end_column"].as_i64());
            if columns.is_some_and(|(start, end)| start < 1 || end < start) {
                wrong("end_column is before start_column");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &Value) -> bool {
        !judge(body, true).is_empty()
    }

    fn with(annotation: &Value) -> Value {
        let mut whole =
            json!({"path": "a", "start_line": 2, "end_line": 2, "annotation_level": "notice", "message": "m"});
        for (name, value) in annotation.as_object().into_iter().flatten() {
            whole[name] = value.clone();
        }
        json!({"output": {"title": "t", "summary": "s", "annotations": [whole]}})
    }

    #[test]
    fn bytes_are_counted_and_not_characters() {
        let summary = |length| json!({"output": {"title": "t", "summary": "é".repeat(length)}});
        assert!(!refused(&summary(32_767)));
        assert!(refused(&summary(32_768)));
    }

    #[test]
    fn an_annotation_obeys_what_github_documents() {
        assert!(!refused(&with(&json!({"start_column": 1, "end_column": 4}))));
        for annotation in [
            json!({"end_line": 3, "start_column": 1, "end_column": 4}),
            json!({"start_column": 4, "end_column": 1}),
            json!({"end_line": 1}),
            json!({"start_line": 0}),
            json!({"annotation_level": "error"}),
            json!({"message": "x".repeat(65_537)}),
            json!({"title": "x".repeat(256)}),
            json!({"path": ""}),
        ] {
            assert!(refused(&with(&annotation)), "{annotation}");
        }
    }

    #[test]
    fn a_conclusion_is_needed_to_complete_and_is_not_stale() {
        assert!(refused(&json!({"status": "completed"})));
        assert!(refused(&json!({"conclusion": "stale"})));
        assert!(!refused(&json!({"conclusion": "neutral"})));
        assert!(refused(&json!({"output": {"summary": "s"}})), "a new one needs a title");
        assert!(judge(&json!({"output": {"summary": "s"}}), false).is_empty(), "a known one does not");
    }
}
