//! Which files are pages that people see.

use checks_core::Language;

use crate::layouts::ROOTS;

/// Folders of tests, stories and their data: nobody visits what they render.
const TESTS: &[&str] = &[
    "__fixtures__",
    "__mocks__",
    "__snapshots__",
    "__stories__",
    "__tests__",
    ".storybook",
    "cypress",
    "e2e",
    "fixtures",
    "playwright",
    "spec",
    "stories",
    "storybook",
    "test",
    "tests",
];

/// Folders of e-mails. The RGAA is about sites and applications, and what makes an e-mail readable is another craft.
const EMAILS: &[&str] = &["email_templates", "email-templates", "emails", "mailers", "mails", "mjml"];

/// What stands before the extension of a test or a story: `Card.stories.tsx`.
const INFIXES: &[&str] = &["cy", "e2e", "spec", "stories", "story", "test"];

/// Whether `path` names a page, a template or a component that ends in front of people.
pub(crate) fn is_page(path: &str) -> bool {
    // Scripts may hold JSX or templates, Elixir's modules templates: that is told from their text, by a search for a
    // few bytes. To fetch them costs nothing more: other checks read every script.
    let reads = |language: Language| {
        language.is_markup() || language.is_style() || matches!(language, Language::JavaScript | Language::Elixir)
    };
    if !Language::of_path(path).is_some_and(reads) {
        return false;
    }
    let path = path.to_ascii_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let folders: Vec<&str> = folders.split('/').collect();
    let is_test = folders.iter().any(|folder| TESTS.contains(folder))
        || name.split('.').skip(1).any(|part| INFIXES.contains(&part));
    !is_test && !is_email(&folders, name) && !is_about_the_repository(&folders, name)
}

/// Markdown that speaks to developers, whatever it begins with. Other Markdown is a page when it has front matter, which
/// its text tells.
fn is_about_the_repository(folders: &[&str], name: &str) -> bool {
    let Some((stem, "md" | "markdown")) = name.rsplit_once('.') else { return false };
    let stem = stem.split(['.', '-', '_']).next().unwrap_or(stem);
    folders.iter().any(|folder| matches!(*folder, ".github" | ".gitlab" | ".changeset" | "adr" | "adrs"))
        || matches!(
            stem,
            "agents"
                | "authors"
                | "changelog"
                | "changes"
                | "claude"
                | "code"
                | "contributing"
                | "history"
                | "license"
                | "pull"
                | "readme"
                | "security"
                | "skill"
                | "support"
                | "upgrade"
        )
}

/// Whether `path`, a page, may define components that other files use.
pub(crate) fn is_component(path: &str) -> bool {
    matches!(Language::of_path(path), Some(Language::Jsx | Language::Vue))
}

/// Whether `path`, a page, may be put into a layout of another file, or be one.
pub(crate) fn has_layout(path: &str) -> bool {
    match Language::of_path(path) {
        Some(Language::Jinja | Language::Twig | Language::Nunjucks) => true,
        Some(Language::Html) => path.split('/').any(|folder| ROOTS.contains(&folder)),
        _ => false,
    }
}

/// Whether `path`, a page, may be the accessibility statement or name its multi-year plan, by its name or its folder's.
pub(crate) fn is_statement(path: &str) -> bool {
    let mut parts = path.rsplit('/').take(2).map(str::to_ascii_lowercase);
    !Language::of_path(path).is_some_and(Language::is_style)
        && parts.any(|part| ["accessib", "a11y", "pluriannuel"].iter().any(|name| part.contains(name)))
}

/// Whether `path`, a page, may hold the footer of all pages, by its name.
pub(crate) fn is_footer(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let is_template =
        Language::of_path(path).is_some_and(|language| language.is_markup() && language != Language::Markdown);
    is_template
        && (["footer", "pied"].iter().any(|part| name.contains(part))
            || ["application.", "base.", "layout."].iter().any(|start| name.trim_start_matches('_').starts_with(start)))
}

/// `mail` and `email` name pages as well (a message box, a setting): they count beside templates, and in Laravel's
/// views, whose mailables are there.
fn is_email(folders: &[&str], name: &str) -> bool {
    let holds = |name: &str| folders.contains(&name);
    folders.iter().any(|folder| EMAILS.contains(folder) || folder.ends_with("_mailer"))
        || ((holds("mail") || holds("email")) && (holds("templates") || name.ends_with(".blade.php")))
        || (folders.last() == Some(&"layouts") && name.contains("mail"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_components_count() {
        for path in [
            "index.html",
            "src/components/Test.tsx",
            "app/views/mail/new.html.erb",
            "pages/spec-sheet.vue",
            "src/App.js",
            "src/index.css",
            "app/assets/forms.scss",
            "src/app/app.component.ts",
            "lib/app_web/live/page_live.ex",
            "content/posts/hello.md",
            "docs/intro.mdx",
            "templates/account/email.html",
        ] {
            assert!(is_page(path), "{path}");
        }
    }

    #[test]
    fn a_statement_is_told_by_its_name_or_its_folder() {
        assert!(is_statement("app/views/pages/accessibilite.html.erb"));
        assert!(is_statement("templates/accessibility/page.html"));
        assert!(!is_statement("accessibilite/src/templates/page.html"));
        assert!(!is_statement("css/a11y.css"));
    }

    #[test]
    fn a_footer_is_told_by_its_name() {
        for path in ["templates/base.html", "app/views/layouts/_footer.html.haml", "templates/pied-de-page.twig"] {
            assert!(is_footer(path), "{path}");
        }
        assert!(!is_footer("templates/home.html") && !is_footer("css/footer.scss") && !is_footer("database.html"));
    }

    #[test]
    fn tests_stories_and_emails_do_not() {
        for path in [
            "src/Card.stories.tsx",
            "src/Card.test.jsx",
            "src/__tests__/Card.tsx",
            "spec/views/a.html.erb",
            "app/views/user_mailer/welcome.html.erb",
            "templates/emails/base.html",
            "account/templates/account/email/confirm.html",
            "resources/views/mail/welcome.blade.php",
            "core/server/services/mail/templates/welcome.html",
            "app/views/layouts/mailer.html.erb",
            "README.md",
            "docs/CHANGELOG.fr.md",
            ".github/ISSUE_TEMPLATE/bug.md",
        ] {
            assert!(!is_page(path), "{path}");
        }
    }
}
