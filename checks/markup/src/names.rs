//! What HTML, SVG and MathML call things, and which elements close by themselves.

use std::borrow::Cow;

/// Whether `name` (lower case) is an element of HTML, obsolete ones included.
pub(crate) fn is_html(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "address"
            | "applet"
            | "area"
            | "article"
            | "aside"
            | "audio"
            | "b"
            | "base"
            | "basefont"
            | "bdi"
            | "bdo"
            | "big"
            | "blink"
            | "blockquote"
            | "body"
            | "br"
            | "button"
            | "canvas"
            | "caption"
            | "center"
            | "cite"
            | "code"
            | "col"
            | "colgroup"
            | "data"
            | "datalist"
            | "dd"
            | "del"
            | "details"
            | "dfn"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "em"
            | "embed"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "font"
            | "footer"
            | "form"
            | "frame"
            | "frameset"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "i"
            | "iframe"
            | "img"
            | "input"
            | "ins"
            | "kbd"
            | "label"
            | "legend"
            | "li"
            | "link"
            | "main"
            | "map"
            | "mark"
            | "marquee"
            | "menu"
            | "menuitem"
            | "meta"
            | "meter"
            | "nav"
            | "nobr"
            | "noembed"
            | "noframes"
            | "noscript"
            | "object"
            | "ol"
            | "optgroup"
            | "option"
            | "output"
            | "p"
            | "param"
            | "picture"
            | "plaintext"
            | "pre"
            | "progress"
            | "q"
            | "rb"
            | "rp"
            | "rt"
            | "rtc"
            | "ruby"
            | "s"
            | "samp"
            | "script"
            | "search"
            | "section"
            | "select"
            | "selectedcontent"
            | "slot"
            | "small"
            | "source"
            | "span"
            | "strike"
            | "strong"
            | "style"
            | "sub"
            | "summary"
            | "sup"
            | "table"
            | "tbody"
            | "td"
            | "template"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "time"
            | "title"
            | "tr"
            | "track"
            | "tt"
            | "u"
            | "ul"
            | "var"
            | "video"
            | "wbr"
            | "xmp"
    )
}

/// Whether `name` (lower case) is an element of SVG or MathML and not of HTML.
pub(crate) fn is_foreign(name: &str) -> bool {
    matches!(
        name,
        "svg"
            | "animate"
            | "animatemotion"
            | "animatetransform"
            | "circle"
            | "clippath"
            | "defs"
            | "desc"
            | "ellipse"
            | "feblend"
            | "fecolormatrix"
            | "fecomponenttransfer"
            | "fecomposite"
            | "feconvolvematrix"
            | "fediffuselighting"
            | "fedisplacementmap"
            | "fedistantlight"
            | "fedropshadow"
            | "feflood"
            | "fefunca"
            | "fefuncb"
            | "fefuncg"
            | "fefuncr"
            | "fegaussianblur"
            | "feimage"
            | "femerge"
            | "femergenode"
            | "femorphology"
            | "feoffset"
            | "fepointlight"
            | "fespecularlighting"
            | "fespotlight"
            | "fetile"
            | "feturbulence"
            | "filter"
            | "foreignobject"
            | "g"
            | "image"
            | "line"
            | "lineargradient"
            | "marker"
            | "mask"
            | "metadata"
            | "mpath"
            | "path"
            | "pattern"
            | "polygon"
            | "polyline"
            | "radialgradient"
            | "rect"
            | "set"
            | "stop"
            | "switch"
            | "symbol"
            | "text"
            | "textpath"
            | "tspan"
            | "use"
            | "view"
            | "math"
            | "annotation"
            | "annotation-xml"
            | "maction"
            | "merror"
            | "mfrac"
            | "mi"
            | "mmultiscripts"
            | "mn"
            | "mo"
            | "mover"
            | "mpadded"
            | "mphantom"
            | "mprescripts"
            | "mroot"
            | "mrow"
            | "ms"
            | "mspace"
            | "msqrt"
            | "mstyle"
            | "msub"
            | "msubsup"
            | "msup"
            | "mtable"
            | "mtd"
            | "mtext"
            | "mtr"
            | "munder"
            | "munderover"
            | "semantics"
    )
}

