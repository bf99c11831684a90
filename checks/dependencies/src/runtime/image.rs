//! The images that a Dockerfile starts from.

use std::collections::{BTreeMap, BTreeSet};

use checks_core::{File, Span};
use parse_dockerfile::Instruction;

use super::{Runtime, node_codename, number};

/// Official images, the product of endoflife.date that they hold and its name.
const PRODUCTS: &[(&str, &str, &str)] = &[
    ("alpine", "alpine-linux", "Alpine Linux"),
    ("debian", "debian", "Debian"),
    ("eclipse-temurin", "eclipse-temurin", "Eclipse Temurin"),
    ("elasticsearch", "elasticsearch", "Elasticsearch"),
    ("golang", "go", "Go"),
    ("mariadb", "mariadb", "MariaDB"),
    ("mongo", "mongodb", "MongoDB"),
    ("mysql", "mysql", "MySQL"),
    ("nginx", "nginx", "nginx"),
    ("nginxinc/nginx-unprivileged", "nginx", "nginx"),
    ("node", "nodejs", "Node.js"),
    ("php", "php", "PHP"),
    ("postgis/postgis", "postgresql", "PostgreSQL"),
    ("postgres", "postgresql", "PostgreSQL"),
    ("python", "python", "Python"),
    ("rabbitmq", "rabbitmq", "RabbitMQ"),
    ("redis", "redis", "Redis"),
    ("ruby", "ruby", "Ruby"),
    ("ubuntu", "ubuntu", "Ubuntu"),
];

/// Where official images are found too.
const MIRRORS: &[&str] =
    &["docker.io/", "index.docker.io/", "registry-1.docker.io/", "public.ecr.aws/docker/", "mirror.gcr.io/"];

pub(super) fn runtimes(file: &File) -> Vec<(Runtime, Span)> {
    // A text that no builder reads names no image.
    let Ok(dockerfile) = parse_dockerfile::parse(file.text()) else { return Vec::new() };
    let mut defaults = BTreeMap::new();
    let mut stages = BTreeSet::new();
    let mut found = Vec::new();
    for instruction in &dockerfile.instructions {
        match instruction {
            // Only what stands before the first image is known to `FROM`.
            Instruction::Arg(arg) if stages.is_empty() && found.is_empty() => {
                defaults.extend(defaults_of(&arg.arguments.value));
            }
            Instruction::From(from) => {
                let image = expand(&from.image.value, &defaults);
                if let Some(image) = image.filter(|image| !stages.contains(&image.to_ascii_lowercase())) {
                    let span = Span::new(from.image.span.start, from.image.span.end);
                    found.extend(of_image(&image).into_iter().map(|runtime| (runtime, span)));
                }
                if let Some((_, name)) = &from.as_ {
                    stages.insert(name.value.to_ascii_lowercase());
                }
            }
            _ => {}
        }
    }
    found
}

/// The names and default values of an `ARG`.
fn defaults_of(arguments: &str) -> Vec<(String, String)> {
    let pairs = arguments.split_whitespace().filter_map(|argument| argument.split_once('='));
    pairs.map(|(name, value)| (name.to_owned(), value.trim_matches(['"', '\'']).to_owned())).collect()
}

/// The text with `$NAME`, `${NAME}` and `${NAME:-default}` replaced; `None` where a value is not known.
fn expand(text: &str, defaults: &BTreeMap<String, String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let (name, tail) = match after.strip_prefix('{') {
            Some(inner) => inner.split_once('}')?,
            None => {
                after.split_at(after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len()))
            }
        };
        let (name, fallback) = name.split_once(":-").map_or((name, None), |(name, value)| (name, Some(value)));
        out.push_str(defaults.get(name).map(String::as_str).filter(|value| !value.is_empty()).or(fallback)?);
        rest = tail;
    }
    out.push_str(rest);
    Some(out)
}

/// What an image holds: its product first, then the distribution that its tag names.
fn of_image(image: &str) -> Vec<Runtime> {
    let name_and_tag = image.split('@').next().unwrap_or(image);
    let Some((name, tag)) = name_and_tag.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')) else {
        return Vec::new();
    };
    let name = MIRRORS.iter().find_map(|mirror| name.strip_prefix(mirror)).unwrap_or(name);
    let name = name.strip_prefix("library/").unwrap_or(name);
    let Some((_, product, title)) = PRODUCTS.iter().find(|(image, ..)| *image == name) else { return Vec::new() };
    let mut parts = tag.split('-');
    let head = parts.next().unwrap_or(tag);
    let version = number(head).or_else(|| match *product {
        "nodejs" => node_codename(head),
        "debian" => debian(head),
        "ubuntu" => ubuntu(head),
        _ => None,
    });
    let own = version.map(|version| Runtime::new(product, title, version));
    own.into_iter().chain(parts.find_map(distribution)).collect()
}

/// The distribution that a part of a tag names: `bullseye`, `alpine3.16`.
fn distribution(part: &str) -> Option<Runtime> {
    if let Some(version) = part.strip_prefix("alpine").and_then(number) {
        return Some(Runtime::new("alpine-linux", "Alpine Linux", version));
    }
    debian(part).map(|version| Runtime::new("debian", "Debian", version))
}

fn debian(codename: &str) -> Option<&'static str> {
    Some(match codename {
        "jessie" => "8",
        "stretch" => "9",
        "buster" => "10",
        "bullseye" => "11",
        "bookworm" => "12",
        "trixie" => "13",
        _ => return None,
    })
}

fn ubuntu(codename: &str) -> Option<&'static str> {
    Some(match codename {
        "xenial" => "16.04",
        "bionic" => "18.04",
        "focal" => "20.04",
        "jammy" => "22.04",
        "noble" => "24.04",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<(String, String, String)> {
        let file = File::new("Dockerfile", text);
        let runtimes = runtimes(&file);
        runtimes.into_iter().map(|(found, span)| (found.product, found.version, file.slice(span).to_owned())).collect()
    }

    #[test]
    fn arguments_stages_and_digests_are_read() {
        let text = "ARG NODE=18.20.4 OTHER\nFROM --platform=linux/amd64 docker.io/library/node:${NODE}-alpine3.16@sha256:aa AS build\nFROM build AS test\nFROM ${BASE}\nFROM nginx:$OTHER\n";
        assert_eq!(
            told(text),
            [
                ("nodejs".into(), "18.20.4".into(), "docker.io/library/node:${NODE}-alpine3.16@sha256:aa".into()),
                ("alpine-linux".into(), "3.16".into(), "docker.io/library/node:${NODE}-alpine3.16@sha256:aa".into()),
            ]
        );
    }

    #[test]
    fn an_image_that_names_no_version_says_nothing() {
        for image in
            ["node", "node:lts", "debian:20230101", "ghcr.io/betagouv/node:18", "localhost:5000/app", "scratch"]
        {
            assert_eq!(told(&format!("FROM {image}\n")), [], "{image}");
        }
        assert_eq!(told("FROM debian:bullseye-slim\n")[0].1, "11");
        assert_eq!(told("FROM ubuntu:focal-20240101\n")[0].1, "20.04");
    }
}
