//! Dates and years, as statements write them.

use std::ops::Range;

use super::prose::Prose;

/// A day: year, month, day.
pub(crate) type Day = (i32, u8, u8);

const MONTHS: &[&str] = &[
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
];

/// The day with which `text`, folded, begins: « 27 mai 2022 », « 1er juillet 2021 », « 27/05/2022 ».
pub(crate) fn day(text: &str) -> Option<(Day, usize)> {
    let is_gap = |c: char| matches!(c, ' ' | '/' | '.' | '-');
    let (day, rest) = number(text, 2)?;
    let rest = rest.strip_prefix("er").unwrap_or(rest);
    let rest = rest.trim_start_matches(is_gap);
    let (month, rest) = match MONTHS.iter().position(|month| rest.starts_with(month)) {
        Some(index) => (index as i32 + 1, &rest[MONTHS[index].len()..]),
        None => number(rest, 2)?,
    };
    let rest = rest.trim_start_matches(is_gap);
    let (year, rest) = number(rest, 4)?;
    let is_day = (1..=31).contains(&day) && (1..=12).contains(&month) && (2005..2100).contains(&year);
    is_day.then(|| ((year, u8::try_from(month).unwrap_or(1), u8::try_from(day).unwrap_or(1)), text.len() - rest.len()))
}

/// The number with which `text` begins, of at most `most` digits.
fn number(text: &str, most: usize) -> Option<(i32, &str)> {
    let end = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    (!rest.starts_with(|c: char| c.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
        .map(|number| (number, rest))
}

/// A multi-year plan: its first and last years, and where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Plan {
    pub(crate) first: i32,
    pub(crate) last: i32,
    pub(crate) range: Range<usize>,
}

/// The plans whose years are written: « schéma pluriannuel de mise en accessibilité 2022-2024 ». `is_statement` says
/// that the whole page is about accessibility.
pub(crate) fn plans(prose: &Prose, is_statement: bool) -> Vec<Plan> {
    let mut plans = Vec::new();
    for (at, found) in prose.text.match_indices("schema pluriannuel") {
        let after = prose.after(at + found.len(), 90);
        let about = is_statement || after.contains("accessibilite") || after.contains("rgaa");
        // The years of the next plan, or of the yearly one, are not its own.
        let end = ["schema", "plan ", "plans ", "bilan", "action", ". ", " ;"]
            .iter()
            .filter_map(|stop| after.find(stop))
            .min();
        let own = &after[..end.unwrap_or(after.len())];
        if let Some((first, last, years)) = years(own).filter(|_| about) {
            let start = at + found.len() + years.start;
            plans.push(Plan { first, last, range: start..at + found.len() + years.end });
        }
    }
    plans
}

/// The first pair of years in `text`: « 2022-2024 », « 2022 à 2024 ».
fn years(text: &str) -> Option<(i32, i32, Range<usize>)> {
    text.match_indices("20").find_map(|(at, _)| {
        if text[..at].ends_with(|c: char| c.is_alphanumeric()) {
            return None;
        }
        let (first, rest) = number(&text[at..], 4).filter(|&(year, _)| year > 2000)?;
        let rest = rest.trim_start();
        let rest = ["-", "/", "a ", "et "].iter().find_map(|between| rest.strip_prefix(between))?;
        let (last, rest) = number(rest.trim_start(), 4).filter(|&(year, _)| (2000..2100).contains(&year))?;
        Some((first, last, at..text.len() - rest.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_they_are_written() {
        for (text, expected) in [
            ("27 mai 2022.", Some((2022, 5, 27))),
            ("1er juillet 2021", Some((2021, 7, 1))),
            ("27/05/2022", Some((2022, 5, 27))),
            ("04.11.2020", Some((2020, 11, 4))),
            ("32/05/2022", None),
            ("jj/mm/aaaa", None),
            ("2022", None),
            ("mai 2022", None),
        ] {
            assert_eq!(day(text).map(|(day, _)| day), expected, "{text}");
        }
    }

    #[test]
    fn a_pair_of_years_is_a_plan_s() {
        for (text, expected) in [
            (" de mise en accessibilite 2022-2024", Some((2022, 2024))),
            (" 2023 a 2025", Some((2023, 2025))),
            (" 2022 - 2024 (pdf - 1 mo)", Some((2022, 2024))),
            (" 2025", None),
            (" de 12022-2024", None),
            (" 24-25", None),
        ] {
            assert_eq!(years(text).map(|(first, last, _)| (first, last)), expected, "{text}");
        }
    }
}
