//! The tests and their results, in words.

use checks_core::Text;

/// What a test looks at: « Content-Security-Policy ».
pub fn title(test: &str) -> Text {
    match test {
        "content-security-policy" => Text::new("Content-Security-Policy (CSP)", "Content-Security-Policy (CSP)"),
        "cookies" => Text::new("Cookies", "Cookies"),
        "cross-origin-embedder-policy" => Text::new("Cross-Origin-Embedder-Policy", "Cross-Origin-Embedder-Policy"),
        "cross-origin-opener-policy" => Text::new("Cross-Origin-Opener-Policy", "Cross-Origin-Opener-Policy"),
        "cross-origin-resource-policy" => Text::new("Cross-Origin-Resource-Policy", "Cross-Origin-Resource-Policy"),
        "cross-origin-resource-sharing" => Text::new("Partage entre origines (CORS)", "Cross-origin sharing (CORS)"),
        "redirection" => Text::new("Redirection vers HTTPS", "Redirection to HTTPS"),
        "referrer-policy" => Text::new("Referrer-Policy", "Referrer-Policy"),
        "strict-transport-security" => {
            Text::new("Strict-Transport-Security (HSTS)", "Strict-Transport-Security (HSTS)")
        }
        "subresource-integrity" => {
            Text::new("Intégrité des scripts tiers (SRI)", "Integrity of third-party scripts (SRI)")
        }
        "x-content-type-options" => Text::new("X-Content-Type-Options", "X-Content-Type-Options"),
        "x-frame-options" => Text::new("Affichage dans un autre site", "Display in another site"),
        other => Text::new(other, other),
    }
}

/// What a result means.
pub fn meaning(result: &str) -> Text {
    WORDS
        .iter()
        .find(|(name, ..)| *name == result)
        .map_or_else(|| Text::new(result, result), |(_, fr, en)| Text::new(*fr, *en))
}

