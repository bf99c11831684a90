//! What the rules on names say of the trees that components make together.

use std::collections::{BTreeSet, HashMap, HashSet};

use checks_core::{File, Finding, Message, Project, Text};
use checks_markup::{Document, NodeKind};

use super::expand::{Expanded, Origin, expand, expand_definition};
use super::find::{Files, Whose};
use super::shape::{Bit, Piece, Term, Val};
use crate::rule::Look;
use crate::rules::RULES;
use crate::view::View;

/// The rules that look through components: those whose answer depends on an element and what is in it.
const THROUGH: &[&str] = &["button-name", "field-label", "frame-title", "img-alt", "link-name", "widget-name"];
/// Attributes that name an element.
const NAMING: &[&str] = &["aria-label", "alt", "title"];

/// A rule and an element, with the uses that lead to it: to tell what was said already.
type Key = (String, Vec<*const Piece>);
/// What is said.
type Said = HashSet<Key>;

/// What the components of a project's files say together.
pub(crate) fn findings(project: &Project<'_>) -> Vec<Finding> {
    let mut files = Files::of(project);
    let mut alone: HashMap<Whose, Said> = HashMap::new();
    let mut findings = Vec::new();
    let mut told = BTreeSet::new();
    for file in 0..files.len() {
        if files.forget() {
            alone.clear();
        }
        let (path, sketch) = (files.path(file), files.sketch(file));
        for root in 0..sketch.roots.len() {
            let expanded = expand(&files, file, root, true);
            if !expanded.has_uses {
                continue;
            }
            let said = said(&expanded);
            if said.is_empty() {
                continue;
            }
            let before = all_said(&expand(&files, file, root, false));
            for (finding, origin) in said {
                // What a definition says whatever it is given is told in its own file.
                let is_known = before.contains(&key(&finding, &origin, 0))
                    || origin.entered.iter().enumerate().any(|(index, &(_, whose))| {
                        let alone = alone.entry(whose).or_insert_with(|| all_said(&expand_definition(&files, whose)));
                        alone.contains(&key(&finding, &origin, index + 1))
                    });
                if is_known || origin.optional {
                    continue;
                }
                let site = origin.used.map_or(origin.piece, |(used, _)| used).site;
                let Some(place) = site.and_then(|site| sketch.sites.get(site)).map(|site| site.place(path)) else {
                    continue;
                };
                if told.insert((finding.rule.clone(), place.clone())) {
                    findings.push(placed(&files, finding, place, &origin));
                }
            }
        }
    }
    findings
}

/// What rules say of a tree, with the elements they say it of.
fn said<'n>(expanded: &Expanded<'n>) -> Vec<(Finding, Origin<'n>)> {
    let mut said = Vec::new();
    let document = &expanded.document;
    let file = File::new("Component.tsx", source(document));
    let view = View::new(&file, document);
    for (node, element) in document.elements() {
        let Some(origin) = expanded.origins.get(node as usize).and_then(Option::as_ref) else { continue };
        for rule in RULES.iter().filter(|rule| THROUGH.contains(&rule.meta.id)) {
            if let Look::At { look, .. } = rule.look {
                said.extend(look(&view, node, element).map(|finding| (finding, origin.clone())));
            }
        }
    }
    said
}

/// A text as long as the tree's own, so that places made from it stand.
fn source(document: &Document) -> Vec<u8> {
    let end = document.nodes.iter().map(|node| match &node.kind {
        NodeKind::Element(element) => element.tag_span.end.max(node.span.end),
        _ => node.span.end,
    });
    vec![b' '; end.max().unwrap_or_default() as usize]
}

fn all_said(expanded: &Expanded<'_>) -> Said {
    said(expanded).iter().map(|(finding, origin)| key(finding, origin, 0)).collect()
}

/// What a finding is known by from within the definition that the first `entered` uses lead to.
fn key(finding: &Finding, origin: &Origin<'_>, entered: usize) -> Key {
    let uses = origin.entered.iter().skip(entered).map(|(used, _)| *used);
    (finding.rule.clone(), uses.chain([origin.piece]).map(std::ptr::from_ref).collect())
}

