//! A footer shows the state of conformity, with a link to the statement.

use checks_core::{Finding, Language, Level, Message, Meta, Note, Place, Project};
use checks_markup::{Element, NodeId, NodeKind};

use crate::components::dsfr::{Given, Library, has_class};
use crate::components::object;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::statement::footer::{Label, footers, is_written, labels, state_of, vue_name};
use crate::statement::{Shown, State, folded, shown};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "statement-mention",
    level: Level::Warning,
    sources: &["LOI-2005-102-47", "DECRET-2019-768"],
    languages: Language::MARKUP,
    page: include_str!("statement_mention.md"),
};

/// What tells the list of a French public service's legal links.
const LEGAL: &[&str] = &["mentions legales", "plan du site", "donnees personnelles", "gestion des cookies"];

fn look(view: &View<'_>) -> Vec<Finding> {
    let look = |(node, element): (NodeId, &Element)| {
        if element.is_component { component(view, element) } else { footer(view, node, element) }
    };
    footers(view).into_iter().filter_map(look).collect()
}

/// The topics of the notes on the states that footers and statements tell.
const SHOWN: &str = "statement.shown";
const DECLARED: &str = "statement.declared";
/// That of the footers of vue-dsfr which keep its own link, `/a11y`.
const DEFAULT_LINK: &str = "statement.default-link";

/// The states that the file tells, in its footers and in the statement, where they are written out.
pub(crate) fn notes(view: &View<'_>) -> Vec<Note> {
    let shown = footers(view).into_iter().filter_map(|(node, element)| state_of(view, node, element));
    let mut notes: Vec<Note> = shown.map(|(state, place)| Note::new(SHOWN, place, &state)).collect();
    let keeping = footers(view).into_iter().filter(|(_, element)| keeps_default_link(view, element));
    notes.extend(keeping.map(|(_, element)| Note::new(DEFAULT_LINK, view.tag(element), &true)));
    if let Some(declaration) = view.declaration()
        && let Some((state, range)) = declaration.state(view)
    {
        notes.push(Note::new(DECLARED, declaration.prose.place(view.file, view.document, range), &state));
    }
    notes
}

fn keeps_default_link(view: &View<'_>, element: &Element) -> bool {
    view.dsfr(element).is_some_and(|(library, name)| library == Library::Vue && name == "DsfrFooter")
        && ["mandatoryLinks", "a11yComplianceLink"].iter().all(|link| view.given(element, link) == Given::Nothing)
}

/// What the files of a project say together.
pub(crate) fn findings(project: &Project<'_>) -> Vec<Finding> {
    let mut findings = disagreeing(project);
    if lacks_default_page(project) {
        let notes = project.on(DEFAULT_LINK);
        findings.extend(notes.map(|note| Finding::new(&META, note.place.clone(), words_default_link())));
    }
    findings
}

/// Whether the pages are those of Nuxt's folder, and none of them answers to `/a11y`.
fn lacks_default_page(project: &Project<'_>) -> bool {
    let is_nuxt = |path: &&String| path.rsplit('/').next().is_some_and(|name| name.starts_with("nuxt.config."));
    let folder = match project.paths.iter().find(is_nuxt).and_then(|path| path.rsplit_once('/')) {
        Some((folder, _)) => format!("{folder}/"),
        None if project.paths.iter().any(|path| is_nuxt(&path)) => String::new(),
        None => return false,
    };
    let pages = || {
        ["pages/", "app/pages/", "src/pages/"].iter().flat_map(|pages| {
            let within = format!("{folder}{pages}");
            project.paths.iter().filter_map(move |path| path.strip_prefix(&within))
        })
    };
    // `[...slug].vue` answers to all.
    pages().next().is_some() && !pages().any(|page| page.starts_with('[') || page.contains("a11y"))
}

/// Footers that say another state than the statement, where the project has one of each.
fn disagreeing(project: &Project<'_>) -> Vec<Finding> {
    let read = |topic| -> Vec<(State, &Place)> {
        project.on(topic).filter_map(|note| Some((note.read::<State>()?, &note.place))).collect()
    };
    let (shown, declared) = (read(SHOWN), read(DECLARED));
    let [(declared, statement)] = declared.as_slice() else { return Vec::new() };
    let Some((state, _)) = shown.first() else { return Vec::new() };
    if state == declared || shown.iter().any(|(other, _)| other != state) {
        return Vec::new();
    }
    let finding = |place: &Place| {
        Finding::new(&META, place.clone(), words_other(*state, *declared, &statement.path))
            .related((*statement).clone())
    };
    shown.iter().map(|(_, place)| finding(place)).collect()
}

