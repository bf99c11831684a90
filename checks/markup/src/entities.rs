//! Character references, decoded.

use std::borrow::Cow;
use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};

/// `text` with its character references (`&eacute;`, `&#233;`) decoded.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
        if let CallbackEvent::String { value } = event {
            decoded.push_str(&String::from_utf8_lossy(value));
        }
        None
    });
    let mut tokenizer = Tokenizer::new_with_emitter(text, emitter);
    // There, `<` is text.
    tokenizer.set_state(State::RcData);
    let Ok(()) = tokenizer.finish();
    Cow::Owned(decoded)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn references_are_decoded_and_the_rest_stays() {
        assert_eq!(decode("L&#39;&eacute;t&eacute; <b> & co &amp;amp; \u{1F600}"), "L'été <b> & co &amp; \u{1F600}");
        assert_eq!(decode("plain"), "plain");
        assert_eq!(decode("&"), "&");
    }
}
