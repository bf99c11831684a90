//! What a browser saw of pages, as text, JSON, and Markdown for a check run's summary.

use std::fmt::Write as _;

use checks_core::{Lang, Level, Place};
use serde_json::{Value, json};

use super::text::plain;
use crate::github::check_run::{Annotation, AnnotationLevel};
use crate::review::summary::{count, level_word, others};
use crate::scan::axe::{Contrast, VERSION};
use crate::scan::{Element, Scan, Violation};

/// Elements told one by one for a rule.
const MOST_ELEMENTS: usize = 5;

/// Whether something is wrong for sure.
pub fn fails(scan: &Scan) -> bool {
    scan.pages.iter().flat_map(|page| &page.violations).any(|violation| violation.level == Level::Failure)
}

/// In words, page by page.
pub fn text(scan: &Scan, lang: Lang) -> String {
    let mut out = String::new();
    for page in &scan.pages {
        let _ = writeln!(out, "{} ({})", plain(page.url.as_str()), plain(&page.title));
        if page.violations.is_empty() {
            let nothing = match lang {
                Lang::Fr => "rien trouvé par les règles d’axe-core",
                Lang::En => "nothing found by axe-core’s rules",
            };
            let _ = writeln!(out, "  {nothing}");
        }
        for violation in &page.violations {
            let Violation { rule, help, level, sources, .. } = violation;
            let _ = writeln!(out, "  {} · {} [{rule}] {}", level_word(*level, lang), plain(help), sources.join(" "));
            for element in violation.elements.iter().take(MOST_ELEMENTS) {
                let _ = writeln!(out, "      {}{}", plain(&element.selector), colours(element, lang));
            }
            if let Some(more) = beyond(violation, lang) {
                let _ = writeln!(out, "      {more}");
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", total(scan, lang));
    out
}

fn beyond(violation: &Violation, lang: Lang) -> Option<String> {
    let more = violation.more + violation.elements.len().saturating_sub(MOST_ELEMENTS);
    (more > 0).then(|| others(more, lang))
}

fn colours(element: &Element, lang: Lang) -> String {
    let Some(Contrast { foreground, background, ratio, expected }) = &element.contrast else { return String::new() };
    let (foreground, background, ratio, expected) =
        (plain(foreground), plain(background), plain(ratio), plain(expected));
    match lang {
        Lang::Fr => format!(" : {foreground} sur {background}, contraste {ratio}, attendu {expected}"),
        Lang::En => format!(": {foreground} on {background}, contrast {ratio}, expected {expected}"),
    }
}

fn total(scan: &Scan, lang: Lang) -> String {
    let found: usize = scan
        .pages
        .iter()
        .flat_map(|page| &page.violations)
        .map(|violation| violation.elements.len() + violation.more)
        .sum();
    let pages = count(scan.pages.len(), lang, ("page vue", "page seen"), ("pages vues", "pages seen"));
    let found = count(found, lang, ("élément en défaut", "faulty element"), ("éléments en défaut", "faulty elements"));
    match lang {
        Lang::Fr => format!("{pages} par axe-core {VERSION} : {found}. Le reste demande une personne."),
        Lang::En => format!("{pages} by axe-core {VERSION}: {found}. The rest takes a person."),
    }
}

/// As Markdown, to be read below a check run's summary. What pages say of themselves is told as code: nothing of it is
/// taken for Markdown.
pub fn markdown(scan: &Scan, source: &dyn Fn(&Element) -> Option<Place>, lang: Lang) -> String {
    let mut out = String::new();
    let (title, why) = match lang {
        Lang::Fr => (
            "Les pages rendues de la review app",
            "Un navigateur a ouvert la review app et axe-core l’a jugée. Ces constats ne changent pas la conclusion du contrôle.",
        ),
        Lang::En => (
            "The review app’s rendered pages",
            "A browser opened the review app and axe-core judged it. These findings do not change the check’s conclusion.",
        ),
    };
    let _ = writeln!(out, "### {title}\n\n{why}\n\n{}\n", total(scan, lang));
    for page in &scan.pages {
        let _ = writeln!(out, "#### {}\n", code(page.url.as_str()));
        for violation in &page.violations {
            let Violation { rule, help, help_url, level, sources, .. } = violation;
            let _ = writeln!(
                out,
                "- **{}** · {} ([{rule}]({help_url}), {})",
                level_word(*level, lang),
                plain(help).replace(['<', '>'], "`"),
                sources.join(", ")
            );
            for element in violation.elements.iter().take(MOST_ELEMENTS) {
                let place = source(element).map(|place| format!(" · {}", code(&line(&place)))).unwrap_or_default();
                let _ = writeln!(out, "  - {}{}{place}", code(&element.selector), colours(element, lang));
            }
            if let Some(more) = beyond(violation, lang) {
                let _ = writeln!(out, "  - {more}");
            }
        }
        out.push('\n');
    }
    for missed in &scan.missed {
        let word = if lang == Lang::Fr { "non regardée" } else { "not looked at" };
        let _ = writeln!(out, "{} : {word} ({})\n", code(missed.url.as_str()), missed.why);
    }
    out
}

fn line(place: &Place) -> String {
    format!("{}:{}", place.path, place.region.start.line)
}

/// A stranger's text as a code span.
fn code(text: &str) -> String {
    format!("`{}`", plain(text).replace(['`', '\n', '\r'], " ").trim())
}

/// Contrasts that are too low, on the line that writes the element, where one can be told.
pub fn annotations(scan: &Scan, source: &dyn Fn(&Element) -> Option<Place>, lang: Lang) -> Vec<Annotation> {
    let mut annotations: Vec<Annotation> = Vec::new();
    for page in &scan.pages {
        for violation in &page.violations {
            let faulty = violation.elements.iter().filter(|element| element.contrast.is_some());
            for (element, place) in faulty.filter_map(|element| Some((element, source(element)?))) {
                let annotation = contrast_annotation(&place, element, page.url.path(), violation, lang);
                let is_told =
                    |told: &Annotation| told.path == annotation.path && told.start_line == annotation.start_line;
                if !annotations.iter().any(is_told) {
                    annotations.push(annotation);
                }
            }
        }
    }
    annotations
}

fn contrast_annotation(place: &Place, element: &Element, page: &str, violation: &Violation, lang: Lang) -> Annotation {
    let colours = colours(element, lang);
    let message = match lang {
        Lang::Fr => format!(
            "Sur la page rendue « {page} », ce texte n’est pas assez contrasté{colours}. Une personne qui voit mal ne le lit pas. \
             Foncez le texte ou éclaircissez le fond jusqu’au contraste attendu."
        ),
        Lang::En => format!(
            "On the rendered page “{page}”, this text is not contrasted enough{colours}. A person with low vision cannot read it. \
             Darken the text or lighten what is behind it, up to the contrast expected."
        ),
    };
    Annotation {
        path: place.path.clone(),
        start_line: place.region.start.line.into(),
        end_line: place.region.start.line.into(),
        start_column: None,
        end_column: None,
        annotation_level: AnnotationLevel::Warning,
        message,
        title: Some(format!("axe/{}", violation.rule)),
        raw_details: Some(violation.sources.join(" ")),
    }
}

/// As JSON: `engine`, and per page its `url`, `title` and `violations` (`rule`, `level`, `help`, `help_url`, `sources`,
/// `elements`, `more`), then `missed` (`url`, `why`).
///
/// # Errors
///
/// Never: every value is text or a number.
pub fn json(scan: &Scan) -> serde_json::Result<String> {
    let element = |element: &Element| {
        let mut value = json!({ "selector": element.selector });
        if let Some(contrast) = &element.contrast {
            value["contrast"] = json!({
                "foreground": contrast.foreground,
                "background": contrast.background,
                "ratio": contrast.ratio,
                "expected": contrast.expected,
            });
        }
        value
    };
    let violation = |violation: &Violation| {
        json!({
            "rule": violation.rule,
            "level": violation.level,
            "help": violation.help,
            "help_url": violation.help_url,
            "sources": violation.sources,
            "elements": violation.elements.iter().map(element).collect::<Vec<Value>>(),
            "more": violation.more,
        })
    };
    let pages: Vec<Value> = scan
        .pages
        .iter()
        .map(|page| {
            let violations: Vec<Value> = page.violations.iter().map(violation).collect();
            json!({ "url": page.url.as_str(), "title": page.title, "violations": violations })
        })
        .collect();
    let missed: Vec<Value> =
        scan.missed.iter().map(|missed| json!({ "url": missed.url.as_str(), "why": missed.why.to_string() })).collect();
    let all = json!({ "engine": format!("axe-core {VERSION}"), "pages": pages, "missed": missed });
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}

#[cfg(test)]
mod tests {
    use checks_core::File;

    use super::*;
    use crate::scan::Page;

    fn scanned() -> Scan {
        let element = Element {
            selector: "p.pale`<b>".to_owned(),
            tag: "p".to_owned(),
            class: "pale".to_owned(),
            contrast: Some(Contrast {
                foreground: "#999999".to_owned(),
                background: "#ffffff".to_owned(),
                ratio: "2.84".to_owned(),
                expected: "4.5:1".to_owned(),
            }),
            ..Element::default()
        };
        let violation = Violation {
            rule: "color-contrast".to_owned(),
            help: "Les éléments doivent avoir un contraste suffisant".to_owned(),
            help_url: "https://dequeuniversity.com/rules/axe/4.14/color-contrast".to_owned(),
            level: Level::Failure,
            sources: vec!["RGAA-3.2.1".to_owned()],
            elements: vec![element.clone(), element],
            more: 3,
        };
        let url = "https://pr-1.example.fr/aides".parse().unwrap();
        Scan { pages: vec![Page { url, title: "Aides".to_owned(), violations: vec![violation] }], missed: Vec::new() }
    }

    fn source(element: &Element) -> Option<Place> {
        let file = File::new("a.html", "<h1></h1>\n<p class=pale>x</p>");
        crate::scan::trace::source_of(element, &[file])
    }

    #[test]
    fn the_markdown_names_page_element_and_source() {
        let told = markdown(&scanned(), &source, Lang::Fr);
        assert!(told.contains("`https://pr-1.example.fr/aides`"), "{told}");
        assert!(
            told.contains("`p.pale <b>` : #999999 sur #ffffff, contraste 2.84, attendu 4.5:1 · `a.html:2`"),
            "{told}"
        );
        assert!(told.contains("5 éléments en défaut"), "{told}");
    }

    #[test]
    fn a_contrast_is_annotated_once_on_its_line() {
        let told = annotations(&scanned(), &source, Lang::Fr);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].path.as_str(), told[0].start_line), ("a.html", 2));
        assert!(annotations(&scanned(), &|_| None, Lang::Fr).is_empty());
    }
}
