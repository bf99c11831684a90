use checks_core::File;

use super::documents;
use crate::script::{Expr, Kind};

fn of(path: &str, text: &str) -> Vec<Expr> {
    documents(&File::new(path, text)).as_ref().clone()
}

fn at<'e>(value: &'e Expr, path: &[&str]) -> &'e Expr {
    path.iter().fold(value, |value, key| match &value.kind {
        Kind::List(items) => &items[key.parse::<usize>().unwrap()],
        _ => &value.get(key).unwrap_or_else(|| panic!("no {key}")).value,
    })
}

#[test]
fn the_same_configuration_reads_the_same_in_every_language() {
    let yaml = "é: 1\nheaders:\n  - source: /a\n    on: no\n    age: 60\n";
    let toml = "\"é\" = 1\n[[headers]]\nsource = \"/a\"\non = false\nage = 60\n";
    let json = "{\"é\": 1, // why\n \"headers\": [{\"source\": \"/a\", \"on\": false, \"age\": 60}],}";
    for (path, text) in [("a.yml", yaml), ("a.toml", toml), ("a.json", json)] {
        let documents = of(path, text);
        let source = at(&documents[0], &["headers", "0", "source"]);
        assert_eq!(source.text(), Some("/a"), "{path}");
        let written = &text[source.span.start as usize..source.span.end as usize];
        assert_eq!(written.trim_matches('"'), "/a", "{path}");
        assert_eq!(at(&documents[0], &["headers", "0", "on"]).bool(), Some(false), "{path}");
        assert_eq!(at(&documents[0], &["headers", "0", "age"]).number(), Some(60.0), "{path}");
    }
}

#[test]
fn yaml_has_documents_aliases_and_templates() {
    let text = "a: &x {b: 1}\n---\nc: {{ .Values.c }}\n{{- if .d }}\nd: \"2\"\n{{- end }}\n---\ne: &y {f: 3}\ng:\n  <<: *y\n  h: 4\n";
    let documents = of("a.yaml", text);
    assert_eq!(documents.len(), 3);
    assert!(matches!(at(&documents[1], &["c"]).kind, Kind::Null));
    assert_eq!(at(&documents[1], &["d"]).text(), Some("2"));
    assert_eq!(at(&documents[2], &["g", "f"]).number(), Some(3.0));
}

#[test]
fn hostile_data_is_left_alone() {
    assert!(of("a.json", &"[".repeat(100_000)).is_empty());
    assert!(of("a.yml", &"[".repeat(100_000)).is_empty());
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..12 {
        let alias = format!("*a{}, ", n - 1).repeat(10);
        let line = format!("a{n}: &a{n} [{alias}]\n");
        bomb.push_str(&line);
    }
    assert_eq!(of("a.yml", &bomb).len(), 1);
}

#[test]
fn properties_keep_their_places() {
    let text = "# a\nserver.cookie.secure = false\nb: ${B}\n";
    let documents = of("application.properties", text);
    let secure = at(&documents[0], &["server.cookie.secure"]);
    assert_eq!(secure.bool(), Some(false));
    assert_eq!(&text[secure.span.start as usize..secure.span.end as usize], "false");
}
