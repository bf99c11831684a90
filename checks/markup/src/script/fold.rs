//! What source alone lets one compute: sums, joined texts, lists put together.

use super::{Entry, Expr, Kind};

/// Longer texts stay unknown: doubling a name again and again must not fill the memory.
const MAX_TEXT: usize = 64 * 1024;

/// `left operator right`, when both are known enough.
pub(super) fn binary(operator: &str, left: Expr, right: Expr) -> Kind {
    match (operator, left.kind, right.kind) {
        (_, Kind::Number(a), Kind::Number(b)) => arithmetic(operator, a, b).map_or(Kind::Unknown, Kind::Number),
        ("+", Kind::List(mut items), right_kind) => {
            items.extend(items_of(Expr { kind: right_kind, span: right.span }));
            Kind::List(items)
        }
        ("+", left_kind, Kind::List(items)) => {
            let mut all = items_of(Expr { kind: left_kind, span: left.span });
            all.extend(items);
            Kind::List(all)
        }
        ("|", Kind::Map(mut entries), right_kind) => {
            entries.extend(entries_of(Expr { kind: right_kind, span: right.span }));
            Kind::Map(entries)
        }
        ("+", a, b) => joined([pieces(&a, false), pieces(&b, false)], &[&a, &b]),
        _ => Kind::Unknown,
    }
}

fn arithmetic(operator: &str, a: f64, b: f64) -> Option<f64> {
    let result = match operator {
        "+" => a + b,
        "-" => a - b,
        "*" => a * b,
        "/" => a / b,
        "//" => (a / b).floor(),
        "%" => a % b,
        "**" => a.powf(b),
        _ => return None,
    };
    result.is_finite().then_some(result)
}

/// The items that spreading `list` into another list gives.
pub(super) fn items_of(list: Expr) -> Vec<Expr> {
    match list.kind {
        Kind::List(items) => items,
        _ => vec![Expr { span: list.span, kind: Kind::Spread(Box::new(list)) }],
    }
}

/// The entries that spreading `map` into another map gives.
pub(super) fn entries_of(map: Expr) -> Vec<Entry> {
    let span = map.span;
    if let Kind::Map(entries) = map.kind {
        return entries;
    }
    vec![Entry { key: String::new(), value: Expr { span, kind: Kind::Spread(Box::new(map)) }, span }]
}

/// A text as pieces with a computed part between each two; `in_text` says that any value becomes text here, as it does
/// within a template.
fn pieces(kind: &Kind, in_text: bool) -> Vec<String> {
    match kind {
        Kind::Text(text) => vec![text.clone()],
        Kind::Partial(pieces) => pieces.clone(),
        Kind::Number(number) if in_text => vec![number.to_string()],
        Kind::Bool(value) if in_text => vec![value.to_string()],
        _ => vec![String::new(), String::new()],
    }
}

fn joined<const N: usize>(parts: [Vec<String>; N], kinds: &[&Kind]) -> Kind {
    // A sum in which nothing is a text may be of anything.
    if kinds.iter().any(|kind| matches!(kind, Kind::Text(_) | Kind::Partial(_))) { glue(parts) } else { Kind::Unknown }
}

fn glue(parts: impl IntoIterator<Item = Vec<String>>) -> Kind {
    let mut all = vec![String::new()];
    let mut length = 0;
    for part in parts {
        for (index, piece) in part.into_iter().enumerate() {
            length += piece.len();
            if length > MAX_TEXT {
                return Kind::Unknown;
            }
            match all.last_mut() {
                Some(last) if index == 0 => last.push_str(&piece),
                _ => all.push(piece),
            }
        }
    }
    if all.len() == 1 { Kind::Text(all.remove(0)) } else { Kind::Partial(all) }
}

/// A template's literal parts and values, in turn: `` `a${b}c` ``, `f"a{b}c"`.
pub(super) fn template<'a>(parts: impl IntoIterator<Item = &'a Kind>) -> Kind {
    glue(parts.into_iter().map(|part| pieces(part, true)))
}

/// `list.join(separator)`.
pub(super) fn join(items: &[Expr], separator: &str) -> Kind {
    if items.iter().any(|item| matches!(item.kind, Kind::Spread(_))) && items.len() == 1 {
        return Kind::Unknown;
    }
    let between = vec![separator.to_owned()];
    let parts = items.iter().enumerate().flat_map(|(index, item)| {
        let separator = (index > 0).then(|| between.clone());
        separator.into_iter().chain(std::iter::once(pieces(&item.kind, true)))
    });
    glue(parts)
}

/// A text in which `holes` (`%s`, `{}`, `{name}`) are computed.
pub(super) fn formatted(text: &str, holes: impl Fn(&str) -> Option<(usize, usize)>) -> Kind {
    let mut all = Vec::new();
    let mut rest = text;
    while let Some((start, end)) = holes(rest) {
        all.push(rest[..start].to_owned());
        rest = &rest[end..];
    }
    all.push(rest.to_owned());
    if all.len() == 1 { Kind::Text(text.to_owned()) } else { Kind::Partial(all) }
}

/// How many values an expression holds.
pub(super) fn size(expr: &Expr) -> usize {
    1 + match &expr.kind {
        Kind::List(items) => items.iter().map(size).sum(),
        Kind::Map(entries) => entries.iter().map(|entry| size(&entry.value)).sum(),
        Kind::Spread(inner) => size(inner),
        Kind::Call(call) => call.arguments.iter().map(|argument| size(&argument.value)).sum(),
        Kind::Text(text) => text.len() / 64,
        Kind::Partial(pieces) => pieces.len() + pieces.iter().map(String::len).sum::<usize>() / 64,
        _ => 0,
    }
}

/// Whether source tells the value in full or in its parts, so that a name bound to it stands for it.
pub(super) fn is_literal(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Partial(_) | Kind::List(_) | Kind::Map(_)
    )
}