/// A footer that is written out.
fn footer(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if view.sight(node) == Sight::Hidden {
        return None;
    }
    let labels = labels(view, node);
    if labels.is_empty() {
        return missing(view, node, element);
    }
    if let Some(label) = labels.iter().find(|label| matches!(label.shown, Shown::State(_))) {
        return unlinked(view, node, label);
    }
    let is_public = || is_of_state(view, node, element);
    let label = labels.into_iter().find(|label| label.shown != Shown::Nothing)?;
    if !label.is_whole {
        return None;
    }
    let place = label.place(view);
    let text = label.written(view);
    match label.shown {
        Shown::Model => {
            let level = if is_model(view, node) { Level::Warning } else { Level::Failure };
            Some(Finding::new(&META, place, words_model(&text)).level(level))
        }
        Shown::Otherwise if is_public() => Some(Finding::new(&META, place, words_otherwise(&text))),
        Shown::Unsaid if label.is_link() && is_public() && !may_say_state(view, node, &label) => {
            Some(Finding::new(&META, place, words_unsaid(&text)))
        }
        Shown::Unsaid | Shown::Otherwise | Shown::State(_) | Shown::Nothing => None,
    }
}

/// The state is shown: is there a way to the statement?
fn unlinked(view: &View<'_>, footer: NodeId, label: &Label<'_>) -> Option<Finding> {
    let around: Vec<&Element> = view
        .document
        .ancestors(label.text)
        .take_while(|&(up, _)| up != footer)
        .map(|(_, element)| element)
        .take(64)
        .collect();
    if around.iter().any(|element| element.is_component || element.open_ended || element.name == "button") {
        return None;
    }
    if !is_of_state(view, footer, view.document.element(footer)?) || leads_elsewhere(view, label) {
        return None;
    }
    let Some(link) = around.iter().find(|element| element.name == "a") else {
        // A link whose text code writes may be the one.
        let mut links =
            view.document.descendants(footer).take(4_096).filter(|&below| {
                view.document.element(below).is_some_and(|other| other.name == "a" || other.is_component)
            });
        if links.any(|link| !view.document.text_content(link).1) {
            return None;
        }
        return Some(Finding::new(&META, label.place(view), words_unlinked()));
    };
    let goes_nowhere = match view.attr(link, "href") {
        Attr::Text(href) => is_dead(href),
        Attr::Absent => !link.attributes.iter().any(|attribute| {
            attribute.name.starts_with("on")
                || ["link", "href", "to", "data-", "hx-", "v-", "@", ":"]
                    .iter()
                    .any(|part| attribute.name.contains(part))
        }),
        Attr::Computed | Attr::Unknown => false,
    };
    (goes_nowhere && !is_model(view, footer)).then(|| Finding::new(&META, view.tag(link), words_dead()))
}

/// Whether a footer is that of a model or of an example: no link of its own leads anywhere yet.
fn is_model(view: &View<'_>, footer: NodeId) -> bool {
    let mut links = view.document.descendants(footer).filter_map(|below| view.document.element(below));
    links.all(|link| {
        let is_set = |href: &str| !is_dead(href) && !href.starts_with("http") && !href.starts_with('[');
        link.name != "a"
            || has_class(link, "fr-footer__content-link")
            || view.attr(link, "href").text().is_some_and(|href| !is_set(href) || href == "/")
    })
}

fn is_dead(href: &str) -> bool {
    matches!(href.trim(), "" | "#" | "#!" | "/#") || href.trim().starts_with("javascript:")
}

/// Whether another link of the file leads to a page about accessibility.
fn leads_elsewhere(view: &View<'_>, label: &Label<'_>) -> bool {
    view.document.elements().any(|(node, element)| {
        let is_link = element.name == "a" || element.is_component;
        is_link
            && node != label.carrier
            && ["href", "to", "routerlink"].iter().any(|name| match element.get(name).map(|given| &given.value) {
                Some(value) => {
                    let source = value.span().map_or("", |span| view.document.source(span)).to_lowercase();
                    ["accessib", "a11y", "rgaa"].iter().any(|part| source.contains(part))
                }
                None => false,
            })
    })
}

