//! Roles: what an element says it is (`role`), or is by its name.

use checks_markup::Element;

use crate::view::{Attr, View};

/// The role of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// This one.
    Is(&'static str),
    /// None that rules ask for.
    None,
    /// Code decides.
    Unknown,
}

/// The roles of WAI-ARIA 1.2 that authors may write, with those of Graphics-ARIA.
/// <https://www.w3.org/TR/wai-aria-1.2/#role_definitions>, <https://www.w3.org/TR/graphics-aria-1.0/>.
const ROLES: &[&str] = &[
    "alert",
    "alertdialog",
    "application",
    "article",
    "banner",
    "blockquote",
    "button",
    "caption",
    "cell",
    "checkbox",
    "code",
    "columnheader",
    "combobox",
    "complementary",
    "contentinfo",
    "definition",
    "deletion",
    "dialog",
    "directory",
    "document",
    "emphasis",
    "feed",
    "figure",
    "form",
    "generic",
    "graphics-document",
    "graphics-object",
    "graphics-symbol",
    "grid",
    "gridcell",
    "group",
    "heading",
    "img",
    "insertion",
    "link",
    "list",
    "listbox",
    "listitem",
    "log",
    "main",
    "marquee",
    "math",
    "menu",
    "menubar",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "meter",
    "navigation",
    "none",
    "note",
    "option",
    "paragraph",
    "presentation",
    "progressbar",
    "radio",
    "radiogroup",
    "region",
    "row",
    "rowgroup",
    "rowheader",
    "scrollbar",
    "search",
    "searchbox",
    "separator",
    "slider",
    "spinbutton",
    "status",
    "strong",
    "subscript",
    "superscript",
    "switch",
    "tab",
    "table",
    "tablist",
    "tabpanel",
    "term",
    "textbox",
    "time",
    "timer",
    "toolbar",
    "tooltip",
    "tree",
    "treegrid",
    "treeitem",
];

impl View<'_> {
    /// The role of `element`: the first one written that exists, else the one its name implies. `presentation` and
    /// `none` do not hold on what can take the focus (WAI-ARIA's conflict resolution).
    pub(crate) fn role(&self, element: &Element) -> Role {
        let written = match self.attr(element, "role") {
            Attr::Text(text) => text,
            Attr::Absent => return self.implicit_role(element),
            Attr::Computed | Attr::Unknown => return Role::Unknown,
        };
        let known = |word: &str| ROLES.iter().find(|role| role.eq_ignore_ascii_case(word)).copied();
        match written.split_whitespace().find_map(known) {
            None => self.implicit_role(element),
            Some("none" | "presentation") if self.is_focusable(element) => self.implicit_role(element),
            Some("none") => Role::Is("presentation"),
            Some(role) => Role::Is(role),
        }
    }

    fn implicit_role(&self, element: &Element) -> Role {
        let role = match element.name.as_str() {
            "a" | "area" => match self.attr(element, "href") {
                Attr::Text(_) | Attr::Computed => "link",
                Attr::Absent => return Role::None,
                Attr::Unknown => return Role::Unknown,
            },
            "button" => "button",
            "img" => match self.attr(element, "alt") {
                Attr::Text("") if !self.is_focusable(element) => "presentation",
                _ => "img",
            },
            "input" => return self.input_role(element),
            "select" if self.is_set(element, "multiple") => "listbox",
            "select" => "combobox",
            "textarea" => "textbox",
            _ => return Role::None,
        };
        Role::Is(role)
    }

    fn input_role(&self, element: &Element) -> Role {
        let kind = match self.attr(element, "type") {
            Attr::Text(kind) => kind.trim().to_ascii_lowercase(),
            Attr::Absent => "text".to_owned(),
            Attr::Computed | Attr::Unknown => return Role::Unknown,
        };
        Role::Is(match kind.as_str() {
            "button" | "image" | "reset" | "submit" => "button",
            "hidden" => return Role::None,
            "checkbox" => "checkbox",
            "radio" => "radio",
            "range" => "slider",
            "number" => "spinbutton",
            "search" => "searchbox",
            _ => "textbox",
        })
    }

    fn is_focusable(&self, element: &Element) -> bool {
        let by_name = match element.name.as_str() {
            "button" | "input" | "select" | "textarea" | "iframe" => true,
            "a" | "area" => element.get("href").is_some(),
            _ => false,
        };
        by_name || !matches!(self.attr(element, "tabindex"), Attr::Absent | Attr::Unknown)
    }
}
