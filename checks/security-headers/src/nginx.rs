//! nginx's configuration language, as its authors write it: `nginx.conf`, fragments of it, ERB and envsubst templates.
//!
//! Directives keep the author's positions. What a template or a request decides (`<%= … %>`, `${X}`, `$host`) is a part
//! of an argument that is not known.

mod inheritance;
mod lexer;
mod outline;
mod variables;

use std::sync::Arc;

use checks_core::{File, Span};

pub(crate) use inheritance::{Loss, losses};
use lexer::{Lexer, Token};
pub(crate) use outline::Outline;
pub(crate) use variables::Variables;

/// Deeper blocks are no configuration.
const MAX_DEPTH: usize = 32;

/// A configuration file or a fragment of one.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// Its directives in order.
    pub(crate) directives: Vec<Directive>,
}

/// A directive: `listen 443 ssl;`, `location / { … }`.
#[derive(Debug)]
pub(crate) struct Directive {
    /// Its name.
    pub(crate) name: String,
    /// Its arguments.
    pub(crate) arguments: Vec<Argument>,
    /// The name to `;`, or to `{` for a block.
    pub(crate) span: Span,
    /// What the block holds.
    pub(crate) block: Option<Vec<Directive>>,
    /// Whether template code decides if it is there.
    pub(crate) conditional: bool,
}

/// An argument of a directive.
#[derive(Debug)]
pub(crate) struct Argument {
    /// Its parts in order.
    pub(crate) parts: Vec<Part>,
    /// Quotes included.
    pub(crate) span: Span,
}

/// A part of an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// What the author wrote, and where it starts.
    Text(String, u32),
    /// `$name` or `${name}`.
    Variable(String),
    /// What template code prints.
    Dynamic,
}

impl Argument {
    /// The text, when it is known in full.
    pub(crate) fn text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text, _)] => Some(text),
            _ => None,
        }
    }
}

impl Directive {
    /// The text of the argument at `index`, when it is known in full.
    pub(crate) fn text(&self, index: usize) -> Option<&str> {
        self.arguments.get(index)?.text()
    }
}

impl Config {
    /// The configuration a file holds, read once; `None` when the file is no nginx configuration.
    pub(crate) fn of(file: &File) -> Option<Arc<Option<Self>>> {
        if !file.is_text() {
            return None;
        }
        let config = file.memo(|file| Self::parse(file.text()).filter(Self::is_nginx));
        config.is_some().then_some(config)
    }

    /// Reads a text. `None` where it is too deep to be a configuration.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut lexer = Lexer::new(text);
        let mut open: Vec<(Vec<Directive>, Directive)> = Vec::new();
        let mut here: Vec<Directive> = Vec::new();
        let mut words: Vec<Argument> = Vec::new();
        let mut conditions = 0_u32;
        let mut conditional = false;
        while let Some(token) = lexer.next_token() {
            match token {
                Token::Word(word) => {
                    conditional |= conditions > 0;
                    words.push(word);
                }
                Token::Code(code) => {
                    conditional |= !words.is_empty();
                    conditions = after(conditions, code);
                }
                Token::End(at) => {
                    here.extend(directive(&mut words, at, std::mem::take(&mut conditional)));
                }
                Token::Open(at) => {
                    let Some(mut block) = directive(&mut words, at, std::mem::take(&mut conditional)) else { continue };
                    if block.name.ends_with("_by_lua_block") {
                        lexer.skip_block();
                        continue;
                    }
                    if open.len() >= MAX_DEPTH {
                        return None;
                    }
                    block.block = Some(Vec::new());
                    open.push((std::mem::take(&mut here), block));
                }
                Token::Close => {
                    words.clear();
                    let Some((outer, mut block)) = open.pop() else { continue };
                    block.block = Some(std::mem::replace(&mut here, outer));
                    here.push(block);
                }
            }
        }
        // A block that is not closed ends with its file.
        while let Some((outer, mut block)) = open.pop() {
            block.block = Some(std::mem::replace(&mut here, outer));
            here.push(block);
        }
        Some(Self { directives: here })
    }

    /// Shows every directive, outer ones before those of their blocks.
    pub(crate) fn each<'a>(&'a self, see: &mut impl FnMut(&'a Directive)) {
        fn walk<'a>(directives: &'a [Directive], see: &mut impl FnMut(&'a Directive)) {
            for directive in directives {
                see(directive);
                walk(directive.block.as_deref().unwrap_or_default(), see);
            }
        }
        walk(&self.directives, see);
    }

    /// Whether it says what only nginx says: `.conf` is the ending of many languages.
    fn is_nginx(&self) -> bool {
        any(&self.directives, &|directive| {
            let block = directive.block.is_some();
            match directive.name.as_str() {
                "add_header"
                | "more_set_headers"
                | "server_name"
                | "proxy_pass"
                | "try_files"
                | "fastcgi_pass"
                | "listen"
                | "return"
                | "server_tokens"
                | "ssl_certificate"
                | "ssl_ciphers"
                | "ssl_protocols"
                | "rewrite"
                | "add_trailer"
                | "proxy_hide_header"
                | "fastcgi_hide_header"
                | "more_clear_headers"
                | "proxy_set_header"
                | "uwsgi_pass" => !block,
                "location" => block && !directive.arguments.is_empty(),
                "upstream" => block && directive.arguments.len() == 1,
                _ => false,
            }
        })
    }
}

fn any(directives: &[Directive], is_it: &impl Fn(&Directive) -> bool) -> bool {
    directives.iter().any(|directive| is_it(directive) || any(directive.block.as_deref().unwrap_or_default(), is_it))
}

fn directive(words: &mut Vec<Argument>, end: usize, conditional: bool) -> Option<Directive> {
    let mut words = std::mem::take(words).into_iter();
    let first = words.next()?;
    let name = first.text().unwrap_or_default().to_owned();
    let span = Span::new(first.span.start as usize, end);
    Some(Directive { name, arguments: words.collect(), span, block: None, conditional })
}

/// How many conditions or loops are open after a piece of ERB.
fn after(open: u32, code: &str) -> u32 {
    let code = code.trim_matches('-').trim();
    let first = code.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    match first {
        "if" | "unless" | "case" | "for" | "while" | "begin" => open + 1,
        "end" => open.saturating_sub(1),
        // `list.each do |item|`
        _ => open + u32::from(code.split_whitespace().any(|word| word == "do")),
    }
}

#[cfg(test)]
mod tests;
