//! A page does not reload or leave by itself after a while.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::Element;

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "meta-refresh",
    level: Level::Failure,
    sources: &["RGAA-13.1.1", "RGAA-13.1.2", "WCAG-2.2.1", "WCAG-2.2.4", "WCAG-3.2.5", "ACT-bc659a", "ACT-bisz58"],
    languages: Language::LAYOUTS,
    page: include_str!("meta_refresh.md"),
};

/// The delay from which WCAG 2.2.1 asks nothing: twenty hours, in seconds.
const TWENTY_HOURS: u64 = 20 * 60 * 60;

/// Browsers obey the first refresh of a page and leave the others.
fn look(view: &View<'_>) -> Vec<Finding> {
    let mut metas = view.document.elements().filter(|(_, element)| is_refresh(view, element));
    let first = metas.find_map(|(_, element)| match view.attr(element, "content") {
        Attr::Text(content) => refresh(content).map(|(seconds, leaves)| (element, seconds, leaves)),
        // Code decides whether and where: it is the first.
        Attr::Computed | Attr::Unknown => Some((element, 0, false)),
        Attr::Absent => None,
    });
    let Some((element, seconds, leaves)) = first.filter(|(_, seconds, _)| *seconds > 0) else { return Vec::new() };
    vec![judge(view, element, seconds, leaves)]
}

fn is_refresh(view: &View<'_>, element: &Element) -> bool {
    element.name == "meta"
        && matches!(view.attr(element, "http-equiv"), Attr::Text(name) if name.trim().eq_ignore_ascii_case("refresh"))
}

fn judge(view: &View<'_>, element: &Element, seconds: u64, leaves: bool) -> Finding {
    let sources: &[&str] = match (leaves, seconds <= TWENTY_HOURS) {
        (true, true) => {
            &["RGAA-13.1.2", "RGAA-13.1.1", "WCAG-2.2.1", "WCAG-2.2.4", "WCAG-3.2.5", "ACT-bc659a", "ACT-bisz58"]
        }
        (false, true) => &["RGAA-13.1.1", "WCAG-2.2.1", "WCAG-2.2.4", "WCAG-3.2.5", "ACT-bc659a", "ACT-bisz58"],
        (true, false) => &["RGAA-13.1.2", "WCAG-2.2.4", "WCAG-3.2.5", "ACT-bisz58"],
        // The RGAA asks nothing of a page that reloads once a day.
        (false, false) => &["WCAG-2.2.4", "WCAG-3.2.5", "ACT-bisz58"],
    };
    let level = if sources[0].starts_with("RGAA") { Level::Failure } else { Level::Notice };
    Finding::new(&META, view.tag(element), words(leaves)).level(level).sources(sources)
}

fn words(leaves: bool) -> checks_core::Message {
    if leaves {
        message(
            (
                "Cette page mène ailleurs d’elle-même après un délai.",
                "This page leads elsewhere by itself after a while.",
            ),
            (
                "Qui lit lentement ou avec un lecteur d’écran n’a pas le temps de finir, et se retrouve ailleurs sans l’avoir voulu.",
                "People who read slowly, or with a screen reader, have no time to finish, and end up elsewhere unasked.",
            ),
            (
                "Redirigez depuis le serveur (301 ou 302), ou mettez le délai à 0.",
                "Redirect from the server (301 or 302), or set the delay to 0.",
            ),
        )
    } else {
        message(
            ("Cette page se recharge d’elle-même.", "This page reloads by itself."),
            (
                "À chaque rechargement, un lecteur d’écran reprend la lecture au début et la saisie en cours est perdue.",
                "At each reload a screen reader starts over, and what was being typed is lost.",
            ),
            (
                "Retirez ce rafraîchissement : actualisez le seul contenu qui change, ou proposez un bouton « Actualiser ».",
                "Take this refresh out: update the only content that changes, or offer a “Refresh” button.",
            ),
        )
    }
}

/// Seconds, and whether another page is named; `None` for what browsers do not take for a refresh
/// (<https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh>).
fn refresh(content: &str) -> Option<(u64, bool)> {
    let content = content.trim_start();
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 || content.starts_with('.');
    let rest = content.get(digits..)?.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if !is_number || !(rest.is_empty() || rest.starts_with([';', ',']) || rest.starts_with(char::is_whitespace)) {
        return None;
    }
    let seconds = if digits == 0 { 0 } else { content[..digits].parse().unwrap_or(u64::MAX) };
    let target = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';' || c == ',');
    Some((seconds, !target.trim().is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refresh_is_read_as_browsers_do() {
        for (content, expected) in [
            ("5", Some((5, false))),
            (" 5.9 ; url=/a", Some((5, true))),
            ("0;url=/a", Some((0, true))),
            (".5", Some((0, false))),
            ("8, /a", Some((8, true))),
            ("5x", None),
            ("-5", None),
            ("+5; /a", None),
            ("; 5", None),
            ("", None),
        ] {
            assert_eq!(refresh(content), expected, "{content:?}");
        }
    }
}
