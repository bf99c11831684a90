//! GitHub's own description of its API, as the judge of every request that Vigie makes.
//!
//! `openapi/github.json` is cut from npm's `@octokit/openapi` by `openapi/trim.mjs`. What it does not list is refused,
//! so it is also the list of what Vigie may ask for.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use vigie::cli::demo::github::{GitHub, RequestRecord};

/// The description, ready to judge.
pub(crate) static GITHUB: LazyLock<Description> = LazyLock::new(Description::read);

/// Has every request to this GitHub judged, and every answer of it.
pub(crate) fn judge(github: &GitHub) {
    github.judged_by(Arc::new(|request| GITHUB.request(request)));
    github.answers_judged_by(Arc::new(|request, status, body| GITHUB.answer(request, status, body)));
}

pub(crate) struct Description {
    operations: Vec<Operation>,
}

struct Operation {
    method: String,
    path: Vec<String>,
    parameters: Vec<Parameter>,
    body: Option<(bool, Validator)>,
    answers: HashMap<u16, Validator>,
}

struct Parameter {
    name: String,
    in_path: bool,
    required: bool,
    shape: Value,
    validator: Validator,
}

impl Description {
    fn read() -> Self {
        let description: Value = serde_json::from_str(include_str!("openapi/github.json")).unwrap();
        let schemas = &description["schemas"];
        let operations = description["operations"].as_object().unwrap();
        let operations = operations.iter().map(|(name, operation)| Operation::read(name, operation, schemas)).collect();
        Self { operations }
    }

    fn operation(&self, request: &RequestRecord) -> Option<&Operation> {
        let of = |operation: &&Operation| {
            // A branch's name may be several parts long.
            let spread = operation.path.ends_with(&["ref".to_owned(), "{ref}".to_owned()]);
            let long_enough = spread && request.segments.len() > operation.path.len();
            operation.method == request.method
                && (long_enough || operation.path.len() == request.segments.len())
                && operation.path.iter().zip(&request.segments).all(|(part, is)| part.starts_with('{') || part == is)
        };
        // The one with the fewest blanks: `pulls/{pull_number}` and not `{a}/{b}`.
        self.operations.iter().filter(of).min_by_key(|found| found.path.iter().filter(|p| p.starts_with('{')).count())
    }

    /// Whether GitHub describes such a request, and the list allows it.
    pub(crate) fn request(&self, request: &RequestRecord) -> Result<(), String> {
        let operation = self.operation(request).ok_or("Vigie has no business there")?;
        for (name, expected) in [
            ("accept", "application/vnd.github+json"),
            ("x-github-api-version", "2022-11-28"),
            ("user-agent", "vigie/"),
        ] {
            let sent = request.headers.get(name).map(String::as_str).unwrap_or_default();
            if !sent.starts_with(expected) {
                return Err(format!("{name} is « {sent} »"));
            }
        }
        operation.judge_parameters(request)?;
        match (&operation.body, &request.body) {
            (Some((_, validator)), Some(body)) => told(validator, body),
            (Some((true, _)), None) => Err("a body is required".to_owned()),
            (None, Some(_)) => Err("no body is described".to_owned()),
            _ => Ok(()),
        }
    }

    /// Whether what an answer has is of the described types.
    pub(crate) fn answer(&self, request: &RequestRecord, status: u16, body: &Value) -> Result<(), String> {
        match self.operation(request).and_then(|operation| operation.answers.get(&status)) {
            Some(validator) => told(validator, body),
            None => Ok(()),
        }
    }
}

impl Operation {
    fn read(name: &str, operation: &Value, schemas: &Value) -> Self {
        let (method, path) = name.split_once(' ').unwrap();
        let parameters = operation["parameters"].as_array().unwrap();
        let answers = operation["answers"].as_object().unwrap();
        Self {
            method: method.to_owned(),
            path: path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
            parameters: parameters.iter().map(|parameter| Parameter::read(parameter, schemas)).collect(),
            body: operation["body"]
                .as_object()
                .map(|body| (body["required"].as_bool().unwrap(), compiled(&body["schema"], schemas))),
            answers: answers
                .iter()
                .map(|(status, schema)| (status.parse().unwrap(), compiled(schema, schemas)))
                .collect(),
        }
    }

    fn judge_parameters(&self, request: &RequestRecord) -> Result<(), String> {
        for name in request.query.keys() {
            if !self.parameters.iter().any(|parameter| !parameter.in_path && parameter.name == *name) {
                return Err(format!("no parameter is called {name}"));
            }
        }
        for parameter in &self.parameters {
            let blank = format!("{{{}}}", parameter.name);
            let sent = if parameter.in_path {
                let place = self.path.iter().position(|part| *part == blank);
                place.and_then(|place| request.segments.get(place))
            } else {
                request.query.get(&parameter.name)
            };
            match sent {
                Some(text) => {
                    let value = parameter.value(text);
                    told(&parameter.validator, &value).map_err(|why| format!("{}: {why}", parameter.name))?;
                }
                None if parameter.required => return Err(format!("{} is missing", parameter.name)),
                None => {}
            }
        }
        Ok(())
    }
}

