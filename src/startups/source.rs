//! Where the directory is read from.

use std::path::{Path, PathBuf};
use std::time::Duration;

use futures_util::StreamExt;
use url::Url;

use super::{Directory, parse_api, read_folder};

/// The API's answer is a few megabytes; this is far above.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Where the directory is read from: the API's JSON by URL or file, or a folder of sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// An `http` or `https` address.
    Url(Url),
    /// A JSON file, or a folder of sheets.
    Path(PathBuf),
}

/// The directory could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The file or folder.
    #[error("l'annuaire {0} ne peut pas être lu : {1}")]
    File(PathBuf, #[source] std::io::Error),
    /// The address.
    #[error("l'annuaire {0} ne répond pas comme attendu : {1}")]
    Http(Url, String),
    /// What it holds.
    #[error("l'annuaire {0} n'est pas le JSON de l'API beta.gouv.fr : {1}")]
    Json(String, #[source] serde_json::Error),
}

impl Source {
    /// An address when it starts with `http://` or `https://`, else a path.
    pub fn parse(text: &str) -> Self {
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => Self::Url(url),
            _ => Self::Path(PathBuf::from(text)),
        }
    }

    /// Reads the directory.
    pub async fn read(&self) -> Result<Directory, SourceError> {
        match self {
            Self::Path(path) => {
                let path = path.clone();
                tokio::task::spawn_blocking(move || read_path(&path))
                    .await
                    .unwrap_or_else(|error| Err(SourceError::File(PathBuf::new(), std::io::Error::other(error))))
            }
            Self::Url(url) => {
                let json = fetch(url).await.map_err(|error| SourceError::Http(url.clone(), error))?;
                parse_api(&json).map_err(|error| SourceError::Json(url.to_string(), error))
            }
        }
    }
}

fn read_path(path: &Path) -> Result<Directory, SourceError> {
    let file_error = |error| SourceError::File(path.to_owned(), error);
    if path.is_dir() {
        return read_folder(path).map_err(file_error);
    }
    let json = std::fs::read_to_string(path).map_err(file_error)?;
    parse_api(&json).map_err(|error| SourceError::Json(path.display().to_string(), error))
}

async fn fetch(url: &Url) -> Result<String, String> {
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(30))
        .connect_timeout(Duration::from_secs(10))
        .user_agent(concat!("vigie/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|error| error.to_string())?;
    let response = client.get(url.clone()).send().await.and_then(reqwest::Response::error_for_status);
    let mut stream = response.map_err(|error| error.without_url().to_string())?.bytes_stream();
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        bytes.extend_from_slice(&chunk.map_err(|error| error.without_url().to_string())?);
        if bytes.len() > MAX_BYTES {
            return Err(format!("plus de {MAX_BYTES} octets"));
        }
    }
    String::from_utf8(bytes).map_err(|_| "la réponse n'est pas en UTF-8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_an_address_or_a_path() {
        assert!(matches!(Source::parse("https://beta.gouv.fr/api/v2.7/startups.json"), Source::Url(_)));
        assert!(matches!(Source::parse("content"), Source::Path(_)));
        assert!(matches!(Source::parse("C:\\content"), Source::Path(_)));
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_is_named() {
        let error = Source::parse("no/such/folder").read().await.unwrap_err();
        assert!(error.to_string().contains("no/such/folder"), "{error}");
    }
}
