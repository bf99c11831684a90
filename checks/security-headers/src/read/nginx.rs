//! nginx: `add_header` and headers-more.

use checks_core::{File, Span};

use crate::csp::Policy;
use crate::declaration::{Declaration, Header, Hsts, Origin, Plain};
use crate::nginx::{Config, Directive, Part, Variables};

/// Whether a path may hold nginx's language: a configuration, a fragment, a template of either.
pub(crate) fn is_nginx_path(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let templates = [".erb", ".template", ".tmpl", ".tpl", ".j2", ".envsubst"];
    let name = templates.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let (_, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let folder_is = |folder: &str| {
        folder.contains("nginx") || matches!(folder, "conf.d" | "sites-available" | "sites-enabled" | "snippets")
    };
    match ending {
        "conf" | "nginx" => true,
        // Scalingo's `.scalingo/nginx/server.location`, and fragments without an ending of their own.
        "location" | "inc" | "include" => folders.split('/').any(folder_is),
        "" => !matches!(name, "dockerfile" | "makefile" | "license") && folders.split('/').any(folder_is),
        _ => false,
    }
}

/// The header that a directive sets: its lower-case name and the parts of its value.
pub(crate) fn header(directive: &Directive, variables: &Variables) -> Vec<(String, Vec<Part>)> {
    match directive.name.as_str() {
        "add_header" => {
            let (Some(name), Some(value)) = (directive.text(0), directive.arguments.get(1)) else { return Vec::new() };
            vec![(name.to_ascii_lowercase(), variables.resolve(value))]
        }
        "more_set_headers" => {
            directive.arguments.iter().filter_map(|argument| one_of_more(variables.resolve(argument))).collect()
        }
        _ => Vec::new(),
    }
}

/// `"Name: value"`.
fn one_of_more(mut parts: Vec<Part>) -> Option<(String, Vec<Part>)> {
    let Part::Text(text, at) = parts.first_mut()? else { return None };
    let (name, value) = text.split_once(':')?;
    let blanks = value.len() - value.trim_start().len();
    let start = *at + (name.len() + 1 + blanks) as u32;
    let name = name.trim().to_ascii_lowercase();
    *text = value.trim_start().to_owned();
    *at = start;
    (!name.starts_with('-')).then_some((name, parts))
}

/// The declarations of a configuration.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    let mut found = Vec::new();
    if let Some(config) = Config::of(file)
        && let Some(config) = config.as_ref()
    {
        collect(&config.directives, &mut Variables::default(), false, &mut found);
    }
    found
}

fn collect(directives: &[Directive], variables: &mut Variables, under_condition: bool, found: &mut Vec<Declaration>) {
    for directive in directives {
        variables.read(directive, under_condition);
        for (name, value) in header(directive, variables) {
            let header = match name.as_str() {
                "strict-transport-security" => hsts(&value).map(Header::Hsts),
                "content-security-policy" => Some(Header::Csp(Policy::of_parts(&value))),
                _ => None,
            };
            let plain = plain(name, &value).map(Header::Plain);
            let headers = header.into_iter().chain(plain);
            found.extend(headers.map(|header| Declaration { header, origin: Origin::Nginx }));
        }
        if let Some(block) = &directive.block {
            collect(block, variables, under_condition || directive.name == "if", found);
        }
    }
}

/// A value without a variable. nginx does not send a header whose value is empty.
fn plain(name: String, parts: &[Part]) -> Option<Plain> {
    let [Part::Text(text, at)] = parts else { return None };
    let value = text.trim();
    let start = *at as usize + (text.len() - text.trim_start().len());
    (!value.is_empty()).then(|| Plain { name, value: value.to_owned(), span: Span::new(start, start + value.len()) })
}

/// The `max-age` of a value, when it is written out.
fn hsts(parts: &[Part]) -> Option<Hsts> {
    parts.iter().find_map(|part| {
        let Part::Text(text, at) = part else { return None };
        let lower = text.to_ascii_lowercase();
        let after = lower.find("max-age")? + "max-age".len();
        let value = lower[after..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let start = *at as usize + lower.len() - value.len();
        let max_age = value[..digits].parse().ok()?;
        Some(Hsts { max_age, span: Span::new(start, start + digits), is_default: false })
    })
}
