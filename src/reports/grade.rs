//! The scale of grades.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// A grade: A is best.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[expect(missing_docs, reason = "a letter says itself; SCALE says what it means")]
pub enum Grade {
    A,
    B,
    C,
    D,
    E,
    F,
}

/// A step of the scale: the grade of a check whose findings on the default branch stay within both bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The grade.
    pub grade: Grade,
    /// At most so many findings at level `failure`; `None` for any number.
    pub failures: Option<i64>,
    /// At most so many at level `warning`; `None` for any number.
    pub warnings: Option<i64>,
}

/// The published scale. Failures are certain, so the first one costs two grades; warnings alone never go below C;
/// notices, which are things to verify, cost nothing.
pub const SCALE: [Step; 6] = [
    Step { grade: Grade::A, failures: Some(0), warnings: Some(0) },
    Step { grade: Grade::B, failures: Some(0), warnings: Some(5) },
    Step { grade: Grade::C, failures: Some(0), warnings: None },
    Step { grade: Grade::D, failures: Some(5), warnings: None },
    Step { grade: Grade::E, failures: Some(20), warnings: None },
    Step { grade: Grade::F, failures: None, warnings: None },
];

impl Grade {
    /// The grade of a check with so many findings on the default branch.
    pub fn of(failures: i64, warnings: i64) -> Self {
        let within = |bound: Option<i64>, count| bound.is_none_or(|bound| count <= bound);
        SCALE
            .iter()
            .find(|step| within(step.failures, failures) && within(step.warnings, warnings))
            .map_or(Self::F, |step| step.grade)
    }

    /// The letter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
            Self::E => "E",
            Self::F => "F",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no grade.
#[derive(Debug, thiserror::Error)]
#[error("« {0} » n'est pas une note de A à F")]
pub struct NotAGrade(String);

impl FromStr for Grade {
    type Err = NotAGrade;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        SCALE
            .iter()
            .map(|step| step.grade)
            .find(|grade| grade.as_str() == text)
            .ok_or_else(|| NotAGrade(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failure_is_worse_than_any_number_of_warnings() {
        assert_eq!(Grade::of(0, 0), Grade::A);
        assert_eq!(Grade::of(0, 5), Grade::B);
        assert_eq!(Grade::of(0, 5_000), Grade::C);
        assert_eq!(Grade::of(1, 0), Grade::D);
        assert_eq!(Grade::of(6, 0), Grade::E);
        assert_eq!(Grade::of(21, 0), Grade::F);
    }

    #[test]
    fn a_letter_is_read_back() {
        for step in SCALE {
            assert_eq!(step.grade.as_str().parse::<Grade>().unwrap(), step.grade);
        }
        assert!("G".parse::<Grade>().is_err());
    }
}