/// Whether an element never has content nor an end tag.
pub(crate) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether the start tag of `name` closes an open `<p>` (HTML, « optional tags »).
pub(crate) fn closes_paragraph(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "center"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "search"
            | "section"
            | "summary"
            | "table"
            | "ul"
            | "dd"
            | "dt"
            | "li"
    )
}

/// Whether HTML lets the end tag of `name` be left out.
pub(crate) fn has_optional_end(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "head"
            | "body"
            | "p"
            | "li"
            | "dt"
            | "dd"
            | "option"
            | "optgroup"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "colgroup"
            | "caption"
            | "rb"
            | "rt"
            | "rtc"
            | "rp"
    )
}

/// The open elements that the start tag of `name` closes when their end tag is left out, and the elements that hide
/// them from it.
pub(crate) fn implied_end(name: &str) -> Option<(&'static [&'static str], &'static [&'static str])> {
    Some(match name {
        "li" => (&["li"], &["ul", "ol", "menu", "dir", "section", "article", "nav", "table", "form", "template"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl", "section", "article", "nav", "table", "form", "template"]),
        "option" => (&["option"], &["select", "datalist", "optgroup"]),
        "optgroup" => (&["optgroup", "option"], &["select"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tr" => (&["tr", "td", "th", "caption", "colgroup"], &["table", "tbody", "thead", "tfoot"]),
        "tbody" | "thead" | "tfoot" => {
            (&["tbody", "thead", "tfoot", "tr", "td", "th", "caption", "colgroup"], &["table"])
        }
        "rb" | "rt" | "rtc" | "rp" => (&["rb", "rt", "rtc", "rp"], &["ruby"]),
        "body" => (&["head"], &["html"]),
        _ => return None,
    })
}

/// Elements that an end tag from inside does not reach across (HTML's « scope »).
pub(crate) fn is_scope(name: &str) -> bool {
    matches!(name, "td" | "th" | "caption" | "table" | "template" | "object" | "marquee" | "applet")
}

/// The HTML name of a JSX property.
pub(crate) fn of_property(name: &str) -> Cow<'_, str> {
    Cow::Borrowed(match name {
        "className" => "class",
        "htmlFor" => "for",
        "acceptCharset" => "accept-charset",
        "httpEquiv" => "http-equiv",
        "xlinkHref" => "xlink:href",
        "xmlLang" => "xml:lang",
        _ => return lower(name),
    })
}

/// `name` in lower case.
pub(crate) fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Whether an attribute (HTML name) replaces the content of its element by something computed.
pub(crate) fn fills_content(name: &str) -> bool {
    matches!(
        name,
        "v-html"
            | "v-text"
            | "x-html"
            | "x-text"
            | "innerhtml"
            | "innertext"
            | "textcontent"
            | "set:html"
            | "set:text"
            | "dangerouslysetinnerhtml"
            | "ng-bind"
            | "ng-bind-html"
            | "ng-bind-template"
            | "data-bind"
            | "th:text"
            | "th:utext"
    )
}

/// Whether an attribute (as written) makes the presence of its element depend on something.
pub(crate) fn decides_presence(name: &str) -> bool {
    let may =
        matches!(name.as_bytes(), [b'v' | b'x', b'-', ..] | [b'*' | b':', ..] | [b'n', b'g', ..] | [b't', b'h', ..]);
    may && decides(name)
}

fn decides(name: &str) -> bool {
    matches!(
        name,
        "v-if"
            | "v-else-if"
            | "v-else"
            | "v-for"
            | "x-if"
            | "x-for"
            | "*ngIf"
            | "*ngFor"
            | "*ngForOf"
            | "*ngSwitchCase"
            | "*ngSwitchDefault"
            | "ng-if"
            | ":if"
            | ":for"
            | "ng-repeat"
            | "ng-switch-when"
            | "th:if"
            | "th:each"
    ) || name.starts_with('*')
}
