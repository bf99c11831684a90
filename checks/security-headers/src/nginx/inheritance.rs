//! Which headers a block loses: nginx inherits `add_header` from the level above only where a block has none of its own.

use std::collections::{BTreeMap, BTreeSet};

use checks_core::Place;

use super::outline::{Item, Line, Outline};

/// A block that no longer sends what the level above sets.
#[derive(Debug)]
pub(crate) struct Loss {
    /// The block, as written: `location /assets/`.
    pub(crate) block: String,
    /// Whether its whole answer is a text written in it.
    pub(crate) is_fixed: bool,
    /// Whether inheritance is switched off in so many words.
    pub(crate) is_asked_for: bool,
    /// What cuts the inheritance: the block's first `add_header`, or the `include` that brings it.
    pub(crate) at: Place,
    /// What its line begins with, when it is the block's own.
    pub(crate) indent: Option<String>,
    /// What is lost.
    pub(crate) lost: Vec<Line>,
}

/// How deep files include files.
const MAX_INCLUDES: usize = 8;
/// How many blocks and lines are looked at: files that include each other over and over come to an end.
const MAX_STEPS: usize = 20_000;

/// The losses in a project's configurations, by path.
pub(crate) fn losses(outlines: &BTreeMap<String, Outline>) -> Vec<Loss> {
    let mut walk = Walk { outlines, found: Vec::new(), steps: 0 };
    let mut included = BTreeSet::new();
    for (path, outline) in outlines {
        mark_included(outlines, path, &outline.items, &mut included);
    }
    for (path, outline) in outlines.iter().filter(|(path, _)| !included.contains(path.as_str())) {
        walk.block(&Scope { path, includes: 0 }, "", false, &outline.items, &Above::default());
    }
    // A file that is included twice is told of once.
    let mut seen = BTreeSet::new();
    walk.found.retain(|loss| seen.insert(loss.at.clone()));
    walk.found
}

fn mark_included<'o>(
    outlines: &'o BTreeMap<String, Outline>,
    path: &str,
    items: &[Item],
    included: &mut BTreeSet<&'o str>,
) {
    for item in items {
        match item {
            Item::Block { items, .. } => mark_included(outlines, path, items, included),
            Item::Include { pattern, .. } => {
                included.extend(resolve(outlines, path, pattern).into_iter().flatten().filter(|found| *found != path));
            }
            _ => {}
        }
    }
}

/// The files an `include` means: `None` when nobody can tell. Paths are the server's, so the ends are compared.
fn resolve<'o>(outlines: &'o BTreeMap<String, Outline>, from: &str, pattern: &str) -> Option<Vec<&'o str>> {
    let pattern = pattern.trim_start_matches("./");
    let (folder, name) = pattern.rsplit_once('/').unwrap_or(("", pattern));
    let same_folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let named: Vec<&str> =
        outlines.keys().map(String::as_str).filter(|path| *path != from && matches(name, file_name(path))).collect();
    let ends_with = |path: &&str| {
        let above = path.rsplit_once('/').map_or("", |(above, _)| above);
        let folder = folder.trim_matches('/');
        if folder.is_empty() {
            above == same_folder
        } else {
            let last = folder.rsplit('/').next().unwrap_or_default();
            above == folder || above.ends_with(&format!("/{folder}")) || above.rsplit('/').next() == Some(last)
        }
    };
    let near: Vec<&str> = named.iter().copied().filter(ends_with).collect();
    if !near.is_empty() {
        return (near.len() == 1 || name.contains('*')).then_some(near);
    }
    // `/etc/nginx/security.conf` may be copied from anywhere, but from one place only.
    (named.len() == 1 && !name.contains('*')).then_some(named)
}

/// The name that a template has once it is filled in.
fn file_name(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    [".erb", ".template", ".tmpl", ".tpl", ".j2"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name)
}

fn matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            name.len() >= start.len() + end.len()
                && name.starts_with(start)
                && name.ends_with(end.trim_start_matches('*'))
        }
        None => pattern == name,
    }
}

/// Included files that set no header: the world's nginx has them.
fn is_harmless(pattern: &str) -> bool {
    let name = pattern.rsplit('/').next().unwrap_or(pattern);
    matches!(name, "mime.types" | "fastcgi_params" | "uwsgi_params" | "scgi_params" | "fastcgi.conf" | "proxy_params")
        || name.contains("modules")
}

#[derive(Clone, Copy)]
struct Scope<'o> {
    path: &'o str,
    includes: usize,
}

/// What holds above a block.
#[derive(Clone, Default)]
struct Above<'o> {
    headers: Vec<&'o Line>,
    trailers: Vec<&'o Line>,
    kept: BTreeSet<String>,
    /// How blocks below inherit (`merge`), of headers and of trailers: the mode is itself inherited.
    modes: BTreeMap<bool, &'o str>,
}

/// What a block says itself, its includes spliced in.
#[derive(Default)]
struct Own<'o> {
    lines: Vec<(&'o Line, Option<&'o Place>)>,
    blocks: Vec<(Scope<'o>, &'o str, bool, &'o [Item])>,
    kept: BTreeSet<String>,
    inherit: BTreeMap<bool, (&'o str, &'o Place)>,
    is_open: bool,
}

struct Walk<'o> {
    outlines: &'o BTreeMap<String, Outline>,
    found: Vec<Loss>,
    steps: usize,
}

