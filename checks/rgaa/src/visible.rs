//! The text that is seen of an element, and whether a name holds it (WCAG 2.5.3, « Label in Name »).

use checks_markup::{Element, NodeId, NodeKind};

use crate::purpose::fold;
use crate::sight::Sight;
use crate::view::{Attr, View};

/// A text on screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Visible {
    /// What is read, parts that touch each other apart.
    pub(crate) spaced: String,
    /// The same, inline parts joined.
    joined: String,
    /// Whether a part of it is kept from assistive technologies.
    pub(crate) is_partly_hidden: bool,
}

impl Visible {
    /// A text that is seen as it is written.
    pub(crate) fn of(text: &str) -> Self {
        Self { spaced: text.to_owned(), joined: text.to_owned(), is_partly_hidden: false }
    }
}

/// Classes of texts for readers only: DSFR, Bootstrap, Tailwind, GOV.UK and others.
const UNSEEN: &[&str] = &[
    "fr-sr-only",
    "invisible",
    "screen-reader-text",
    "sr-only",
    "u-visually-hidden",
    "visually-hidden",
    "visuallyhidden",
    "vh",
];

/// Parts of the names of classes that make a text a drawing (fonts of icons, ligatures), or a hint beside the label.
const DRAWN: &[&str] = &["icon", "glyph", "material", "symbol", "fa-", "hint", "badge", "counter"];

/// Elements that stand in a line with what is around them.
const INLINE: &[&str] =
    &["a", "abbr", "b", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"];

/// How deep a text is looked for.
const DEPTH: u32 = 32;

impl View<'_> {
    /// The text that is seen of `node`; `None` where code or a style sheet decides on some of it.
    pub(crate) fn visible_text(&self, node: NodeId) -> Option<Visible> {
        let mut visible = Visible::default();
        self.see(node, &mut visible, false, DEPTH)?;
        Some(visible)
    }

    fn see(&self, node: NodeId, visible: &mut Visible, hidden: bool, depth: u32) -> Option<()> {
        for &child in &self.document.node(node).children {
            let below = self.document.node(child);
            if below.optional || depth == 0 {
                return None;
            }
            match &below.kind {
                NodeKind::Text(text) => {
                    visible.spaced.push_str(text);
                    visible.joined.push_str(text);
                    visible.is_partly_hidden |= hidden && text.chars().any(char::is_alphanumeric);
                }
                NodeKind::Element(element) => self.see_element(child, element, visible, hidden, depth)?,
                NodeKind::Dynamic => return None,
                NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => {}
            }
        }
        Some(())
    }

    fn see_element(
        &self,
        node: NodeId,
        element: &Element,
        visible: &mut Visible,
        hidden: bool,
        depth: u32,
    ) -> Option<()> {
        if element.is_component || element.name == "slot" || !element.closed || element.open_ended {
            return None;
        }
        let is_drawing = matches!(
            element.name.as_str(),
            "audio"
                | "canvas"
                | "datalist"
                | "iframe"
                | "img"
                | "input"
                | "math"
                | "meter"
                | "object"
                | "picture"
                | "progress"
                | "script"
                | "select"
                | "style"
                | "svg"
                | "textarea"
                | "video"
        );
        if is_drawing || is_unseen(element)? {
            visible.spaced.push(' ');
            return Some(());
        }
        match self.own_sight_on_screen(element) {
            Sight::Hidden => return Some(()),
            Sight::Unknown => return None,
            Sight::Shown => {}
        }
        if self.is_set(element, "hidden") {
            return Some(());
        }
        let is_inline = INLINE.contains(&element.name.as_str());
        let hidden = match self.attr(element, "aria-hidden") {
            Attr::Text("true") if element.name == "i" => return Some(()),
            Attr::Text("true") => true,
            Attr::Computed | Attr::Unknown => return None,
            Attr::Text(_) | Attr::Absent => hidden,
        };
        visible.spaced.push(' ');
        if !is_inline {
            visible.joined.push(' ');
        }
        self.see(node, visible, hidden, depth - 1)?;
        visible.spaced.push(' ');
        if !is_inline {
            visible.joined.push(' ');
        }
        Some(())
    }
}

/// Whether the classes of `element` make its text unseen or a drawing; `None` where code decides.
fn is_unseen(element: &Element) -> Option<bool> {
    let Some(class) = element.get("class") else { return Some(false) };
    let class = class.value.text()?;
    Some(
        class
            .split_whitespace()
            .any(|word| UNSEEN.contains(&word) || DRAWN.iter().any(|part| word.to_ascii_lowercase().contains(part))),
    )
}

