//! From YAML to settings; what is not understood is told on its line.

use std::collections::BTreeMap;

use checks_core::{File, Finding, Level, Message, Span, Text};
use time::Date;
use time::macros::format_description;

use super::node::{Key, Kind, Node, parse};
use super::{CheckSettings, MISTAKE, MOST_FINDINGS, Rendered, Settings, Waiver};
use crate::review::boundaries::is_pattern;
use crate::review::{StaticCheck, registry, rules};

/// Settings, and what is wrong in the file they were read from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// What applies.
    pub settings: Settings,
    /// What does not, on its line.
    pub findings: Vec<Finding>,
}

impl Settings {
    /// Reads a file of settings. `checks` are known beside those of the registry; a waiver that ended before `today` does
    /// not apply.
    pub fn read(file: &File, checks: &[StaticCheck], today: Date) -> Read {
        let mut all = registry::checks();
        let others = checks.iter().filter(|check| all.iter().all(|known| known.name() != check.name()));
        all = others.copied().chain(all.iter().copied()).collect();
        let mut reader = Reader {
            file,
            today,
            checks: all.iter().map(|check| check.name().to_owned()).collect(),
            rules: rules(&all).into_iter().map(checks_core::Meta::full_id).collect(),
            findings: Vec::new(),
        };
        let mut settings = Self::default();
        match parse(file) {
            Ok(node) => reader.root(&node, &mut settings),
            Err(broken) => reader.say(
                broken.span,
                Text::new("Ce fichier n’est pas du YAML lisible.", "This file is not readable YAML."),
                Text::new(
                    format!("Aucun réglage ne s’applique tant qu’il n’est pas corrigé ({}).", broken.reason),
                    format!("No setting applies until it is mended ({}).", broken.reason),
                ),
                Text::new(
                    "Vérifiez l’indentation et les guillemets à cet endroit.",
                    "Check the indentation and the quotes here.",
                ),
            ),
        }
        Read { settings, findings: reader.findings }
    }
}

struct Reader<'a> {
    file: &'a File,
    today: Date,
    checks: Vec<String>,
    rules: Vec<String>,
    findings: Vec<Finding>,
}

const KEYS: &[&str] = &["startup", "checks", "components", "ignore", "rules", "waivers"];
/// Components of which the settings may speak.
const MOST_COMPONENTS: usize = 500;
const LEVELS: &[&str] = &["off", "notice", "warning", "failure"];

