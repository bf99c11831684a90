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

/// Words beside a share of the criteria that is not the one the statement declares.
const NOT_THE_RATE: &[&str] = &[
    "atteindre",
    "au moins",
    "d'ici",
    "environ",
    "etaient",
    "inferieur",
    "initial",
    "moins de",
    "objectif",
    "plus de",
    "precedent",
    "premier audit",
    "seuil",
    "superieur",
    "viser",
];

/// A state or a rate, and where it is written in the words.
pub(crate) type At<T> = (T, Range<usize>);

impl View<'_> {
    /// The statement that the file is, if it is one.
    pub(crate) fn declaration(&self) -> Option<&Declaration> {
        self.declaration.get_or_init(|| Declaration::of(self)).as_ref()
    }
}

impl Declaration {
    fn of(view: &View<'_>) -> Option<Self> {
        let text = view.file.text();
        if !text.contains("ccessib")
            || !(text.contains("2005-102") || text.contains("rticle 47") || text.contains("rticle&nbsp;47"))
        {
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
            // A threshold, an aim or an audit that is over is not the rate that counts.
            let around = [self.prose.before(at, 60), after];
            if NOT_THE_RATE.iter().any(|words| around.iter().any(|side| side.contains(words))) {
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
            NodeKind::Element(element) => !FILLERS.iter().any(|filler| element.get(filler).is_some()),
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

/// Attributes by which code writes the content of an element.
const FILLERS: &[&str] =
    &["dangerouslysetinnerhtml", "innerhtml", "set:html", "th:utext", "v-html", "v-text", "x-html"];

/// Whether a node stands among words that are written: what it adds is one more, no part of the page.
fn is_within_words(view: &View<'_>, node: NodeId) -> bool {
    const BLOCKS: &[&str] = &[
        "address", "button", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "option", "p", "script", "td", "th",
        "title",
    ];
    let mut around = view.document.ancestors(node).take(4);
    let Some((block, element)) = around.find(|(_, element)| BLOCKS.contains(&element.name.as_str())) else {
        return false;
    };
    element.name == "script" || !view.document.text_content(block).0.is_empty()
}

/// Whether code puts something beside the statement there, as its name tells.
fn is_aside(source: &str) -> bool {
    const ASIDES: &[&str] = &[
        "asset",
        "backto",
        "back_to",
        "breadcrumb",
        "csrf",
        "footer",
        "haut",
        "head",
        "icon",
        "image",
        "javascript",
        "layout",
        "mail",
        "pied",
        "script",
        "seo",
        "skip",
    ];
    let source = folded(source);
    ASIDES.iter().any(|aside| source.contains(aside))
}

#[cfg(test)]
mod tests {
    use checks_core::File;
    use checks_markup::Document;

    use super::*;

    /// What a statement whose body is `body` declares: its states and its rate.
    fn declared(body: &str) -> (Vec<State>, Option<u32>) {
        let file = File::new(
            "accessibilite.html",
            format!(
                "<h1>Déclaration d’accessibilité</h1><p>La DINUM s’engage à rendre son site accessible (article 47).</p>\
                 <h2>État de conformité</h2>{body}<h2>Voies de recours</h2>"
            ),
        );
        let document = Document::of(&file).unwrap();
        let view = View::new(&file, &document);
        let declaration = view.declaration().expect("a statement");
        let states = declaration.states().into_iter().map(|(state, _)| state).collect();
        (states, declaration.rate(&view).map(|(rate, _)| rate))
    }

    #[test]
    fn states_are_read_in_the_sentences_that_declare_them() {
        for (body, expected) in [
            ("<p>Le site est <b>non conforme</b> avec le RGAA.</p>", vec![State::Non]),
            ("<p>Le site n’est pas encore en conformité avec le référentiel général.</p>", vec![State::Non]),
            ("<p>Le site est en conformité partielle avec le RGAA.</p>", vec![State::Partial]),
            ("<p>Le site est partiellement conforme avec le RGAA.</p>", vec![State::Partial]),
            ("<p>Le site est en totale conformité avec le RGAA.</p>", vec![State::Total]),
            ("<p>« Partiellement conforme » veut dire 50 % du RGAA.</p>", vec![]),
            ("<p>Le site est non/partiellement/totalement conforme avec le RGAA.</p>", vec![]),
            ("<p>Le marché est totalement conforme au code.</p>", vec![]),
        ] {
            assert_eq!(declared(body).0, expected, "{body}");
        }
    }

    #[test]
    fn the_rate_is_that_of_the_criteria_today() {
        for (body, expected) in [
            ("<p>62,5&nbsp;% des critères du RGAA sont respectés.</p>", Some(6_250)),
            ("<p><b>62</b> % des critères sont respectés ; taux moyen : 81 %.</p>", Some(6_200)),
            ("<p>Plus de 50 % des critères du RGAA sont respectés.</p>", None),
            ("<p>Notre objectif : 75 % des critères respectés.</p>", None),
            ("<p>En 2021, 40 % des critères étaient respectés.</p>", None),
            ("<p>38 % des critères ne sont pas respectés.</p>", None),
            ("<p>40 % des critères sont respectés. 80 % des critères sont respectés.</p>", None),
            ("<p>Les tests automatiques couvrent 30 % des critères.</p>", None),
        ] {
            assert_eq!(declared(body).1, expected, "{body}");
        }
    }

    #[test]
    fn what_code_may_add_leaves_the_statement_open() {
        for (body, whole) in [
            ("<p>Établie le {% date %}.</p>", true),
            ("{% if a %}<p>Contact : {{ EMAIL }}</p>{% endif %}", true),
            ("<p>{{ contact }}</p>{% if a %}{% endif %}", false),
            ("{% include 'suite.html' %}", false),
            ("{% include 'footer.html' %}", true),
        ] {
            let text = format!(
                "<h1>Déclaration d’accessibilité</h1><p>Nous nous engageons à rendre accessible : article 47.</p>\
                 <h2>État de conformité</h2><h2>Voies de recours</h2>{body}"
            );
            let file = File::new("accessibilite.html", text);
            let document = Document::of(&file).unwrap();
            let view = View::new(&file, &document);
            assert_eq!(view.declaration().expect("a statement").is_whole(&view), whole, "{body}");
        }
    }
}
