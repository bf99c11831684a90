//! What the script of a Vue component says of its properties and imports, read off its text.

use super::object;

/// The properties a component declares.
pub(super) struct Props {
    /// Their names, and whether they have a value when they are not given.
    pub(super) named: Vec<(String, bool)>,
    /// Whether what is not declared goes to the element at the top.
    pub(super) falls_through: bool,
}

/// Components of Vue, its router and Nuxt, and of design systems that rules know by name.
const NOT_OURS: &[&str] = &[
    "ClientOnly",
    "KeepAlive",
    "NuxtLayout",
    "NuxtLoadingIndicator",
    "NuxtPage",
    "RouterLink",
    "RouterView",
    "Suspense",
    "Teleport",
    "Transition",
    "TransitionGroup",
    "component",
    "keep-alive",
    "nuxt",
    "nuxt-child",
    "router-link",
    "router-view",
    "slot",
    "suspense",
    "teleport",
    "template",
    "transition",
    "transition-group",
];

/// Whether a component may be defined in the repository, or be one that the settings speak of.
pub(super) fn is_followed(name: &str) -> bool {
    !NOT_OURS.contains(&name) && !name.starts_with("Dsfr") && !name.starts_with("dsfr-")
}

/// The declared properties; `None` when the script declares them in a way that is not read.
pub(super) fn props(text: &str) -> Option<Props> {
    let falls_through = !text.contains("inheritAttrs");
    // A mixin or a base component may declare more.
    if ["mixins:", "extends:", "defineModel(", "...props"].iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let mut named = Vec::new();
    if let Some(at) = text.find("defineProps") {
        named = compile_time(text, at)?;
    } else if let Some(at) = text.find("props:") {
        named = declared(&text[at + "props:".len()..])?;
    }
    Some(Props { named, falls_through })
}

/// `defineProps<{ … }>()`, `defineProps<Props>()`, `defineProps({ … })`, with `withDefaults` and taken apart or not.
fn compile_time(text: &str, at: usize) -> Option<Vec<(String, bool)>> {
    let after = &text[at + "defineProps".len()..];
    let mut named = match after.trim_start().chars().next()? {
        '<' => {
            let inner = after.trim_start()[1..].trim_start();
            if inner.starts_with('{') {
                members(balanced(inner, '{')?)?
            } else {
                let name: String = inner.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                members(type_named(text, &name)?)?
            }
        }
        '(' => declared(&after.trim_start()[1..])?,
        _ => return None,
    };
    if let Some(defaults) =
        text.find("withDefaults").and_then(|at| balanced(text[at..].get("withDefaults".len()..)?, '('))
    {
        for (name, has_default) in &mut named {
            *has_default |= defaults.contains(&format!("{name}:"));
        }
    }
    // `const { label = "Fermer" } = defineProps<…>()`
    let before = text[..at].trim_end();
    if let Some(pattern) = before.strip_suffix('=').map(str::trim_end).filter(|before| before.ends_with('}')) {
        let open = pattern.rfind("const {").or_else(|| pattern.rfind("let {"))?;
        let pattern = &pattern[open..];
        for (name, has_default) in &mut named {
            *has_default |= pattern.contains(&format!("{name} =")) || pattern.contains(&format!("{name}="));
        }
    }
    Some(named)
}

/// `{ label: String, alt: { type: String, default: "" } }` or `["label", "alt"]`.
fn declared(source: &str) -> Option<Vec<(String, bool)>> {
    let source = source.trim_start();
    if source.starts_with('[') {
        let parts = object::parts(balanced(source, '[')?.trim_matches(['[', ']']))?;
        let names = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
        return names.map(|part| Some((object::text(part)?.to_owned(), false))).collect();
    }
    let entries = object::entries(balanced(source, '{')?)?;
    // A boolean that is not given is `false`.
    let has_default = |value: &str| value.contains("default") || value.contains("Boolean");
    Some(entries.into_iter().map(|(name, value)| (name.to_owned(), has_default(value))).collect())
}

/// The members of a TypeScript type written out: `{ label: string; alt?: string }`.
fn members(source: &str) -> Option<Vec<(String, bool)>> {
    let inside = source.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut named = Vec::new();
    for line in inside.split([';', '\n', ',']) {
        let line = line.trim();
        if line.is_empty() || line.starts_with("//") || line.starts_with('*') || line.starts_with("/*") {
            continue;
        }
        let Some((name, kind)) = line.split_once(':') else { continue };
        let name = name.trim().trim_end_matches('?').trim_matches(['"', '\'']);
        if name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '$')) && !name.is_empty() {
            named.push((name.to_owned(), kind.contains("boolean")));
        }
    }
    Some(named)
}

/// The body of `interface Name { … }` or `type Name = { … }`; not of one that extends another.
fn type_named<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let marks = [format!("interface {name} {{"), format!("type {name} = {{")];
    let at = marks.iter().find_map(|mark| Some(text.find(mark)? + mark.len() - 1))?;
    balanced(&text[at..], '{')
}

/// From the first bracket to the one that closes it.
fn balanced(source: &str, open: char) -> Option<&str> {
    let close = match open {
        '{' => '}',
        '[' => ']',
        _ => ')',
    };
    let start = source.find(open)?;
    let mut depth = 0_u32;
    for (at, c) in source[start..].char_indices().take(20_000) {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return source.get(start..start + at + c.len_utf8());
            }
        }
    }
    None
}

/// What a script imports under a name that a component can have: `import Bouton from "./Bouton.vue"`.
pub(super) fn imports(text: &str) -> Vec<(String, String, String)> {
    let mut imports = Vec::new();
    for statement in text.split("import ").skip(1).take(200) {
        let Some((names, from)) = statement.split_once(" from ") else { continue };
        let Some(module) = from.trim_start().get(1..).and_then(|from| from.split(['"', '\'']).next()) else { continue };
        if names.len() > 2_000 || names.contains([';', '(']) || names.starts_with("type ") {
            continue;
        }
        for (index, name) in names.split([',', '{', '}']).map(str::trim).enumerate() {
            let (exported, local) = name.split_once(" as ").unwrap_or((name, name));
            let exported = if index == 0 { "default" } else { exported };
            if local.starts_with(|c: char| c.is_ascii_uppercase()) && local.chars().all(char::is_alphanumeric) {
                imports.push((local.to_owned(), module.to_owned(), exported.to_owned()));
            }
        }
    }
    imports
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(script: &str) -> Vec<(String, bool)> {
        props(script).map(|props| props.named).unwrap_or_default()
    }

    #[test]
    fn properties_are_read_as_they_are_declared() {
        let two = [("label".to_owned(), false), ("alt".to_owned(), true)];
        for script in [
            "props: { label: String, alt: { type: String, default: '' } },",
            "const props = defineProps({ label: String, alt: { default: 'x' } })",
            "withDefaults(defineProps<{ label?: string; alt?: string }>(), { alt: '' })",
            "const { label, alt = '' } = defineProps<{ label?: string, alt?: string }>()",
            "interface Props {\n  label?: string\n  alt?: string\n}\nwithDefaults(defineProps<Props>(), { alt: '' })",
        ] {
            assert_eq!(named(script), two, "{script}");
        }
        assert_eq!(named("props: ['label']"), [("label".to_owned(), false)]);
        let script = "import A from './A.vue'\nimport { b, C as D } from \"x\"\nimport type { E } from 'e'";
        let names: Vec<String> = imports(script).into_iter().map(|(local, ..)| local).collect();
        assert_eq!(names, ["A", "D"]);
        assert!(props("mixins: [a], props: ['b']").is_none() && props("defineProps<Importé>()").is_none());
    }
}
