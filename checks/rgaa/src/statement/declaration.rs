//! The page of the statement, and what it says.

use std::ops::Range;

use checks_core::Place;
use checks_markup::{Element, NodeId, NodeKind};

use super::prose::{COMPUTED, Prose};
use super::{State, folded};
use crate::view::View;

/// The page of an accessibility statement.
pub(crate) struct Declaration {
    /// Its words.
    pub(crate) prose: Prose,
    /// Where it commits the service, which tells it from a page about accessibility.
    commitment: usize,
    /// All that its file holds, folded: what stands in an attribute or a text of the script is there too.
    source: String,
}

/// Titles and sentences of the model; a page that has two of them beside the commitment is a statement.
const MARKS: &[&str] = &[
    "amelioration et contact",
    "cette declaration d'accessibilite",
    "contenus non accessibles",
    "declaration d'accessibilite s'applique",
    "defenseur des droits",
    "etablissement de cette declaration",
    "etat de conformite",
    "non-conformites",
    "resultats des tests",
    "retour d'information",
    "voie de recours",
    "voies de recours",
];

/// Paths and titles of models that others fill in.
const MODELS: &[&str] = &["modele", "exemple", "example", "generat", "sample", "template de declaration"];

/// A state or a rate, and where it is written in the words.
pub(crate) type At<T> = (T, Range<usize>);

impl Declaration {
    /// The statement that `view` shows, if it is one.
    pub(crate) fn of(view: &View<'_>) -> Option<Self> {
        let text = view.file.text();
        let names = text.contains("ccessib") || text.contains("CCESSIB");
        if !names || !(text.contains("2005-102") || text.contains("rticle 47") || text.contains("rticle&nbsp;47")) {
            return None;
        }
        let path = folded(view.file.path());
        if MODELS.iter().any(|model| path.contains(model)) {
            return None;
        }
        let prose = Prose::of(view.document);
        let commitment = ["s'engage a rendre", "s'engagent a rendre", "nous engageons a rendre", "m'engage a rendre"]
            .iter()
            .find_map(|commitment| prose.text.find(commitment))?;
        let marks = MARKS.iter().filter(|mark| prose.holds(mark)).count();
        let is_model = [
            "copier la declaration",
            "copier le code",
            "exemple de declaration",
            "generer la declaration",
            "modele de declaration",
        ]
        .iter()
        .any(|model| prose.holds(model));
        let names = prose.holds("article 47") || prose.holds("2005-102");
        (marks >= 2 && names && !is_model).then(|| Self { prose, commitment, source: folded(text) })
    }

    /// Whether a program fills the statement in: whose it is, is computed.
    pub(crate) fn is_generated(&self) -> bool {
        self.prose.before(self.commitment, 16).trim_end().ends_with(COMPUTED)
    }

    /// Where the statement begins: its heading, or its commitment.
    pub(crate) fn place(&self, view: &View<'_>) -> Place {
        let is_heading = |element: &Element| matches!(element.name.as_str(), "h1" | "h2" | "h3" | "h4");
        let headings = || view.document.elements().filter(|(_, element)| is_heading(element));
        let heading =
            |words: &str| headings().find(|(node, _)| folded(&view.document.text_content(*node).0).contains(words));
        match heading("declaration d'accessibilite").or_else(|| heading("accessibilite")) {
            Some((_, element)) => view.tag(element),
            None => self.prose.place(view.file, view.document, self.commitment..self.commitment + 1),
        }
    }

    /// The state that it declares; `None` where it says none, several, or one that code chooses.
    pub(crate) fn state(&self, view: &View<'_>) -> Option<At<State>> {
        let states = self.states();
        let (first, rest) = states.split_first()?;
        let is_chosen = |at: usize| self.prose.node_at(at).is_none_or(|node| view.document.node(node).conditional);
        let is_one = rest.iter().all(|(state, _)| *state == first.0);
        (is_one && !states.iter().any(|(_, range)| is_chosen(range.start))).then(|| first.clone())
    }

    /// The states that its sentences declare: « ce site est partiellement conforme avec le RGAA ».
    pub(crate) fn states(&self) -> Vec<At<State>> {
        const REFERENCES: &[&str] = &["rgaa", "referentiel general", "referentiel"];
        let text = &self.prose.text;
        let mut states = Vec::new();
        for (at, _) in text.match_indices("conform") {
            let after = self.prose.after(at, 160);
            if !REFERENCES.iter().any(|reference| after.contains(reference)) {
                continue;
            }
            let before = self.prose.before(at, 60).trim_end_matches([' ', '-', '"', '«', '*', '\'']);
            let Some((state, head)) = state_around(before, after) else { continue };
            let start = at - (self.prose.before(at, 60).len() - head.len());
            let length = after.find(' ').unwrap_or(after.len());
            states.push((state, start + (head.len() - head.trim_start().len())..at + length));
        }
        states
    }

    /// The share of the criteria that are respected, in hundredths of a per cent; `None` where none or several are
    /// written.
    pub(crate) fn rate(&self, view: &View<'_>) -> Option<At<u32>> {
        let mut rates = self.rates();
        let (rate, range) = rates.pop()?;
        let is_chosen = self.prose.node_at(range.start).is_none_or(|node| view.document.node(node).conditional);
        (!is_chosen && rates.iter().all(|(other, _)| *other == rate)).then_some((rate, range))
    }

