//! What is in the page at the same time, and what is there more than once.

use checks_core::Language;
use checks_markup::{Element, NodeId, NodeKind};

use crate::view::View;

/// How far up and between two elements is looked.
const REACH: usize = 600;

/// How far up what is kept for later is looked for.
const KEPT: usize = 8;

/// How many siblings are looked through.
const NEAR: usize = 64;

/// Marks of template languages that a file's name may hide: Go's, Mustache's, Underscore's.
const MARKS: &[&str] = &["{{", "{%", "<%", "<?", "[[", "<!--["];

/// Conditions that are written as elements or in a script's template, whatever is around: JSP's, Roundcube's, WordPress's.
const CONDITIONS: &[&str] = &[":else", ":otherwise", ":when", "<#", "{% plural"];

impl View<'_> {
    /// Whether `first` and `second`, in document order, are certainly in one page at times: no condition may leave each
    /// of them out in turn.
    pub(crate) fn stand_together(&self, first: NodeId, second: NodeId) -> bool {
        let (one, other) = (self.way_up(first), self.way_up(second));
        let common = first_common(&one, &other);
        if common.is_none() && self.has_many_roots() && !self.are_listed(one.last(), other.last()) {
            return false;
        }
        let may_miss = |way: &[NodeId]| {
            let below = way.iter().take_while(|&&id| Some(id) != common);
            below.copied().any(|id| self.may_be_left_out(id))
        };
        if may_miss(&one) && may_miss(&other) && !self.share_a_branch(first, second) {
            return false;
        }
        // Template code that is none to the parser.
        let between = self.document.node(first).span.start as usize..self.document.node(second).span.start as usize;
        let holds = |marks: &[&str]| {
            self.file.text().get(between.clone()).is_none_or(|text| marks.iter().any(|mark| text.contains(mark)))
        };
        let is_kept = |way: &[NodeId]| {
            way.iter().take(KEPT).take_while(|&&id| Some(id) != common).any(|&id| self.is_kept_for_later(id))
        };
        !(is_kept(&one)
            || is_kept(&other)
            || holds(CONDITIONS)
            || self.document.language == Language::Html && holds(MARKS))
    }

    /// The element whose content is put into the page by something else, if `node` is in one: what is in it counts by
    /// itself.
    pub(crate) fn apart(&self, node: NodeId) -> Option<NodeId> {
        let mut around = self.document.ancestors(node).take(REACH);
        around.find(|(_, around)| matches!(around.name.as_str(), "template" | "noscript")).map(|(id, _)| id)
    }

    /// Whether a loop writes `node` each time: the first thing that decides on it is one.
    pub(crate) fn is_repeated(&self, node: NodeId) -> bool {
        let way = self.way_up(node);
        let Some(&decided) = way.iter().find(|&&id| self.may_be_left_out(id)) else { return false };
        let Some(element) = self.document.element(decided) else { return false };
        if element.attributes.iter().any(|attribute| matches!(&*attribute.raw_name, "v-for" | "*ngFor" | "ng-repeat")) {
            return !has_condition(element);
        }
        if element.is_component || has_condition(element) {
            return false;
        }
        if self.document.language == Language::Jsx {
            let before = self.file.text().get(..self.document.node(decided).span.start as usize);
            return before.is_some_and(ends_in_map);
        }
        // The code before it is the loop's, where nothing stands between.
        let siblings = match self.document.node(decided).parent {
            Some(parent) => &self.document.node(parent).children,
            None => self.tops(),
        };
        let Ok(at) = siblings.binary_search(&decided) else { return false };
        let code = siblings[..at].iter().rev().take(NEAR).find(|&&id| {
            !matches!(self.document.node(id).kind, NodeKind::Text(_) | NodeKind::Comment | NodeKind::Element(_))
        });
        code.is_some_and(|&id| {
            matches!(self.document.node(id).kind, NodeKind::Code)
                && begins_loop(self.document.source(self.document.node(id).span))
        })
    }

    /// The element that `node` is written in as content, where it certainly stands in no other: no component, nothing
    /// whose end is not seen, nothing that template code may open or close before it.
    pub(crate) fn holder(&self, node: NodeId) -> Option<(NodeId, &Element)> {
        let parent = self.document.node(node).parent?;
        let element = self.document.element(parent)?;
        let is_plain = element.closed && !element.is_component && !matches!(&*element.name, "template" | "slot");
        let children = &self.document.node(parent).children;
        (is_plain && children.binary_search(&node).is_ok()).then_some((parent, element))
    }

    /// The element that stands last before `node` in `parent`.
    pub(crate) fn previous(&self, node: NodeId, parent: NodeId) -> Option<&Element> {
        let siblings = &self.document.node(parent).children;
        let at = siblings.binary_search(&node).ok()?;
        siblings[..at].iter().rev().take(NEAR).find_map(|&id| self.document.element(id))
    }

    /// Whether template code that stands before `node` in `parent` may write tags of its own.
    pub(crate) fn may_be_wrapped(&self, node: NodeId, parent: NodeId) -> bool {
        let is_compiled = self.is_rendered() || matches!(self.document.language, Language::Astro | Language::Heex);
        let writes = |id: NodeId| !is_compiled && matches!(self.document.node(id).kind, NodeKind::Dynamic);
        let is_php = self.document.language == Language::Php;
        let before = self.document.node(parent).children.iter().take_while(|&&id| id < node);
        before.into_iter().any(|&id| match &self.document.node(id).kind {
            NodeKind::Code => is_php || keeps_for_later(self.document.source(self.document.node(id).span)),
            _ => writes(id),
        })
    }

    /// Whether two roots stand side by side in a fragment (`<>…</>`): nothing but space stands between them.
    fn are_listed(&self, first: Option<&NodeId>, second: Option<&NodeId>) -> bool {
        let (Some(&first), Some(&second)) = (first, second) else { return false };
        let between: Vec<NodeId> = self.tops().iter().copied().filter(|top| (first..=second).contains(top)).collect();
        self.document.language == Language::Jsx
            && between.windows(2).all(|pair| {
                let gap =
                    self.document.node(pair[0]).span.end as usize..self.document.node(pair[1]).span.start as usize;
                self.file.text().get(gap).is_some_and(|gap| gap.trim().is_empty())
            })
    }

    /// Whether the file holds several templates, or components, that nobody knows to be in one page.
    pub(crate) fn has_many_roots(&self) -> bool {
        match self.document.language {
            Language::Jsx | Language::JavaScript | Language::Elixir => true,
            // A template in the component's own file.
            Language::Angular => self.document.nodes.iter().filter(|node| node.parent.is_none()).count() > 1,
            _ => false,
        }
    }

    /// `node` and the elements around it, nearest first.
    fn way_up(&self, node: NodeId) -> Vec<NodeId> {
        let around = self.document.ancestors(node).map(|(id, _)| id);
        std::iter::once(node).chain(around).take(REACH).collect()
    }

    fn may_be_left_out(&self, node: NodeId) -> bool {
        self.document.node(node).optional
            || self.document.element(node).is_some_and(|element| element.is_component)
            || self.is_property(node)
    }

    /// Whether JSX is given to a component otherwise than as its content: it may show it or not.
    fn is_property(&self, node: NodeId) -> bool {
        let parent = self.document.node(node).parent.filter(|_| self.document.language == Language::Jsx);
        parent.is_some_and(|parent| self.document.node(parent).children.binary_search(&node).is_err())
    }

    /// Whether the template code before `node` begins what is written elsewhere.
    fn is_kept_for_later(&self, node: NodeId) -> bool {
        let siblings = match self.document.node(node).parent {
            Some(parent) => &self.document.node(parent).children,
            None => self.tops(),
        };
        let Ok(at) = siblings.binary_search(&node) else { return false };
        let code = siblings[..at]
            .iter()
            .rev()
            .take(NEAR)
            .find(|&&id| matches!(self.document.node(id).kind, NodeKind::Code | NodeKind::Dynamic));
        code.is_some_and(|&id| keeps_for_later(self.document.source(self.document.node(id).span)))
    }

    /// Whether two optional siblings are of the same branch: no code stands between them, and none decides on one.
    fn share_a_branch(&self, first: NodeId, second: NodeId) -> bool {
        let nodes = &self.document.nodes;
        let parent = nodes[first as usize].parent;
        let is_plain = |id: NodeId| self.document.element(id).is_some_and(|element| !has_condition(element));
        !matches!(self.document.language, Language::Jsx | Language::JavaScript | Language::Vue)
            && nodes[second as usize].parent == parent
            && is_plain(first)
            && is_plain(second)
            && nodes[first as usize..second as usize]
                .iter()
                .all(|node| node.parent != parent || !matches!(node.kind, NodeKind::Code))
    }
}

