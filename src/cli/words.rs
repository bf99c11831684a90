//! What the command line says of itself, in both languages: what, where, what to do.

use std::fmt::Display;
use std::path::Path;

use checks_core::Lang;

use crate::names::RepositoryName;

use crate::output::text::plain;
use crate::review::summary::{count, others};

/// The words in one language.
#[derive(Clone, Copy)]
pub(super) struct Words(pub(super) Lang);

impl Words {
    fn by(self, fr: String, en: String) -> String {
        match self.0 {
            Lang::Fr => fr,
            Lang::En => en,
        }
    }

    pub(super) fn cannot_serve(self, error: &anyhow::Error) -> String {
        self.by(format!("le serveur s’est arrêté ({error:#})."), format!("the server stopped ({error:#})."))
    }

    pub(super) fn cannot_demonstrate(self, error: &anyhow::Error) -> String {
        self.by(
            format!("la démonstration s’est arrêtée ({error:#})."),
            format!("the demonstration stopped ({error:#})."),
        )
    }

    pub(super) fn no_url(self, text: &str) -> String {
        let text = plain(text);
        self.by(
            format!("« {text} » n’est pas une adresse. Écrivez-la entière : https://exemple.beta.gouv.fr/"),
            format!("“{text}” is no address. Write it whole: https://exemple.beta.gouv.fr/"),
        )
    }

    pub(super) fn no_browser(self) -> String {
        self.by(
            "il faut un navigateur pour regarder une page rendue. Installez le paquet « chromium », ou dites où il est dans CHROME_PATH.".to_owned(),
            "a browser is needed to look at a rendered page. Install the package “chromium”, or say where it is in CHROME_PATH.".to_owned(),
        )
    }

    pub(super) fn cannot_scan(self, error: &crate::scan::Error) -> String {
        use crate::scan::Error;
        use crate::scan::guard::Refusal;
        match error {
            Error::Refused(Refusal::Scheme) => self.by(
                "seules les adresses http et https sont visitées.".to_owned(),
                "only http and https addresses are visited.".to_owned(),
            ),
            Error::Refused(Refusal::Credentials) => self.by(
                "une adresse qui contient un nom et un mot de passe n’est pas visitée : retirez-les.".to_owned(),
                "an address that holds a name and a password is not visited: take them out.".to_owned(),
            ),
            Error::Refused(refusal) => self.by(
                format!("cette adresse n’est pas visitée ({refusal})."),
                format!("this address is not visited ({refusal})."),
            ),
            Error::Browser(said) => {
                let said = plain(said);
                self.by(
                    format!(
                        "le navigateur n’a pas démarré ({said}). En tant que root, ajoutez CHROME_FLAGS=--no-sandbox."
                    ),
                    format!("the browser did not start ({said}). As root, add CHROME_FLAGS=--no-sandbox."),
                )
            }
            Error::Io(error) => self.by(
                format!("le navigateur n’a pas pu être lancé ({error})."),
                format!("the browser could not be launched ({error})."),
            ),
        }
    }

    pub(super) fn page_missed(self, missed: &crate::scan::Missed) -> String {
        use crate::scan::Why;
        let url = plain(missed.url.as_str());
        let (fr, en) = match missed.why {
            Why::Slow => ("elle n’a pas répondu à temps".to_owned(), "it did not answer in time".to_owned()),
            Why::Unreachable => ("elle n’a pas pu être jointe".to_owned(), "it could not be reached".to_owned()),
            Why::Status(status) => (format!("elle a répondu {status}"), format!("it answered {status}")),
            Why::Unreadable => {
                ("elle ne se laisse pas regarder".to_owned(), "it does not let itself be looked at".to_owned())
            }
            Why::Memory => ("elle a pris trop de mémoire".to_owned(), "it took too much memory".to_owned()),
        };
        self.by(format!("{url} n’a pas été regardée : {fr}."), format!("{url} was not looked at: {en}."))
    }

    pub(super) fn no_grade(self, url: &url::Url, why: crate::scan::headers::NoGrade) -> String {
        use crate::scan::headers::NoGrade;
        let url = plain(url.as_str());
        match why {
            NoGrade::Address => self.by(
                format!("{url} : seules les adresses http et https sont visitées."),
                format!("{url}: only http and https addresses are visited."),
            ),
            NoGrade::Unreachable => self.by(
                format!("{url} ne répond ni en HTTP ni en HTTPS. Vérifiez l’adresse, et qu’elle se visite d’ici."),
                format!("{url} answers neither over HTTP nor over HTTPS. Check the address, and that it can be visited from here."),
            ),
            NoGrade::Status(status) => self.by(
                format!("{url} répond avec le statut HTTP {status} : l’Observatory ne note pas une erreur."),
                format!("{url} answers with HTTP status {status}: the Observatory does not grade an error."),
            ),
            NoGrade::Refused => self.by(
                format!("{url} n’est pas une adresse publique : elle n’est pas visitée."),
                format!("{url} is no public address: it is not visited."),
            ),
            NoGrade::Client => self.by(
                "les requêtes ne peuvent pas être faites sur cette machine.".to_owned(),
                "requests cannot be made on this machine.".to_owned(),
            ),
        }
    }

