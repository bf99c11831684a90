//! What the check wants of a path.

use checks_core::Interest;

use crate::{action, lock, manifest, runtime};

/// Folders whose lock files and images no one deploys: what tests read.
const FOLDERS: &[&str] = &["fixtures", "__fixtures__", "testdata", "test-data", "tests", "test", "__tests__", "spec"];

pub(crate) fn of(path: &str) -> Interest {
    let (folders, _) = path.rsplit_once('/').unwrap_or(("", path));
    if folders.split('/').any(|folder| FOLDERS.contains(&folder)) {
        Interest::Ignored
    } else if lock::is_lock(path) || manifest::of(path).is_some() || runtime::Kind::of(path).is_some() {
        Interest::Project
    } else if action::is_read(path) {
        Interest::Alone
    } else {
        Interest::Ignored
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tests_read_is_ignored() {
        assert_eq!(of("back/requirements/base.txt"), Interest::Project);
        assert_eq!(of("Dockerfile"), Interest::Project);
        assert_eq!(of(".github/workflows/ci.yml"), Interest::Alone);
        for path in ["tests/fixtures/package-lock.json", "src/test/Dockerfile", "package.yaml", "docs/ci.yml"] {
            assert_eq!(of(path), Interest::Ignored, "{path}");
        }
    }
}
