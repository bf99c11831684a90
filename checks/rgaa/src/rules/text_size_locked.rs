//! Text grows when the page is zoomed.

use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::style::{Block, Sheet};

use crate::rule::{Look, Rule, message};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "text-size-locked",
    level: Level::Warning,
    sources: &["RGAA-10.4.2", "WCAG-1.4.4"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue, Language::Jsx],
    page: include_str!("text_size_locked.md"),
};

/// What a selector says of things that are no text, or of pages that nobody zooms.
const EXEMPT: &[&str] =
    &["icon", "svg", "emoji", "logo", "before", "after", "slide", "reveal", "impress", "watermark", "decor", "glyph"];

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    sheet.blocks.iter().filter_map(|block| judge(file, block)).collect()
}

fn judge(file: &File, block: &Block) -> Option<Finding> {
    let size = block.get("font-size").filter(|size| !size.dynamic)?;
    let value = size.value.trim();
    let unit = ["vw", "vh", "vmin", "vmax"].into_iter().find(|unit| {
        value.strip_suffix(unit).is_some_and(|number| number.parse::<f64>().is_ok_and(|number| number > 0.0))
    })?;
    let is_exempt = |selector: &str| EXEMPT.iter().any(|word| selector.to_ascii_lowercase().contains(word));
    if block.selectors.is_empty() || block.is_within("print") || block.selectors.iter().any(|one| is_exempt(one)) {
        return None;
    }
    let words = message(
        (
            &format!("La taille de ce texte ne dépend que de la fenêtre (`{value}`)."),
            &format!("The size of this text depends on the window alone (`{value}`)."),
        ),
        (
            "Une personne malvoyante qui zoome pour lire voit tout grandir, sauf ce texte.",
            "A person with low vision who zooms to read sees everything grow but this text.",
        ),
        (
            &format!(
                "Ajoutez une part en `rem`, par exemple `calc(1rem + 1{unit})` ou `clamp(1rem, 0.75rem + 1{unit}, 2rem)`."
            ),
            &format!(
                "Add a part in `rem`, for instance `calc(1rem + 1{unit})` or `clamp(1rem, 0.75rem + 1{unit}, 2rem)`."
            ),
        ),
    );
    Some(Finding::new(&META, file.place(size.span), words))
}