impl Parameter {
    fn read(parameter: &Value, schemas: &Value) -> Self {
        Self {
            name: parameter["name"].as_str().unwrap().to_owned(),
            in_path: parameter["in"] == "path",
            required: parameter["required"].as_bool().unwrap(),
            shape: parameter["schema"]["type"].clone(),
            validator: compiled(&parameter["schema"], schemas),
        }
    }

    /// What a text in an address stands for.
    fn value(&self, text: &str) -> Value {
        match self.shape.as_str() {
            Some("integer" | "number") => text.parse::<i64>().map_or_else(|_| json!(text), Value::from),
            Some("boolean") => text.parse::<bool>().map_or_else(|_| json!(text), Value::from),
            _ => json!(text),
        }
    }
}

fn compiled(schema: &Value, schemas: &Value) -> Validator {
    let mut whole: Map<String, Value> = schema.as_object().unwrap().clone();
    whole.insert("schemas".to_owned(), schemas.clone());
    jsonschema::validator_for(&Value::Object(whole)).unwrap()
}

fn told(validator: &Validator, value: &Value) -> Result<(), String> {
    let wrong: Vec<String> =
        validator.iter_errors(value).take(3).map(|error| format!("{} {error}", error.instance_path)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("; ")) }
}

fn request(method: &str, path: &str, query: &[(&str, &str)], body: Option<Value>) -> RequestRecord {
    let pairs = |pairs: &[(&str, &str)]| pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    RequestRecord {
        method: method.to_owned(),
        path: path.to_owned(),
        segments: path.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect(),
        query: pairs(query),
        headers: pairs(&[
            ("accept", "application/vnd.github+json"),
            ("x-github-api-version", "2022-11-28"),
            ("user-agent", "vigie/0"),
        ]),
        body,
        enterprise: false,
        installation: None,
        status: 0,
    }
}

#[test]
fn what_vigie_has_no_business_with_is_refused() {
    for (method, path) in [
        ("GET", "/repos/betagouv/demo/issues"),
        ("DELETE", "/app/installations/100"),
        ("PUT", "/repos/betagouv/demo/contents/a"),
        ("POST", "/repos/betagouv/demo/git/blobs"),
        ("DELETE", "/repos/betagouv/demo"),
    ] {
        assert!(GITHUB.request(&request(method, path, &[], None)).is_err(), "{method} {path}");
    }
}

#[test]
fn what_github_would_refuse_is_refused() {
    let path = "/repos/betagouv/demo/check-runs";
    let create = |body: Value| GITHUB.request(&request("POST", path, &[], Some(body)));
    let annotation = json!({"path": "a", "start_line": 1, "end_line": 1, "annotation_level": "notice", "message": "m"});
    let with = |annotations: Vec<Value>| json!({"name": "n", "head_sha": "s", "output": {"title": "t", "summary": "s", "annotations": annotations}});
    create(with(vec![annotation.clone(); 50])).unwrap();
    for body in [
        with(vec![annotation; 51]),
        with(vec![json!({"path": "a", "start_line": 1, "end_line": 1, "annotation_level": "error", "message": "m"})]),
        json!({"name": "n"}),
        json!({"name": "n", "head_sha": "s", "conclusion": "good"}),
        json!({"name": "n", "head_sha": "s", "output": {"title": "t"}}),
        json!({"name": "n", "head_sha": "s", "extrenal_id": "misspelt"}),
    ] {
        assert!(create(body.clone()).is_err(), "{body}");
    }
    let list = |query: &[(&str, &str)]| {
        GITHUB.request(&request("GET", "/repos/betagouv/demo/commits/abc/check-runs", query, None))
    };
    list(&[("filter", "all"), ("per_page", "100")]).unwrap();
    assert!(list(&[("filter", "every")]).is_err());
    assert!(list(&[("pages", "1")]).is_err());
    assert!(GITHUB.request(&request("GET", "/repos/betagouv/demo/pulls/seven", &[], None)).is_err());
}

#[test]
fn an_answer_of_another_shape_is_refused() {
    let asked = request("GET", "/repos/betagouv/demo/pulls/7", &[], None);
    GITHUB.answer(&asked, 200, &json!({"number": 7, "state": "open"})).unwrap();
    assert!(GITHUB.answer(&asked, 200, &json!({"number": "seven"})).is_err());
}
