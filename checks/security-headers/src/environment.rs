//! Where a declaration holds: in production, or only on a developer's machine.

use checks_markup::script::Around;

/// Words of a path that say that it is not for production.
const ELSEWHERE: &[&str] = &[
    "test",
    "tests",
    "testing",
    "__tests__",
    "spec",
    "specs",
    "e2e",
    "cypress",
    "playwright",
    "fixtures",
    "fixture",
    "mock",
    "mocks",
    "__mocks__",
    "cassettes",
    "docs",
    "doc",
    "documentation",
    "example",
    "examples",
    "sample",
    "samples",
    "dev",
    "develop",
    "development",
    "local",
    "localhost",
    "storybook",
    "playground",
    "ci",
];

/// Whether the file may be one that production runs, by its path.
pub(crate) fn is_production_path(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let mut segments = lower.split('/').rev();
    let name = segments.next().unwrap_or_default();
    let is_elsewhere = |word: &str| ELSEWHERE.contains(&word);
    !segments.any(|folder| {
        is_elsewhere(folder) || folder.split(['-', '_', '.']).next_back().is_some_and(|word| word == "dev")
    }) && !name.split(['.', '-', '_']).any(is_elsewhere)
}

/// Whether what stands around says that this is not done in production: `if DEBUG:`, `NODE_ENV !== "production"`,
/// `class Development(Base)`.
pub(crate) fn is_development(around: &[Around]) -> bool {
    around.iter().any(|around| match around {
        Around::When(condition) => leans(condition) == Some(Lean::Development),
        Around::Unless(condition) => leans(condition) == Some(Lean::Production),
        Around::Class(name) => {
            let name = name.to_ascii_lowercase();
            ["dev", "test", "local", "build"].iter().any(|word| name.starts_with(word))
        }
        Around::CallbackOf(_) | Around::Function(_) => false,
    })
}

#[derive(Debug, PartialEq, Eq)]
enum Lean {
    Development,
    Production,
}

/// What a condition says when it holds.
fn leans(condition: &str) -> Option<Lean> {
    let lower = condition.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let development = has(&["debug", "development", "isdev", "is_dev", "\"dev\"", "'dev'", "local", "test"]);
    let production = has(&["prod"]);
    let negated =
        lower.starts_with('!') || lower.starts_with("not ") || lower.contains("!=") || lower.contains(" not in ");
    match (development, production) {
        (true, true) | (false, false) => None,
        (true, false) if negated => Some(Lean::Production),
        (false, true) if negated => Some(Lean::Development),
        (true, false) => Some(Lean::Development),
        (false, true) => Some(Lean::Production),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_tell_where_a_file_is_used() {
        for path in [
            "nginx.conf",
            "config/settings/production.py",
            "src/frontend/apps/impress/conf/default.conf",
            "servers.conf.erb",
            "latest/settings.py",
        ] {
            assert!(is_production_path(path), "{path}");
        }
        for path in [
            "docker/dev/nginx.conf",
            "settings_dev.py",
            "config/settings/local.py",
            "nginx.dev.conf",
            "docs/nginx.conf",
            "e2e/server.ts",
            "a.test.ts",
            "docker/nginx-dev/default.conf",
        ] {
            assert!(!is_production_path(path), "{path}");
        }
    }

    #[test]
    fn conditions_tell_where_a_line_is_run() {
        let when = |text: &str| is_development(&[Around::When(text.into())]);
        let unless = |text: &str| is_development(&[Around::Unless(text.into())]);
        assert!(
            when("DEBUG") && when("process.env.NODE_ENV !== \"production\"") && when("not IS_PROD") && when("isDev")
        );
        assert!(unless("process.env.NODE_ENV === 'production'") && unless("not DEBUG"));
        assert!(!when("not DEBUG") && !unless("DEBUG") && !when("ENABLE_HSTS") && !unless("isDev"));
        assert!(
            is_development(&[Around::Class("Development".into())]) && is_development(&[Around::Class("Test".into())])
        );
        assert!(!is_development(&[Around::Class("Production".into())]));
    }
}