    /// The shares that it writes: « 75,5 % des critères du RGAA version 4 sont respectés ».
    fn rates(&self) -> Vec<At<u32>> {
        let mut rates = Vec::new();
        for (at, _) in self.prose.text.match_indices('%') {
            let after = self.prose.after(at + 1, 140);
            let after = after.split_once(". ").map_or(after, |(sentence, _)| sentence);
            let is_of_criteria = after.find("criteres").is_some_and(|criteria| criteria < 24);
            if !is_of_criteria
                || !after.contains("respect")
                || after.contains("ne sont pas")
                || after.contains("non respect")
            {
                continue;
            }
            let before = self.prose.before(at, 12).trim_end();
            let number =
                before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, ',' | '.')).len();
            if let Some(rate) = hundredths(&before[before.len() - number..]) {
                let spaces = self.prose.before(at, 12).len() - before.len();
                rates.push((rate, at - spaces - number..at + 1));
            }
        }
        rates
    }

    /// Whether it says that no audit tells the state.
    pub(crate) fn lacks_audit(&self) -> bool {
        const WORDS: &[&str] = &[
            "absence d'audit",
            "absence d'un audit",
            "absence de resultat",
            "aucun audit",
            "audit a venir",
            "audit de conformite est en",
            "audit est en",
            "audit en cours",
            "n'a pas encore ete audite",
            "n'a encore pas ete audite",
            "n'a encore fait l'objet",
            "n'a pas encore ete realise",
            "n'a pas ete audite",
            "n'a pas ete realise",
            "n'a pas encore fait l'objet",
            "n'a pas fait l'objet",
            "pas d'audit",
            "pas encore d'audit",
            "pas encore audite",
            "sans audit",
            "sera audite",
            "sera realise",
        ];
        WORDS.iter().any(|words| self.source.contains(words))
            || (self.source.contains("audit")
                && ["prevu", "planifi", "attente", "prochain"].iter().any(|word| self.source.contains(word)))
    }

    /// Whether the file holds one of `words`.
    pub(crate) fn holds_any(&self, words: &[&str]) -> bool {
        words.iter().any(|words| self.source.contains(words))
    }

    /// Whether nothing in the page's body may be a part of the statement that stands elsewhere: a partial, a component.
    pub(crate) fn is_whole(&self, view: &View<'_>) -> bool {
        let Some(commitment) = self.prose.node_at(self.commitment) else { return false };
        let nodes = view.document.nodes.iter().enumerate().skip(commitment as usize);
        nodes.take(20_000).all(|(id, node)| match &node.kind {
            NodeKind::Dynamic => is_within_words(view, id as NodeId) || is_aside(view.document.source(node.span)),
            NodeKind::Element(element) if element.is_component && node.children.is_empty() => {
                is_within_words(view, id as NodeId) || is_aside(&element.name)
            }
            _ => true,
        })
    }
}

/// The state that the words `before` and `after` « conform… » tell, and what stands before it.
fn state_around<'t>(before: &'t str, after: &str) -> Option<(State, &'t str)> {
    let is_declared = |head: &str| head.split_whitespace().rev().take(4).any(|word| matches!(word, "est" | "sont"));
    if after.starts_with("conforme") {
        for negation in ["n'est pas encore", "n'est pas", "n'est actuellement pas"] {
            if let Some(head) = before.strip_suffix(negation) {
                return Some((State::Non, head));
            }
        }
        let adverb = before.rsplit(|c: char| !c.is_alphanumeric()).next()?;
        let state = State::of(adverb)?;
        let head = before.strip_suffix(adverb)?;
        // « non/partiellement/totalement »
        return (is_declared(head) && !head.ends_with('/')).then_some((state, head));
    }
    let rest = after.strip_prefix("conformite")?;
    for negation in ["n'est pas encore en", "n'est pas en", "n'est actuellement pas en"] {
        if let Some(head) = before.strip_suffix(negation) {
            return Some((State::Non, head));
        }
    }
    let (state, head) = match (rest.trim_start(), before) {
        (rest, _) if rest.starts_with("partielle") => (State::Partial, before.strip_suffix("en")?),
        (rest, _) if rest.starts_with("totale") => (State::Total, before.strip_suffix("en")?),
        (_, before) => (State::Total, before.strip_suffix("en totale")?),
    };
    is_declared(head).then_some((state, head))
}

/// A number with at most two decimals, as hundredths, when it is a share.
fn hundredths(number: &str) -> Option<u32> {
    let (whole, decimals) = number.split_once([',', '.']).unwrap_or((number, ""));
    let whole: u32 = whole.parse().ok()?;
    let mut digits = decimals.chars().filter_map(|c| c.to_digit(10));
    let fraction = digits.next().unwrap_or_default() * 10 + digits.next().unwrap_or_default();
    (whole <= 100).then_some(whole * 100 + fraction)
}

/// Whether a node stands among words: what it adds is one more, no part of the page.
fn is_within_words(view: &View<'_>, node: NodeId) -> bool {
    const INLINE: &[&str] = &[
        "a", "abbr", "b", "button", "dd", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "li", "option", "p",
        "script", "small", "span", "strong", "td", "th", "time", "title",
    ];
    let around = view.document.ancestors(node).take(2);
    around.into_iter().any(|(_, element)| INLINE.contains(&element.name.as_str()))
}

/// Whether code puts something beside the statement there, as its name tells.
fn is_aside(source: &str) -> bool {
    const ASIDES: &[&str] = &[
        "asset",
        "back",
        "breadcrumb",
        "csrf",
        "footer",
        "haut",
        "head",
        "icon",
        "image",
        "javascript",
        "layout",
        "link",
        "pied",
        "retour",
        "script",
        "seo",
        "skip",
        "top",
    ];
    let source = folded(source);
    ASIDES.iter().any(|aside| source.contains(aside)) && !source.contains("retour_") && !source.contains("retourinfo")
}
