//! Which elements take the focus.

use checks_markup::{Element, NodeId};

use crate::aria::{self, RoleFacts};
use crate::sight::Sight;
use crate::view::{Attr, View};

/// Whether an element takes the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Focus {
    /// With the Tab key.
    Tab,
    /// Only when a script gives it.
    Script,
    /// Never.
    Never,
    /// Code decides.
    Unknown,
}

impl View<'_> {
    /// Whether `element` takes the focus, shown or not.
    pub(crate) fn focus(&self, node: NodeId, element: &Element) -> Focus {
        let is_field = matches!(element.name.as_str(), "button" | "input" | "select" | "textarea" | "fieldset");
        if element.is_component || (is_field && self.attr(element, "disabled") == Attr::Unknown) {
            return Focus::Unknown;
        }
        if is_field && (self.is_set(element, "disabled") || self.is_switched_off(node)) {
            return Focus::Never;
        }
        match self.attr(element, "tabindex") {
            Attr::Text(text) => match text.trim().parse::<i64>() {
                Ok(index) if index < 0 => Focus::Script,
                Ok(_) => Focus::Tab,
                Err(_) => self.native_focus(node, element),
            },
            Attr::Computed | Attr::Unknown => Focus::Unknown,
            Attr::Absent => self.native_focus(node, element),
        }
    }

    /// Whether a `<fieldset disabled>` switches a field off, which it does to all that it holds outside its `<legend>`.
    fn is_switched_off(&self, node: NodeId) -> bool {
        let mut is_in_legend = false;
        self.has("fieldset")
            && self.document.ancestors(node).any(|(_, around)| match around.name.as_str() {
                "legend" => {
                    is_in_legend = true;
                    false
                }
                "fieldset" => !std::mem::take(&mut is_in_legend) && self.is_set(around, "disabled"),
                _ => false,
            })
    }

    /// Whether `element` takes the focus by itself, without a `tabindex`.
    pub(crate) fn native_focus(&self, node: NodeId, element: &Element) -> Focus {
        let takes = match element.name.as_str() {
            "button" | "select" | "textarea" | "iframe" => true,
            "input" => match self.attr(element, "type") {
                Attr::Text(kind) => !kind.trim().eq_ignore_ascii_case("hidden"),
                _ => true,
            },
            "a" | "area" => match self.attr(element, "href") {
                Attr::Unknown => return Focus::Unknown,
                href => href != Attr::Absent,
            },
            "audio" | "video" => element.get("controls").is_some(),
            "summary" => self.document.ancestors(node).next().is_some_and(|(_, around)| around.name == "details"),
            _ => false,
        };
        let is_editable = match self.attr(element, "contenteditable") {
            Attr::Text(text) => !text.trim().eq_ignore_ascii_case("false"),
            Attr::Computed => return Focus::Unknown,
            Attr::Absent | Attr::Unknown => false,
        };
        if takes || is_editable { Focus::Tab } else { Focus::Never }
    }

    /// Whether a script listens to something that people do with `element`.
    pub(crate) fn has_listener(element: &Element) -> bool {
        element.attributes.iter().any(|attribute| {
            attribute.name.strip_prefix("on").is_some_and(|event| {
                event.starts_with("click")
                    || event.starts_with("dbl")
                    || event.starts_with("double")
                    || event.starts_with("context")
                    || event.starts_with("drag")
                    || event.starts_with("drop")
                    || event.starts_with("focus")
                    || event.starts_with("blur")
                    || event.starts_with("key")
                    || event.starts_with("mouse")
                    || event.starts_with("pointer")
                    || event.starts_with("touch")
            })
        })
    }

    /// Whether a script listens to anything on `element`, or a directive acts on it.
    pub(crate) fn has_any_listener(element: &Element) -> bool {
        element.attributes.iter().any(|attribute| {
            let name = attribute.raw_name.as_str();
            attribute.name.starts_with("on") || name.starts_with("use:") || name.starts_with("v-") || name == "ref"
        })
    }

    /// The first role written on `element` that exists, where it is written out.
    pub(crate) fn given_role(&self, element: &Element) -> Option<&'static RoleFacts> {
        match self.attr(element, "role") {
            Attr::Text(text) => text.split_whitespace().find_map(aria::written_role),
            Attr::Computed | Attr::Unknown | Attr::Absent => None,
        }
    }

    /// Whether `node` is on screen for all that source tells: nothing on it or around it may take it away, the
    /// `aria-hidden` left aside that only readers heed.
    pub(crate) fn is_on_screen(&self, node: NodeId) -> bool {
        let own = self.document.element(node).map(|element| (node, element));
        // What a `<details>` holds is away until it is opened, but its `<summary>`.
        let mut is_in_summary = false;
        own.into_iter().chain(self.document.ancestors(node)).all(|(_, element)| {
            let is_away = ["hidden", "inert", "style", "v-show", "x-show", "ng-show", "ng-hide", "popover"]
                .iter()
                .any(|name| self.may_hide(element, name));
            let is_closed = match element.name.as_str() {
                "noscript" | "template" | "dialog" => true,
                "details" => !is_in_summary,
                _ => false,
            };
            is_in_summary = element.name == "summary";
            !is_away && !element.is_component && self.own_sight_on_screen(element) == Sight::Shown && !is_closed
        })
    }

    fn may_hide(&self, element: &Element, name: &str) -> bool {
        match self.attr(element, name) {
            Attr::Absent | Attr::Unknown => false,
            Attr::Computed => true,
            Attr::Text(style) if name == "style" => {
                let squeezed: String = style.chars().filter(|c| !c.is_whitespace()).collect();
                ["display:none", "visibility:", "content-visibility"].iter().any(|hiding| squeezed.contains(hiding))
            }
            Attr::Text(text) => text != "false",
        }
    }
}

