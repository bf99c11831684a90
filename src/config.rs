//! Settings of the server, read once from the environment, under the names that GitHub Apps use.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::scan::Chromium;

/// Everything that can be set.
#[derive(Debug)]
pub struct Settings {
    /// Who we are on GitHub.
    pub app: AppSettings,
    /// `DATABASE_URL`: `sqlite://…` or `postgres://…`. It may hold a password.
    pub database_url: SecretString,
    /// `HOST`: the address to listen on.
    pub host: String,
    /// `PORT`: the port to listen on.
    pub port: u16,
    /// `PUBLIC_URL`: where visitors find the pages; without a final slash.
    pub public_url: String,
    /// `WEBHOOK_PATH`: where GitHub posts.
    pub webhook_path: String,
    /// `STARTUPS`: the directory, as a URL, a file or a folder.
    pub startups: Option<String>,
    /// `STARTUPS_OVERRIDES`: a file that says whose repositories are, over the directory.
    pub startups_overrides: Option<PathBuf>,
    /// `VIGIE_WORKERS`: how many jobs at once in this process; 0 leaves the work to `vigie work`.
    pub workers: usize,
    /// `CHROME_PATH`, `CHROME_FLAGS`, `SCAN_HOSTS`: the browser that looks at review apps; none, and they are not looked at.
    pub chromium: Option<Chromium>,
    /// `SCAN_HOSTS`: hosts (`host:port`) of review apps that are reached though they are not public.
    pub scan_hosts: Vec<String>,
    /// `VIGIE_OFFLINE`: ask nothing of the world but GitHub.
    pub offline: bool,
}

/// Who we are on GitHub.
#[derive(Debug, Clone)]
pub struct AppSettings {
    /// `APP_ID`: the App's number, or its client id.
    pub id: String,
    /// `PRIVATE_KEY` or the content of `PRIVATE_KEY_PATH`: a PEM.
    pub private_key: SecretString,
    /// `WEBHOOK_SECRET`: one, or several while one replaces another.
    pub webhook_secrets: Vec<SecretString>,
    /// `CLIENT_ID`, for signing in.
    pub client_id: Option<String>,
    /// `CLIENT_SECRET`, for signing in.
    pub client_secret: Option<SecretString>,
    /// `GITHUB_API_URL`, without a final slash.
    pub api_url: String,
}

impl AppSettings {
    /// The App's number, when `APP_ID` is one: check suites and runs name their App by it.
    pub fn number(&self) -> Option<i64> {
        self.id.parse().ok()
    }
}

/// A variable that is missing or wrong: which one and what to write, in French then in English. Its value is never
/// repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{variable} : {fr} / {variable}: {en}")]
pub struct Mistake {
    /// Which variable.
    pub variable: &'static str,
    fr: &'static str,
    en: &'static str,
}

/// Every mistake there is, so that they are mended at once; one a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Mistakes(pub Vec<Mistake>);

const fn mistake(variable: &'static str, fr: &'static str, en: &'static str) -> Mistake {
    Mistake { variable, fr, en }
}

const NO_APP: Mistake = mistake(
    "APP_ID",
    "manque ; donnez le numéro de l'App GitHub (ou son client id), lu sur sa page de réglages",
    "is missing; set it to the GitHub App's number (or client id), found on its settings page",
);
const NO_KEY: Mistake = mistake(
    "PRIVATE_KEY",
    "manque ; donnez la clé privée de l'App (PEM, PEM aux retours échappés ou base64), ou son fichier dans PRIVATE_KEY_PATH",
    "is missing; set it to the App's private key (PEM, PEM with escaped line ends, or base64), or PRIVATE_KEY_PATH to its file",
);
const BAD_KEY: Mistake = mistake(
    "PRIVATE_KEY",
    "n'est pas une clé PEM (-----BEGIN RSA PRIVATE KEY-----), ni son base64",
    "is no PEM key (-----BEGIN RSA PRIVATE KEY-----), nor the base64 of one",
);
const BAD_KEY_FILE: Mistake = mistake(
    "PRIVATE_KEY_PATH",
    "ne se lit pas ou ne contient pas une clé PEM ; donnez le chemin du fichier .pem de l'App",
    "cannot be read or holds no PEM key; set it to the path of the App's .pem file",
);
const NO_SECRET: Mistake = mistake(
    "WEBHOOK_SECRET",
    "manque ; donnez le secret du webhook de l'App (plusieurs, séparés par des virgules, pendant une rotation)",
    "is missing; set it to the App's webhook secret (several, comma-separated, while one replaces another)",
);
const BAD_DATABASE: Mistake =
    mistake("DATABASE_URL", "doit commencer par sqlite:// ou postgres://", "must start with sqlite:// or postgres://");
