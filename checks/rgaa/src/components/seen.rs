//! Libraries whose components are seen through to the element that they render.

use std::borrow::Cow;
use std::collections::HashMap;

use checks_core::{Language, Span};
use checks_markup::{Attribute, Attributes, Document, Element, NodeId, NodeKind, Value};

use super::object;

/// What a component renders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// An `img` that takes all its attributes.
    Image,
    /// An `a` that takes all its attributes; its address is in this one.
    Link(&'static str),
    /// A `button`, or an `a` where it has an address (Material UI's `href`).
    Button,
    /// The same of `@codegouvfr/react-dsfr`, whose address is in `linkProps`.
    DsfrButton,
    /// A drawing hidden from assistive technologies, unless something names it.
    Icon,
}

/// Packages of icons: what they export are drawings without a name.
const ICONS: &[&str] = &[
    "@ant-design/icons",
    "@fortawesome/react-fontawesome",
    "@fortawesome/vue-fontawesome",
    "@heroicons/react",
    "@heroicons/vue",
    "@iconify/react",
    "@iconify/vue",
    "@material-ui/icons",
    "@mui/icons-material",
    "@phosphor-icons/react",
    "@radix-ui/react-icons",
    "@remixicon/react",
    "@tabler/icons-react",
    "lucide-react",
    "lucide-vue-next",
    "react-bootstrap-icons",
    "react-feather",
    "react-icons",
];

/// Properties by which icons are given a name, or the role of something that has one.
const NAMING: &[&str] =
    &["alt", "aria-label", "aria-labelledby", "children", "label", "onclick", "role", "title", "titleaccess"];

/// What a component hands on to the element it renders, besides `aria-*`, `data-*` and listeners.
const HANDED_ON: &[&str] =
    &["class", "disabled", "href", "id", "lang", "name", "rel", "role", "style", "tabindex", "target", "title", "type"];

/// The tree with the components that are known seen as the elements they render.
pub(crate) fn seen_through(document: &Document) -> Cow<'_, Document> {
    let imports = imports(document);
    let mut seen = Vec::new();
    for (id, element) in document.elements() {
        if let Some(rendered) = rendered(document, &imports, id, element) {
            seen.push((id, rendered));
        }
    }
    if seen.is_empty() {
        return Cow::Borrowed(document);
    }
    let mut document = document.clone();
    for (id, rendered) in seen {
        document.nodes[id as usize].kind = NodeKind::Element(rendered);
    }
    Cow::Owned(document)
}

/// The names that a JSX file binds to what is known.
fn imports(document: &Document) -> HashMap<&str, (&str, &str)> {
    let imports = document.module.imports.iter().filter(|import| !import.module.starts_with('.'));
    imports.map(|import| (import.local.as_str(), (import.module.as_str(), import.exported.as_str()))).collect()
}

fn rendered(
    document: &Document,
    imports: &HashMap<&str, (&str, &str)>,
    id: NodeId,
    element: &Element,
) -> Option<Element> {
    if !element.is_component {
        return augmented(document, id, element);
    }
    let seen = match document.language {
        Language::Jsx => {
            let (name, member) = element.name.split_once('.').unwrap_or((&element.name, ""));
            let &(module, exported) = imports.get(name)?;
            of_package(module, if exported == "*" { member } else { exported })?
        }
        Language::Vue | Language::Angular | Language::Html => of_name(&element.name)?,
        _ => return None,
    };
    match seen {
        Seen::Image => Some(Element { name: "img".into(), is_component: false, ..element.clone() }),
        Seen::Link(address) => link(document, id, element, address),
        Seen::Icon => icon(element),
        Seen::Button => button(document, id, element),
        Seen::DsfrButton => dsfr_button(document, id, element),
    }
    .map(|rendered| augmented(document, id, &rendered).unwrap_or(rendered))
}

fn of_package(module: &str, exported: &str) -> Option<Seen> {
    let is_in =
        |package: &&str| module.strip_prefix(*package).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    Some(match (module, exported) {
        ("next/image" | "next/legacy/image" | "next/future/image", "default")
        | ("gatsby-plugin-image", "GatsbyImage" | "StaticImage") => Seen::Image,
        ("next/link", "default") => Seen::Link("href"),
        ("gatsby" | "react-router-dom" | "react-router" | "@remix-run/react" | "@tanstack/react-router", "Link")
        | ("react-router-dom" | "react-router" | "@remix-run/react", "NavLink")
        | ("gatsby-link", "default") => Seen::Link("to"),
        ("@codegouvfr/react-dsfr/Button", "Button" | "default") => Seen::DsfrButton,
        ("@mui/material" | "@material-ui/core", "Button" | "Fab" | "IconButton")
        | (
            "@mui/material/Button"
            | "@mui/material/IconButton"
            | "@mui/material/Fab"
            | "@material-ui/core/Button"
            | "@material-ui/core/IconButton"
            | "@material-ui/core/Fab",
            "default",
        ) => Seen::Button,
        _ if ICONS.iter().any(is_in) => Seen::Icon,
        _ => return None,
    })
}

