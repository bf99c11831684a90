//! Style sheets, wherever they are written, with the author's positions.
//!
//! [`Sheet::of`] reads CSS, SCSS and Less files, the `<style>` elements of pages and single-file components, and the
//! tagged templates of styled-components and emotion. Nested rules are told with their whole selectors. What a
//! preprocessor or a script computes is *dynamic*, and never guessed; a variable that the same file sets once is known.
//! Reading takes one pass, whatever the text.

mod embedded;
mod scan;

use std::collections::HashMap;
use std::sync::Arc;

use checks_core::{File, Span};
use compact_str::CompactString;

pub use scan::declarations;

/// The style rules of one file.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    /// Rules in the order they open. A nested rule stands after the one around it.
    pub blocks: Vec<Block>,
    variables: HashMap<CompactString, Option<CompactString>>,
    /// Bytes of selectors and conditions told so far.
    told: usize,
}

/// A rule: selectors and declarations.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// Its selectors, nesting resolved. Empty where they are not known.
    pub selectors: Vec<CompactString>,
    /// Where the selectors are written, as they are written.
    pub prelude: Span,
    /// The at-rules around it, outermost first: `@media (orientation: portrait)`.
    pub conditions: Vec<CompactString>,
    /// Its own declarations.
    pub declarations: Vec<Declaration>,
    /// Whether it has more declarations than are seen: a mixin, `@extend`, `@apply`, an interpolation.
    pub open_ended: bool,
}

/// A declaration.
#[derive(Debug, Clone)]
pub struct Declaration {
    /// The property, lower case.
    pub name: CompactString,
    /// The value without `!important`; as written.
    pub value: CompactString,
    /// Whether it has `!important`.
    pub important: bool,
    /// Whether a preprocessor or a script computes the value.
    pub dynamic: bool,
    /// Property to the end of the value.
    pub span: Span,
}

impl Sheet {
    /// The style rules that `file` holds, made once; none for a library's own sheet that was copied.
    pub fn of(file: &File) -> Arc<Self> {
        file.memo(embedded::read)
    }

    /// The value of a declaration, with a variable that this file alone sets, once, in its place.
    pub fn value<'a>(&'a self, declaration: &'a Declaration) -> Option<&'a str> {
        let value = declaration.value.as_str();
        let name = value.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')).map(str::trim);
        let name = name.or_else(|| value.starts_with(['$', '@']).then_some(value));
        match name {
            Some(name) => self.variables.get(name)?.as_deref(),
            None => (!declaration.dynamic).then_some(value),
        }
    }

    /// Keeps a variable; one that is set twice is not known.
    fn set(&mut self, name: &str, value: &str) {
        let simple = !value.contains(['$', '@', '{']) && !value.contains("var(");
        let value = simple.then(|| CompactString::from(value.trim_end_matches("!default").trim()));
        self.variables.entry(name.into()).and_modify(|known| *known = None).or_insert(value);
    }
}

impl Block {
    /// The last declaration of `name`, which is the one that counts.
    pub fn get(&self, name: &str) -> Option<&Declaration> {
        self.declarations.iter().rev().find(|declaration| declaration.name == name)
    }

    /// Whether an at-rule around it holds `word`.
    pub fn is_within(&self, word: &str) -> bool {
        self.conditions.iter().any(|condition| condition.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, text: &str) -> Vec<String> {
        let file = File::new(path, text);
        let sheet = Sheet::of(&file);
        let block = |block: &Block| {
            let selectors: Vec<&str> = block.selectors.iter().map(CompactString::as_str).collect();
            let declarations: Vec<String> = block
                .declarations
                .iter()
                .map(|one| format!("{}={}{}", one.name, one.value, if one.dynamic { "?" } else { "" }))
                .collect();
            let more = if block.open_ended { "…" } else { "" };
            format!("{}{{{}{more}}}{}", selectors.join(","), declarations.join(";"), block.conditions.join(" "))
        };
        sheet.blocks.iter().map(block).collect()
    }

    #[test]
    fn plain_and_nested_rules() {
        assert_eq!(
            told("a.css", "a, b:hover { color: red; /* ; } */ background: url(a;b) }"),
            ["a,b:hover{color=red;background=url(a;b)}"]
        );
        assert_eq!(
            told("a.scss", ".a { // é }\n &:focus { outline: none } b, i { color: $x; @include y; } width: 1px }"),
            [".a{width=1px}", ".a:focus{outline=none}", ".a b,.a i{color=$x?…}"]
        );
        assert_eq!(
            told("a.css", "@media print { a { top: 0 } } @keyframes b { from { top: 1px } } c{}"),
            ["a{top=0}@media print", "c{}"]
        );
        assert_eq!(told("a.scss", ".a { @media print { top: 0 } }"), [".a{}", ".a{top=0}@media print"]);
    }

    #[test]
    fn embedded_sheets() {
        assert_eq!(
            told("a.html", "<!-- <style>b{top:0}</style> --><style>\na { top: {{ x }}; left: 0 }</style>"),
            ["a{top={{ x }}?;left=0}"]
        );
        assert_eq!(told("a.html", "<!-- --><STYLE type=a>b{top:0}</STYLE><p>"), ["b{top=0}"]);
        assert!(told("a.md", "---\ntitle: a\n---\n```html\n<style>a{top:0}</style>\n```\n").is_empty());
        assert_eq!(
            told("a.vue", "<template><p/></template>\n<style lang=\"scss\" scoped>a { b { top: 0 } }</style>"),
            ["a{}", "a b{top=0}"]
        );
        assert_eq!(
            told("a.ts", "const B = styled.button<P>`\n top: 0; &:focus { left: ${(p) => `x`}; } ${m};`;"),
            ["button{top=0…}", "button:focus{left=${(p) => `x`}?}"]
        );
        assert_eq!(
            told("a.tsx", "const C = styled(Lien)`top: 0`; const d = `a { top: 0 }`; css`left: 0`"),
            ["&{top=0}", "&{left=0}"]
        );
    }

    #[test]
    fn variables_set_once_are_known() {
        let file = File::new(
            "a.scss",
            "$a: #fff; $b: red; $b: blue; :root { --c: #000; } p { color: $a; top: $b; left: var(--c) }",
        );
        let sheet = Sheet::of(&file);
        let block = sheet.blocks.last().unwrap();
        let values: Vec<_> = block.declarations.iter().map(|one| sheet.value(one)).collect();
        assert_eq!(values, [Some("#fff"), None, Some("#000")]);
    }

    #[test]
    fn broken_sheets_are_read_in_one_pass() {
        for text in
            ["{", "}", "a{b{c", "a{b:\"", "/*", "@media{", "a{b:url(", "\\", "#{", "<style>", "é{è:à", "a{;;:;}"]
        {
            for path in ["a.css", "a.scss", "a.html", "a.vue"] {
                let _ = told(path, text);
                let _ = told(path, &format!("<style>{text}"));
            }
            let _ = told("a.ts", &format!("css`{text}"));
        }
        for unit in ["a{", "a,b{", "/*", "css`${", "<style>", "<STYLEx", "<stylex", "(", "\"", "&,&{", "@media x{"] {
            for path in ["a.scss", "a.html", "a.ts"] {
                assert!(told(path, &unit.repeat(20_000)).len() <= 100_000);
            }
        }
    }
}
