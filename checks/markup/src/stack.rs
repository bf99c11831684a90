//! Enough stack for a parser that recurses.
//!
//! oxc goes down several calls for every bracket, operator or keyword that can nest, and a visitor does so again. What
//! a text can need at most is added up from its bytes, whatever they mean: closing brackets in comments or in JSX text
//! cannot fool a sum.

/// The most that is reserved. A text that might need more is a bundle, or an attack.
const LARGEST: usize = 256 << 20;

/// What is needed besides.
const BASE: usize = 512 << 10;

/// Runs `read` with enough stack for the nesting of `source`; `None` when that would be too much.
pub(crate) fn with_enough<T>(source: &str, read: impl FnOnce() -> T) -> Option<T> {
    let needed = needed(source);
    (needed <= LARGEST).then(|| stacker::maybe_grow(needed, needed, read))
}

/// An upper bound, in bytes: twice what the worst of a hundred ways to nest was measured to take in a debug build.
fn needed(source: &str) -> usize {
    BASE + source.bytes().map(|byte| usize::from(WEIGHTS[usize::from(byte)])).sum::<usize>()
}

/// What each byte can make the parser take: looked up, since every byte of every file is asked.
static WEIGHTS: [u16; 256] = {
    let mut weights = [0; 256];
    let mut byte = 0;
    while byte < weights.len() {
        weights[byte] = weight(byte as u8);
        byte += 1;
    }
    weights
};

/// `class A{a(){` takes 7 KB a level, `type A=[` 4 KB, `new ` 1.3 KB, `a=>` 0.8 KB.
const fn weight(byte: u8) -> u16 {
    match byte {
        b'(' | b'[' | b'{' | b'<' | b'`' => 8_000,
        b'a'..=b'z' => 640,
        b' '
        | b'\t'
        | b'\n'
        | b'\r'
        | b')'
        | b']'
        | b'}'
        | b'"'
        | b'\''
        | b';'
        | b'_'
        | b'$'
        | b'A'..=b'Z'
        | b'0'..=b'9'
        | 0x80.. => 0,
        _ => 1_600,
    }
}

#[cfg(test)]
mod tests {
    use super::with_enough;

    #[test]
    fn a_usual_file_is_read_and_an_endless_one_is_not() {
        assert_eq!(with_enough(&"<li className=\"a\">{b}</li>\n".repeat(1_000), || 1), Some(1));
        assert_eq!(with_enough(&"(".repeat(1_000_000), || 1), None);
    }
}