/// Whether a footer is that of a French public service: it wears the State's design system, or names its sites beside
/// the legal links.
fn is_of_state(view: &View<'_>, footer: NodeId, element: &Element) -> bool {
    let is_dsfr = has_class(element, "fr-footer")
        || view
            .document
            .descendants(footer)
            .take(4_096)
            .filter_map(|below| view.document.element(below))
            .any(|inner| has_class(inner, "fr-footer") || has_class(inner, "fr-footer__bottom"));
    is_dsfr || (view.file.text().contains(".gouv.fr") && is_legal(&folded(&view.document.text_content(footer).0)))
}

fn is_legal(text: &str) -> bool {
    LEGAL.iter().any(|legal| text.contains(legal))
}

/// Whether the state may stand elsewhere: somewhere in the file, or in what code adds to the same list.
fn may_say_state(view: &View<'_>, footer: NodeId, label: &Label<'_>) -> bool {
    let mut around = view.document.ancestors(label.text).take_while(|&(up, _)| up != footer).take(64);
    let list = around.find(|(_, element)| element.name == "ul").map_or(footer, |(list, _)| list);
    let text = folded(view.file.text());
    let says = |state: &&str| text.contains(*state);
    !is_written(view, list)
        || ["non conforme", "non-conforme", "partiellement conforme", "totalement conforme"].iter().any(says)
}

/// A footer of the design system, written out whole, whose legal links leave accessibility out.
fn missing(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !element.closed || element.open_ended {
        return None;
    }
    let inside = || view.document.descendants(node).take(4_096);
    let list = inside().find_map(|below| {
        view.document
            .element(below)
            .filter(|inner| has_class(inner, "fr-footer__bottom-list"))
            .map(|list| (below, list))
    });
    let (list_node, list) = list?;
    let (text, is_whole) = view.document.text_content(list_node);
    let is_alone = view.document.node(list_node).conditional && !view.document.node(node).conditional;
    let legal = folded(&text);
    let says = |part: &str| folded(view.file.text()).contains(part);
    if !is_whole || !list.closed || is_alone || !is_legal(&legal) || says("accessibilit") || says("a11y") {
        return None;
    }
    // Something else in the footer may be it: a partial, a component.
    let is_open =
        inside().any(|below| match &view.document.node(below).kind {
            NodeKind::Dynamic => view.document.ancestors(below).next().is_some_and(|(_, around)| {
                matches!(around.name.as_str(), "ul" | "ol" | "li" | "div" | "footer" | "nav")
            }),
            NodeKind::Element(inner) => inner.is_component && view.document.node(below).children.is_empty(),
            _ => false,
        });
    (!is_open).then(|| Finding::new(&META, view.tag(list), words_missing()))
}

/// A footer of the design system's libraries.
fn component(view: &View<'_>, element: &Element) -> Option<Finding> {
    let (library, name) = view.dsfr(element)?;
    match (library, name.as_ref()) {
        (Library::React, "Footer") => react(view, element),
        (Library::Vue, "DsfrFooter") => vue(view, element),
        _ => None,
    }
}

/// `Footer` of `@codegouvfr/react-dsfr`: without `accessibilityLinkProps`, or with an empty one, it renders the state
/// in a `span`.
fn react(view: &View<'_>, element: &Element) -> Option<Finding> {
    const STATES: &[&str] = &["non compliant", "partially compliant", "fully compliant"];
    let place = view.tag(element);
    if let Attr::Text(state) = view.attr(element, "accessibility")
        && !STATES.contains(&state)
    {
        return Some(Finding::new(&META, place, words_react_state(state)).level(Level::Failure));
    }
    if view.given(element, "accessibility") == Given::Nothing {
        return Some(Finding::new(&META, place, words_react_unsaid()).level(Level::Failure));
    }
    match view.given(element, "accessibilityLinkProps") {
        Given::Unknown | Given::Blank => return None,
        Given::Nothing => {}
        Given::Something => {
            let entries = object::entries(view.source_of(element, "accessibilityLinkProps")?)?;
            let address = entries.iter().find(|(key, _)| matches!(*key, "href" | "to"));
            let is_empty = entries.is_empty();
            let is_dead = address.is_some_and(|(_, value)| object::text(value).is_some_and(is_dead));
            if is_dead && !entries.iter().any(|(key, _)| *key == "onClick") {
                return Some(Finding::new(&META, place, words_dead()));
            }
            if !is_empty {
                return None;
            }
        }
    }
    // Another item of the footer may be the link.
    let is_written = ["bottomItems", "linkList"]
        .iter()
        .all(|list| view.source_of(element, list).is_none_or(|source| source.trim_start().starts_with('[')));
    let names = folded(view.document.source(element.tag_span));
    (is_written && !names.contains("accessibilite")).then(|| Finding::new(&META, place, words_react_unlinked()))
}