impl<'o> Walk<'o> {
    fn block(&mut self, scope: &Scope<'o>, label: &str, is_fixed: bool, items: &'o [Item], above: &Above<'o>) {
        let mut own = Own::default();
        self.gather(scope, items, None, &mut own);
        let mut here = above.clone();
        here.kept.extend(own.kept.iter().cloned());
        for is_trailer in [false, true] {
            let lines: Vec<_> = own.lines.iter().copied().filter(|(line, _)| line.is_trailer == is_trailer).collect();
            let inherit = own.inherit.get(&is_trailer).copied();
            let how = inherit.map_or_else(|| above.modes.get(&is_trailer).copied().unwrap_or("on"), |(how, _)| how);
            here.modes.insert(is_trailer, how);
            let inherited = if is_trailer { &mut here.trailers } else { &mut here.headers };
            if how == "merge" {
                inherited.extend(lines.iter().map(|(line, _)| *line));
                continue;
            }
            let cut = match (lines.first(), inherit) {
                (Some((line, from)), _) => {
                    Some((from.unwrap_or(&line.place), from.is_none().then(|| line.indent.clone())))
                }
                (None, Some(("off", place))) => Some((place, None)),
                (None, _) => None,
            };
            let Some((at, indent)) = cut else { continue };
            let lost: Vec<Line> =
                inherited.iter().filter(|line| is_lost(line, &lines, &here.kept)).map(|line| (*line).clone()).collect();
            if !lost.is_empty() && !own.is_open {
                self.found.push(Loss {
                    block: label.to_owned(),
                    is_fixed,
                    is_asked_for: how == "off",
                    at: at.clone(),
                    indent,
                    lost,
                });
            }
            *inherited = lines.iter().map(|(line, _)| *line).collect();
        }
        for (scope, label, is_fixed, items) in own.blocks {
            self.block(&scope, label, is_fixed, items, &here);
        }
    }

    fn gather(&mut self, scope: &Scope<'o>, items: &'o [Item], from: Option<&'o Place>, own: &mut Own<'o>) {
        for item in items {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                own.is_open = true;
                return;
            }
            match item {
                Item::Block { label, is_fixed, items } => own.blocks.push((*scope, label, *is_fixed, items)),
                Item::Header(line) => own.lines.push((line, from)),
                Item::Kept(name) => {
                    own.kept.insert(name.to_ascii_lowercase());
                }
                Item::Inherit { trailers, how, place } => {
                    own.inherit.insert(*trailers, (how, place));
                }
                Item::Include { pattern, place } => match resolve(self.outlines, scope.path, pattern) {
                    Some(paths) if scope.includes < MAX_INCLUDES => {
                        for path in paths {
                            if let Some((path, outline)) = self.outlines.get_key_value(path) {
                                let scope = Scope { path, includes: scope.includes + 1 };
                                self.gather(&scope, &outline.items, from.or(Some(place)), own);
                            }
                        }
                    }
                    _ => own.is_open |= !is_harmless(pattern),
                },
            }
        }
    }
}

/// Whether a line of the level above is sent no more. An empty value sends nothing in the first place.
fn is_lost(line: &Line, own: &[(&Line, Option<&Place>)], kept: &BTreeSet<String>) -> bool {
    line.value.as_deref() != Some("")
        && !kept.contains(&line.name.to_ascii_lowercase())
        && !own.iter().any(|(other, _)| other.name.eq_ignore_ascii_case(&line.name))
}

#[cfg(test)]
mod tests {
    use checks_core::File;

    use super::*;
    use crate::nginx::Config;

    fn lost(files: &[(&str, &str)]) -> Vec<(String, u32)> {
        let outline = |(path, text): &(&str, &str)| {
            let file = File::new(*path, *text);
            ((*path).to_owned(), Outline::of(&file, &Config::parse(text).unwrap()))
        };
        let outlines = files.iter().map(outline).collect();
        losses(&outlines).into_iter().map(|loss| (loss.at.path, loss.at.region.start.line)).collect()
    }

    const UPPER: &str = "add_header X-Frame-Options DENY;\n";

    #[test]
    fn an_include_that_brings_headers_cuts_the_inheritance() {
        let server = format!("{UPPER}location / {{\n  include /etc/nginx/snippets/cors.conf;\n}}\n");
        let cors = ("nginx/snippets/cors.conf", "add_header Access-Control-Allow-Origin *;\n");
        assert_eq!(lost(&[("nginx/site.conf", &server), cors]), [("nginx/site.conf".to_owned(), 3)]);
        // Two files of that name: nobody knows which one is meant.
        let other = ("other/snippets/cors.conf", UPPER);
        assert_eq!(lost(&[("nginx/site.conf", &server), cors, other]), []);
    }

    #[test]
    fn files_that_include_each_other_come_to_an_end() {
        let text = "include b*.conf;\nlocation / { include a*.conf; add_header A 1; }\n";
        let files: Vec<(String, &str)> =
            (0..20).map(|index| (format!("{}{index}.conf", if index % 2 == 0 { "a" } else { "b" }), text)).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        let _ = lost(&[("site.conf", "include a*.conf;")].into_iter().chain(files).collect::<Vec<_>>());
    }

    #[test]
    fn a_nested_block_is_told_of_what_the_nearest_level_adds() {
        let text =
            format!("{UPPER}location / {{\n  add_header A 1;\n  location /b {{\n    add_header B 1;\n  }}\n}}\n");
        assert_eq!(lost(&[("site.conf", &text)]), [("site.conf".to_owned(), 3), ("site.conf".to_owned(), 5)]);
    }
}
