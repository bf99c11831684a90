use std::collections::BTreeMap;

use checks_core::{
    Answer, Facts, File, Finding, Inspection, Language, Level, Meta, Note, Place, Project, Question, Registry,
};

use time::Date;

use crate::lock;
use crate::manifest::{self, Wanted};
use crate::package::Package;
use crate::rule::{Look, Rule, message};
use crate::version::{Behind, behind, is_of};

pub(super) const RULE: Rule = Rule { meta: &META, look: Look::World { inspect, asks, conclude } };

static META: Meta = Meta {
    check: "dependencies",
    id: "major-behind",
    level: Level::Warning,
    sources: &["ANSSI-hygiene-34", "OWASP-A06"],
    languages: &[Language::Json, Language::Toml, Language::Text],
    page: include_str!("major_behind.md"),
};

/// A direct dependency that a public registry can tell of.
const TOPIC: &str = "package";

/// A dependency as a manifest asks for it.
const MANIFEST: &str = "manifest";

fn inspect(file: &File, inspection: &mut Inspection) {
    let told = lock::packages(file).into_iter().filter(|package| package.direct && package.registry.is_some());
    let told = told.filter(|package| !follows_another(&package.name));
    inspection.notes.extend(told.map(|package| Note::new(TOPIC, package.place.clone(), &package)));
    let wanted = manifest::wanted(file).into_iter();
    inspection.notes.extend(wanted.map(|(wanted, span)| Note::new(MANIFEST, file.place(span), &wanted)));
}

/// Types have the version of what they describe, which the project may rightly not have left.
fn follows_another(name: &str) -> bool {
    name.starts_with("@types/") || name.starts_with("types-")
}

fn packages(project: &Project<'_>) -> impl Iterator<Item = Package> {
    project.on(TOPIC).filter_map(Note::read)
}

fn asks(project: &Project<'_>) -> Vec<Question> {
    packages(project).flat_map(|package| [package.question(), long_term(&package)]).flatten().collect()
}

fn conclude(project: &Project<'_>, facts: &Facts) -> Vec<Finding> {
    let mut written = written(project);
    let told = packages(project).filter_map(|package| {
        let Answer::Releases(releases) = facts.answer(&package.question()?) else { return None };
        let behind = behind(package.registry?, &package.version, releases)?;
        if long_term(&package).is_some_and(|question| may_stay(&package, facts.answer(&question), facts.today)) {
            return None;
        }
        let message = told(&package, &behind);
        // People read and change the manifest; the lock file only tells the version.
        let wanted = Wanted::new(package.ecosystem, &package.name);
        Some(match written.remove(&wanted) {
            Some(place) => Finding::new(&META, place.clone(), message).related(package.place),
            None => Finding::new(&META, package.place, message),
        })
    });
    told.collect()
}

/// What to ask about a package that has long-term support: whoever stays on such a version is right to.
fn long_term(package: &Package) -> Option<Question> {
    let product = match (package.registry?, package.name.to_ascii_lowercase().as_str()) {
        (Registry::Pypi, "django") => "django",
        (Registry::Pypi, "wagtail") => "wagtail",
        _ => return None,
    };
    Some(Question::EndOfLife { product: product.to_owned() })
}

/// Whether the locked version has long-term support, or may have.
fn may_stay(package: &Package, answer: &Answer, today: Date) -> bool {
    let Answer::Cycles(cycles) = answer else { return *answer == Answer::Unknown };
    let cycle = cycles.iter().find(|cycle| is_of(&package.version, &cycle.cycle));
    cycle.is_some_and(|cycle| cycle.lts.is_some_and(|since| since.is_over(today)) && !cycle.ends.is_over(today))
}

/// Where the manifests ask for each dependency: the one nearest to the project's folder.
fn written<'a>(project: &Project<'a>) -> BTreeMap<Wanted, &'a Place> {
    let mut written: BTreeMap<Wanted, &Place> = BTreeMap::new();
    for note in project.on(MANIFEST) {
        let Some(wanted) = note.read() else { continue };
        let depth = |place: &Place| place.path.matches('/').count();
        let place = written.entry(wanted).or_insert(&note.place);
        if depth(&note.place) < depth(place) {
            *place = &note.place;
        }
    }
    written
}

fn told(package: &Package, behind: &Behind) -> checks_core::Message {
    let Package { name, version, .. } = package;
    let newest = &behind.newest;
    let (fr, en) = match behind.majors {
        Some(1) => (
            format!("{name} {version} a une version majeure de retard : la version stable est la {newest}."),
            format!("{name} {version} is one major version behind: the stable version is {newest}."),
        ),
        Some(majors) => (
            format!("{name} {version} a {majors} versions majeures de retard : la version stable est la {newest}."),
            format!("{name} {version} is {majors} major versions behind: the stable version is {newest}."),
        ),
        None => (
            format!(
                "{name} {version} est en retard : la version stable est la {newest}, et avant la 1.0 un changement du deuxième nombre vaut une version majeure."
            ),
            format!(
                "{name} {version} is behind: the stable version is {newest}, and before 1.0 a change of the second number counts as a major version."
            ),
        ),
    };
    message(
        (&fr, &en),
        (
            "Les correctifs de sécurité sont souvent publiés pour la seule dernière version majeure, et l’écart coûte plus cher à combler chaque mois.",
            "Security fixes are often published for the last major version only, and the gap costs more to close every month.",
        ),
        (
            &format!(
                "Lisez ses notes de version, puis passez à la {newest}, une version majeure à la fois si les changements sont nombreux."
            ),
            &format!("Read its release notes, then move to {newest}, one major version at a time where much changes."),
        ),
    )
}
