//! Lists, page after page.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::Error;
use super::http::Answer;

/// Items asked for at once: the most that GitHub gives.
pub(super) const PER_PAGE: usize = 100;

/// One page of a list, and whether there is another.
pub(super) struct Page<T> {
    pub(super) items: Vec<T>,
    pub(super) more: bool,
}

/// Reads a page: a bare array, or an object with the items under `key` and a `total_count`. GitHub says in `Link`
/// whether the list goes on; where that header is missing (some stand-ins), the counts tell.
pub(super) fn read<T: DeserializeOwned>(
    what: &str,
    answer: &Answer,
    key: Option<&str>,
    before: usize,
) -> Result<Page<T>, Error> {
    let mut value: Value = serde_json::from_slice(&answer.body).map_err(|error| Error::unreadable(what, error))?;
    let total = value.get("total_count").and_then(Value::as_u64);
    let items = match (key, &mut value) {
        (Some(key), Value::Object(object)) => object.remove(key).unwrap_or(Value::Null),
        _ => value,
    };
    let items: Vec<T> = serde_json::from_value(items).map_err(|error| Error::unreadable(what, error))?;
    let got = items.len();
    let by_count = match total {
        Some(total) => ((before + got) as u64) < total,
        None => got == PER_PAGE,
    };
    let more = got > 0 && answer.next.unwrap_or(by_count);
    Ok(Page { items, more })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(body: &str, next: Option<bool>) -> Answer {
        Answer { unchanged: false, etag: None, next, body: body.to_owned().into() }
    }

    #[test]
    fn github_says_whether_the_list_goes_on() {
        let page: Page<i64> = read("x", &answer("[1,2]", Some(true)), None, 0).unwrap();
        assert_eq!((page.items, page.more), (vec![1, 2], true));
    }

    #[test]
    fn without_links_the_counts_tell() {
        let page = |total, before| -> bool {
            let body = format!(r#"{{"total_count":{total},"check_runs":[1,2]}}"#);
            read::<i64>("x", &answer(&body, None), Some("check_runs"), before).unwrap().more
        };
        assert!(page(5, 0));
        assert!(!page(4, 2));
    }

    #[test]
    fn an_empty_page_ends_the_list_whatever_is_said() {
        assert!(!read::<i64>("x", &answer("[]", Some(true)), None, 0).unwrap().more);
    }

    #[test]
    fn another_shape_is_an_error() {
        assert!(read::<i64>("x", &answer(r#"{"message":"hello"}"#, None), Some("check_runs"), 0).is_err());
    }
}