/// How a name holds the text that is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Held {
    /// It does, or the text is a symbol.
    Yes,
    /// It has a word that the text may be an abbreviation of.
    Shortened,
    /// It does not.
    No,
}

/// Whether `name` holds the words of `visible`, one after the other; punctuation, case and what stands in brackets left
/// aside.
pub(crate) fn holds(name: &str, visible: &Visible) -> Held {
    let name = words(name);
    let mut held = Held::No;
    for text in [&visible.spaced, &visible.joined] {
        let label = words(&without_brackets(text));
        let letters: usize = label.iter().map(|word| word.text.chars().count()).sum();
        let is_symbol = letters == 0 || (letters == 1 && !label.iter().any(Word::is_number));
        if is_symbol || follows(&name, &label, |name, label| name.text == label.text) {
            return Held::Yes;
        }
        if follows(&name, &label, Word::is_maybe_short_for) {
            held = Held::Shortened;
        }
    }
    held
}

fn follows(name: &[Word], label: &[Word], same: impl Fn(&Word, &Word) -> bool) -> bool {
    name.windows(label.len()).any(|window| window.iter().zip(label).all(|(name, label)| same(name, label)))
}

/// A word, folded.
#[derive(Debug)]
struct Word {
    text: String,
    is_cut: bool,
}

impl Word {
    fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// Whether `label` may stand for the beginning of this word: « Ave. », « FR ».
    fn is_maybe_short_for(&self, label: &Self) -> bool {
        self.text == label.text
            || (!label.text.chars().any(char::is_numeric)
                && (label.is_cut || label.text.chars().count() <= 3)
                && self.text.starts_with(&label.text))
    }
}

/// The words of a text. A hyphen between letters joins them: « e-mail » is « email ».
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut characters = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let joins = matches!(c, '-' | '\u{2010}' | '\u{2011}') && before.is_alphabetic() && next.is_alphabetic();
        if c.is_alphanumeric() {
            word.push(c);
        } else if !joins && !matches!(c, '\u{AD}' | '\u{301}' | '\u{300}') && !word.is_empty() {
            words.push(Word { text: fold(&word), is_cut: c == '.' });
            word.clear();
        }
        before = c;
    }
    if !word.is_empty() {
        words.push(Word { text: fold(&word), is_cut: false });
    }
    words
}

fn without_brackets(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_u32;
    for c in text.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                out.push(' ');
            }
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use checks_core::File;
    use checks_markup::Document;

    use super::*;

    fn visible(text: &str) -> Option<Visible> {
        let file = File::new("a.html", text);
        let document = Document::of(&file).unwrap();
        let (node, _) = document.elements().next().unwrap();
        View::new(&file, &document).visible_text(node)
    }

    fn held(name: &str, label: &str) -> Held {
        holds(name, &visible(&format!("<button>{label}</button>")).unwrap())
    }

    #[test]
    fn a_name_holds_the_words_of_the_label_in_their_order() {
        for (name, label, expected) in [
            ("Télécharger l'attestation (PDF)", "Télécharger", Held::Yes),
            ("Produit X : commander maintenant", "Commander maintenant", Held::Yes),
            ("Commander produit X maintenant", "Commander maintenant", Held::No),
            ("Date de naissance", "Date de naissance (JJ/MM/AAAA)", Held::Yes),
            ("Fermer", "&times;", Held::Yes),
            ("Gras", "G", Held::Yes),
            ("Page suivante", "2", Held::No),
            ("Un email", "e-mail", Held::Yes),
            ("Français", "FR", Held::Shortened),
            ("Avenue de Ségur", "Av. de Ségur", Held::Shortened),
            ("Bonjour tout le monde", "<p>Bonjour</p><p>tout le monde</p>", Held::Yes),
            ("Étape 12", "<span>1</span><span>2</span>", Held::Yes),
            ("Rechercher", "Ok", Held::No),
        ] {
            assert_eq!(held(name, label), expected, "{name} / {label}");
        }
    }

    #[test]
    fn what_is_not_seen_is_no_label() {
        let text =
            |html: &str| visible(html).map(|visible| visible.spaced.split_whitespace().collect::<Vec<_>>().join(" "));
        assert_eq!(text("<a>Lire<span class='fr-sr-only'> la suite</span></a>").as_deref(), Some("Lire"));
        assert_eq!(text("<a>Lire<i class='material-icons'>close</i></a>").as_deref(), Some("Lire"));
        assert_eq!(text("<a>Lire<b style='display:none'>x</b></a>").as_deref(), Some("Lire"));
        assert_eq!(text("<a>Lire<b class=hidden>x</b></a>"), None);
        assert_eq!(text("<a>Lire {{ titre }}</a>"), None);
    }
}
