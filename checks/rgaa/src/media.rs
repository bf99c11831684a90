//! What a file's name or type tells of what is shown: an image, a sound, a film.

use checks_markup::{Element, NodeId, NodeKind};

use crate::role::Role;
use crate::view::{Attr, View, is_blank};

/// What an embedded resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An image.
    Image,
    /// A sound or a film.
    Media,
    /// Something else: a page, a PDF.
    Other,
    /// Code or the server decides.
    Unknown,
}

const IMAGES: &[&str] =
    &["apng", "avif", "bmp", "gif", "ico", "jfif", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"];

const MEDIA: &[&str] = &[
    "aac", "avi", "flac", "m4a", "m4v", "mov", "mp3", "mp4", "mpeg", "mpg", "oga", "ogg", "ogv", "wav", "weba", "webm",
];

impl Kind {
    /// What a media type is: `image/png`.
    pub(crate) fn of_type(media_type: &str) -> Self {
        let (family, _) = media_type.trim().split_once('/').unwrap_or((media_type, ""));
        match family.to_ascii_lowercase().as_str() {
            "image" => Self::Image,
            "audio" | "video" => Self::Media,
            _ => Self::Other,
        }
    }

    /// What an address leads to, by the extension of its file.
    pub(crate) fn of_address(address: &str) -> Self {
        match extension(address) {
            Some(extension) if has(IMAGES, extension) => Self::Image,
            Some(extension) if has(MEDIA, extension) => Self::Media,
            Some(_) => Self::Other,
            None => Self::Unknown,
        }
    }
}

fn has(extensions: &[&str], extension: &str) -> bool {
    extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

/// The file that an address names, without query and fragment.
pub(crate) fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

fn extension(address: &str) -> Option<&str> {
    let (stem, extension) = file_name(address).rsplit_once('.')?;
    let is_extension = (2..=5).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (!stem.is_empty() && is_extension).then_some(extension)
}

/// Whether a text is the name of an image's file: `logo-v2.png`.
pub(crate) fn is_image_file(text: &str) -> bool {
    let text = text.trim();
    !text.contains(char::is_whitespace) && extension(text).is_some_and(|extension| has(IMAGES, extension))
}

impl View<'_> {
    /// What `element`, an `<object>` or an `<embed>`, shows.
    pub(crate) fn embedded(&self, element: &Element) -> Kind {
        match self.attr(element, "type") {
            Attr::Text(media_type) if !is_blank(media_type) => return Kind::of_type(media_type),
            Attr::Computed => return Kind::Unknown,
            Attr::Text(_) | Attr::Absent | Attr::Unknown => {}
        }
        let address = if element.name == "object" { "data" } else { "src" };
        match self.attr(element, address) {
            Attr::Text(address) => Kind::of_address(address),
            Attr::Computed | Attr::Absent | Attr::Unknown => Kind::Unknown,
        }
    }

    /// Whether a link or a button comes right after `node`, or something that may be one.
    pub(crate) fn is_followed_by_link(&self, node: NodeId) -> bool {
        let siblings = self.siblings(node);
        // In document order, as their indices are.
        let after = siblings.get(siblings.partition_point(|&sibling| sibling <= node)..).unwrap_or_default();
        for &sibling in after {
            match &self.document.node(sibling).kind {
                NodeKind::Text(text) if is_blank(text) => {}
                NodeKind::Comment | NodeKind::Code => {}
                NodeKind::Element(element) => {
                    return element.is_component
                        || matches!(self.role(element), Role::Is("link" | "button") | Role::Unknown);
                }
                NodeKind::Dynamic => return true,
                NodeKind::Text(_) | NodeKind::Doctype => return false,
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_its_kind_by_its_extension() {
        assert_eq!(Kind::of_address("/img/Carte.PNG?v=2#a"), Kind::Image);
        assert_eq!(Kind::of_address("film.mp4"), Kind::Media);
        assert_eq!(Kind::of_address("/doc/notice.pdf"), Kind::Other);
        assert_eq!(Kind::of_address("/carte"), Kind::Unknown);
        assert_eq!(Kind::of_type("image/svg+xml"), Kind::Image);
    }

    #[test]
    fn a_file_s_name_has_no_blanks_and_an_image_s_extension() {
        assert!(is_image_file("logo-v2.png") && is_image_file("img/logo.svg"));
        assert!(!is_image_file("Le format .png") && !is_image_file("logo") && !is_image_file("v2.0"));
    }
}