const BAD_PORT: Mistake = mistake("PORT", "doit être un nombre de 0 à 65535", "must be a number from 0 to 65535");
const BAD_PUBLIC_URL: Mistake =
    mistake("PUBLIC_URL", "doit être une adresse http:// ou https://", "must be an http:// or https:// address");
const BAD_API_URL: Mistake = mistake(
    "GITHUB_API_URL",
    "doit être une adresse http:// ou https://, par exemple https://HÔTE/api/v3",
    "must be an http:// or https:// address, such as https://HOST/api/v3",
);
const BAD_PATH: Mistake = mistake(
    "WEBHOOK_PATH",
    "doit être un chemin qui commence par /, sans accolades",
    "must be a path that starts with /, without braces",
);
const BAD_WORKERS: Mistake =
    mistake("VIGIE_WORKERS", "doit être un nombre de 0 à 256", "must be a number from 0 to 256");

impl Settings {
    /// Reads the process's environment.
    pub fn from_env() -> Result<Self, Mistakes> {
        Self::read(|name| std::env::var(name).ok(), |path| std::fs::read_to_string(path).ok())
    }

    /// Reads variables by their names and files by their paths. A variable that is set to nothing is not set.
    pub fn read(
        variable: impl Fn(&str) -> Option<String>,
        file: impl Fn(&Path) -> Option<String>,
    ) -> Result<Self, Mistakes> {
        let set = |name: &str| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let mut mistakes = Vec::new();
        let mut or = |mistake: Mistake| mistakes.push(mistake);

        let id = set("APP_ID").unwrap_or_else(|| said(&mut or, NO_APP));
        let private_key = private_key(set("PRIVATE_KEY"), set("PRIVATE_KEY_PATH"), file)
            .unwrap_or_else(|mistake| SecretString::from(said::<String>(&mut or, mistake)));
        let webhook_secrets = secrets(set("WEBHOOK_SECRET").as_deref());
        if webhook_secrets.is_empty() {
            or(NO_SECRET);
        }
        let database_url = set("DATABASE_URL").unwrap_or_else(|| "sqlite://vigie.sqlite".to_owned());
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| database_url.starts_with(scheme)) {
            or(BAD_DATABASE);
        }
        let host = set("HOST").unwrap_or_else(|| "127.0.0.1".to_owned());
        let port = number(set("PORT"), 3000).unwrap_or_else(|()| said(&mut or, BAD_PORT));
        let public_url = match set("PUBLIC_URL") {
            Some(given) => address(&given).unwrap_or_else(|| said(&mut or, BAD_PUBLIC_URL)),
            None => format!("http://{}:{port}", if host == "0.0.0.0" { "127.0.0.1" } else { &host }),
        };
        let given = set("GITHUB_API_URL").unwrap_or_else(|| "https://api.github.com".to_owned());
        let api_url = address(&given).unwrap_or_else(|| said(&mut or, BAD_API_URL));
        let webhook_path = set("WEBHOOK_PATH").unwrap_or_else(|| "/webhook".to_owned());
        if !webhook_path.starts_with('/') || webhook_path.contains(['{', '}', '?', '#', '*', ' ']) {
            or(BAD_PATH);
        }
        let workers = number(set("VIGIE_WORKERS"), 4_u16).unwrap_or_else(|()| said(&mut or, BAD_WORKERS));
        if workers > 256 {
            or(BAD_WORKERS);
        }
        if !mistakes.is_empty() {
            return Err(Mistakes(mistakes));
        }
        Ok(Self {
            app: AppSettings {
                id,
                private_key,
                webhook_secrets,
                client_id: set("CLIENT_ID"),
                client_secret: set("CLIENT_SECRET").map(SecretString::from),
                api_url,
            },
            database_url: SecretString::from(database_url),
            host,
            port,
            public_url,
            webhook_path,
            startups: set("STARTUPS"),
            startups_overrides: set("STARTUPS_OVERRIDES").map(PathBuf::from),
            workers: usize::from(workers),
            chromium: Chromium::configured(set),
            scan_hosts: scan_hosts(set("SCAN_HOSTS").as_deref()),
            offline: set("VIGIE_OFFLINE").is_some_and(|value| value != "0" && value != "false"),
        })
    }
}