/// Components that templates use without an import.
fn of_name(name: &str) -> Option<Seen> {
    Some(match name {
        "router-link" | "RouterLink" | "nuxt-link" | "NuxtLink" => Seen::Link("to"),
        "NuxtImg" | "nuxt-img" => Seen::Image,
        "VIcon" | "v-icon" | "mat-icon" | "FontAwesomeIcon" | "font-awesome-icon" | "fa-icon" => Seen::Icon,
        _ => return None,
    })
}

/// A link; not where the component hands what it knows to an `a` of its content.
fn link(document: &Document, id: NodeId, element: &Element, address: &str) -> Option<Element> {
    let hands_on = ["aschild", "custom", "legacybehavior", "passhref", "tag", "v-slot", "component", "as"];
    let holds_link = children(document, id).any(|child| child.name == "a" || child.name == "template");
    if holds_link
        || element
            .attributes
            .iter()
            .any(|attribute| hands_on.contains(&attribute.name.split(':').next().unwrap_or_default()))
    {
        return None;
    }
    let mut link = Element { name: "a".into(), is_component: false, ..element.clone() };
    if link.get("href").is_none() {
        link.attributes.rename(address, "href").then_some(())?;
    }
    Some(link)
}

fn icon(element: &Element) -> Option<Element> {
    if element.open_ended || element.attributes.iter().any(|attribute| NAMING.contains(&attribute.name.as_str())) {
        return None;
    }
    let hidden = Attribute {
        name: "aria-hidden".into(),
        raw_name: "aria-hidden".into(),
        span: element.name_span,
        name_span: element.name_span,
        value: Value::Text { text: "true".into(), span: element.name_span },
    };
    let keeps_own = element.get("aria-hidden").is_some();
    let attributes = if keeps_own { element.attributes.clone() } else { vec![hidden].into() };
    Some(Element { name: "svg".into(), is_component: false, attributes, ..element.clone() })
}

fn button(document: &Document, id: NodeId, element: &Element) -> Option<Element> {
    if element.get("component").is_some() || children(document, id).any(|child| child.name == "a") {
        return None;
    }
    let name = if element.get("href").is_some() { "a" } else { "button" };
    Some(Element { name: name.into(), is_component: false, attributes: handed_on(element), ..element.clone() })
}

/// A button of `@codegouvfr/react-dsfr` that has content; `dsfr-button-icon-title` speaks of the others.
fn dsfr_button(document: &Document, id: NodeId, element: &Element) -> Option<Element> {
    if document.node(id).children.is_empty() {
        return None;
    }
    let mut attributes = handed_on(element);
    let mut open_ended = element.open_ended;
    let mut name = "button";
    for given in &element.attributes {
        let is_link = given.name == "linkprops";
        if !is_link && given.name != "nativebuttonprops" {
            continue;
        }
        let Some(span) = given.value.span() else { continue };
        if is_link {
            name = "a";
            attributes.push(computed("href", given, span));
        }
        match object::entries(document.source(span)) {
            Some(entries) => {
                let named = entries.into_iter().filter(|(key, _)| key.starts_with("aria-") || *key == "title");
                attributes.extend(named.map(|(key, _)| computed(key, given, span)));
            }
            None => open_ended = true,
        }
    }
    Some(Element { name: name.into(), is_component: false, attributes, open_ended, ..element.clone() })
}

fn computed(name: &str, given: &Attribute, span: Span) -> Attribute {
    Attribute {
        name: name.into(),
        raw_name: given.raw_name.clone(),
        span: given.span,
        name_span: given.name_span,
        value: Value::Dynamic { span, known: Vec::new() },
    }
}

fn handed_on(element: &Element) -> Attributes {
    let is_handed_on = |attribute: &&Attribute| {
        let name = attribute.name.as_str();
        name.starts_with("aria-")
            || name.starts_with("data-")
            || name.starts_with("on")
            || name == "dangerouslysetinnerhtml"
            || HANDED_ON.contains(&name)
    };
    element.attributes.iter().filter(is_handed_on).cloned().collect()
}

/// An element that something beside it adds attributes to: a tooltip that names what it stands around, a component
/// that renders as its child, Angular's `routerLink`, which gives an `a` its address.
fn augmented(document: &Document, id: NodeId, element: &Element) -> Option<Element> {
    let around = document.node(id).parent.and_then(|parent| document.element(parent));
    let names = |around: &Element| {
        around.is_component && (around.name.to_ascii_lowercase().contains("tooltip") || around.get("aschild").is_some())
    };
    let is_added_to =
        || around.is_some_and(names) || is_filled_elsewhere(document, id, element) || is_directed(document, element);
    if !element.open_ended && is_added_to() {
        return Some(Element { open_ended: true, ..element.clone() });
    }
    if element.name == "a" && document.language == Language::Angular && element.get("href").is_none() {
        let mut link = element.clone();
        return link.attributes.rename("routerlink", "href").then_some(link);
    }
    None
}