/// `DsfrFooter` of `@gouvminint/vue-dsfr`, whose state is « non conforme » and whose link is `/a11y` unless told.
fn vue(view: &View<'_>, element: &Element) -> Option<Finding> {
    // They take the place of the links that the component writes.
    if element.open_ended || view.given(element, "mandatoryLinks") != Given::Nothing {
        return None;
    }
    let place = view.tag(element);
    if let Attr::Text(state) = view.attr(element, vue_name(element, "a11yCompliance")) {
        let label = format!("Accessibilité : {state}");
        match shown(&folded(&label)) {
            Shown::State(_) => {}
            Shown::Model => return Some(Finding::new(&META, place, words_model(&label)).level(Level::Failure)),
            Shown::Unsaid | Shown::Otherwise | Shown::Nothing => {
                return Some(Finding::new(&META, place, words_otherwise(&label)));
            }
        }
    }
    let link = view.attr(element, vue_name(element, "a11yComplianceLink"));
    link.text().is_some_and(is_dead).then(|| Finding::new(&META, place, words_dead()))
}

/// Why the state must be shown.
const WHY: (&str, &str) = (
    "La loi demande à chaque service public d’afficher l’un de trois états : « Accessibilité : non conforme », « partiellement conforme » ou « totalement conforme ».",
    "The law asks each public service to show one of three states: « Accessibilité : non conforme », « partiellement conforme » or « totalement conforme ».",
);

/// Why the statement must be linked.
const WHY_LINK: (&str, &str) = (
    "La loi demande que la déclaration d’accessibilité s’ouvre depuis la page d’accueil et depuis toutes les autres.",
    "The law asks that the accessibility statement open from the home page and from all others.",
);

/// How to show the state.
const HOW: (&str, &str) = (
    "Écrivez l’état qui est le vôtre, « Accessibilité : non conforme » tant qu’aucun audit n’est valide, en lien vers la page de la déclaration.",
    "Write the state that is yours, « Accessibilité : non conforme » as long as no audit is valid, as a link to the statement’s page.",
);

fn words_model(label: &str) -> Message {
    message(
        (
            &format!("« {label} » est resté tel que dans le modèle : aucun des trois états n’est choisi."),
            &format!("« {label} » is left as in the model: none of the three states is chosen."),
        ),
        WHY,
        (
            "Gardez le seul état qui est le vôtre : « Accessibilité : non conforme » tant qu’aucun audit n’est valide.",
            "Keep the one state that is yours: « Accessibilité : non conforme » as long as no audit is valid.",
        ),
    )
}

fn words_otherwise(label: &str) -> Message {
    message(
        (
            &format!("« {label} » n’est pas l’une des trois mentions d’accessibilité."),
            &format!("« {label} » is none of the three accessibility mentions."),
        ),
        WHY,
        (
            "Écrivez « non conforme » sans audit valide ou sous 50 % de critères respectés, « partiellement conforme » dès 50 %, « totalement conforme » à 100 %.",
            "Write « non conforme » without a valid audit or under 50 % of the criteria, « partiellement conforme » from 50 %, « totalement conforme » at 100 %.",
        ),
    )
}

fn words_unsaid(label: &str) -> Message {
    message(
        (
            &format!("Le pied de page dit « {label} » sans l’état de conformité."),
            &format!("The footer says « {label} » without the state of conformity."),
        ),
        WHY,
        (
            "Complétez le lien : « Accessibilité : non conforme » tant qu’aucun audit n’est valide.",
            "Complete the link: « Accessibilité : non conforme » as long as no audit is valid.",
        ),
    )
}

