use checks_core::{File, Finding, Language, Level, Meta};

use crate::action::{is_read, uses};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, look: Look::File(look) };

static META: Meta = Meta {
    check: "dependencies",
    id: "action-pinned",
    level: Level::Warning,
    sources: &["GitHub-third-party-actions", "CWE-829"],
    languages: &[Language::Yaml],
    page: include_str!("action_pinned.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if !is_read(file.path()) {
        return Vec::new();
    }
    let told = uses(file).into_iter().filter_map(|uses| {
        let message = told(&uses.value)?;
        Some(Finding::new(&META, file.place(uses.span), message))
    });
    told.collect()
}

/// What to say of a reference; `None` when no one can change what it names.
fn told(value: &str) -> Option<checks_core::Message> {
    // What the repository holds itself has the version of the commit that runs.
    if value.starts_with("./") || value.is_empty() {
        return None;
    }
    if let Some(image) = value.strip_prefix("docker://") {
        return (!image.contains("@sha256:")).then(|| of_image(image));
    }
    let (action, version) = value.rsplit_once('@')?;
    let is_commit = version.len() == 40 && version.bytes().all(|byte| byte.is_ascii_hexdigit());
    (!is_commit).then(|| of_action(action, version))
}

fn of_action(action: &str, version: &str) -> checks_core::Message {
    let comment = if is_tag(version) { format!("# {version}") } else { "# v1.2.3".to_owned() };
    message(
        (
            &format!("« {action} » suit « {version} », une étiquette ou une branche et non un commit."),
            &format!("“{action}” follows “{version}”, a tag or a branch and not a commit."),
        ),
        (
            "Qui prend la main sur ce dépôt peut la déplacer : son code s’exécute alors ici, avec les secrets du workflow.",
            "Whoever takes over that repository can move it: their code then runs here, with the workflow's secrets.",
        ),
        (
            &format!(
                "Écrivez {action}@ suivi des 40 caractères du commit, avec « {comment} » en commentaire : Dependabot et Renovate mettent à jour les deux."
            ),
            &format!(
                "Write {action}@ followed by the commit's 40 characters, with “{comment}” as a comment: Dependabot and Renovate update both."
            ),
        ),
    )
}

/// Whether it reads like a version: `v4`, `4.2.1`.
fn is_tag(version: &str) -> bool {
    let digits = version.strip_prefix('v').unwrap_or(version);
    digits.len() < 12
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}

fn of_image(image: &str) -> checks_core::Message {
    message(
        (
            &format!("L’image « {image} » n’est pas fixée par son empreinte."),
            &format!("The image “{image}” is not pinned by its digest."),
        ),
        (
            "Qui publie cette image peut la remplacer : son code s’exécute alors ici, avec les secrets du workflow.",
            "Whoever publishes that image can replace it: their code then runs here, with the workflow's secrets.",
        ),
        (
            "Ajoutez son empreinte après le nom : docker://image@sha256:….",
            "Add its digest after the name: docker://image@sha256:….",
        ),
    )
}
