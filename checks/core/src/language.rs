//! The languages files are written in.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

/// A language that a rule can claim to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "each variant is the language of that name")]
pub enum Language {
    Html,
    Jsx,
    Vue,
    Svelte,
    Angular,
    Erb,
    Heex,
    Ejs,
    Jinja,
    Twig,
    Nunjucks,
    Liquid,
    Handlebars,
    Php,
    Blade,
    Astro,
    Haml,
    Slim,
    Pug,
    Twirl,
    Mdx,
    JavaScript,
    Elixir,
    Python,
    Ruby,
    Java,
    Kotlin,
    Go,
    Rust,
    Css,
    Scss,
    Less,
    Json,
    Yaml,
    Toml,
    Properties,
    Nginx,
    Apache,
    Caddy,
    Dockerfile,
    Shell,
    Sql,
    Csv,
    Markdown,
    Text,
}

/// What tells the languages of `.html` files: Jinja's tag, two of EJS, and Angular's bindings and blocks.
static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let marks = ["{%", "<%=", "<%-", "*ngIf=", "*ngFor=", "[ngClass]=", "(click)=", "[routerLink]=", "@if (", "@for ("];
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(marks).ok()
});

impl Language {
    /// The languages pages are written in: those the element tree reads.
    pub const MARKUP: &'static [Self] = &[
        Self::Html,
        Self::Jsx,
        Self::Vue,
        Self::Svelte,
        Self::Angular,
        Self::Erb,
        Self::Heex,
        Self::Ejs,
        Self::Jinja,
        Self::Twig,
        Self::Nunjucks,
        Self::Liquid,
        Self::Handlebars,
        Self::Php,
        Self::Blade,
        Self::Astro,
        Self::Haml,
        Self::Slim,
        Self::Pug,
        Self::Twirl,
        Self::Markdown,
        Self::Mdx,
    ];

    /// The languages that whole pages are written in, from `<html>` on: others write parts of them.
    pub const LAYOUTS: &'static [Self] = &[
        Self::Html,
        Self::Jsx,
        Self::Erb,
        Self::Ejs,
        Self::Jinja,
        Self::Twig,
        Self::Nunjucks,
        Self::Liquid,
        Self::Handlebars,
        Self::Php,
        Self::Blade,
        Self::Astro,
        Self::Haml,
        Self::Slim,
        Self::Pug,
    ];

    /// The page languages that a rule's page shows when the rule reads them. The tree is the same in every language, so
    /// these stand for their families: plain, JSX, single-file components, Ruby, indented, Symfony, Django.
    pub const SHOWN: &'static [Self] =
        &[Self::Html, Self::Jsx, Self::Vue, Self::Erb, Self::Haml, Self::Twig, Self::Jinja];

    /// Whether style sheets are written in it.
    pub const fn is_style(self) -> bool {
        matches!(self, Self::Css | Self::Scss | Self::Less)
    }

    /// Whether pages are written in it.
    pub fn is_markup(self) -> bool {
        Self::MARKUP.contains(&self)
    }

    /// The language that a fence of a rule's page names (` ```erb `), if it is one.
    pub fn from_fence(word: &str) -> Option<Self> {
        Some(match word {
            "html" => Self::Html,
            "jsx" | "tsx" => Self::Jsx,
            "vue" => Self::Vue,
            "svelte" => Self::Svelte,
            "angular" => Self::Angular,
            "erb" => Self::Erb,
            "heex" => Self::Heex,
            "ejs" => Self::Ejs,
            "jinja" | "django" => Self::Jinja,
            "twig" => Self::Twig,
            "nunjucks" => Self::Nunjucks,
            "liquid" => Self::Liquid,
            "handlebars" => Self::Handlebars,
            "php" => Self::Php,
            "blade" => Self::Blade,
            "astro" => Self::Astro,
            "haml" => Self::Haml,
            "slim" => Self::Slim,
            "pug" => Self::Pug,
            "twirl" => Self::Twirl,
            "mdx" => Self::Mdx,
            "js" | "ts" => Self::JavaScript,
            "elixir" => Self::Elixir,
            "python" => Self::Python,
            "ruby" => Self::Ruby,
            "java" => Self::Java,
            "kotlin" => Self::Kotlin,
            "go" => Self::Go,
            "rust" => Self::Rust,
            "css" => Self::Css,
            "scss" => Self::Scss,
            "less" => Self::Less,
            "json" => Self::Json,
            "yaml" => Self::Yaml,
            "toml" => Self::Toml,
            "properties" => Self::Properties,
            "nginx" => Self::Nginx,
            "apache" => Self::Apache,
            "caddy" => Self::Caddy,
            "dockerfile" => Self::Dockerfile,
            "sh" => Self::Shell,
            "sql" => Self::Sql,
            "csv" => Self::Csv,
            "markdown" => Self::Markdown,
            "text" => Self::Text,
            _ => return None,
        })
    }

    /// The path an example takes when its fence names none.
    pub const fn example_path(self) -> &'static str {
        match self {
            Self::Html => "page.html",
            Self::Jsx => "Page.tsx",
            Self::Vue => "Page.vue",
            Self::Svelte => "Page.svelte",
            Self::Angular => "page.component.html",
            Self::Erb => "page.html.erb",
            Self::Heex => "page.html.heex",
            Self::Ejs => "page.ejs",
            Self::Jinja => "templates/page.html.jinja",
            Self::Twig => "page.html.twig",
            Self::Nunjucks => "page.njk",
            Self::Liquid => "page.liquid",
            Self::Handlebars => "page.hbs",
            Self::Php => "page.php",
            Self::Blade => "page.blade.php",
            Self::Astro => "page.astro",
            Self::Haml => "page.html.haml",
            Self::Slim => "page.html.slim",
            Self::Pug => "page.pug",
            Self::Twirl => "page.scala.html",
            Self::Mdx => "page.mdx",
            Self::JavaScript => "server.ts",
            Self::Elixir => "page.ex",
            Self::Python => "settings.py",
            Self::Ruby => "application.rb",
            Self::Java => "SecurityConfig.java",
            Self::Kotlin => "SecurityConfig.kt",
            Self::Go => "main.go",
            Self::Rust => "main.rs",
            Self::Css => "style.css",
            Self::Scss => "style.scss",
            Self::Less => "style.less",
            Self::Json => "data.json",
            Self::Yaml => "config.yml",
            Self::Toml => "config.toml",
            Self::Properties => "application.properties",
            Self::Nginx => "nginx.conf",
            Self::Apache => ".htaccess",
            Self::Caddy => "Caddyfile",
            Self::Dockerfile => "Dockerfile",
            Self::Shell => "run.sh",
            Self::Sql => "data.sql",
            Self::Csv => "data.csv",
            Self::Markdown => "page.md",
            Self::Text => "file.txt",
        }
    }

    /// The language by the name alone; `.html` is [`Html`](Self::Html) whatever it holds.
    pub fn of_path(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        Some(match name.as_str() {
            "dockerfile" | "containerfile" => return Some(Self::Dockerfile),
            "nginx.conf" => return Some(Self::Nginx),
            ".htaccess" | "apache2.conf" | "httpd.conf" | "apache.conf" => return Some(Self::Apache),
            "caddyfile" => return Some(Self::Caddy),
            _ if name.starts_with("dockerfile.") || name.ends_with(".dockerfile") => return Some(Self::Dockerfile),
            _ if name.ends_with(".blade.php") => return Some(Self::Blade),
            _ if name.ends_with(".component.html") => return Some(Self::Angular),
            _ if name.ends_with(".scala.html") => return Some(Self::Twirl),
            // `servers.conf.erb`: what ERB makes of it is nginx, and the nginx reader knows the tags.
            _ if name.ends_with(".conf.erb") => return Some(Self::Nginx),
            _ => match name.rsplit_once('.')?.1 {
                "html" | "htm" | "xhtml" | "gohtml" => Self::Html,
                "jsx" | "tsx" => Self::Jsx,
                "vue" => Self::Vue,
                "svelte" => Self::Svelte,
                "erb" | "rhtml" => Self::Erb,
                "heex" | "eex" | "leex" => Self::Heex,
                "ejs" => Self::Ejs,
                "jinja" | "jinja2" | "j2" | "djhtml" | "tera" => Self::Jinja,
                "twig" => Self::Twig,
                "njk" | "nunjucks" => Self::Nunjucks,
                "liquid" => Self::Liquid,
                "hbs" | "handlebars" | "mustache" => Self::Handlebars,
                "php" | "phtml" => Self::Php,
                "astro" => Self::Astro,
                "haml" => Self::Haml,
                "slim" => Self::Slim,
                "pug" | "jade" => Self::Pug,
                "mdx" => Self::Mdx,
                "js" | "mjs" | "cjs" | "ts" | "mts" | "cts" => Self::JavaScript,
                "ex" | "exs" => Self::Elixir,
                "py" => Self::Python,
                "rb" | "ru" | "rake" => Self::Ruby,
                "java" => Self::Java,
                "kt" | "kts" => Self::Kotlin,
                "go" => Self::Go,
                "rs" => Self::Rust,
                "css" | "pcss" | "postcss" => Self::Css,
                "scss" => Self::Scss,
                "less" => Self::Less,
                "json" => Self::Json,
                "yml" | "yaml" => Self::Yaml,
                "toml" => Self::Toml,
                "conf" => Self::Nginx,
                "properties" => Self::Properties,
                "caddy" | "caddyfile" => Self::Caddy,
                "sh" | "bash" => Self::Shell,
                "sql" => Self::Sql,
                "csv" | "tsv" => Self::Csv,
                "md" | "markdown" => Self::Markdown,
                "txt" => Self::Text,
                _ => return None,
            },
        })
    }

    /// The language by the name and, for `.html`, by what the text holds: a Django or Jinja tag, an Angular binding.
    pub fn of(path: &str, text: &str) -> Option<Self> {
        let by_path = Self::of_path(path)?;
        if by_path != Self::Html {
            return Some(by_path);
        }
        let Some(marks) = MARKS.as_ref() else { return Some(Self::Html) };
        let mut language = Self::Html;
        for found in marks.find_iter(text) {
            match found.pattern().as_usize() {
                0 => return Some(Self::Jinja),
                1 | 2 => language = Self::Ejs,
                _ if language == Self::Html => language = Self::Angular,
                _ => {}
            }
        }
        Some(language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_path_is_of_its_language() {
        for &language in Language::MARKUP {
            assert_eq!(Language::of_path(language.example_path()), Some(language));
        }
        assert_eq!(Language::of_path("config/servers.conf.erb"), Some(Language::Nginx));
        for (path, language) in [
            ("a.html.tera", Language::Jinja),
            ("a.html.j2", Language::Jinja),
            ("a.html.njk", Language::Nunjucks),
            ("a.phtml", Language::Php),
            ("a.html.eex", Language::Heex),
            ("app/views/a.scala.html", Language::Twirl),
            ("a.markdown", Language::Markdown),
        ] {
            assert_eq!(Language::of_path(path), Some(language), "{path}");
        }
    }

    #[test]
    fn html_is_told_apart_by_its_text() {
        assert_eq!(Language::of("a.html", "<p>{% if a %}</p>"), Some(Language::Jinja));
        assert_eq!(Language::of("a.html", "<p *ngIf=\"a\"></p>"), Some(Language::Angular));
        assert_eq!(Language::of("a.html", "<p></p>"), Some(Language::Html));
    }
}
