//! Pass rates.

use std::iter::Sum;
use std::ops::Add;

use serde::Serialize;

/// How many reviews passed and failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Rate {
    /// Ended in success.
    pub passed: u64,
    /// Ended in failure.
    pub failed: u64,
}

impl Rate {
    /// Reviews that count.
    pub const fn reviews(self) -> u64 {
        self.passed + self.failed
    }

    /// Passed ÷ (passed + failed), in percent from 0 to 100, rounded down so that 100 means « all of them »; `None`
    /// without a review.
    pub const fn percent(self) -> Option<u64> {
        match self.reviews() {
            0 => None,
            reviews => Some(self.passed * 100 / reviews),
        }
    }
}

impl Add for Rate {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

impl Sum for Rate {
    fn sum<I: Iterator<Item = Self>>(rates: I) -> Self {
        rates.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_review_is_no_figure() {
        assert_eq!(Rate::default().percent(), None);
        assert_eq!(Rate { passed: 0, failed: 3 }.percent(), Some(0));
    }

    #[test]
    fn a_hundred_means_all_of_them() {
        assert_eq!(Rate { passed: 999, failed: 1 }.percent(), Some(99));
        assert_eq!(Rate { passed: 4, failed: 0 }.percent(), Some(100));
    }
}
