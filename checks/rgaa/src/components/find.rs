//! Whose a component is: from the name in a file to the definition in another.

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeMap, HashMap};

use checks_core::{Language, Project};
use serde::Deserialize;

use super::draw::{TOPIC, is_of_repository};
use super::shape::{Definition, Sketch};

/// The topic of the note by which the host hands on what the settings say of components.
const SETTINGS: &str = "settings.components";
/// How many times a name is passed on from file to file.
const MOST_STEPS: u32 = 8;

/// How many bytes of notes are read at once; what is made of them takes several times as much.
const MOST_READ: usize = 2 << 20;

/// The sketches of a project, each read from its note when it is asked for: a project may have very many.
#[derive(Debug, Default)]
pub(super) struct Files<'p> {
    all: Vec<Kept<'p>>,
    /// The bytes of the notes that are read.
    read: Cell<usize>,
    by_path: HashMap<String, usize>,
    /// Files by the end of their path, without extension and `index`: what an alias or a template names.
    by_stem: HashMap<String, Vec<usize>>,
    /// Files by the components that they define and export.
    by_export: HashMap<String, Vec<usize>>,
    /// What the settings say of components, by their name or by their package and name.
    mapped: BTreeMap<String, Mapped>,
}

/// The note of a file.
#[derive(Debug)]
struct Kept<'p> {
    path: &'p str,
    note: &'p str,
    sketch: OnceCell<Box<Sketch>>,
}

/// What of a sketch tells whose a component is.
#[derive(Deserialize)]
struct Outline {
    #[serde(rename = "x", default)]
    exports: Vec<(String, String, Option<String>)>,
    #[serde(rename = "c", default)]
    components: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "n")]
    name: String,
}

/// What the settings say that a component renders.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Mapped {
    /// The element.
    pub(super) element: String,
    /// The property that names it.
    #[serde(default)]
    pub(super) label: Option<String>,
    /// The property that gives another element in its place.
    #[serde(default, rename = "as")]
    pub(super) polymorphic: Option<String>,
}

/// A definition: the file and the component in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Whose {
    pub(super) file: usize,
    pub(super) component: usize,
}

impl<'p> Files<'p> {
    pub(super) fn of(project: &Project<'p>) -> Self {
        let mut files = Self::default();
        for note in project.on(SETTINGS) {
            files.mapped.extend(note.read::<BTreeMap<String, Mapped>>().unwrap_or_default());
        }
        for note in project.on(TOPIC) {
            let text = note.value.as_str().unwrap_or_default();
            if let Ok(outline) = serde_json::from_str::<Outline>(text) {
                let index = files.all.len();
                files.by_path.insert(note.place.path.clone(), index);
                let stem = stem(&note.place.path);
                let last = stem.rsplit('/').next().unwrap_or(stem).to_owned();
                files.by_stem.entry(last).or_default().push(index);
                for (name, local, module) in &outline.exports {
                    if module.is_none() && outline.components.iter().any(|definition| definition.name == *local) {
                        let name = if name == "default" { local } else { name };
                        let exporting = files.by_export.entry(name.clone()).or_default();
                        if exporting.last() != Some(&index) {
                            exporting.push(index);
                        }
                    }
                }
                files.all.push(Kept { path: &note.place.path, note: text, sketch: OnceCell::new() });
            }
        }
        files
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn sketch(&self, file: usize) -> &Sketch {
        let Kept { note, sketch, .. } = &self.all[file];
        sketch.get_or_init(|| {
            self.read.set(self.read.get() + note.len());
            serde_json::from_str(note).unwrap_or_default()
        })
    }

    /// Forgets the sketches once many were read, and says so: what points into them is void.
    pub(super) fn forget(&mut self) -> bool {
        let is_full = self.read.get() > MOST_READ;
        if is_full {
            self.all.iter_mut().for_each(|kept| kept.sketch = OnceCell::new());
            self.read.set(0);
        }
        is_full
    }

    pub(super) fn path(&self, file: usize) -> &'p str {
        self.all[file].path
    }

    pub(super) fn definition(&self, whose: Whose) -> &Definition {
        &self.sketch(whose.file).components[whose.component]
    }

    /// What the settings say of the component that `file` calls `name`: `Btn`, or `@mui/material/Button`.
    pub(super) fn mapped(&self, file: usize, name: &str) -> Option<&Mapped> {
        if self.mapped.is_empty() {
            return None;
        }
        let first = name.split('.').next().unwrap_or(name);
        let imported = self.sketch(file).imports.iter().find(|(local, _, _)| local == first);
        let of_package = imported.and_then(|(local, module, exported)| {
            let exported = if exported == "default" { local } else { exported };
            self.mapped.get(&format!("{module}/{exported}")).or_else(|| self.mapped.get(module))
        });
        of_package.or_else(|| self.mapped.get(name))
    }

    /// The definition of the component that `file` calls `name`.
    pub(super) fn find(&self, file: usize, name: &str) -> Option<Whose> {
        let sketch = self.sketch(file);
        let (first, member) = name.split_once('.').unwrap_or((name, ""));
        let is_vue = self.is_vue(file);
        let pascal = if is_vue { pascal(first) } else { String::new() };
        let is_named = |local: &str| local == first || (is_vue && local == pascal);
        if let Some((_, module, exported)) = sketch.imports.iter().find(|(local, _, _)| is_named(local)) {
            let exported = match (exported.as_str(), member) {
                ("*", member) if !member.is_empty() => member,
                (_, "") => exported,
                _ => return None,
            };
            return self.imported(file, module, exported, MOST_STEPS);
        }
        if is_vue {
            return self.of_template(&pascal);
        }
        self.local(file, name)
    }

