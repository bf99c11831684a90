//! The checks that Vigie runs.

use std::fmt;

use checks_core::{Check, Meta};

/// A check of the registry: it lives as long as the program.
pub type StaticCheck = &'static dyn Check;

/// Every check, sorted by name.
pub fn checks() -> Vec<StaticCheck> {
    let mut checks: Vec<StaticCheck> =
        vec![&checks_dependencies::CHECK, &checks_rgaa::CHECK, &checks_rgpd::CHECK, &checks_security_headers::CHECK];
    checks.sort_by_key(|check| check.name());
    checks
}

/// Every rule of `checks`, sorted by check and id.
pub fn rules(checks: &[StaticCheck]) -> Vec<&'static Meta> {
    let mut rules: Vec<&'static Meta> = checks.iter().flat_map(|check| check.rules()).collect();
    rules.sort_by_key(|meta| (meta.check, meta.id));
    rules
}

/// A name that is no check's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCheck {
    /// What was asked for.
    pub name: String,
    /// The checks there are.
    pub known: Vec<&'static str>,
}

impl fmt::Display for UnknownCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} : {}", self.name, self.known.join(", "))
    }
}

impl std::error::Error for UnknownCheck {}

/// The checks that `names` name, in the registry's order; all of them when none is named.
///
/// # Errors
///
/// A name that is no check's.
pub fn select(checks: &[StaticCheck], names: &[String]) -> Result<Vec<StaticCheck>, UnknownCheck> {
    let known: Vec<&'static str> = checks.iter().map(|check| check.name()).collect();
    if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(UnknownCheck { name: name.clone(), known });
    }
    let wanted = |check: &StaticCheck| names.is_empty() || names.iter().any(|name| name == check.name());
    Ok(checks.iter().copied().filter(wanted).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_and_checks_have_names_of_their_own() {
        let checks = checks();
        assert!(checks.windows(2).all(|pair| pair[0].name() < pair[1].name()));
        let rules = rules(&checks);
        assert!(rules.windows(2).all(|pair| (pair[0].check, pair[0].id) < (pair[1].check, pair[1].id)));
    }
}