/// The hosts of `SCAN_HOSTS`, which commas or spaces part.
fn scan_hosts(text: Option<&str>) -> Vec<String> {
    let words = text.unwrap_or_default().split([',', ' ']);
    words.map(str::trim).filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect()
}

/// Notes a mistake; nothing is used of settings that have one.
fn said<T: Default>(or: &mut impl FnMut(Mistake), mistake: Mistake) -> T {
    or(mistake);
    T::default()
}

fn number<N: std::str::FromStr>(given: Option<String>, otherwise: N) -> Result<N, ()> {
    given.map_or(Ok(otherwise), |given| given.parse().map_err(drop))
}

/// A web address without its final slash.
fn address(given: &str) -> Option<String> {
    let url = Url::parse(given).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| given.trim_end_matches('/').to_owned())
}

fn secrets(given: Option<&str>) -> Vec<SecretString> {
    let each = given.unwrap_or_default().split(',').map(str::trim);
    each.filter(|secret| !secret.is_empty()).map(SecretString::from).collect()
}

fn private_key(
    given: Option<String>,
    path: Option<String>,
    file: impl Fn(&Path) -> Option<String>,
) -> Result<SecretString, Mistake> {
    match (given, path) {
        (Some(given), _) => pem(&SecretString::from(given)).ok_or(BAD_KEY),
        (None, Some(path)) => {
            file(Path::new(&path)).and_then(|content| pem(&SecretString::from(content))).ok_or(BAD_KEY_FILE)
        }
        (None, None) => Err(NO_KEY),
    }
}