#[cfg(test)]
mod tests {
    use checks_core::File;
    use checks_markup::Document;

    use super::*;

    fn focus_of_last(path: &str, text: &str) -> Focus {
        let file = File::new(path, text);
        let document = Document::of(&file).unwrap();
        let (node, element) = document.elements().last().unwrap();
        View::new(&file, &document).focus(node, element)
    }

    #[test]
    fn what_the_tab_key_reaches() {
        for (text, expected) in [
            ("<a href=/>", Focus::Tab),
            ("<a>", Focus::Never),
            ("<button disabled>", Focus::Never),
            ("<button tabindex=-1>", Focus::Script),
            ("<div tabindex=0>", Focus::Tab),
            ("<div tabindex=oui>", Focus::Never),
            ("<input type=hidden>", Focus::Never),
            ("<p contenteditable>", Focus::Tab),
            ("<details><summary>", Focus::Tab),
            ("<fieldset disabled><p><input>", Focus::Never),
            ("<fieldset disabled><legend><input>", Focus::Tab),
            ("<fieldset><input>", Focus::Tab),
            ("<video>", Focus::Never),
        ] {
            assert_eq!(focus_of_last("a.html", text), expected, "{text}");
        }
        for (text, expected) in [
            ("const a = <div tabIndex={0} />;", Focus::Tab),
            ("const a = <div tabIndex={-1} />;", Focus::Script),
            ("const a = <div tabIndex={index} />;", Focus::Unknown),
            ("const a = <div {...props} />;", Focus::Unknown),
            ("const a = <button disabled={off} />;", Focus::Tab),
        ] {
            assert_eq!(focus_of_last("a.tsx", text), expected, "{text}");
        }
    }

    #[test]
    fn what_a_style_sheet_may_take_away_is_not_surely_on_screen() {
        for (text, expected) in [
            ("<div><a href=/>", true),
            ("<div aria-hidden=true><a href=/>", true),
            ("<div hidden><a href=/>", false),
            ("<div style='display: none'><a href=/>", false),
            ("<div style='position: absolute'><a href=/>", true),
            ("<div class=d-none><a href=/>", false),
            ("<dialog><a href=/>", false),
            ("<details><a href=/>", false),
            ("<details><summary><b>", true),
        ] {
            let file = File::new("a.html", text);
            let document = Document::of(&file).unwrap();
            let (node, _) = document.elements().last().unwrap();
            assert_eq!(View::new(&file, &document).is_on_screen(node), expected, "{text}");
        }
    }
}
