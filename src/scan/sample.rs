//! Which pages of a site are looked at: those that an audit must sample come first.

use std::collections::BTreeSet;

use url::Url;

/// Words of the pages that an RGAA sample holds (« Obligations et conditions de vérification », échantillon): contact,
/// legal notices, accessibility, help, site map, sign-in.
const SAMPLED: &[&str] = &[
    "accessib",
    "contact",
    "mentions-legales",
    "mentions legales",
    "aide",
    "plan-du-site",
    "sitemap",
    "connexion",
    "login",
];

/// Ends of addresses that are no pages.
const FILES: &[&str] = &[
    ".pdf", ".zip", ".csv", ".xlsx", ".xls", ".ods", ".odt", ".docx", ".doc", ".png", ".jpg", ".jpeg", ".svg", ".ics",
    ".xml", ".json", ".mp4", ".mp3",
];

/// Words of links that do something: a visitor who only looks does not follow them.
const ACTIONS: &[&str] = &["logout", "deconnexion", "sign_out", "signout", "delete", "supprimer", "unsubscribe"];

/// The pages that `links` of `page` lead to, of the same site, without those in `seen`, best first.
pub(super) fn next(page: &Url, links: &[String], seen: &BTreeSet<Url>) -> Vec<Url> {
    let mut found: Vec<Url> = Vec::new();
    for link in links {
        let Ok(mut url) = page.join(link) else { continue };
        url.set_fragment(None);
        url.set_query(None);
        let path = url.path().to_lowercase();
        let is_page = !FILES.iter().any(|end| path.ends_with(end)) && !ACTIONS.iter().any(|word| path.contains(word));
        if url.origin() == page.origin() && is_page && !seen.contains(&url) && !found.contains(&url) {
            found.push(url);
        }
    }
    found.sort_by_key(|url| {
        let path = url.path().to_lowercase();
        SAMPLED.iter().position(|word| path.contains(word)).unwrap_or(SAMPLED.len())
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_an_audit_come_first() {
        let home = Url::parse("https://a.fr/").unwrap();
        let links = [
            "/aides",
            "/doc.pdf",
            "https://b.fr/",
            "/contact#haut",
            "/accessibilite?x=1",
            "/logout",
            "mailto:a@b.fr",
            "/",
        ]
        .map(str::to_owned);
        let next: Vec<String> =
            next(&home, &links, &BTreeSet::from([home.clone()])).iter().map(|url| url.path().to_owned()).collect();
        assert_eq!(next, ["/accessibilite", "/contact", "/aides"]);
    }
}
