//! Play: its session's cookie and its policy, in `conf/application.conf`.
//!
//! HOCON is read line by line: the keys that matter are scalars, alone on theirs.

use checks_core::{File, Span};
use checks_markup::script::{Expr, Kind};

use super::values;
use crate::declaration::{Cookie, Declaration, Flaw, Header, Origin};

/// The declarations of Play's configuration.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut at = 0;
    for line in file.text().split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let code = line.trim();
        if code.starts_with('#') || code.starts_with("//") {
            continue;
        }
        if let Some(name) = code.strip_suffix('{') {
            open.push(name.trim().trim_end_matches(['=', ':']).trim().to_owned());
            continue;
        }
        if code.starts_with('}') {
            open.pop();
            continue;
        }
        let Some((key, value)) = code.split_once('=') else { continue };
        let path = format!("{}.{}", open.join("."), key.trim());
        let span = Span::new(start, start + code.len());
        found.extend(setting(file, path.trim_start_matches('.'), value.trim().trim_matches('"'), span));
    }
    found
}

fn setting(file: &File, key: &str, value: &str, span: Span) -> Vec<Declaration> {
    let cookie = |flaw| {
        let cookie = Cookie { name: None, flaw, span, is_default: false };
        vec![Declaration::new(Header::Cookie(cookie), Origin::Code)]
    };
    match (key, value) {
        ("play.http.session.secure", "false") => cookie(Flaw::NotSecure),
        ("play.http.session.httpOnly", "false") => cookie(Flaw::NotHttpOnly),
        ("play.http.session.sameSite", "none" | "None") => cookie(Flaw::CrossSite),
        ("play.http.session.sameSite", "null") => cookie(Flaw::NoSameSite),
        ("play.filters.headers.contentSecurityPolicy", text) if text != "null" => policy(file, text, span),
        ("play.filters.headers.frameOptions", text) if text != "null" => header(file, "x-frame-options", text, span),
        ("play.filters.headers.referrerPolicy", text) if text != "null" => header(file, "referrer-policy", text, span),
        _ => Vec::new(),
    }
}

fn policy(file: &File, text: &str, span: Span) -> Vec<Declaration> {
    header(file, "content-security-policy", text, span)
}

fn header(file: &File, name: &str, text: &str, span: Span) -> Vec<Declaration> {
    let value = Expr { kind: Kind::Text(text.to_owned()), span };
    values::headers(file, name, &value).into_iter().map(|header| Declaration::new(header, Origin::Code)).collect()
}