    pub(super) fn not_captured(self, path: &std::path::Path, error: &crate::scan::captured::Unreadable) -> String {
        use crate::scan::captured::Unreadable;
        let path = plain(&path.to_string_lossy());
        let (fr, en) = match error {
            Unreadable::NoAnswer => (
                "aucune ligne ne commence par HTTP/. Enregistrez la sortie de « curl -i » ou de « curl -iL »"
                    .to_owned(),
                "no line begins with HTTP/. Save what \"curl -i\" or \"curl -iL\" prints".to_owned(),
            ),
            Unreadable::Har(error) => (
                format!("ce n’est pas un fichier HAR ({error}). Exportez-le depuis l’onglet Réseau du navigateur"),
                format!("it is no HAR file ({error}). Export it from the browser's network panel"),
            ),
            Unreadable::NoPage => (
                "aucune de ses réponses n’est une page (text/html). Rechargez la page avant d’exporter".to_owned(),
                "none of its answers is a page (text/html). Reload the page before exporting".to_owned(),
            ),
        };
        self.by(format!("{path} : {fr}."), format!("{path}: {en}."))
    }

    /// What a capture did not show, as the last lines of its grade.
    pub(super) fn assumed(self, tests: &[&str]) -> String {
        let title = |test: &&str| checks_security_headers::observatory::title(test).get(self.0).to_owned();
        let list = tests.iter().map(title).collect::<Vec<String>>().join(", ");
        self.by(
            format!("Ce fichier ne montre pas tout : tenu pour bon sans l’avoir vu – {list}.\n"),
            format!("This file does not show all: taken for good unseen – {list}.\n"),
        )
    }

    pub(super) fn cannot_open(self, path: &std::path::Path, error: &dyn Display) -> String {
        let path = plain(&path.to_string_lossy());
        self.by(format!("{path} ne peut pas être lu ({error})."), format!("{path} cannot be read ({error})."))
    }

    pub(super) fn no_record(self, line: usize, error: &dyn Display) -> String {
        self.by(
            format!("ligne {line} : ce n’est pas une réponse enregistrée ({error}). Elle est laissée de côté."),
            format!("line {line}: this is no recorded answer ({error}). It is left aside."),
        )
    }

    pub(super) fn unreachable(self) -> String {
        self.by("le site ne répond pas".to_owned(), "the site does not answer".to_owned())
    }

    pub(super) fn nothing_scanned(self) -> String {
        self.by("aucune page n’a pu être regardée.".to_owned(), "no page could be looked at.".to_owned())
    }

    pub(super) fn demo_installed(self, repositories: usize) -> String {
        self.by(
            format!("L’App est installée sur l’organisation betagouv : {repositories} dépôts, chacun a son premier rapport…\n"),
            format!("The App is installed on the organisation betagouv: {repositories} repositories, each gets its first report…\n"),
        )
    }

    pub(super) fn demo_first_reports(self) -> String {
        self.by("Les premiers rapports sont là.\n".to_owned(), "The first reports are there.\n".to_owned())
    }

    pub(super) fn demo_opened(self, repository: &RepositoryName, number: i64) -> String {
        self.by(
            format!("\nUne développeuse ouvre la pull request #{number} dans {repository}. Vigie répond :\n"),
            format!("\nA developer opens pull request #{number} in {repository}. Vigie answers:\n"),
        )
    }

    pub(super) fn demo_mended(self) -> String {
        self.by(
            "Elle pousse les corrections. Vigie regarde de nouveau :\n".to_owned(),
            "She pushes the fixes. Vigie looks again:\n".to_owned(),
        )
    }

    pub(super) fn demo_pages(self, home: &str) -> String {
        self.by(
            format!("Les pages : {home}/ (Ctrl-C pour arrêter)\n"),
            format!("The pages: {home}/en (Ctrl-C to stop)\n"),
        )
    }

    pub(super) fn demo_end(self) -> String {
        self.by(
            "Lancée depuis un terminal et sans --once, la démonstration continue à montrer les pages.\n".to_owned(),
            "Run from a terminal and without --once, the demonstration goes on showing the pages.\n".to_owned(),
        )
    }

