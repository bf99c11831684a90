//! From an element of a rendered page back to the source that wrote it, where one element alone can be meant.

use checks_core::{File, Place};
use checks_markup::Document;

use super::Element;

/// Where `files` write `element`: the one element with its `id`, else with the very classes it has. `None` where there
/// are several, or none.
pub fn source_of(element: &Element, files: &[File]) -> Option<Place> {
    let mut found = None;
    for file in files {
        let Some(document) = Document::of(file) else { continue };
        for (_, written) in document.elements() {
            if is_same(written, element) && found.replace(file.place(written.tag_span)).is_some() {
                return None;
            }
        }
    }
    found
}

fn is_same(written: &checks_markup::Element, element: &Element) -> bool {
    if written.name != element.tag.as_str() {
        return false;
    }
    if !element.id.is_empty() {
        return written.text("id") == Some(&element.id);
    }
    let words = |classes: &str| {
        let mut words: Vec<String> = classes.split_whitespace().map(str::to_owned).collect();
        words.sort();
        words
    };
    let classes = words(&element.class);
    !classes.is_empty() && written.text("class").is_some_and(|written| words(written) == classes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(tag: &str, id: &str, class: &str) -> Element {
        Element { tag: tag.to_owned(), id: id.to_owned(), class: class.to_owned(), ..Element::default() }
    }

    fn line(element: &Element, files: &[File]) -> Option<u32> {
        source_of(element, files).map(|place| place.region.start.line)
    }

    #[test]
    fn one_element_alone_can_be_meant() {
        let files = [
            File::new("a.tsx", "const A = () => (\n  <p className=\"pale petit\" id=\"x\">{texte}</p>\n);"),
            File::new("b.html", "<p class='pale'></p>\n<span class='pale'></span>\n<p class='pale'></p>"),
        ];
        assert_eq!(line(&element("p", "x", ""), &files), Some(2));
        assert_eq!(line(&element("p", "", "petit pale"), &files), Some(2));
        assert_eq!(line(&element("span", "", "pale"), &files), Some(2));
        assert_eq!(line(&element("p", "", "pale"), &files), None, "two of them");
        assert_eq!(line(&element("p", "", ""), &files), None);
        assert_eq!(line(&element("p", "y", "pale petit"), &files), None, "another id");
    }
}
