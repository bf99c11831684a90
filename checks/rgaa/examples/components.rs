//! What following components costs: `cargo run --release -p checks-rgaa --example components FOLDER…`.

#![expect(clippy::print_stdout, reason = "it is what a measure is for")]
#![expect(clippy::disallowed_methods, reason = "a measure needs a clock and the files it is given")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Instant;

use checks_core::{Check, Facts, File, Interest, Project};
use checks_rgaa::CHECK;

fn main() {
    for folder in std::env::args().skip(1) {
        let mut paths = Vec::new();
        list(Path::new(&folder), &mut paths);
        paths.sort();
        let (mut inside, mut all_notes) = (Vec::new(), Vec::new());
        let (mut files, mut bytes, mut noted) = (0_usize, 0_usize, 0_usize);
        let start = Instant::now();
        for path in paths {
            let name = path.strip_prefix(&folder).unwrap_or(&path).to_string_lossy().into_owned();
            if CHECK.interest(&name) != Interest::Project {
                continue;
            }
            let Ok(content) = std::fs::read(&path) else { continue };
            files += 1;
            bytes += content.len();
            let inspection = CHECK.inspect(&File::new(name.clone(), content));
            noted += inspection.notes.iter().map(|note| note.value.to_string().len()).sum::<usize>();
            inside.push(name);
            all_notes.extend(inspection.notes);
        }
        let inspected = start.elapsed();
        let facts = Facts::new(time::Date::MIN, BTreeMap::new());
        let start = Instant::now();
        let project = Project { root: "", paths: &inside, notes: all_notes.iter().collect() };
        let findings = CHECK.conclude(&project, &facts);
        println!(
            "{folder}: {files} files of {} KB, notes {} KB ({} B a file), inspect {inspected:.1?}, conclude {:.1?}",
            bytes / 1024,
            noted / 1024,
            noted / files.max(1),
            start.elapsed(),
        );
        for finding in findings {
            let place = &finding.place;
            println!("  {}:{} {} {}", place.path, place.region.start.line, finding.rule, finding.message.what.fr);
        }
    }
}

fn list(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { list(&path, into) } else { into.push(path) }
    }
}
