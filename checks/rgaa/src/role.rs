//! Roles: what an element says it is (`role`), or is by its name, after HTML-AAM.
//!
//! <https://www.w3.org/TR/html-aam-1.0/#html-element-role-mappings>.

use checks_markup::{Element, NodeId};

use crate::aria;
use crate::view::{Attr, View};

/// The role of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// This one.
    Is(&'static str),
    /// None: browsers give it no role, or differ.
    None,
    /// Code or another file decides.
    Unknown,
}

/// How far up a role is looked for that decides another.
const REACH: usize = 256;

impl View<'_> {
    /// The role of `element` as far as the element alone decides: the first one written that exists, else the one its
    /// name implies. `presentation` and `none` do not hold on what can take the focus (WAI-ARIA's conflict resolution).
    /// Where what stands around decides too (`header`, `li`, `td`), the role is unknown: see [`role_at`](Self::role_at).
    pub(crate) fn role(&self, element: &Element) -> Role {
        self.written_role(element).unwrap_or_else(|| self.implicit_role(element))
    }

    /// The role of `element`, what stands around it considered.
    pub(crate) fn role_at(&self, node: NodeId, element: &Element) -> Role {
        self.written_role(element).unwrap_or_else(|| self.own_role_at(node, element))
    }

    /// The role that `element` has by itself, what its `role` says left aside.
    pub(crate) fn own_role_at(&self, node: NodeId, element: &Element) -> Role {
        match element.name.as_str() {
            "aside" | "footer" | "header" => self.landmark_role(node, element),
            "form" => self.named_role(element, "form"),
            "section" => self.named_role(element, "region"),
            "li" => self.item_role(node),
            "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" => self.table_part_role(node, element),
            _ => self.implicit_role(element),
        }
    }

    /// What the `role` attribute makes of the element; `None` where it says nothing that holds.
    fn written_role(&self, element: &Element) -> Option<Role> {
        let written = match self.attr(element, "role") {
            Attr::Text(text) => text,
            Attr::Absent => return None,
            Attr::Computed | Attr::Unknown => return Some(Role::Unknown),
        };
        match written.split_whitespace().find_map(aria::written_role)?.name {
            "none" | "presentation" if self.is_focusable(element) => None,
            "none" => Some(Role::Is("presentation")),
            "image" => Some(Role::Is("img")),
            role => Some(Role::Is(role)),
        }
    }

    fn implicit_role(&self, element: &Element) -> Role {
        let role = match element.name.as_str() {
            "a" | "area" => match self.attr(element, "href") {
                Attr::Text(_) | Attr::Computed => "link",
                Attr::Absent => "generic",
                Attr::Unknown => return Role::Unknown,
            },
            "img" => match self.attr(element, "alt") {
                Attr::Text("") if !self.is_focusable(element) => "presentation",
                _ => "img",
            },
            "input" => return self.input_role(element),
            "select" => return self.select_role(element),
            "aside" | "footer" | "form" | "header" | "li" | "section" | "tbody" | "td" | "tfoot" | "th" | "thead"
            | "tr" => return Role::Unknown,
            name => match aria::element(name).and_then(|facts| facts.implicit) {
                Some(role) => role,
                None => return if element.is_component { Role::Unknown } else { Role::None },
            },
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
            // What opens a box of its own, drawn by the browser.
            "color" | "date" | "datetime-local" | "file" | "month" | "password" | "time" | "week" => "textbox",
            _ => match self.attr(element, "list") {
                Attr::Text(_) | Attr::Computed => "combobox",
                Attr::Unknown | Attr::Absent if kind == "search" => "searchbox",
                Attr::Unknown | Attr::Absent => "textbox",
            },
        })
    }

    fn select_role(&self, element: &Element) -> Role {
        if self.is_set(element, "multiple") {
            return Role::Is("listbox");
        }
        match self.attr(element, "size") {
            Attr::Text(size) if size.trim().parse::<u32>().is_ok_and(|size| size > 1) => Role::Is("listbox"),
            Attr::Computed => Role::Unknown,
            Attr::Text(_) | Attr::Absent | Attr::Unknown => Role::Is("combobox"),
        }
    }

    /// A `<section>` or a `<form>`: a landmark when it has a name.
    fn named_role(&self, element: &Element, role: &'static str) -> Role {
        let mut name = self.name_by_author(element, true);
        name.add_attr(self.attr(element, "title"));
        match (name.is_given(), name.is_missing() && !element.open_ended) {
            (true, _) => Role::Is(role),
            (_, true) => Role::Is("generic"),
            _ => Role::Unknown,
        }
    }

    /// A `<header>` or `<footer>` is the page's only outside of sections; an `<aside>` in one needs a name.
    fn landmark_role(&self, node: NodeId, element: &Element) -> Role {
        let role = match element.name.as_str() {
            "aside" => "complementary",
            "footer" => "contentinfo",
            _ => "banner",
        };
        let is_aside = role == "complementary";
        for (_, around) in self.document.ancestors(node).take(REACH) {
            let is_section = match self.attr(around, "role") {
                Attr::Text(written) => {
                    let sections = ["article", "complementary", "main", "navigation", "region"];
                    written.split_whitespace().any(|word| sections.contains(&word))
                }
                _ => false,
            };
            match around.name.as_str() {
                "main" if is_aside => {}
                "article" | "aside" | "main" | "nav" | "section" if is_aside => {
                    return self.named_role(element, role);
                }
                "article" | "aside" | "main" | "nav" | "section" => return Role::Is("generic"),
                _ if is_section && !is_aside => return Role::Is("generic"),
                _ if around.is_component => return Role::Unknown,
                _ => {}
            }
        }
        if self.document.is_page { Role::Is(role) } else { Role::Unknown }
    }

    /// A `<li>` is an item of the list around it, if that still is one.
    fn item_role(&self, node: NodeId) -> Role {
        let Some((_, list)) = self.document.ancestors(node).find(|(_, around)| around.name != "template") else {
            return if self.document.is_page { Role::Is("generic") } else { Role::Is("listitem") };
        };
        match list.name.as_str() {
            "menu" | "ol" | "ul" => match self.role(list) {
                Role::Is("list" | "directory") => Role::Is("listitem"),
                Role::Unknown => Role::Unknown,
                Role::Is(_) | Role::None => Role::Is("generic"),
            },
            _ if list.is_component => Role::Unknown,
            _ => Role::Is("generic"),
        }
    }

    /// A part of a table, as long as the table is one.
    fn table_part_role(&self, node: NodeId, element: &Element) -> Role {
        let table = self.document.ancestors(node).take(REACH).find(|(_, around)| {
            around.is_component || !matches!(around.name.as_str(), "tbody" | "tfoot" | "thead" | "tr" | "template")
        });
        let is_grid = match table {
            Some((_, table)) if table.is_component => return Role::Unknown,
            Some((_, table)) => match self.role(table) {
                Role::Is("table") => false,
                Role::Is("grid" | "treegrid") => true,
                Role::Unknown => return Role::Unknown,
                Role::Is(_) | Role::None => return Role::Is("generic"),
            },
            None => false,
        };
        Role::Is(match element.name.as_str() {
            "tr" => "row",
            "td" if is_grid => "gridcell",
            "td" => "cell",
            "th" => return self.header_cell_role(node, element),
            _ => "rowgroup",
        })
    }

    fn header_cell_role(&self, node: NodeId, element: &Element) -> Role {
        let by_row = match self.attr(element, "scope") {
            Attr::Text(scope) if scope.to_ascii_lowercase().starts_with("col") => false,
            Attr::Text(scope) if scope.to_ascii_lowercase().starts_with("row") => true,
            Attr::Computed | Attr::Unknown => return Role::Unknown,
            Attr::Text(_) | Attr::Absent => {
                let row = self.document.node(node).parent.map(|row| &self.document.node(row).children);
                let is_cell = |&cell: &NodeId| self.document.element(cell).is_some_and(|cell| cell.name == "td");
                row.is_some_and(|cells| cells.iter().any(is_cell))
            }
        };
        Role::Is(if by_row { "rowheader" } else { "columnheader" })
    }

    /// Whether `element` can take the focus, disabled or not.
    pub(crate) fn is_focusable(&self, element: &Element) -> bool {
        let by_name = match element.name.as_str() {
            "button" | "input" | "select" | "textarea" | "iframe" => true,
            "a" | "area" => element.get("href").is_some(),
            _ => false,
        };
        by_name || !matches!(self.attr(element, "tabindex"), Attr::Absent | Attr::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use checks_core::File;
    use checks_markup::Document;

    use super::*;

    /// The role of the last element of a fragment.
    fn role_of_last(path: &str, text: &str) -> Role {
        let file = File::new(path, text);
        let document = Document::of(&file).unwrap();
        let (node, element) = document.elements().last().unwrap();
        View::new(&file, &document).role_at(node, element)
    }

    #[test]
    fn elements_have_the_roles_of_html_aam() {
        for (text, role) in [
            ("<h2>", "heading"),
            ("<ul><li>", "listitem"),
            ("<ul role=tablist><li>", "generic"),
            ("<ul role=none><li>", "generic"),
            ("<table><tr><td>", "cell"),
            ("<table role=grid><tbody><tr><td>", "gridcell"),
            ("<table role=presentation><tr><td>", "generic"),
            ("<table><tr><th scope=row>", "rowheader"),
            ("<table><thead><tr><th>", "columnheader"),
            ("<table><tbody>", "rowgroup"),
            ("<input list=villes>", "combobox"),
            ("<input type=search>", "searchbox"),
            ("<select size=4>", "listbox"),
            ("<select size=1>", "combobox"),
            ("<details>", "group"),
            ("<dialog>", "dialog"),
            ("<output>", "status"),
            ("<progress>", "progressbar"),
            ("<meter>", "meter"),
            ("<hr>", "separator"),
            ("<figure>", "figure"),
            ("<fieldset>", "group"),
            ("<a>", "generic"),
            ("<article><header>", "generic"),
            ("<section>", "generic"),
            ("<section aria-label='Actualités'>", "region"),
            ("<form aria-labelledby=t>", ""),
            ("<form>", "generic"),
            ("<article><aside aria-label=Notes>", "complementary"),
            ("<div role='bouton link'>", "link"),
            ("<button role=none>", "button"),
        ] {
            let expected = if role.is_empty() { Role::Unknown } else { Role::Is(role) };
            assert_eq!(role_of_last("a.html", text), expected, "{text}");
        }
    }

    #[test]
    fn what_stands_around_in_another_file_is_unknown() {
        assert_eq!(role_of_last("a.html", "<header>"), Role::Unknown);
        assert_eq!(role_of_last("a.html", "<!doctype html><body><header>"), Role::Is("banner"));
        assert_eq!(role_of_last("a.html", "<!doctype html><body><main><footer>"), Role::Is("generic"));
        assert_eq!(role_of_last("a.tsx", "const a = <Page><li>a</li></Page>;"), Role::Unknown);
        assert_eq!(role_of_last("a.tsx", "const a = <li>a</li>;"), Role::Is("listitem"));
        assert_eq!(role_of_last("a.tsx", "const a = <ul role={r}><li>a</li></ul>;"), Role::Unknown);
        assert_eq!(role_of_last("a.tsx", "const a = <Carte />;"), Role::Unknown);
        assert_eq!(role_of_last("a.html", "<svg>"), Role::None);
    }
}
