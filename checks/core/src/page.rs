//! A rule's page: its documentation, its fixtures and its tests in one Markdown file.
//!
//! ````markdown
//! # Une image a une alternative textuelle
//!
//! ## Pourquoi
//! ## Que faire
//!
//! ## In English: An image has a text alternative
//! ### Why
//! ### What to do
//!
//! ## Références
//! ## Conforme
//! ```html
//! <img src="logo.svg" alt="Ministère">
//! ```
//! ## Non conforme
//! ```html {1}
//! <img src="logo.svg">
//! ```
//! ````
//!
//! A fence's first word is its language, then an optional path, then in braces the lines where the rule must speak.
//! Each fence is an example of its own; fences under one `###` heading are the files of one example. A ` ```facts `
//! fence holds the answers to the check's questions, as JSON.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::{Lang, Language};

/// What a page says in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The title: the state of things when all is well, without a full stop.
    pub title: String,
    /// Why, as Markdown.
    pub why: String,
    /// What to do, as Markdown.
    pub how: String,
}

/// One file of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// Its language; `None` when the fence names one that no rule knows.
    pub language: Option<Language>,
    /// Its path in the example's repository.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The lines where the rule must speak.
    pub lines: Vec<u32>,
}

/// The files of one example, and the world's answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    /// Its `###` heading, if it has one.
    pub title: Option<String>,
    /// Its files.
    pub samples: Vec<Sample>,
    /// The JSON of its `facts` fence.
    pub facts: Option<String>,
}

/// A page, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// In French.
    pub fr: Words,
    /// In English.
    pub en: Words,
    /// The sources, as a Markdown list.
    pub references: String,
    /// Examples where the rule is silent.
    pub conforming: Vec<Example>,
    /// Examples where it speaks.
    pub non_conforming: Vec<Example>,
}

#[derive(Clone, Copy, PartialEq)]
enum Section {
    Other,
    Why,
    How,
    English,
    EnglishWhy,
    EnglishHow,
    References,
    Conforming,
    NonConforming,
}