    pub(super) fn cannot_ask(self, error: &anyhow::Error) -> String {
        self.by(
            format!("rien ne peut être demandé au réseau ({error:#})."),
            format!("nothing can be asked of the network ({error:#})."),
        )
    }

    pub(super) fn cannot_write(self, error: &dyn Display) -> String {
        self.by(
            format!("le résultat n’a pas pu être écrit ({error})."),
            format!("the result could not be written ({error})."),
        )
    }

    pub(super) fn unreadable_lock(self, path: &str) -> String {
        let path = plain(path);
        self.by(
            format!("« {path} » ne peut pas être lu : la nomenclature serait incomplète. Régénérez ce fichier."),
            format!("“{path}” cannot be read: the bill of materials would be incomplete. Generate the file again."),
        )
    }

    pub(super) fn lock_not_read(self, path: &str) -> String {
        let path = plain(path);
        self.by(
            format!(
                "« {path} » n’est pas dans la nomenclature : ce format n’est pas lu, ou le fichier est trop grand."
            ),
            format!("“{path}” is not in the bill of materials: its format is not read, or the file is too large."),
        )
    }

    pub(super) fn no_such_path(self, path: &Path, error: &dyn Display) -> String {
        let path = plain(&path.to_string_lossy());
        self.by(
            format!("« {path} » ne peut pas être lu ({error}). Indiquez un dossier ou un fichier qui existe."),
            format!("“{path}” cannot be read ({error}). Name a folder or a file that exists."),
        )
    }

    pub(super) fn unlisted(self, reason: &str) -> String {
        let reason = plain(reason);
        self.by(format!("laissé de côté : {reason}."), format!("left out: {reason}."))
    }

    pub(super) fn unknown_check(self, name: &str, known: &[&str]) -> String {
        let (name, known) = (plain(name), known.join(", "));
        self.by(
            format!("« {name} » n’est pas un contrôle. Écrivez --only avec l’un de : {known}."),
            format!("“{name}” is no check. Write --only with one of: {known}."),
        )
    }

    pub(super) fn no_git(self, error: &dyn Display) -> String {
        self.by(
            format!("le programme git n’a pas pu être lancé ({error}). --base en a besoin : installez-le, ou relancez sans --base."),
            format!("the git program could not be started ({error}). --base needs it: install it, or run without --base."),
        )
    }

    pub(super) fn not_a_repository(self, path: &Path) -> String {
        let path = plain(&path.to_string_lossy());
        self.by(
            format!("« {path} » n’est pas dans un dépôt git. --base compare deux commits : lancez la commande dans un dépôt, ou sans --base."),
            format!("“{path}” is not in a git repository. --base compares two commits: run it in a repository, or without --base."),
        )
    }

    pub(super) fn no_such_revision(self, revision: &str) -> String {
        let revision = plain(revision);
        self.by(
            format!(
                "« {revision} » n’est pas un commit de ce dépôt. Vérifiez le nom, ou récupérez-le : git fetch origin."
            ),
            format!("“{revision}” is no commit of this repository. Check the name, or fetch it: git fetch origin."),
        )
    }

    pub(super) fn no_merge_base(self, revision: &str) -> String {
        let revision = plain(revision);
        self.by(
            format!("« {revision} » et HEAD n’ont pas d’ancêtre commun ici. Si le clone est partiel : git fetch --unshallow."),
            format!("“{revision}” and HEAD have no common ancestor here. If the clone is shallow: git fetch --unshallow."),
        )
    }

    pub(super) fn git_failed(self, command: &str, reason: &str) -> String {
        let reason = plain(reason.trim());
        self.by(format!("git {command} a échoué : {reason}"), format!("git {command} failed: {reason}"))
    }

    pub(super) fn too_large(self, paths: &[&str]) -> String {
        let files = count(
            paths.len(),
            self.0,
            (
                "fichier trop gros laissé de côté (plus de 1 Mo, 5 Mo pour un fichier de verrouillage)",
                "file too large left out (over 1 MB, 5 MB for a lock file)",
            ),
            (
                "fichiers trop gros laissés de côté (plus de 1 Mo, 5 Mo pour un fichier de verrouillage)",
                "files too large left out (over 1 MB, 5 MB for a lock file)",
            ),
        );
        let mut names: Vec<String> = paths.iter().take(5).map(|path| plain(path)).collect();
        if paths.len() > names.len() {
            names.push(others(paths.len() - names.len(), self.0));
        }
        let names = names.join(", ");
        self.by(format!("{files} : {names}."), format!("{files}: {names}."))
    }
}