const WORDS: &[(&str, &str, &str)] = &[
    (
        "csp-implemented-with-no-unsafe-default-src-none",
        "rien n’est permis par défaut, et aucune source n’est dangereuse",
        "nothing is allowed by default, and no source is dangerous",
    ),
    ("csp-implemented-with-no-unsafe", "aucune source n’est dangereuse", "no source is dangerous"),
    (
        "csp-implemented-with-unsafe-inline-in-style-src-only",
        "seuls les styles peuvent être écrits dans la page",
        "only styles may be written in the page",
    ),
    (
        "csp-implemented-but-duplicate-directives",
        "une directive de rapport y est deux fois",
        "a reporting directive is there twice",
    ),
    (
        "csp-implemented-with-insecure-scheme-in-passive-content-only",
        "des images ou des médias peuvent venir de HTTP",
        "images or media may come over HTTP",
    ),
    (
        "csp-implemented-with-unsafe-eval",
        "'unsafe-eval' laisse exécuter du texte comme du code",
        "'unsafe-eval' lets text run as code",
    ),
    (
        "csp-implemented-with-unsafe-inline",
        "des scripts peuvent venir de la page elle-même, ou de partout",
        "scripts may come from the page itself, or from anywhere",
    ),
    ("csp-implemented-with-insecure-scheme", "des ressources peuvent venir de HTTP", "resources may come over HTTP"),
    (
        "csp-header-invalid",
        "la politique ne se lit pas : directive répétée, virgule de trop, ou 'strict-dynamic' sans nonce",
        "the policy cannot be read: a repeated directive, a comma too many, or 'strict-dynamic' without a nonce",
    ),
    ("csp-not-implemented", "aucune politique", "no policy"),
    (
        "csp-not-implemented-but-reporting-enabled",
        "la politique ne fait que des rapports : rien n’est bloqué",
        "the policy only reports: nothing is blocked",
    ),
    (
        "cookies-secure-with-httponly-sessions-and-samesite",
        "tous ont Secure et SameSite, ceux de session HttpOnly",
        "all have Secure and SameSite, those of a session HttpOnly",
    ),
    (
        "cookies-secure-with-httponly-sessions",
        "tous ont Secure, ceux de session HttpOnly ; SameSite manque à l’un d’eux",
        "all have Secure, those of a session HttpOnly; one of them lacks SameSite",
    ),
    ("cookies-not-found", "aucun", "none"),
    (
        "cookies-without-secure-flag-but-protected-by-hsts",
        "l’un n’a pas Secure, mais HSTS le protège",
        "one lacks Secure, but HSTS protects it",
    ),
    (
        "cookies-session-without-secure-flag-but-protected-by-hsts",
        "celui de session n’a pas Secure, mais HSTS le protège",
        "that of the session lacks Secure, but HSTS protects it",
    ),
    ("cookies-without-secure-flag", "l’un n’a pas Secure", "one lacks Secure"),
    (
        "cookies-samesite-flag-invalid",
        "SameSite a une valeur qui n’en est pas une, ou None sans Secure",
        "SameSite has a value that is none, or None without Secure",
    ),
    (
        "cookies-anticsrf-without-samesite-flag",
        "un jeton anti-CSRF n’a pas SameSite",
        "an anti-CSRF token lacks SameSite",
    ),
    (
        "cookies-session-without-httponly-flag",
        "celui de session se lit en JavaScript : HttpOnly manque",
        "that of the session can be read by JavaScript: HttpOnly is missing",
    ),
    (
        "cookies-session-without-secure-flag",
        "celui de session part aussi en HTTP : Secure manque",
        "that of the session is sent over HTTP as well: Secure is missing",
    ),
    ("coep-implemented-with-require-corp", "require-corp", "require-corp"),
    ("coep-implemented-with-credentialless", "credentialless", "credentialless"),
    ("coep-implemented-with-unsafe-none", "unsafe-none, comme sans l’en-tête", "unsafe-none, as without the header"),
    ("coep-not-implemented", "absent", "absent"),
    ("coep-header-invalid", "une valeur inconnue", "an unknown value"),
    ("coop-implemented-with-same-origin", "same-origin", "same-origin"),
    ("coop-implemented-with-same-origin-allow-popups", "same-origin-allow-popups", "same-origin-allow-popups"),
    ("coop-implemented-with-noopener-allow-popups", "noopener-allow-popups", "noopener-allow-popups"),
    ("coop-implemented-with-unsafe-none", "unsafe-none, comme sans l’en-tête", "unsafe-none, as without the header"),
    ("coop-not-implemented", "absent", "absent"),
    ("coop-header-invalid", "une valeur inconnue", "an unknown value"),
    ("corp-implemented-with-same-origin", "same-origin", "same-origin"),
    ("corp-implemented-with-same-site", "same-site", "same-site"),
    (
        "corp-implemented-with-cross-origin",
        "cross-origin : toute page peut reprendre les ressources",
        "cross-origin: any page may embed the resources",
    ),
    ("corp-not-implemented", "absent", "absent"),
    ("corp-header-invalid", "une valeur inconnue", "an unknown value"),
    ("cross-origin-resource-sharing-not-implemented", "aucun autre site n’y a accès", "no other site has access"),
    (
        "cross-origin-resource-sharing-implemented-with-public-access",
        "ouvert à tous, sans cookies",
        "open to all, without cookies",
    ),
    (
        "cross-origin-resource-sharing-implemented-with-restricted-access",
        "ouvert à des origines choisies",
        "open to chosen origins",
    ),
    (
        "cross-origin-resource-sharing-implemented-with-universal-access",
        "tout site peut lire les réponses avec les cookies de la personne",
        "any site can read answers with people’s cookies",
    ),
    (
        "redirection-all-redirects-preloaded",
        "les navigateurs n’y vont qu’en HTTPS",
        "browsers go there over HTTPS only",
    ),
    ("redirection-to-https", "HTTP mène à HTTPS", "HTTP leads to HTTPS"),
    ("redirection-not-needed-no-http", "le site ne répond pas en HTTP", "the site does not answer over HTTP"),
    ("redirection-off-host-from-http", "HTTP mène d’abord à un autre hôte", "HTTP leads to another host first"),
    (
        "redirection-not-to-https-on-initial-redirection",
        "HTTP mène d’abord à une autre adresse HTTP",
        "HTTP leads to another HTTP address first",
    ),
    ("redirection-not-to-https", "HTTP mène ailleurs qu’à HTTPS", "HTTP leads elsewhere than to HTTPS"),
    (
        "redirection-missing",
        "le site répond en HTTP sans mener à HTTPS",
        "the site answers over HTTP without leading to HTTPS",
    ),
    (
        "redirection-invalid-cert",
        "un certificat n’est pas valide sur le chemin",
        "a certificate on the way is not valid",
    ),
    (
        "referrer-policy-private",
        "les adresses des pages ne partent pas chez les tiers",
        "the addresses of pages are not sent to third parties",
    ),
    ("referrer-policy-not-implemented", "absente : le navigateur décide", "absent: the browser decides"),
    (
        "referrer-policy-unsafe",
        "des adresses de pages peuvent partir chez les tiers",
        "addresses of pages may be sent to third parties",
    ),
    ("referrer-policy-header-invalid", "une valeur inconnue", "an unknown value"),
    ("hsts-preloaded", "le domaine est dans la liste des navigateurs", "the domain is in the browsers’ list"),
    ("hsts-implemented-max-age-at-least-six-months", "au moins six mois", "six months at least"),
    ("hsts-implemented-max-age-less-than-six-months", "moins de six mois", "less than six months"),
    ("hsts-not-implemented", "absent", "absent"),
    (
        "hsts-header-invalid",
        "sans max-age, ou envoyé deux fois : les navigateurs l’ignorent",
        "without max-age, or sent twice: browsers ignore it",
    ),
    ("hsts-not-implemented-no-https", "le site ne répond pas en HTTPS", "the site does not answer over HTTPS"),
    ("hsts-invalid-cert", "le certificat n’est pas valide", "the certificate is not valid"),
    ("sri-implemented-and-all-scripts-loaded-securely", "chaque script a son empreinte", "each script has its hash"),
    (
        "sri-implemented-and-external-scripts-loaded-securely",
        "chaque script tiers a son empreinte",
        "each third-party script has its hash",
    ),
    ("sri-not-implemented-response-not-html", "la réponse n’est pas une page", "the answer is no page"),
    ("sri-not-implemented-but-no-scripts-loaded", "aucun script", "no script"),
    (
        "sri-not-implemented-but-all-scripts-loaded-from-secure-origin",
        "les scripts viennent tous du site",
        "all scripts come from the site",
    ),
    (
        "sri-not-implemented-but-external-scripts-loaded-securely",
        "un script tiers n’a pas d’empreinte (integrity)",
        "a third-party script has no hash (integrity)",
    ),
    (
        "sri-implemented-but-external-scripts-not-loaded-securely",
        "un script tiers vient de HTTP",
        "a third-party script comes over HTTP",
    ),
    (
        "sri-not-implemented-and-external-scripts-not-loaded-securely",
        "un script tiers vient de HTTP ou de `//`, sans empreinte",
        "a third-party script comes over HTTP or `//`, without a hash",
    ),
    ("x-content-type-options-nosniff", "nosniff", "nosniff"),
    ("x-content-type-options-header-invalid", "une autre valeur que nosniff", "a value other than nosniff"),
    ("x-content-type-options-not-implemented", "absent", "absent"),
    (
        "x-frame-options-implemented-via-csp",
        "décidé par frame-ancestors de la CSP",
        "decided by the CSP’s frame-ancestors",
    ),
    ("x-frame-options-sameorigin-or-deny", "refusé aux autres sites", "refused to other sites"),
    (
        "x-frame-options-allow-from-origin",
        "ALLOW-FROM, que les navigateurs ignorent",
        "ALLOW-FROM, which browsers ignore",
    ),
    (
        "x-frame-options-not-implemented",
        "ni X-Frame-Options ni frame-ancestors : tout site peut l’afficher",
        "neither X-Frame-Options nor frame-ancestors: any site may show it",
    ),
    (
        "x-frame-options-header-invalid",
        "une valeur inconnue : tout site peut l’afficher",
        "an unknown value: any site may show it",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_has_its_words_once() {
        let mut names: Vec<&str> = WORDS.iter().map(|(name, ..)| *name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!((names.len(), count), (76, 76));
    }
}