impl Page {
    /// Reads a page. What is not there is empty: [`problems`](Self::problems) names it.
    pub fn parse(markdown: &str) -> Self {
        let mut page = Self::default();
        let mut section = Section::Other;
        let mut prose_from = 0;
        let mut heading: Option<(HeadingLevel, String)> = None;
        let mut fence: Option<(String, String)> = None;
        let mut grouped = false;
        for (event, range) in Parser::new(markdown).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    page.add_prose(section, &markdown[prose_from..range.start]);
                    prose_from = range.end;
                    heading = Some((level, String::new()));
                }
                Event::End(TagEnd::Heading(_)) => {
                    let Some((level, title)) = heading.take() else { continue };
                    grouped = false;
                    match (level, section) {
                        (HeadingLevel::H1, _) => page.fr.title = title,
                        (HeadingLevel::H3, Section::English | Section::EnglishWhy | Section::EnglishHow) => {
                            section = if title == "Why" { Section::EnglishWhy } else { Section::EnglishHow };
                        }
                        (HeadingLevel::H3, Section::Conforming | Section::NonConforming) => {
                            grouped = true;
                            let example = Example { title: Some(title), ..Example::default() };
                            page.examples(section).push(example);
                        }
                        _ => section = page.enter(&title),
                    }
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = match kind {
                        CodeBlockKind::Fenced(info) => info.to_string(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    fence = Some((info, String::new()));
                }
                Event::End(TagEnd::CodeBlock) => {
                    let Some((info, text)) = fence.take() else { continue };
                    if matches!(section, Section::Conforming | Section::NonConforming) {
                        let examples = page.examples(section);
                        if !grouped {
                            examples.push(Example::default());
                        }
                        if let Some(example) = examples.last_mut() {
                            example.add(&info, text);
                        }
                    }
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some((_, title)) = &mut heading {
                        title.push_str(&text);
                    } else if let Some((_, body)) = &mut fence {
                        body.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        page.add_prose(section, &markdown[prose_from..]);
        page
    }

    /// What it says in `lang`.
    pub fn words(&self, lang: Lang) -> &Words {
        match lang {
            Lang::Fr => &self.fr,
            Lang::En => &self.en,
        }
    }

    /// What the page lacks; empty when it is whole.
    pub fn problems(&self) -> Vec<String> {
        let parts = [
            ("a title (`# …`)", self.fr.title.is_empty()),
            ("« Pourquoi »", self.fr.why.is_empty()),
            ("« Que faire »", self.fr.how.is_empty()),
            ("an English title (`## In English: …`)", self.en.title.is_empty()),
            ("« Why »", self.en.why.is_empty()),
            ("« What to do »", self.en.how.is_empty()),
            ("« Références » with a link", !self.references.contains("](http")),
            ("« Conforme » with an example", self.conforming.is_empty()),
            ("« Non conforme » with an example", self.non_conforming.is_empty()),
        ];
        let mut problems: Vec<String> =
            parts.into_iter().filter(|(_, missing)| *missing).map(|(part, _)| format!("{part} is missing")).collect();
        for example in self.conforming.iter().chain(&self.non_conforming) {
            for sample in &example.samples {
                if sample.language.is_none() {
                    problems.push(format!("the fence of `{}` names no language that rules know", sample.path));
                }
            }
        }
        for example in &self.non_conforming {
            if example.samples.iter().all(|sample| sample.lines.is_empty()) {
                let first = example.samples.first().map_or("", |sample| sample.text.lines().next().unwrap_or(""));
                problems.push(format!("the non-conforming example « {first} » names no line, as in ```html {{2}}"));
            }
        }
        problems
    }

    fn enter(&mut self, title: &str) -> Section {
        if let Some(english) = title.strip_prefix("In English:") {
            english.trim().clone_into(&mut self.en.title);
            return Section::English;
        }
        match title {
            "Pourquoi" => Section::Why,
            "Que faire" => Section::How,
            "Références" => Section::References,
            "Conforme" => Section::Conforming,
            "Non conforme" => Section::NonConforming,
            _ => Section::Other,
        }
    }

    fn add_prose(&mut self, section: Section, prose: &str) {
        let part = match section {
            Section::Why => &mut self.fr.why,
            Section::How => &mut self.fr.how,
            Section::EnglishWhy => &mut self.en.why,
            Section::EnglishHow => &mut self.en.how,
            Section::References => &mut self.references,
            Section::Other | Section::English | Section::Conforming | Section::NonConforming => return,
        };
        part.push_str(prose.trim());
    }

    fn examples(&mut self, section: Section) -> &mut Vec<Example> {
        if section == Section::Conforming { &mut self.conforming } else { &mut self.non_conforming }
    }
}

impl Example {
    fn add(&mut self, info: &str, text: String) {
        let (head, lines) = match info.split_once('{') {
            Some((head, lines)) => (head, lines.trim_end().trim_end_matches('}')),
            None => (info, ""),
        };
        let mut words = head.split_whitespace();
        let word = words.next().unwrap_or_default();
        if word == "facts" {
            self.facts = Some(text);
            return;
        }
        let language = Language::from_fence(word);
        let path = words.next().map_or_else(
            || language.map_or_else(|| word.to_owned(), |language| language.example_path().to_owned()),
            ToOwned::to_owned,
        );
        let lines = lines.split(',').filter_map(|line| line.trim().parse().ok()).collect();
        self.samples.push(Sample { language, path, text, lines });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Un titre\n\n## Pourquoi\nParce que `x`.\n\n## Que faire\nÉcrire.\n\n## In English: A title\n### Why\nBecause.\n### What to do\nWrite.\n\n## Références\n- [RGAA](https://accessibilite.numerique.gouv.fr)\n\n## Conforme\n```html\n<p>\n```\n\n## Non conforme\n```erb {1,3}\n<img>\n```\n### Deux fichiers\n```nginx nginx.conf {2}\na\nb\n```\n```json package.json\n{}\n```\n```facts\n{}\n```\n";

    #[test]
    fn a_whole_page_is_read() {
        let page = Page::parse(PAGE);
        assert_eq!(page.problems(), Vec::<String>::new());
        assert_eq!((page.fr.title.as_str(), page.en.title.as_str()), ("Un titre", "A title"));
        assert_eq!(page.fr.why, "Parce que `x`.");
        assert_eq!(page.en.how, "Write.");
        assert_eq!(page.non_conforming[0].samples[0].lines, [1, 3]);
        let two = &page.non_conforming[1];
        assert_eq!(two.title.as_deref(), Some("Deux fichiers"));
        assert_eq!((two.samples.len(), two.facts.as_deref()), (2, Some("{}\n")));
        assert_eq!(two.samples[0].path, "nginx.conf");
    }

    #[test]
    fn an_empty_page_is_told_part_by_part() {
        assert_eq!(Page::parse("").problems().len(), 9);
        let page = Page::parse(&PAGE.replace(" {1,3}", ""));
        assert!(page.problems()[0].contains("names no line"), "{:?}", page.problems());
    }
}