/// Whether an element without content is given as a property: what takes it may fill it
/// (`<Trans components={[<Link to="/" />]} />`).
fn is_filled_elsewhere(document: &Document, id: NodeId, element: &Element) -> bool {
    let node = document.node(id);
    let is_aside = node.parent.is_some_and(|parent| document.node(parent).children.binary_search(&id).is_err());
    is_aside && node.children.is_empty() && matches!(element.name.as_str(), "a" | "button" | "label" | "summary")
}

/// Whether a directive of the repository acts on an element of an Angular template: it may name it, or hear its keys.
/// HTML's attributes have no capitals; fields and images are left to the rules, since directives hardly ever label them.
fn is_directed(document: &Document, element: &Element) -> bool {
    const OTHERS: &[&str] =
        &["attr.", "class.", "style.", "ng", "router", "form", "mat", "cdk", "i18n", "inner", "textContent", "svg"];
    const PROPERTIES: &[&str] =
        &["className", "htmlFor", "tabIndex", "colSpan", "rowSpan", "viewBox", "contentEditable"];
    if document.language != Language::Angular
        || matches!(element.name.as_str(), "img" | "input" | "select" | "textarea" | "iframe" | "svg")
    {
        return false;
    }
    element.attributes.iter().any(|attribute| {
        let name = attribute.raw_name.trim_start_matches('[').trim_end_matches(']');
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().any(|byte| byte.is_ascii_uppercase())
            && !OTHERS.iter().any(|head| name.starts_with(head))
            && !PROPERTIES.contains(&name)
    })
}

fn children(document: &Document, id: NodeId) -> impl Iterator<Item = &Element> {
    document.node(id).children.iter().filter_map(|&child| document.element(child))
}

#[cfg(test)]
mod tests {
    use checks_core::File;

    use super::*;

    /// The elements of a file as rules see them: `name[attributes]`.
    fn seen(path: &str, text: &str) -> String {
        let document = Document::of(&File::new(path, text)).unwrap();
        let seen = seen_through(&document);
        let tell = |element: &Element| {
            let names: Vec<&str> = element.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
            format!("{}[{}]{}", element.name, names.join(" "), if element.open_ended { "…" } else { "" })
        };
        seen.elements().map(|(_, element)| tell(element)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn libraries_are_known_by_their_imports() {
        for (text, expected) in [
            ("import Img from 'next/image'; const a = <Img src={b} />;", "img[src]"),
            ("import { Image } from './image'; const a = <Image src={b} />;", "Image[src]"),
            ("import Link from 'next/link'; const a = <Link href='/'>b</Link>;", "a[href]"),
            ("import Link from 'next/link'; const a = <Link href='/'><a>b</a></Link>;", "Link[href] a[]"),
            ("import { NavLink } from 'react-router'; const a = <NavLink to='/'>b</NavLink>;", "a[href]"),
            ("const a = <Trans components={[<a href='/' />]} />;", "Trans[components] a[href]…"),
            ("import { X } from 'lucide-react'; const a = <X size={3} />;", "svg[aria-hidden]"),
            ("import * as Fa from 'react-icons/fa'; const a = <Fa.FaX />;", "svg[aria-hidden]"),
            ("import { X } from 'lucide-react'; const a = <X aria-label='b' />;", "X[aria-label]"),
            (
                "import { Button } from '@codegouvfr/react-dsfr/Button'; const a = <Button size='small' linkProps={{ href: '/', title: 'c' }}>b</Button>;",
                "a[href title]",
            ),
            (
                "import { Button } from '@codegouvfr/react-dsfr/Button'; const a = <Button iconId='b' />;",
                "Button[iconid]",
            ),
            (
                "import { IconButton, Tooltip } from '@mui/material'; const a = <Tooltip title='b'><IconButton color='c' /></Tooltip>;",
                "Tooltip[title] button[]…",
            ),
        ] {
            assert_eq!(seen("a.tsx", text), expected, "{text}");
        }
    }

    #[test]
    fn templates_know_some_by_name() {
        assert_eq!(seen("a.vue", "<template><RouterLink :to='b'>c</RouterLink></template>"), "a[href]");
        assert_eq!(
            seen("a.vue", "<template><router-link to='/' custom v-slot='{ href }'><i/></router-link></template>"),
            "router-link[to custom v-slot] i[]"
        );
        assert_eq!(
            seen("a.component.html", "<button appInfobulle='b'></button><div [appFocus]='c' (click)='d()'></div>"),
            "button[appinfobulle]… div[appfocus onclick]…"
        );
        assert_eq!(
            seen("a.component.html", "<button matTooltip='b' [tabIndex]='1' (someEvent)='c()'></button>"),
            "button[mattooltip tabindex onsomeevent]"
        );
        assert_eq!(
            seen("a.component.html", "<a [routerLink]='b'><mat-icon>add</mat-icon></a>"),
            "a[href] svg[aria-hidden]"
        );
    }
}
