//! Pages that stand in the code of another language: JSX in a script, the template of an Angular component, lit's
//! templates, Phoenix's sigils in a module.
//!
//! Every script and every module of a project is asked, so that the answer "no page here" comes from a search for a
//! few bytes and no parse.

mod elixir;
mod script;

use std::ops::Range;

use checks_core::{File, Language};

use crate::code::Code;
use crate::document::Node;
use crate::mask::Masked;
use crate::tag::TagContext;
use crate::tree::Builder;
use crate::{html, markdown};

/// A template within a file: where it stands, and its template code, counted from its beginning.
pub(crate) struct Template<'s> {
    /// Its bytes in the file.
    pub range: Range<usize>,
    /// The template code in it.
    pub codes: Vec<Code<'s>>,
}

/// How the pages of a file are written into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The file is the page.
    Whole,
    /// `@Component({ template: '…' })`.
    Component,
    /// `` html`…` ``.
    Tagged,
    /// `~H"""…"""`.
    Sigil,
}

/// The language and the form of the pages of `file`, if it has any.
pub(crate) fn form(file: &File) -> Option<(Language, Form)> {
    let language = file.language().filter(|_| file.is_text())?;
    match language {
        Language::JavaScript => script::form(file.name(), file.text()),
        Language::Elixir => elixir::holds_sigil(file.text()).then_some((Language::Heex, Form::Sigil)),
        // Without front matter, it is the repository's documentation and no site's page.
        Language::Markdown if markdown::front_matter_end(file.text()).is_none() => None,
        language => language.is_markup().then_some((language, Form::Whole)),
    }
}

/// The nodes of the templates of `source`, and whether one of them is a whole page.
pub(crate) fn parse(source: &str, language: Language, form: Form) -> (Vec<Node>, bool) {
    let templates = match form {
        Form::Whole => Vec::new(),
        Form::Component => script::components(source),
        Form::Tagged => script::tagged(source),
        Form::Sigil => elixir::sigils(source),
    };
    let mut builder = Builder::new(templates.iter().map(|template| template.range.len()).sum::<usize>() / 24);
    let mut is_page = false;
    for Template { range, codes } in templates {
        let text = source.get(range.clone()).unwrap_or_default();
        let masked = Masked::new(text, codes, language);
        builder.count_from(range.start);
        let (grown, page) = html::read(TagContext { source: text, language }, &masked, builder);
        builder = grown;
        builder.separate(text.len());
        is_page |= page;
    }
    builder.count_from(0);
    (builder.into_nodes(source.len()), is_page)
}