    fn local(&self, file: usize, name: &str) -> Option<Whose> {
        let component = self.sketch(file).components.iter().position(|definition| definition.name == name)?;
        Some(Whose { file, component })
    }

    /// What `module`, imported by `file`, exports as `name`.
    fn imported(&self, file: usize, module: &str, name: &str, steps: u32) -> Option<Whose> {
        let steps = steps.checked_sub(1)?;
        let from = self.path(file).rsplit_once('/').map_or("", |(folder, _)| folder);
        if module.starts_with('.') {
            let base = joined(from, module)?;
            return match self.at(&base) {
                Some(found) => self.exported(found, name, steps),
                None => self.below(&base, name, steps),
            };
        }
        if !is_of_repository(module) {
            return None;
        }
        let rest = module.split_once('/').map_or("", |(_, rest)| rest);
        let rest = stem(rest);
        let last = rest.rsplit('/').next().filter(|last| !last.is_empty())?;
        let ends = |path: &str| {
            let stem = stem(path);
            stem == rest || stem.strip_suffix(rest).is_some_and(|before| before.ends_with('/'))
        };
        let mut found = self.by_stem.get(last).into_iter().flatten().copied().filter(|&index| ends(self.path(index)));
        match (found.next(), found.next()) {
            (Some(only), None) => self.exported(only, name, steps),
            (None, _) => self.below_alias(rest, name, steps),
            _ => None,
        }
    }

    /// The same of a folder that an alias names: the one file in such a folder that exports the name.
    fn below_alias(&self, rest: &str, name: &str, steps: u32) -> Option<Whose> {
        let inside = format!("/{rest}/");
        let is_below = |index: &usize| format!("/{}", self.path(*index)).contains(&inside);
        let mut found = self.by_export.get(name)?.iter().copied().filter(is_below);
        match (found.next(), found.next()) {
            (Some(only), None) => self.exported(only, name, steps).or_else(|| self.exported(only, "default", steps)),
            _ => None,
        }
    }

    fn at(&self, base: &str) -> Option<usize> {
        const ENDS: &[&str] =
            &["", ".tsx", ".jsx", ".js", ".vue", "/index.tsx", "/index.jsx", "/index.js", "/index.vue"];
        ENDS.iter().find_map(|end| self.by_path.get(&format!("{base}{end}")).copied())
    }

    /// A folder whose `index` only passes names on is not read: the one file below it that exports the name is meant.
    fn below(&self, base: &str, name: &str, steps: u32) -> Option<Whose> {
        let folder = base.strip_suffix("/index").unwrap_or(base);
        let below = |index: &usize| self.path(*index).strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let named = self.by_export.get(name).or_else(|| self.by_stem.get(name))?;
        let mut found = named.iter().copied().filter(below);
        match (found.next(), found.next()) {
            (Some(only), None) => self.exported(only, name, steps).or_else(|| self.exported(only, "default", steps)),
            _ => None,
        }
    }

    fn exported(&self, file: usize, name: &str, steps: u32) -> Option<Whose> {
        let sketch = self.sketch(file);
        if self.is_vue(file) {
            return (!sketch.components.is_empty()).then_some(Whose { file, component: 0 });
        }
        let steps = steps.checked_sub(1)?;
        if let Some((_, local, module)) = sketch.exports.iter().find(|(exported, _, _)| exported == name) {
            if let Some(module) = module {
                return self.imported(file, module, local, steps);
            }
            return self.local(file, local).or_else(|| {
                let (_, module, exported) = sketch.imports.iter().find(|(imported, _, _)| imported == local)?;
                self.imported(file, module, exported, steps)
            });
        }
        let mut passed_on = sketch.exports.iter().filter(|(exported, _, _)| exported == "*");
        passed_on.find_map(|(_, _, module)| self.imported(file, module.as_deref()?, name, steps))
    }

    /// A component that a template names and its script does not import: the only Vue file of that name.
    fn of_template(&self, pascal: &str) -> Option<Whose> {
        let mut found = self.by_stem.get(pascal)?.iter().copied().filter(|&index| self.is_vue(index));
        match (found.next(), found.next()) {
            (Some(file), None) if !self.sketch(file).components.is_empty() => Some(Whose { file, component: 0 }),
            _ => None,
        }
    }

    pub(super) fn is_vue(&self, file: usize) -> bool {
        Language::of_path(self.path(file)) == Some(Language::Vue)
    }
}

/// `icon-button` as `IconButton`.
fn pascal(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    };
    if name.contains('-') { name.split('-').map(word).collect() } else { name.to_owned() }
}

/// A path without its extension, nor the `index` that stands for its folder.
fn stem(path: &str) -> &str {
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let ends = [".tsx", ".jsx", ".vue", ".js"];
    let bare = ends.iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
    let is_index = ends.iter().any(|end| name.strip_suffix(end) == Some("index"));
    if is_index && !folder.is_empty() { folder } else { bare }
}

/// `../Bouton` from `src/pages` is `src/Bouton`; `None` above the root.
fn joined(folder: &str, module: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in module.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_and_cut() {
        assert_eq!(joined("src/pages", "../ui/Bouton").as_deref(), Some("src/ui/Bouton"));
        assert_eq!(joined("src", "../../x"), None);
        assert_eq!((stem("src/ui/index.tsx"), stem("src/ui/Bouton.vue")), ("src/ui", "src/ui/Bouton"));
    }
}