fn words_other(shown: State, declared: State, path: &str) -> Message {
    let (shown, declared) = (shown.words(), declared.words());
    message(
        (
            &format!("Ce pied de page dit le service « {shown} », la déclaration (`{path}`) le dit « {declared} »."),
            &format!("This footer says that the service is « {shown} », the statement (`{path}`) says « {declared} »."),
        ),
        (
            "La mention reprend l’état de la déclaration : à deux états, on ne sait lequel croire.",
            "The mention repeats the statement’s state: with two states, nobody knows which to believe.",
        ),
        (
            "Gardez celui que donne le dernier audit valide, aux deux endroits.",
            "Keep the one that the last valid audit gives, in both places.",
        ),
    )
}

fn words_missing() -> Message {
    message(
        (
            "Ces liens de pied de page n’affichent pas l’état d’accessibilité du service.",
            "These footer links do not show the service’s state of accessibility.",
        ),
        WHY,
        HOW,
    )
}

fn words_unlinked() -> Message {
    message(
        (
            "L’état d’accessibilité n’est pas un lien, et rien d’autre ici ne mène à la déclaration.",
            "The state of accessibility is no link, and nothing else here leads to the statement.",
        ),
        WHY_LINK,
        (
            "Faites de cette mention un lien vers la page de la déclaration, `/accessibilite` par exemple.",
            "Make this mention a link to the statement’s page, `/accessibilite` for example.",
        ),
    )
}

fn words_dead() -> Message {
    message(
        (
            "Le lien de la mention d’accessibilité ne mène nulle part.",
            "The accessibility mention’s link leads nowhere.",
        ),
        WHY_LINK,
        (
            "Donnez-lui l’adresse de la page de la déclaration, `/accessibilite` par exemple.",
            "Give it the address of the statement’s page, `/accessibilite` for example.",
        ),
    )
}

fn words_default_link() -> Message {
    message(
        (
            "Ce `<DsfrFooter>` mène à `/a11y`, son adresse par défaut, et aucune page n’y répond.",
            "This `<DsfrFooter>` leads to `/a11y`, its default address, and no page answers there.",
        ),
        WHY_LINK,
        (
            "Donnez-lui `a11y-compliance-link=\"/accessibilite\"`, l’adresse de la page de la déclaration.",
            "Give it `a11y-compliance-link=\"/accessibilite\"`, the address of the statement’s page.",
        ),
    )
}

fn words_react_unlinked() -> Message {
    message(
        (
            "Ce `<Footer>` affiche l’état d’accessibilité sans lien : `accessibilityLinkProps` lui manque.",
            "This `<Footer>` shows the state of accessibility without a link: it lacks `accessibilityLinkProps`.",
        ),
        WHY_LINK,
        (
            "Ajoutez `accessibilityLinkProps={{ href: \"/accessibilite\" }}`, l’adresse de la page de la déclaration.",
            "Add `accessibilityLinkProps={{ href: \"/accessibilite\" }}`, the address of the statement’s page.",
        ),
    )
}

fn words_react_unsaid() -> Message {
    message(
        (
            "Ce `<Footer>` n’a pas d’état d’accessibilité : `accessibility` lui manque.",
            "This `<Footer>` has no state of accessibility: it lacks `accessibility`.",
        ),
        WHY,
        (
            "Donnez-lui `accessibility=\"non compliant\"`, `\"partially compliant\"` ou `\"fully compliant\"`.",
            "Give it `accessibility=\"non compliant\"`, `\"partially compliant\"` or `\"fully compliant\"`.",
        ),
    )
}

fn words_react_state(state: &str) -> Message {
    message(
        (
            &format!("« {state} » n’est pas un état que ce `<Footer>` connaît : il ne sait pas l’écrire."),
            &format!("« {state} » is no state that this `<Footer>` knows: it cannot write it."),
        ),
        WHY,
        (
            "Donnez à `accessibility` la valeur `\"non compliant\"`, `\"partially compliant\"` ou `\"fully compliant\"`.",
            "Give `accessibility` the value `\"non compliant\"`, `\"partially compliant\"` or `\"fully compliant\"`.",
        ),
    )
}