impl Reader<'_> {
    fn root(&mut self, node: &Node, settings: &mut Settings) {
        for (key, value) in self.entries(node, KEYS) {
            match key.text.as_str() {
                "startup" => settings.startup = self.text(value, "startup").map(ToOwned::to_owned),
                "checks" => self.checks(value, settings),
                "components" => settings.components = self.components(value),
                "ignore" => settings.ignore = self.patterns(value),
                "rules" => self.rules(value, settings),
                _ => settings.waivers = self.waivers(value),
            }
        }
    }

    fn checks(&mut self, node: &Node, settings: &mut Settings) {
        let known = self.checks.clone();
        for (key, value) in self.entries(node, &known) {
            let mut check = CheckSettings::default();
            for (switch, value) in self.entries(value, &["enabled", "advisory"]) {
                let set = self.switch(value, &switch.text);
                if switch.text == "enabled" {
                    check.enabled = set;
                } else {
                    check.advisory = set;
                }
            }
            settings.checks.insert(key.text.clone(), check);
        }
    }

    fn rules(&mut self, node: &Node, settings: &mut Settings) {
        let known = self.rules.clone();
        for (key, value) in self.entries(node, &known) {
            // YAML 1.1 reads a bare `off` as false.
            let level = match &value.kind {
                Kind::Bool(false) => Some(None),
                Kind::Text(text) => match text.as_str() {
                    "off" => Some(None),
                    "notice" => Some(Some(Level::Notice)),
                    "warning" => Some(Some(Level::Warning)),
                    "failure" => Some(Some(Level::Failure)),
                    _ => None,
                },
                _ => None,
            };
            match level {
                Some(level) => {
                    settings.rules.insert(key.text.clone(), level);
                }
                None => self.wrong(value, &key.text, "off, notice, warning, failure", LEVELS),
            }
        }
    }

    fn components(&mut self, node: &Node) -> BTreeMap<String, Rendered> {
        let names: Vec<String> = match &node.kind {
            Kind::Map(entries) => entries.iter().take(MOST_COMPONENTS).map(|(key, _)| key.text.clone()).collect(),
            _ => vec!["Btn".to_owned()],
        };
        let entries = self.entries(node, &names);
        entries.into_iter().filter_map(|(key, value)| Some((key.text.clone(), self.rendered(value)?))).collect()
    }

    fn rendered(&mut self, node: &Node) -> Option<Rendered> {
        if let Kind::Text(_) = node.kind {
            return Some(Rendered { element: self.element(node)?, label: None, polymorphic: None });
        }
        let (mut element, mut label, mut polymorphic) = (None, None, None);
        for (key, value) in self.entries(node, &["element", "label", "as"]) {
            match key.text.as_str() {
                "element" => element = Some(self.element(value)?),
                "label" => label = Some(self.text(value, "label")?.to_owned()),
                _ => polymorphic = Some(self.text(value, "as")?.to_owned()),
            }
        }
        if element.is_none() && matches!(node.kind, Kind::Map(_)) {
            self.wrong(node, "element", "button", &[]);
        }
        Some(Rendered { element: element?, label, polymorphic })
    }

    fn element(&mut self, node: &Node) -> Option<String> {
        match &node.kind {
            Kind::Text(text) if is_element(text) => Some(text.clone()),
            _ => {
                self.wrong(node, "element", "button, a, img, input", &[]);
                None
            }
        }
    }

    fn patterns(&mut self, node: &Node) -> Vec<String> {
        let items = self.list(node, "ignore");
        items
            .iter()
            .filter_map(|item| {
                let pattern = self.text(item, "ignore")?;
                if is_pattern(pattern) {
                    return Some(pattern.to_owned());
                }
                self.wrong(item, "ignore", "« docs/ », « *.stories.tsx »", &[]);
                None
            })
            .collect()
    }

    fn waivers(&mut self, node: &Node) -> Vec<Waiver> {
        let items = self.list(node, "waivers");
        items.iter().filter_map(|item| self.waiver(item)).collect()
    }

    fn waiver(&mut self, node: &Node) -> Option<Waiver> {
        let (mut rule, mut path, mut reason, mut until) = (None, None, None, None);
        for (key, value) in self.entries(node, &["rule", "path", "reason", "until"]) {
            match key.text.as_str() {
                "rule" => rule = Some((self.text(value, "rule")?.to_owned(), value)),
                "path" => path = Some((self.text(value, "path")?.to_owned(), value)),
                "reason" => reason = Some(self.text(value, "reason")?.to_owned()),
                _ => until = Some((self.text(value, "until")?.to_owned(), value)),
            }
        }
        let missing: Vec<&str> = [
            ("rule", rule.is_none()),
            ("path", path.is_none()),
            ("reason", reason.as_ref().is_none_or(|reason| reason.trim().is_empty())),
            ("until", until.is_none()),
        ]
        .into_iter()
        .filter_map(|(key, missing)| missing.then_some(key))
        .collect();
        if !missing.is_empty() {
            if matches!(node.kind, Kind::Map(_)) {
                self.incomplete(node.span, &missing.join(", "));
            }
            return None;
        }
        let ((rule, rule_at), (path, path_at), (until, until_at)) = (rule?, path?, until?);
        if !self.rules.contains(&rule) {
            let known = self.rules.clone();
            self.unknown(rule_at.span, &rule, &known);
            return None;
        }
        if !is_pattern(&path) {
            self.wrong(path_at, "path", "« src/legacy/ », « *.html »", &[]);
            return None;
        }
        let day = Date::parse(&until, format_description!("[year]-[month]-[day]")).ok();
        match day {
            Some(until) if until >= self.today => Some(Waiver { rule, path, reason: reason?, until }),
            _ => {
                self.expired(until_at.span, &rule, &until, day.is_some());
                None
            }
        }
    }

    /// The entries of a map whose keys are among `known`, each once; the others are told.
    fn entries<'n>(&mut self, node: &'n Node, known: &[impl AsRef<str>]) -> Vec<(&'n Key, &'n Node)> {
        let entries = match &node.kind {
            Kind::Map(entries) => entries.as_slice(),
            Kind::Null => &[],
            _ => {
                self.wrong(node, "", &format!("{} …", first_of(known)), &[]);
                &[]
            }
        };
        let mut kept: Vec<(&Key, &Node)> = Vec::new();
        for (key, value) in entries {
            if !known.iter().any(|name| name.as_ref() == key.text) {
                self.unknown(key.span, &key.text, known);
            } else if kept.iter().any(|(other, _)| other.text == key.text) {
                self.twice(key);
            } else {
                kept.push((key, value));
            }
        }
        kept
    }

    fn list<'n>(&mut self, node: &'n Node, key: &str) -> &'n [Node] {
        match &node.kind {
            Kind::List(items) => items,
            Kind::Null => &[],
            _ => {
                self.wrong(node, key, if key == "ignore" { "- docs/" } else { "- rule: rgaa/img-alt" }, &[]);
                &[]
            }
        }
    }

    fn text<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n str> {
        match &node.kind {
            Kind::Text(text) if !text.trim().is_empty() => Some(text.trim()),
            _ => {
                self.wrong(node, key, example_of(key), &[]);
                None
            }
        }
    }

    fn switch(&mut self, node: &Node, key: &str) -> Option<bool> {
        if let Kind::Bool(value) = node.kind {
            return Some(value);
        }
        self.wrong(node, key, "true, false", &[]);
        None
    }

    fn unknown(&mut self, span: Span, name: &str, known: &[impl AsRef<str>]) {
        let near = nearest(name, known);
        let how = if let Some(near) = near {
            did_you_mean(near)
        } else {
            let all: Vec<&str> = known.iter().map(AsRef::as_ref).take(8).collect();
            let more = if known.len() > 8 { ", …" } else { "" };
            let all = all.join(", ");
            Text::new(format!("Noms connus : {all}{more}."), format!("Known names: {all}{more}."))
        };
        self.say(
            span,
            Text::new(format!("« {name} » n’est pas un nom que Vigie connaît."), format!("Vigie knows no “{name}”.")),
            not_applied(),
            how,
        );
    }

    fn twice(&mut self, key: &Key) {
        let name = &key.text;
        self.say(
            key.span,
            Text::new(format!("« {name} » est écrit deux fois."), format!("“{name}” is written twice.")),
            Text::new("Seul le premier s’applique.", "Only the first applies."),
            Text::new("Réunissez les deux en un seul.", "Bring both together."),
        );
    }

    fn wrong(&mut self, node: &Node, key: &str, expected: &str, known: &[&str]) {
        let of = |fr: &str, en: &str| {
            if key.is_empty() {
                Text::new(format!("{fr} n’est pas lisible."), format!("{en} cannot be read."))
            } else {
                Text::new(format!("{fr} de « {key} » n’est pas lisible."), format!("{en} of “{key}” cannot be read."))
            }
        };
        let near = match &node.kind {
            Kind::Text(text) => nearest(text, known),
            _ => None,
        };
        let how = match near {
            Some(near) => did_you_mean(near),
            None => Text::new(format!("Écrivez par exemple : {expected}."), format!("Write for instance: {expected}.")),
        };
        self.say(node.span, of("La valeur", "The value"), not_applied(), how);
    }

    fn incomplete(&mut self, span: Span, missing: &str) {
        self.say(
            span,
            Text::new(format!("Il manque à cette dérogation : {missing}."), format!("This waiver lacks: {missing}.")),
            Text::new(
                "Une dérogation ne s’applique qu’avec une règle, un chemin, une raison et un dernier jour.",
                "A waiver applies only with a rule, a path, a reason and a last day.",
            ),
            Text::new("Ajoutez ce qui manque.", "Add what is missing."),
        );
    }

    fn expired(&mut self, span: Span, rule: &str, until: &str, is_date: bool) {
        let what = if is_date {
            Text::new(
                format!("La dérogation à {rule} a pris fin le {until}."),
                format!("The waiver of {rule} ended on {until}."),
            )
        } else {
            Text::new(
                format!("« {until} » n’est pas une date : la dérogation à {rule} compte comme terminée."),
                format!("“{until}” is not a date: the waiver of {rule} counts as ended."),
            )
        };
        self.say(
            span,
            what,
            Text::new("Ce qu’elle acceptait est de nouveau signalé.", "What it accepted is told again."),
            Text::new(
                "Corrigez ce qu’elle couvrait et retirez-la, ou donnez-lui un dernier jour à venir (AAAA-MM-JJ).",
                "Mend what it covered and remove it, or give it a last day to come (YYYY-MM-DD).",
            ),
        );
    }

    fn say(&mut self, span: Span, what: Text, why: Text, how: Text) {
        if self.findings.len() == MOST_FINDINGS {
            return;
        }
        self.findings.push(Finding::new(&MISTAKE, self.file.place(span), Message { what, why, how }));
    }
}

