//! The rules.

mod csp_http_source;
mod csp_meta_only_directive;
mod csp_syntax;
mod csp_unsafe_eval;
mod csp_unsafe_inline;
mod csp_untrusted_host;
mod csp_wildcard;
mod django_middleware_removed;
mod helmet_disabled;
mod hsts_invalid;
mod hsts_short;
mod hsts_subdomains_without_age;
mod info_server_tokens;
mod nginx_add_header_inheritance;
mod redirect_http;
mod referrer_unsafe;
mod tls_weak_protocol;
mod xfo_invalid;
mod xss_protection_deprecated;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[
    csp_http_source::RULE,
    csp_meta_only_directive::RULE,
    csp_syntax::RULE,
    csp_unsafe_eval::RULE,
    csp_unsafe_inline::RULE,
    csp_untrusted_host::RULE,
    csp_wildcard::RULE,
    django_middleware_removed::RULE,
    helmet_disabled::RULE,
    hsts_invalid::RULE,
    hsts_short::RULE,
    hsts_subdomains_without_age::RULE,
    info_server_tokens::RULE,
    nginx_add_header_inheritance::RULE,
    redirect_http::RULE,
    referrer_unsafe::RULE,
    tls_weak_protocol::RULE,
    xfo_invalid::RULE,
    xss_protection_deprecated::RULE,
];
