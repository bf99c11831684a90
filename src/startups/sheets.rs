//! The directory as a folder of Markdown sheets with YAML front matter.

use std::path::Path;

use serde::Deserialize;
use time::Date;
use time::macros::format_description;

use super::{Directory, Incubator, Phase, Skipped, Startup};

#[derive(Deserialize)]
struct Sheet {
    title: Option<String>,
    incubator: Option<String>,
    #[serde(default)]
    incubators: Vec<String>,
    link: Option<String>,
    repository: Option<String>,
    #[serde(default)]
    phases: Vec<SheetPhase>,
}

#[derive(Deserialize)]
struct SheetPhase {
    name: String,
    start: Option<String>,
}

#[derive(Deserialize)]
struct IncubatorSheet {
    title: Option<String>,
}

/// Reads `_startups/*.md` and `_incubators/*.md` below `folder` (or the sheets of startups in `folder` itself).
pub fn read_folder(folder: &Path) -> std::io::Result<Directory> {
    let mut directory = Directory::default();
    let below = folder.join("_startups");
    let startups = if below.is_dir() { below } else { folder.to_owned() };
    for (id, text) in markdown_files(&startups)? {
        match startup(&id, &text) {
            Ok(startup) => {
                directory.startups.insert(id, startup);
            }
            Err(reason) => directory.skipped.push(Skipped { sheet: format!("{id}.md"), reason }),
        }
    }
    let incubators = startups.parent().unwrap_or(folder).join("_incubators");
    if incubators.is_dir() {
        for (id, text) in markdown_files(&incubators)? {
            match incubator(&id, &text) {
                Ok(incubator) => {
                    directory.incubators.insert(id, incubator);
                }
                Err(reason) => directory.skipped.push(Skipped { sheet: format!("{id}.md"), reason }),
            }
        }
    }
    Ok(directory)
}

fn markdown_files(folder: &Path) -> std::io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).map(ToOwned::to_owned);
        if let (Some(stem), true) = (stem, path.extension().is_some_and(|end| end == "md")) {
            files.push((stem, String::from_utf8_lossy(&std::fs::read(&path)?).into_owned()));
        }
    }
    files.sort();
    Ok(files)
}

fn front_matter(text: &str) -> Result<&str, String> {
    let text = text.trim_start_matches('\u{feff}');
    let rest = text.strip_prefix("---").ok_or("la fiche ne commence pas par « --- »")?;
    rest.split("\n---")
        .next()
        .filter(|yaml| yaml.len() < rest.len())
        .ok_or_else(|| "l'en-tête YAML n'est pas fermé par « --- »".to_owned())
}

fn startup(id: &str, text: &str) -> Result<Startup, String> {
    let sheet: Sheet = serde_saphyr::from_str(front_matter(text)?).map_err(|error| error.to_string())?;
    let mut phases = Vec::new();
    for phase in sheet.phases {
        phases.push(Phase { name: phase.name, start: phase.start.as_deref().map(day).transpose()? });
    }
    phases.sort_by_key(|phase| phase.start);
    Ok(Startup {
        id: id.to_owned(),
        name: filled(sheet.title).ok_or("le titre (`title`) manque")?,
        incubator: filled(sheet.incubator).or_else(|| sheet.incubators.into_iter().next()).unwrap_or_default(),
        phases,
        link: filled(sheet.link),
        repository: filled(sheet.repository),
    })
}

fn incubator(id: &str, text: &str) -> Result<Incubator, String> {
    let sheet: IncubatorSheet = serde_saphyr::from_str(front_matter(text)?).map_err(|error| error.to_string())?;
    Ok(Incubator { id: id.to_owned(), title: filled(sheet.title).ok_or("le titre (`title`) manque")? })
}

fn filled(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The day of a date as sheets and the API write it: `2020-09-01`, a time of day after it being left out.
pub(super) fn day(text: &str) -> Result<Date, String> {
    let head = text.trim().get(..10).unwrap_or(text.trim());
    Date::parse(head, format_description!("[year]-[month]-[day]"))
        .map_err(|_| format!("« {text} » n'est pas une date comme 2020-09-01"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_with_a_mistake_is_skipped_and_named() {
        let folder = tempfile::tempdir().unwrap();
        let startups = folder.path().join("_startups");
        let incubators = folder.path().join("_incubators");
        std::fs::create_dir_all(&startups).unwrap();
        std::fs::create_dir_all(&incubators).unwrap();
        let write = |name: &str, text: &str| std::fs::write(startups.join(name), text).unwrap();
        write(
            "good.md",
            "---\ntitle: Bon\nincubator: dinum\nlink: ''\nrepository: https://github.com/betagouv/bon\nphases:\n  - name: construction\n    start: 2022-01-13\n    end: \n---\n\n## Contexte\n--- pas un en-tête\n",
        );
        write("open.md", "---\ntitle: Ouvert\n");
        write("date.md", "---\ntitle: Date\nphases:\n  - name: construction\n    start: hier\n---\n");
        write("yaml.md", "---\ntitle: [\n---\n");
        write("notes.txt", "not a sheet");
        std::fs::write(incubators.join("dinum.md"), "---\ntitle: DINUM\n---\n").unwrap();

        let directory = read_folder(folder.path()).unwrap();
        assert_eq!(directory.startups.keys().collect::<Vec<_>>(), ["good"]);
        let good = &directory.startups["good"];
        assert_eq!((good.name.as_str(), good.incubator.as_str(), good.link.as_deref()), ("Bon", "dinum", None));
        assert_eq!(good.phase().unwrap().start, Date::from_calendar_date(2022, time::Month::January, 13).ok());
        assert_eq!(directory.incubators["dinum"].title, "DINUM");
        let skipped: Vec<&str> = directory.skipped.iter().map(|skipped| skipped.sheet.as_str()).collect();
        assert_eq!(skipped, ["date.md", "open.md", "yaml.md"]);
        assert!(directory.skipped[0].reason.contains("« hier »"));
    }
}
