//! The directory as the JSON of the beta.gouv.fr API.
//!
//! `/api/v2.7/startups.json` is a JSON:API document (`data`, `included`); version 3 gives one plain object a startup,
//! alone or in a list. Empty dates and links are written `""`. Each entry is read on its own, so that one mistake
//! costs one startup.

use serde::Deserialize;
use serde_json::Value;

use super::sheets::day;
use super::{Directory, Incubator, Phase, Skipped, Startup};

#[derive(Deserialize)]
struct Attributes {
    name: Option<String>,
    title: Option<String>,
    link: Option<String>,
    repository: Option<String>,
    #[serde(default)]
    phases: Vec<ApiPhase>,
    #[serde(default)]
    incubators: Vec<Value>,
    incubator: Option<Value>,
}

#[derive(Deserialize)]
struct ApiPhase {
    name: String,
    start: Option<String>,
}

/// Reads the directory out of the API's JSON.
pub fn parse(json: &str) -> Result<Directory, serde_json::Error> {
    let document: Value = serde_json::from_str(json)?;
    let mut directory = Directory::default();
    let entries = match &document {
        Value::Array(entries) => entries.clone(),
        Value::Object(object) if object.contains_key("data") => match &object["data"] {
            Value::Array(entries) => entries.clone(),
            one => vec![one.clone()],
        },
        one => vec![one.clone()],
    };
    for (index, entry) in entries.iter().enumerate() {
        let id = entry["id"].as_str().unwrap_or_default();
        match startup(id, entry) {
            Ok(startup) => {
                directory.startups.insert(startup.id.clone(), startup);
            }
            Err(reason) => {
                let sheet = if id.is_empty() { format!("entrée {index}") } else { id.to_owned() };
                directory.skipped.push(Skipped { sheet, reason });
            }
        }
    }
    for entry in document["included"].as_array().into_iter().flatten() {
        let id = short(&entry["id"]);
        let title = entry["attributes"]["title"].as_str().or_else(|| entry["attributes"]["name"].as_str());
        if entry["type"] == "incubator" && !id.is_empty() {
            let title = title.unwrap_or(&id).to_owned();
            directory.incubators.insert(id.clone(), Incubator { id, title });
        }
    }
    Ok(directory)
}

fn startup(id: &str, entry: &Value) -> Result<Startup, String> {
    if id.is_empty() {
        return Err("l'identifiant (`id`) manque".to_owned());
    }
    let body = entry.get("attributes").unwrap_or(entry);
    let attributes = Attributes::deserialize(body).map_err(|error| error.to_string())?;
    let related = &entry["relationships"];
    let incubator = attributes
        .incubators
        .first()
        .or(attributes.incubator.as_ref())
        .or_else(|| related["incubators"]["data"].get(0))
        .unwrap_or(&related["incubator"]["data"]);
    let mut phases = Vec::new();
    for phase in attributes.phases {
        let start = phase.start.filter(|start| !start.trim().is_empty());
        phases.push(Phase { name: phase.name, start: start.as_deref().map(day).transpose()? });
    }
    phases.sort_by_key(|phase| phase.start);
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Ok(Startup {
        id: id.to_owned(),
        name: filled(attributes.name).or(filled(attributes.title)).ok_or("le nom (`name`) manque")?,
        incubator: short(incubator.get("id").unwrap_or(incubator)),
        phases,
        link: filled(attributes.link),
        repository: filled(attributes.repository),
    })
}

/// The id of an incubator, which some versions write as a path (`/incubateurs/dinum`).
fn short(value: &Value) -> String {
    value.as_str().unwrap_or_default().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_2_lists_startups_and_incubators() {
        let json = r#"{"data":[
            {"id":"a","type":"startup","attributes":{"name":"A","repository":"https://github.com/betagouv/a","link":"",
             "phases":[{"name":"construction","start":"2022-01-13T00:00:00.000+01:00","end":""},{"name":"investigation","start":"","end":""}]},
             "relationships":{"incubator":{"data":{"type":"incubator","id":"dinum"}}}},
            {"id":"b","type":"startup","attributes":{"name":7}},
            {"type":"startup","attributes":{"name":"sans id"}}],
          "included":[{"type":"incubator","id":"/incubateurs/dinum","attributes":{"title":"DINUM"}}]}"#;
        let directory = parse(json).unwrap();
        let a = &directory.startups["a"];
        assert_eq!((a.incubator.as_str(), a.link.as_deref()), ("dinum", None));
        assert_eq!(a.phase().unwrap().name, "construction");
        assert_eq!(directory.incubators["dinum"].title, "DINUM");
        let skipped: Vec<&str> = directory.skipped.iter().map(|skipped| skipped.sheet.as_str()).collect();
        assert_eq!(skipped, ["b", "entrée 2"]);
    }

    #[test]
    fn version_3_is_one_object_a_startup() {
        let directory =
            parse(r#"{"id":"a","name":"A","incubators":[{"id":"mtes","name":"MTES"}],"phases":[]}"#).unwrap();
        assert_eq!(directory.startups["a"].incubator, "mtes");
        assert!(parse("<html>").is_err());
    }
}
