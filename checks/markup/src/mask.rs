//! Finding template code, so that what is left is HTML.

use std::borrow::Cow;

use checks_core::Language;

use crate::code::Code;

/// A source whose template code is masked.
pub(crate) struct Masked<'s> {
    /// The source with `x` for every byte of template code: as long, and the rest where it was.
    pub text: Cow<'s, str>,
    /// The template code, in order.
    pub codes: Vec<Code<'s>>,
}

/// Masks the template code of `source`.
pub(crate) fn mask(source: &str, language: Language) -> Masked<'_> {
    let codes: Vec<Code<'_>> = match language {
        _ => Vec::new(),
    };
    Masked { text: covered(source, &codes), codes }
}

fn covered<'s>(source: &'s str, codes: &[Code<'_>]) -> Cow<'s, str> {
    if codes.is_empty() {
        return Cow::Borrowed(source);
    }
    let mut text = String::with_capacity(source.len());
    for code in codes {
        text.push_str(source.get(text.len()..code.start).unwrap_or_default());
        text.extend(std::iter::repeat_n('x', code.end.saturating_sub(text.len())));
    }
    text.push_str(source.get(text.len()..).unwrap_or_default());
    Cow::Owned(text)
}