fn is_element(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.len() < 20
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

fn did_you_mean(near: &str) -> Text {
    Text::new(format!("Vouliez-vous écrire « {near} » ?"), format!("Did you mean “{near}”?"))
}

fn example_of(key: &str) -> &'static str {
    match key {
        "startup" => "ma.cantine",
        "label" => "titre",
        "as" => "as",
        "rule" => "rgaa/img-alt",
        "reason" => "« Page retirée avec la refonte »",
        "until" => "2027-03-31",
        _ => "« docs/ »",
    }
}

fn not_applied() -> Text {
    Text::new(
        "Cette ligne ne s’applique pas ; le reste des réglages s’applique.",
        "This line does not apply; the rest of the settings does.",
    )
}

fn first_of(known: &[impl AsRef<str>]) -> String {
    known.first().map(|name| format!("{} :", name.as_ref())).unwrap_or_default()
}

/// The known name that `name` is a slip of, if there is one.
fn nearest<'k>(name: &str, known: &'k [impl AsRef<str>]) -> Option<&'k str> {
    if name.len() > 100 {
        return None;
    }
    let likeness = |other: &str| strsim::jaro_winkler(&name.to_lowercase(), other);
    known
        .iter()
        .map(|other| (likeness(other.as_ref()), other.as_ref()))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, other)| other)
}