/// The finding at its place in the repository, in words that name the component.
fn placed(files: &Files<'_>, mut finding: Finding, place: checks_core::Place, origin: &Origin<'_>) -> Finding {
    finding.place = place;
    finding.fix = None;
    finding.related.clear();
    let Some((used, whose)) = origin.used else { return finding };
    let definition = origin.piece.site.and_then(|site| files.sketch(whose.file).sites.get(site));
    if let Some(definition) = definition {
        finding.related.push(definition.place(files.path(whose.file)));
    }
    let name = &used.name;
    let Message { what, why, how } = finding.message;
    let what = Text::new(
        format!("Rendu par `<{name}>` : {}", lowered(&what.fr)),
        format!("Rendered by `<{name}>`: {}", lowered(&what.en)),
    );
    let how = match wanted(origin.piece).as_slice() {
        [] => how,
        properties => {
            let list = |content: &str, or: &str| {
                let names = properties.iter().take(3).map(|name| match name.as_str() {
                    "children" => content.to_owned(),
                    name => format!("`{name}`"),
                });
                names.collect::<Vec<_>>().join(or)
            };
            let is_image = finding.rule == "rgaa/img-alt";
            let (fr, en) = if is_image {
                (
                    "ce que l’image apporte, ou `\"\"` si elle est décorative",
                    "what the image brings, or `\"\"` if it is decorative",
                )
            } else {
                ("c’est ce qui nomme l’élément", "that is what names the element")
            };
            Text::new(
                format!("Donnez {} à `<{name}>` : {fr}.", list("un texte", " ou ")),
                format!("Give {} to `<{name}>`: {en}.", list("a text", " or ")),
            )
        }
    };
    finding.message = Message { what, why, how };
    finding
}

/// The properties that would have named an element.
fn wanted(piece: &Piece) -> Vec<String> {
    let mut names = Vec::new();
    for (attribute, value) in &piece.attributes {
        if let (true, Val::Given(terms)) = (NAMING.contains(&attribute.as_str()), value) {
            add_props(terms, &mut names);
        }
    }
    add_content(&piece.children, &mut names, 8);
    names
}

fn add_content(bits: &[Bit], names: &mut Vec<String>, depth: u32) {
    for bit in bits {
        match bit {
            Bit::Given(terms) => add_props(terms, names),
            Bit::Slot if !names.iter().any(|name| name == "children") => names.push("children".to_owned()),
            Bit::Element(piece) if depth > 0 => add_content(&piece.children, names, depth - 1),
            Bit::Element(_) | Bit::Text(_) | Bit::Dynamic(_) | Bit::Slot => {}
        }
    }
}

fn add_props(terms: &[Term], names: &mut Vec<String>) {
    for term in terms {
        if let Term::Prop(name) = term
            && !names.contains(name)
        {
            names.push(name.clone());
        }
    }
}

fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>()).unwrap_or_default() + letters.as_str()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use checks_core::{Check as _, Facts, Lang};

    /// What is said of the files, `path:line rule`, and the messages.
    fn told(files: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let facts = Facts::new(time::Date::MIN, BTreeMap::new());
        let findings = checks_core::testing::review(&crate::CHECK, files, &facts);
        let place = |finding: &checks_core::Finding| {
            let id = finding.rule.trim_start_matches("rgaa/");
            format!("{}:{} {id}", finding.place.path, finding.place.region.start.line)
        };
        (findings.iter().map(place).collect(), findings.iter().map(|finding| finding.text(Lang::Fr)).collect())
    }

    const ICON_BUTTON: &str = "import { Icon } from './Icon';
