//! What a change brings in: the findings of the head that the base does not have.

use std::collections::{HashMap, VecDeque};

use checks_core::Finding;

use super::Difference;

/// The findings of two commits, told apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// Of the head only.
    pub new: Vec<Finding>,
    /// Of the base only, as the base has them.
    pub fixed: Vec<Finding>,
    /// Of both, as the head has them.
    pub remaining: Vec<Finding>,
}

/// Compares the findings of a base with those of its head.
///
/// A finding is the same when its rule, its file (followed where it moved) and its source are. Among several with the
/// same source, those with the same lines around them are paired first, then those with the same line below, then
/// above, then the others in order: an element inserted before its twin is the new one. A finding that became graver is
/// new.
pub fn compare(base: Vec<Finding>, head: Vec<Finding>, difference: &Difference) -> Comparison {
    let mut before = in_order(base);
    let mut now = in_order(head);
    let mut comparison = Comparison::default();
    let mut pair = |key: &dyn Fn(&Finding, bool) -> Option<String>| {
        let mut waiting: HashMap<String, VecDeque<Finding>> = HashMap::new();
        for finding in std::mem::take(&mut before) {
            match key(&finding, true) {
                Some(key) => waiting.entry(key).or_default().push_back(finding),
                None => waiting.entry(String::new()).or_default().push_back(finding),
            }
        }
        for finding in std::mem::take(&mut now) {
            let same = key(&finding, false).and_then(|key| waiting.get_mut(&key)?.pop_front());
            match same {
                Some(old) if finding.level > old.level => comparison.new.push(finding),
                Some(_) => comparison.remaining.push(finding),
                None => now.push(finding),
            }
        }
        before = in_order(waiting.into_values().flatten().collect());
    };
    let path = |finding: &Finding, old: bool| {
        if old { difference.now(&finding.place.path).to_owned() } else { finding.place.path.clone() }
    };
    // A context is two halves: what stands above, what stands below.
    let contexts: [fn(&str) -> &str; 4] = [
        |context| context,
        |context| context.get(context.len() / 2..).unwrap_or_default(),
        |context| context.get(..context.len() / 2).unwrap_or_default(),
        |_| "",
    ];
    for of in contexts {
        pair(&|finding, old| {
            let place = &finding.place;
            Some(format!("{}\0{}\0{}\0{}", finding.rule, path(finding, old), place.anchor, of(&place.context)))
        });
    }
    // A file that moved and changed at once is one removed and one added: what it says stays its own where the lines
    // around did not change either.
    pair(&|finding, old| {
        let place = &finding.place;
        let moved = if old { &difference.removed } else { &difference.added };
        moved.contains(&place.path).then(|| format!("{}\0{}\0{}", finding.rule, place.anchor, place.context))
    });
    comparison.fixed = before;
    comparison.new.append(&mut now);
    comparison.new = in_order(comparison.new);
    comparison.remaining = in_order(comparison.remaining);
    comparison
}

/// Findings by place, then rule.
pub(super) fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
    findings
}
