//! End of life, as endoflife.date tells it: asked, or as it was when this version was made.

use std::collections::HashMap;
use std::sync::LazyLock;

use checks_core::{Cycle, End};
use serde::Deserialize;
use time::Date;

#[derive(Deserialize)]
struct Shipped {
    products: HashMap<String, Vec<Cycle>>,
}

/// The cycles of a product as they were when this version was made; `endoflife.json` says when and whence.
pub(super) fn shipped(product: &str) -> Option<Vec<Cycle>> {
    static SHIPPED: LazyLock<Option<Shipped>> =
        LazyLock::new(|| serde_json::from_str(include_str!("endoflife.json")).ok());
    SHIPPED.as_ref()?.products.get(product).cloned()
}

#[derive(Deserialize)]
struct Document {
    result: Product,
}

#[derive(Deserialize)]
struct Product {
    releases: Vec<ApiRelease>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ApiRelease {
    name: String,
    release_date: Option<Date>,
    #[serde(default)]
    is_lts: bool,
    lts_from: Option<Date>,
    #[serde(default)]
    is_eol: bool,
    eol_from: Option<Date>,
    latest: Option<Latest>,
}

#[derive(Deserialize)]
struct Latest {
    name: String,
}

/// The cycles in an answer of the API, version 1: `GET /products/{product}`.
pub(super) fn read(body: &[u8]) -> Result<Vec<Cycle>, serde_json::Error> {
    let document: Document = serde_json::from_slice(body)?;
    let cycle = |release: ApiRelease| Cycle {
        cycle: release.name,
        released: release.release_date,
        lts: release.lts_from.map(End::On).or(release.is_lts.then_some(End::Over(true))),
        ends: release.eol_from.map_or(End::Over(release.is_eol), End::On),
        latest: release.latest.map(|latest| latest.name),
    };
    Ok(document.result.releases.into_iter().map(cycle).collect())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn what_is_shipped_knows_node() {
        let cycles = shipped("nodejs").unwrap();
        let node16 = cycles.iter().find(|cycle| cycle.cycle == "16").unwrap();
        assert!(node16.ends.is_over(date!(2026 - 01 - 01)) && !node16.ends.is_over(date!(2022 - 01 - 01)));
        assert!(shipped("no-such-product").is_none());
    }

    #[test]
    fn the_api_is_read() {
        let body = br#"{"schema_version":"1.2.0","result":{"name":"nodejs","releases":[
            {"name":"24","releaseDate":"2025-05-06","isLts":true,"ltsFrom":"2025-10-28","isEol":false,"eolFrom":"2028-04-30","latest":{"name":"24.9.0"}},
            {"name":"0.10","releaseDate":"2013-03-11","isLts":false,"ltsFrom":null,"isEol":true,"eolFrom":null,"latest":null}]}}"#;
        let cycles = read(body).unwrap();
        assert_eq!(cycles[0].ends, End::On(date!(2028 - 04 - 30)));
        assert_eq!((cycles[1].ends, cycles[1].lts), (End::Over(true), None));
    }
}
