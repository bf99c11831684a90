//! What a path says of a file: whether visitors ever get it.

/// Words of a path that say that no visitor gets the file.
const ELSEWHERE: &[&str] = &[
    "test",
    "tests",
    "__tests__",
    "spec",
    "specs",
    "e2e",
    "cypress",
    "playwright",
    "mock",
    "mocks",
    "__mocks__",
    "stories",
    "storybook",
    "docs",
    "doc",
    "documentation",
    "example",
    "examples",
    "sample",
    "samples",
];

/// Whether the file is a test, a story or documentation.
pub(crate) fn is_elsewhere(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.split(['/', '.']).any(|word| ELSEWHERE.contains(&word))
        || lower.rsplit('/').next().is_some_and(|name| name.starts_with("test_") || name.contains("_test."))
}
