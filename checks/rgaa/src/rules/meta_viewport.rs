//! Text can be enlarged.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["meta"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "meta-viewport",
    level: Level::Failure,
    sources: &["RGAA-10.4.2", "WCAG-1.4.4", "ACT-b4f0c3"],
    languages: Language::LAYOUTS,
    page: include_str!("meta_viewport.md"),
};

fn look(view: &View<'_>, _node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "meta"
        || !matches!(view.attr(element, "name"), Attr::Text(name) if name.trim().eq_ignore_ascii_case("viewport"))
    {
        return None;
    }
    let Attr::Text(content) = view.attr(element, "content") else { return None };
    if !prevents_zoom(content) {
        return None;
    }
    let words = message(
        ("Cette page empêche d’agrandir le texte.", "This page keeps text from being enlarged."),
        (
            "Sur un téléphone, une personne qui voit mal ne peut plus zoomer.",
            "On a phone, a person with low vision cannot zoom any more.",
        ),
        (
            "Gardez `width=device-width, initial-scale=1`, sans `user-scalable` ni `maximum-scale`.",
            "Keep `width=device-width, initial-scale=1`, without `user-scalable` nor `maximum-scale`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// Whether a viewport lets nobody enlarge the page twofold (<https://www.w3.org/TR/css-viewport-1/#viewport-meta>). A
/// value that is no number counts as 0, except `yes` and the two lengths of a device.
fn prevents_zoom(content: &str) -> bool {
    let value = |wanted: &str| {
        let pairs = content.split([',', ';']).filter_map(|pair| pair.split_once('='));
        let mut values = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
        values.next_back().map(|(_, value)| value.trim().to_ascii_lowercase())
    };
    let number = |text: &str| match text {
        "yes" => 1.0,
        "device-width" | "device-height" => 10.0,
        text => text.parse::<f64>().unwrap_or(0.0),
    };
    let scales = value("user-scalable").is_none_or(|text| text == "yes" || number(&text).abs() >= 1.0);
    let reaches = value("maximum-scale").is_none_or(|text| !(0.0..2.0).contains(&number(&text)));
    !scales || !reaches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_viewport_lets_people_zoom_or_not() {
        for content in
            ["width=device-width, initial-scale=1", "maximum-scale=5", "user-scalable=yes", "maximum-scale=-1"]
        {
            assert!(!prevents_zoom(content), "{content}");
        }
        for content in ["user-scalable=no", "USER-SCALABLE = 0", "initial-scale=1;maximum-scale=1", "maximum-scale=yes"]
        {
            assert!(prevents_zoom(content), "{content}");
        }
    }
}
