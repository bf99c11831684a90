//! Who asks, and what they may.

use axum::http::HeaderMap;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use time::OffsetDateTime;

use super::server::Reply;
use super::state::{Grant, State};

/// Who asks.
pub(super) enum Caller {
    /// The App, by its key.
    App,
    /// One of its installations, by a token.
    Installation(Grant),
}

#[derive(Deserialize)]
struct Claims {
    iss: serde_json::Value,
    iat: i64,
    exp: i64,
}

pub(super) fn caller(state: &State, headers: &HeaderMap) -> Result<Caller, Reply> {
    let bad = || Reply::refused(401, "Bad credentials");
    if !headers.contains_key("user-agent") {
        return Err(Reply::refused(
            403,
            "Request forbidden by administrative rules. Please make sure your request has a User-Agent header",
        ));
    }
    let bearer = headers.get("authorization").and_then(|value| value.to_str().ok());
    let Some(bearer) = bearer else { return Err(Reply::refused(401, "Requires authentication")) };
    let bearer = bearer.strip_prefix("Bearer ").or_else(|| bearer.strip_prefix("token ")).ok_or_else(bad)?;
    if let Some(grant) = state.tokens.get(bearer) {
        if grant.ends <= OffsetDateTime::now_utc() {
            return Err(bad());
        }
        if state.installations.get(&grant.installation).is_none_or(|installed| installed.suspended) {
            return Err(Reply::refused(403, "This installation has been suspended"));
        }
        return Ok(Caller::Installation(grant.clone()));
    }
    signed(state, bearer).map(|()| Caller::App)
}

/// A JWT as GitHub wants it.
fn signed(state: &State, bearer: &str) -> Result<(), Reply> {
    let refused = |message: &str| Err(Reply::refused(401, message));
    let mut rules = Validation::new(Algorithm::RS256);
    rules.validate_exp = false;
    rules.required_spec_claims.clear();
    let key = DecodingKey::from_rsa_der(&state.app.public_key);
    let Ok(token) = jsonwebtoken::decode::<Claims>(bearer, &key, &rules) else {
        return refused("A JSON web token could not be decoded");
    };
    let Claims { iss, iat, exp } = token.claims;
    let iss = iss.as_str().map_or_else(|| iss.to_string(), str::to_owned);
    let now = OffsetDateTime::now_utc().unix_timestamp();
    if iss != state.app.id.to_string() && iss != state.app.client_id {
        return refused("Integration not found");
    }
    if exp > now + 600 {
        return refused("'Expiration time' claim ('exp') is too far in the future");
    }
    if exp <= now {
        return refused(
            "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
        );
    }
    if iat > now {
        return refused(
            "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
        );
    }
    Ok(())
}

fn rank(level: &str) -> u8 {
    match level {
        "read" => 1,
        "write" => 2,
        "admin" => 3,
        _ => 0,
    }
}

/// Whether a permission is at least at a level.
pub(super) fn grants(granted: Option<&String>, level: &str) -> bool {
    granted.is_some_and(|granted| rank(granted) >= rank(level))
}

/// The repository, when the caller may do this to it. What may not be seen is not there.
pub(super) fn repository(
    state: &State,
    caller: &Caller,
    owner: &str,
    name: &str,
    (permission, level): (&str, &str),
) -> Result<i64, Reply> {
    let Caller::Installation(grant) = caller else {
        return Err(Reply::refused(401, "A JSON web token could not be decoded"));
    };
    let repo = state.repository(owner, name).ok_or_else(Reply::not_found)?;
    let installed = state.installation_of(repo.id).is_some_and(|installed| installed.id == grant.installation);
    let within = installed && grant.repositories.as_ref().is_none_or(|some| some.contains(&repo.id));
    let forbidden = || Reply::refused(403, "Resource not accessible by integration");
    if !within {
        return match (repo.private, level) {
            (true, _) => Err(Reply::not_found()),
            (false, "read") => Ok(repo.id),
            (false, _) => Err(forbidden()),
        };
    }
    if !grants(grant.permissions.get(permission), level) && (repo.private || level != "read") {
        return Err(forbidden());
    }
    if repo.archived && level != "read" {
        return Err(Reply::refused(403, "Repository was archived so is read-only."));
    }
    Ok(repo.id)
}
