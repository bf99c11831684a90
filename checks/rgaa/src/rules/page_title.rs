//! A page has a title of its own.

use checks_core::{Finding, Language, Level, Meta, Place};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::view::{View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "page-title",
    level: Level::Failure,
    sources: &["RGAA-8.5.1", "RGAA-8.6.1", "WCAG-2.4.2", "ACT-2779a5"],
    languages: Language::LAYOUTS,
    page: include_str!("page_title.md"),
};

/// Titles that tools write and people forget.
const FORGOTTEN: &[&str] = &[
    "create next app",
    "document",
    "home",
    "index",
    "my app",
    "new page",
    "new tab",
    "nouvelle page",
    "page",
    "page sans titre",
    "page title",
    "react app",
    "sans titre",
    "svelte app",
    "title",
    "titre",
    "titre de la page",
    "untitled",
    "untitled document",
    "vite + preact",
    "vite + react",
    "vite + react + ts",
    "vite + svelte",
    "vite + vue",
    "vite + vue + ts",
    "vite app",
    "webpack app",
];

/// A page whose layout leaves its title to the block `name`, and that does not fill it.
pub(crate) fn not_given(place: Place, name: &str) -> Finding {
    let words = message(
        (
            "Cette page n’a pas de titre : le `<title>` de son gabarit reste vide.",
            "This page has no title: the `<title>` of its layout stays empty.",
        ),
        (
            "C’est ce qu’un lecteur d’écran lit en premier, et ce qui distingue les onglets et les favoris.",
            "It is what a screen reader reads first, and what tells tabs and bookmarks apart.",
        ),
        (
            &format!("Donnez-lui le sien : `{{% block {name} %}}Contact – Mes aides{{% endblock %}}`."),
            &format!("Give it its own: `{{% block {name} %}}Contact – Mes aides{{% endblock %}}`."),
        ),
    );
    Finding::new(&META, place, words).level(Level::Warning).sources(&["RGAA-8.5.1", "WCAG-2.4.2"])
}

fn look(view: &View<'_>) -> Vec<Finding> {
    let mut pages = view.pages();
    let html = match (pages.next(), pages.next()) {
        (page, None) => page.map(|(_, html)| html),
        // Branches of a condition: which of them has the title is not told.
        _ => return Vec::new(),
    };
    let titles: Vec<(NodeId, &Element)> = view.named("title").filter(|&(node, _)| !is_drawn(view, node)).collect();
    let Some(&(node, title)) = titles.first() else {
        return html.and_then(|html| missing(view, html)).into_iter().collect();
    };
    // The first one is the page's; of those that conditions bring, nobody can tell which is.
    let may_vary = titles.len() > 1 && titles.iter().any(|&(node, _)| view.document.node(node).conditional);
    if may_vary || title.open_ended || !title.closed {
        return Vec::new();
    }
    let mut text = String::new();
    for &child in &view.document.node(node).children {
        match &view.document.node(child).kind {
            NodeKind::Text(written) => text.push_str(written),
            NodeKind::Comment => {}
            NodeKind::Dynamic | NodeKind::Code | NodeKind::Element(_) | NodeKind::Doctype => return Vec::new(),
        }
    }
    judge(view, title, &text).into_iter().collect()
}

fn judge(view: &View<'_>, title: &Element, text: &str) -> Option<Finding> {
    if is_blank(text) {
        let words = message(("Le titre de la page est vide.", "The page’s title is empty."), WHY, HOW);
        let sources = &["RGAA-8.5.1", "WCAG-2.4.2", "ACT-2779a5"];
        return Some(Finding::new(&META, view.tag(title), words).sources(sources));
    }
    let told = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if !FORGOTTEN.contains(&told.to_lowercase().as_str()) && !is_mute(&told) {
        return None;
    }
    let words = message(
        (
            &format!("Le titre de la page, « {told} », ne dit pas ce qu’elle contient."),
            &format!("The page’s title, “{told}”, does not say what it holds."),
        ),
        WHY,
        HOW,
    );
    let finding = Finding::new(&META, view.tag(title), words);
    Some(finding.level(Level::Warning).sources(&["RGAA-8.6.1", "WCAG-2.4.2"]))
}

/// Whether a title names nothing: no letter, a file, an address, the number of a page.
fn is_mute(title: &str) -> bool {
    const FILES: &[&str] = &[".asp", ".aspx", ".htm", ".html", ".jsp", ".php", ".xhtml"];
    let lower = title.to_lowercase();
    let is_one_word = !lower.contains(' ');
    let is_numbered = || {
        let number = lower.strip_prefix("page").map(str::trim);
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    !lower.chars().any(char::is_alphanumeric)
        || (is_one_word && (FILES.iter().any(|end| lower.ends_with(end)) || lower.contains("://")))
        || is_numbered()
}

const WHY: (&str, &str) = (
    "C’est la première chose qu’un lecteur d’écran annonce, et le nom de l’onglet et du favori.",
    "It is the first thing that a screen reader announces, and the name of the tab and of the bookmark.",
);
const HOW: (&str, &str) = (
    "Écrivez dans `<title>` le sujet de la page puis le nom du service : `Contact – Mes aides`.",
    "Write in `<title>` what the page is about, then the service’s name: `Contact – Mes aides`.",
);

fn missing(view: &View<'_>, html: &Element) -> Option<Finding> {
    // A framework may write the title, a script may, and so may what a template brings in.
    if !view.is_whole() || view.is_rendered() || view.document.nodes.len() > 20_000 {
        return None;
    }
    let has_script = view.has("script");
    let words = message(("Cette page n’a pas de titre.", "This page has no title."), WHY, HOW);
    let level = if has_script { Level::Warning } else { Level::Failure };
    let sources = &["RGAA-8.5.1", "WCAG-2.4.2", "ACT-2779a5"];
    Some(Finding::new(&META, view.tag(html), words).level(level).sources(sources))
}

/// Whether a `<title>` is that of a drawing.
fn is_drawn(view: &View<'_>, node: NodeId) -> bool {
    view.document.ancestors(node).take(64).any(|(_, around)| around.name == "svg" || around.is_component)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_name_nothing() {
        for title in ["#", "...", "index.html", "Accueil.htm", "https://aides.gouv.fr/a", "Page 12"] {
            assert!(is_mute(title), "{title}");
        }
        for title in ["Aides", "404", "C#", "Node.js", "Page 2 des aides", "Pages", "Migrer de index.php vers /"] {
            assert!(!is_mute(title), "{title}");
        }
    }
}