/// The first that is in both of two ways up, whose ids go down.
fn first_common(one: &[NodeId], other: &[NodeId]) -> Option<NodeId> {
    let mut rest = other.iter().peekable();
    one.iter().copied().find(|&id| {
        while rest.next_if(|&&next| next > id).is_some() {}
        rest.peek() == Some(&&id)
    })
}

/// Whether an attribute of `element` decides on its presence.
fn has_condition(element: &Element) -> bool {
    const CONDITIONS: &[&str] =
        &["v-if", "v-else", "v-else-if", "x-if", "*ngIf", "ng-if", "ng-switch-when", ":if", "th:if", "th:unless"];
    element.attributes.iter().any(|attribute| {
        let name = &*attribute.raw_name;
        CONDITIONS.contains(&name) || (name.starts_with('*') && name != "*ngFor")
    })
}

/// Whether template code begins what is written elsewhere: a macro, a text that is kept.
fn keeps_for_later(code: &str) -> bool {
    let names = ["macro", "capture", "snippet", "define", "content_for"].iter().any(|word| code.contains(word));
    !code.contains("end") && (names || code.contains("set ") && !code.contains('='))
}

/// Whether what stands before an element makes one of each item: `items.map((item) => (`.
fn ends_in_map(before: &str) -> bool {
    let arrow = before.trim_end_matches(|c: char| c == '(' || c.is_whitespace());
    let Some(parameters) = arrow.strip_suffix("=>").map(str::trim_end) else { return false };
    let called = match parameters.strip_suffix(')') {
        Some(inner) => inner.rfind('(').filter(|at| !inner[*at..].contains(')')).map(|at| &inner[..at]),
        None => Some(parameters.trim_end_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$'))),
    };
    called.is_some_and(|called| {
        called
            .trim_end()
            .strip_suffix('(')
            .is_some_and(|called| called.rsplit('.').next().is_some_and(|name| matches!(name, "map" | "flatMap")))
    })
}

/// Whether template code begins a loop.
fn begins_loop(code: &str) -> bool {
    let inner = code.trim_start_matches(['<', '{', '%', '?', '#', '@', '-', '=', '~', ' ', '\n']);
    let inner = inner.strip_prefix("php").unwrap_or(inner).trim_start();
    let first: &str = inner.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    matches!(first, "for" | "foreach" | "each" | "while" | "until")
        || [".each do", ".each_with_index do", ".times do", ".find_each do", ".upto("]
            .iter()
            .any(|mark| inner.contains(mark))
}

#[cfg(test)]
mod tests {
    use checks_core::File;
    use checks_markup::Document;

    use super::*;

    /// Of the first and the last paragraph: whether they stand together, whether the first is repeated.
    fn of_two(path: &str, text: &str) -> (bool, bool) {
        let file = File::new(path, text);
        let document = Document::of(&file).unwrap();
        let view = View::new(&file, &document);
        let ids: Vec<NodeId> = document.elements().filter(|(_, it)| it.name == "p").map(|(id, _)| id).collect();
        (view.stand_together(ids[0], *ids.last().unwrap()), view.is_repeated(ids[0]))
    }

    #[test]
    fn branches_of_a_condition_are_never_together() {
        for (path, text, expected) in [
            ("a.html", "<p></p><div><p></p></div>", true),
            ("a.html.erb", "<% if a %><p></p><% else %><p></p><% end %>", false),
            ("a.html.erb", "<% if a %><p></p><p></p><% end %>", true),
            ("a.html.erb", "<p></p><% if a %><p></p><% end %>", true),
            ("a.html.twig", "{% if a %}<div><p></p></div>{% endif %}{% if not a %}<p></p>{% endif %}", false),
            ("a.vue", "<template><b><p v-if='a'/><p v-else/></b></template>", false),
            ("a.vue", "<template><b><p/><p/></b></template>", true),
            ("a.vue", "<template><b><Tab><p/></Tab><Tab><p/></Tab></b></template>", false),
            ("a.tsx", "const a = <b>{c ? <p/> : <p/>}</b>;", false),
            ("a.tsx", "const a = <b><p/><p/></b>;", true),
            ("a.tsx", "const a = <p/>; const b = <p/>;", false),
            ("a.tsx", "const a = <Tabs a={<p/>} b={<p/>} />;", false),
            ("a.html.erb", "<% content_for :a do %><p></p><% end %><p></p>", false),
            ("a.html.jinja", "{% set a %}<p></p>{% endset %}<p></p>", false),
            ("a.tsx", "const a = <><p/> <b/> <p/></>;", true),
            ("a.haml", "- if a\n  %p\n- else\n  %p", false),
            ("a.haml", "- if a\n  %p\n  %p", true),
            ("a.html", "<c:if><p></p></c:if><c:else/><b><p></p></b>", false),
            ("a.html", "{{if .A}}<p></p>{{else}}<p></p>{{end}}", false),
        ] {
            assert_eq!(of_two(path, text).0, expected, "{text}");
        }
    }

    #[test]
    fn a_loop_repeats_what_no_condition_holds_back() {
        for (path, text, expected) in [
            ("a.html.erb", "<% as.each do |a| %><div><p></p></div><% end %>", true),
            ("a.html.erb", "<% as.each do |a| %><% if b %><p></p><% end %><% end %>", false),
            ("a.html.erb", "<% as.each do |a| %><b></b><% end %><p></p>", false),
            ("a.html.twig", "{% for a in as %}<b></b><p></p>{% endfor %}", true),
            ("a.html.twig", "{% for a in as %}<b></b>{% else %}<p></p>{% endfor %}", false),
            ("a.vue", "<template><b><i v-for='a in as'><p/></i></b></template>", true),
            ("a.vue", "<template><b><p v-if='a'/></b></template>", false),
            ("a.svelte", "{#each as as a}<p></p>{/each}", true),
            ("a.tsx", "const a = <b>{as.map((a, { b }) => (\n<i key={a}><p/></i>))}</b>;", true),
            ("a.tsx", "const a = <b>{as.map(a => <p/>)}</b>;", true),
            ("a.tsx", "const a = <b>{as.map(a => a && <p/>)}</b>;", false),
            ("a.tsx", "const a = <b>{when(() => <p/>)}</b>;", false),
            ("a.tsx", "const a = <b>{as && <p/>}</b>;", false),
        ] {
            assert_eq!(of_two(path, text).1, expected, "{text}");
        }
    }
}
