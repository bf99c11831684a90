//! Words stand in the page, not in its style sheet.

use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::style::{Block, Declaration, Sheet};

use crate::rule::{Look, Rule, message};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "text-in-style",
    level: Level::Notice,
    sources: &["RGAA-10.2.1", "WCAG-1.3.1"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue, Language::Jsx],
    page: include_str!("text_in_style.md"),
};

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    sheet.blocks.iter().filter_map(|block| judge(file, block)).collect()
}

fn judge(file: &File, block: &Block) -> Option<Finding> {
    let content = block.get("content").filter(|content| has_words(content))?;
    let is_page = |selector: &str| {
        ["html", "body", ":root"].iter().any(|page| selector.starts_with(page) && !selector.contains(' '))
            || selector.contains("debug")
    };
    let is_font = block.get("font-family").is_some() || block.get("font").is_some();
    let is_hidden = ["display", "visibility"]
        .iter()
        .any(|name| block.get(name).is_some_and(|one| matches!(one.value.as_str(), "none" | "hidden")));
    if block.selectors.is_empty()
        || is_font
        || is_hidden
        || block.is_within("print")
        || block.selectors.iter().any(|one| is_page(one))
    {
        return None;
    }
    let words = message(
        ("Une feuille de style ajoute des mots à la page.", "A style sheet adds words to the page."),
        (
            "Ils disparaissent quand les styles sont désactivés, et ne sont ni traduits ni trouvés par une recherche.",
            "They disappear when styles are off, and are neither translated nor found by a search.",
        ),
        (
            "Vérifiez que ces mots n’informent de rien, sinon écrivez-les dans le HTML.",
            "Check that these words inform of nothing, otherwise write them in the HTML.",
        ),
    );
    Some(Finding::new(&META, file.place(content.span), words))
}

/// Whether a literal of the value holds a word: three letters in a row, with a capital or among
/// others. Names of icons (`"arrow_back"`, `"\e001"`) are one word of a font.
fn has_words(content: &Declaration) -> bool {
    // The odd pieces are between quotes.
    let value = content.value.replace('\'', "\"");
    let literals: Vec<&str> = value.split('"').skip(1).step_by(2).collect();
    !content.dynamic
        && literals.iter().filter(|text| !text.contains('\\') && !text.contains('_')).any(|text| {
            let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
            let long = words.clone().filter(|word| word.chars().count() > 2).count();
            let is_sentence = words.next().is_some() && text.split_whitespace().count() > 1;
            long > 0 && (is_sentence || text.starts_with(char::is_uppercase) || text.trim().starts_with('('))
        })
}