export const IconButton = ({ icon, label, ...rest }: Props) => (
  <button type=\"button\" aria-label={label} {...rest}><Icon name={icon} /></button>
);
";
    const ICON: &str = "export function Icon({ name, size = 16 }) {
  return <svg width={size} aria-hidden=\"true\"><use href={`#${name}`} /></svg>;
}
";

    #[test]
    fn a_use_that_gives_no_name_is_told_where_it_is() {
        let page = "import { IconButton } from '../ui/IconButton';
export const Page = (props) => (
  <main>
    <IconButton icon='a' />
    <IconButton icon='a' label='Fermer' />
    <IconButton icon='a' title='Fermer' />
    <IconButton icon='a' label={props.label} />
    <IconButton icon='a' {...props} />
  </main>
);
";
        let (told, texts) =
            told(&[("src/ui/IconButton.tsx", ICON_BUTTON), ("src/ui/Icon.tsx", ICON), ("src/pages/Page.tsx", page)]);
        assert_eq!(told, ["src/pages/Page.tsx:4 button-name"]);
        assert!(texts[0].starts_with("Rendu par `<IconButton>` : ce bouton n’a pas d’intitulé."), "{texts:?}");
        assert!(texts[0].contains("Donnez `label` à `<IconButton>`"), "{texts:?}");
    }

    #[test]
    fn an_icon_of_the_repository_names_no_button() {
        let page = "import { Icon } from '@/ui/Icon';
export const Page = () => (
  <main>
    <button onClick={a}><Icon name='a' /></button>
    <button onClick={a}><Icon name='a' /> Fermer</button>
  </main>
);
";
        let (told, _) = told(&[("src/ui/Icon.tsx", ICON), ("src/Page.tsx", page)]);
        assert_eq!(told, ["src/Page.tsx:4 button-name"]);
    }

    #[test]
    fn a_fault_of_the_definition_is_told_there_once() {
        let close = "export const Close = ({ onClose }) => <button onClick={onClose}><i className='x' /></button>;";
        let page =
            "import { Close } from './Close';\nexport const Page = () => <div><Close /><Close onClose={a} /></div>;";
        let (told, _) = told(&[("Close.tsx", close), ("Page.tsx", page)]);
        assert_eq!(told, ["Close.tsx:1 button-name"]);
    }

    #[test]
    fn names_are_followed_through_barrels_and_wrappers() {
        let avatar = "const Avatar = forwardRef(function Avatar(props, ref) {\n  const { src, alt } = props;\n  return <img ref={ref} src={src} alt={alt} />;\n});\nexport default memo(Avatar);";
        let index = "export { default as Avatar } from './Avatar';";
        let card = "import { Avatar } from './avatar';\nexport const Card = ({ user }) => <div><Avatar src={user.photo} /><Avatar src='b' alt='' /></div>;";
        for index in [("ui/avatar/index.tsx", index), ("ui/avatar/index.ts", index)] {
            let (told, texts) = told(&[("ui/avatar/Avatar.tsx", avatar), index, ("ui/Card.tsx", card)]);
            assert_eq!(told, ["ui/Card.tsx:2 img-alt"], "{index:?}");
            assert!(texts[0].contains("Donnez `alt`"), "{texts:?}");
        }
    }

    #[test]
    fn a_fault_deep_inside_is_told_at_the_use_that_could_mend_it() {
        let close = "import { IconButton } from './ui/IconButton';\nexport const Close = ({ label }) => (\n  <p>\n    <IconButton icon='x' />\n    <IconButton icon='y' label={label} />\n  </p>\n);";
        let page = "import { Close } from './Close';\nexport const Page = () => (\n  <main>\n    <Close />\n    <Close label='a' />\n  </main>\n);";
        let files =
            [("ui/IconButton.tsx", ICON_BUTTON), ("ui/Icon.tsx", ICON), ("Close.tsx", close), ("Page.tsx", page)];
        assert_eq!(told(&files).0, ["Close.tsx:4 button-name", "Page.tsx:4 button-name"]);
    }

    #[test]
    fn what_is_not_certain_is_not_told() {
        let definitions = [
            // A default, a condition, a second return, a value from elsewhere, properties set beside.
            "export const B = ({ label = 'Fermer' }) => <button aria-label={label} />;",
            "export const B = ({ label, x }) => <div>{x ? <button>{label}</button> : null}</div>;",
            "export const B = ({ label, href }) => { if (href) return <a href={href}>{label}</a>; return <button>{label}</button>; };",
            "export const B = ({ label }) => { const t = useT(); return <button aria-label={label ?? t('x')} />; };",
            "export const B = ({ label }) => <button aria-label={label} />; B.defaultProps = { label: 'x' };",
            "export const B = ({ label }) => { if (!label) label = 'x'; return <button>{label}</button>; };",
            "export const B = ({ label }) => <button {...useButton()}>{label}</button>;",
            "export const B = styled.button`color: red`;",
        ];
        let page = "import { B } from './B';\nexport const Page = () => <main><B /></main>;";
        for definition in definitions {
            assert_eq!(told(&[("B.tsx", definition), ("Page.tsx", page)]).0, Vec::<String>::new(), "{definition}");
        }
    }

    #[test]
    fn content_goes_where_the_component_puts_it() {
        let button = "export const B = ({ children, icon }) => <button>{icon && <i />}{children}</button>;";
        let page = "import { B } from './B';\nexport const Page = () => (\n  <main>\n    <B>Fermer</B>\n    <B><span>Fermer</span></B>\n    <B><img src='a' alt='' /></B>\n    <B />\n  </main>\n);";
        let (told, texts) = told(&[("B.tsx", button), ("Page.tsx", page)]);
        assert_eq!(told, ["Page.tsx:6 button-name", "Page.tsx:7 button-name"]);
        assert!(texts[1].contains("Donnez un texte à `<B>`"), "{texts:?}");
    }

    #[test]
    fn fields_are_looked_at_with_what_is_around_them() {
        let field = "export const Field = ({ id, label, name }) => (\n  <div>\n    {label && <label htmlFor={id}>{label}</label>}\n    <input id={id} name={name} />\n  </div>\n);";
        let page = "import { Field } from './Field';\nexport const Page = () => (\n  <form>\n    <Field id='a' label='Nom' />\n    <Field id='b' name='b' />\n    <label htmlFor='c'>Ville</label>\n    <Field id='c' />\n  </form>\n);";
        let (told, _) = told(&[("Field.tsx", field), ("Page.tsx", page)]);
        assert_eq!(told, ["Page.tsx:5 field-label"]);
    }

    #[test]
    fn dialogs_and_frames_are_named_by_who_uses_them() {
        let modal = "export const Modal = ({ title, children }) => (\n  <div><div role='dialog' aria-modal='true' aria-label={title}>{children}</div></div>\n);";
        let frame = "export default function Frame({ src, title }) {\n  return <iframe src={src} title={title} />;\n}";
        let page = "import { Modal } from './Modal';\nimport Frame from './Frame';\nexport const Page = () => (\n  <main>\n    <Modal><p>a</p></Modal>\n    <Modal title='b' />\n    <Frame src='c' />\n    <Frame src='c' title='d' />\n  </main>\n);";
        let (told, _) = told(&[("Modal.tsx", modal), ("Frame.tsx", frame), ("Page.tsx", page)]);
        assert_eq!(told, ["Page.tsx:5 widget-name", "Page.tsx:7 frame-title"]);
    }

    #[test]
    fn vue_components_are_found_by_their_name() {
        let button = "<script setup lang=\"ts\">\ndefineProps<{ icon: string; label?: string }>()\n</script>\n<template>\n  <button :aria-label=\"label\"><i :class=\"icon\" /></button>\n</template>\n";
        let page = "<template>\n  <main>\n    <IconButton icon=\"a\" />\n    <icon-button icon=\"a\" label=\"Fermer\" />\n    <IconButton icon=\"a\" title=\"Fermer\" />\n    <IconButton icon=\"a\" v-bind=\"b\" />\n  </main>\n</template>\n";
        let (told, _) = told(&[("components/IconButton.vue", button), ("pages/index.vue", page)]);
        assert_eq!(told, ["pages/index.vue:3 button-name"]);
    }

    #[test]
    fn settings_say_what_other_libraries_render() {
        let page = "import { Btn } from '@exemple/ui';\nimport Champ from '@exemple/ui/Champ';\nexport const Page = (props) => (\n  <form>\n    <Btn><i className='x' /></Btn>\n    <Btn>Fermer</Btn>\n    <Btn as='a' href='/'><i /></Btn>\n    <Btn as={props.as}><i /></Btn>\n    <Champ name='a' />\n    <Champ name='b' titre='Nom' />\n  </form>\n);";
        let settings = serde_json::json!({
            "Btn": { "element": "button", "as": "as" },
            "@exemple/ui/Champ": { "element": "input", "label": "titre" },
        });
        let file = checks_core::File::new("Page.tsx", page);
        let notes = crate::CHECK.inspect(&file).notes;
        let settings = checks_core::Note::new("settings.components", file.start_place(), &settings);
        let mut project = checks_core::Project { notes: notes.iter().collect(), ..Default::default() };
        assert_eq!(super::findings(&project), []);
        project.notes.push(&settings);
        let told: Vec<_> = super::findings(&project)
            .iter()
            .map(|finding| format!("{} {}", finding.place.region.start.line, finding.rule))
            .collect();
        assert_eq!(told, ["5 rgaa/button-name", "7 rgaa/link-name", "9 rgaa/field-label"]);
    }

    #[test]
    fn components_that_make_many_of_few_cost_little() {
        let forty = |name: &str, inside: &str| format!("<{name}>{}</{name}>", inside.repeat(40));
        let mut files = vec![(
            "A0.tsx".to_owned(),
            format!("export const A0 = ({{ children }}) => <>{}</>;", "{children}".repeat(40)),
        )];
        for level in 1..8 {
            let below = level - 1;
            let body = forty(&format!("A{below}"), "{children}");
            let text = format!(
                "import {{ A{below} }} from './A{below}';\nexport const A{level} = ({{ children }}) => {body};"
            );
            files.push((format!("A{level}.tsx"), text));
        }
        files.push((
            "P.tsx".to_owned(),
            "import { A7 } from './A7';\nexport const P = () => <p><A7><i /></A7></p>;".to_owned(),
        ));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        assert_eq!(told(&files).0, Vec::<String>::new());
    }
}