/// A PEM out of what environments make of one: itself, its line ends escaped or lost in quotes, or its base64.
fn pem(given: &SecretString) -> Option<SecretString> {
    let text = given.expose_secret().trim().trim_matches(['"', '\'']);
    let text = if text.contains("-----BEGIN") {
        text.replace("\\r", "").replace("\\n", "\n")
    } else {
        let digits: String = text.split_whitespace().collect();
        let bytes = STANDARD.decode(&digits).or_else(|_| URL_SAFE.decode(&digits)).ok()?;
        String::from_utf8(bytes).ok()?
    };
    let key = text.trim();
    let whole = key.starts_with("-----BEGIN") && key.contains("PRIVATE KEY-----") && key.contains("-----END");
    whole.then(|| SecretString::from(format!("{key}\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEM: &str = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nowIB\n-----END RSA PRIVATE KEY-----\n";

    fn with(variables: &[(&str, &str)]) -> Result<Settings, Mistakes> {
        let set = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Settings::read(set, |path| (path == Path::new("key.pem")).then(|| PEM.to_owned()))
    }

    fn least(more: &[(&'static str, &str)]) -> Result<Settings, Mistakes> {
        let least = [("APP_ID", "12345"), ("PRIVATE_KEY", PEM), ("WEBHOOK_SECRET", "s3cret")];
        let mut variables: Vec<(&str, &str)> = more.to_vec();
        variables.extend(least);
        with(&variables)
    }

    #[test]
    fn nothing_set_names_every_variable_that_is_needed_in_both_languages() {
        let Mistakes(mistakes) = with(&[]).unwrap_err();
        let names: Vec<&str> = mistakes.iter().map(|mistake| mistake.variable).collect();
        assert_eq!(names, ["APP_ID", "PRIVATE_KEY", "WEBHOOK_SECRET"]);
        for mistake in mistakes {
            let line = mistake.to_string();
            assert!(line.contains("manque") && line.contains("is missing") && !line.contains('\n'), "{line}");
        }
    }

    #[test]
    fn the_least_is_enough() {
        let settings = least(&[]).unwrap();
        assert_eq!((settings.host.as_str(), settings.port), ("127.0.0.1", 3000));
        assert_eq!(settings.public_url, "http://127.0.0.1:3000");
        assert_eq!(settings.app.api_url, "https://api.github.com");
        assert_eq!(settings.webhook_path, "/webhook");
        assert_eq!(settings.database_url.expose_secret(), "sqlite://vigie.sqlite");
        assert_eq!(settings.app.number(), Some(12345));
        assert!(!settings.offline);
    }

    #[test]
    fn a_key_is_read_in_every_form_that_environments_give_it() {
        let escaped = PEM.trim().replace('\n', "\\n");
        let quoted = format!("\"{escaped}\"");
        let encoded = STANDARD.encode(PEM);
        let folded = format!("{}\n{}", &encoded[..40], &encoded[40..]);
        for given in [PEM, &escaped, &quoted, &encoded, &folded] {
            let settings = least(&[("PRIVATE_KEY", given)]).unwrap();
            assert_eq!(settings.app.private_key.expose_secret(), PEM, "{given}");
        }
        let variables = [("APP_ID", "Iv1.abc"), ("PRIVATE_KEY_PATH", "key.pem"), ("WEBHOOK_SECRET", "s")];
        let settings = with(&variables).unwrap();
        assert_eq!(settings.app.private_key.expose_secret(), PEM);
        assert_eq!(settings.app.number(), None);
    }

    #[test]
    fn several_secrets_are_read_and_none_is_shown() {
        let settings = least(&[("WEBHOOK_SECRET", " hush , ,shush,")]).unwrap();
        let secrets: Vec<&str> =
            settings.app.webhook_secrets.iter().map(secrecy::ExposeSecret::expose_secret).collect();
        assert_eq!(secrets, ["hush", "shush"]);
        let shown = format!("{settings:?}");
        assert!(!shown.contains("hush") && !shown.contains("MIIE"), "{shown}");
    }

    #[test]
    fn a_wrong_value_is_said_and_never_repeated() {
        for (variable, value) in [
            ("PRIVATE_KEY", "hunter2"),
            ("WEBHOOK_SECRET", " , "),
            ("DATABASE_URL", "mysql://vigie:hunter2@db"),
            ("PORT", "65536"),
            ("PUBLIC_URL", "vigie.hunter2"),
            ("GITHUB_API_URL", "ftp://hunter2"),
            ("WEBHOOK_PATH", "hunter2"),
            ("VIGIE_WORKERS", "300"),
        ] {
            let mistakes = least(&[(variable, value)]).unwrap_err();
            assert_eq!(mistakes.0[0].variable, variable);
            assert!(!mistakes.to_string().contains("hunter2"), "{mistakes}");
        }
        let variables = [("APP_ID", "1"), ("PRIVATE_KEY_PATH", "absent.pem"), ("WEBHOOK_SECRET", "s")];
        assert_eq!(with(&variables).unwrap_err().0[0].variable, "PRIVATE_KEY_PATH");
    }

    #[test]
    fn addresses_lose_their_final_slash() {
        let settings = least(&[
            ("PUBLIC_URL", "https://vigie.beta.gouv.fr/"),
            ("GITHUB_API_URL", "https://ghes.example/api/v3/"),
            ("VIGIE_OFFLINE", "1"),
        ]);
        let settings = settings.unwrap();
        assert_eq!(settings.public_url, "https://vigie.beta.gouv.fr");
        assert_eq!(settings.app.api_url, "https://ghes.example/api/v3");
        assert!(settings.offline);
    }
}
