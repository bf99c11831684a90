//! The rules.

mod apache_no_always;
mod cookie_httponly;
mod cookie_samesite_none;
mod cookie_session_secure;
mod cors_wildcard;
mod cors_wildcard_credentials;
mod csp_dead_setting;
mod csp_frame_ancestors_wildcard;
mod csp_http_source;
mod csp_meta_only_directive;
mod csp_missing;
mod csp_report_only;
mod csp_syntax;
mod csp_unsafe_eval;
mod csp_unsafe_inline;
mod csp_untrusted_host;
mod csp_variable;
mod csp_wildcard;
mod django_middleware_removed;
mod go_cookie;
mod header_multiline;
mod header_scope;
mod header_syntax;
mod header_unset;
mod helmet_disabled;
mod helmet_removed;
mod hsts_disabled;
mod hsts_invalid;
mod hsts_missing;
mod hsts_short;
mod hsts_subdomains_without_age;
mod info_powered_by;
mod info_server_tokens;
mod mixed_content;
mod nginx_add_header_inheritance;
mod nginx_add_header_no_always;
mod nuxt_security_disabled;
mod permissions_policy;
mod phoenix_secure_headers;
mod play_headers;
mod redirect_disabled;
mod redirect_http;
mod referrer_unsafe;
mod rust_cookie;
mod spring_headers_disabled;
mod sri_missing;
mod symfony_csp;
mod talisman_disabled;
mod tls_weak_protocol;
mod traefik_headers;
mod trusted_types;
mod xcto_disabled;
mod xcto_missing;
mod xfo_invalid;
mod xfo_meta;
mod xfo_missing;
mod xfo_removed;
mod xss_protection_deprecated;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[
    apache_no_always::RULE,
    cookie_httponly::RULE,
    cookie_samesite_none::RULE,
    cookie_session_secure::RULE,
    cors_wildcard::RULE,
    cors_wildcard_credentials::RULE,
    csp_dead_setting::RULE,
    csp_frame_ancestors_wildcard::RULE,
    csp_http_source::RULE,
    csp_meta_only_directive::RULE,
    csp_missing::RULE,
    csp_report_only::RULE,
    csp_syntax::RULE,
    csp_unsafe_eval::RULE,
    csp_unsafe_inline::RULE,
    csp_untrusted_host::RULE,
    csp_variable::RULE,
    csp_wildcard::RULE,
    django_middleware_removed::RULE,
    go_cookie::RULE,
    header_multiline::RULE,
    header_scope::RULE,
    header_syntax::RULE,
    header_unset::RULE,
    helmet_disabled::RULE,
    helmet_removed::RULE,
    hsts_disabled::RULE,
    hsts_invalid::RULE,
    hsts_missing::RULE,
    hsts_short::RULE,
    hsts_subdomains_without_age::RULE,
    info_powered_by::RULE,
    info_server_tokens::RULE,
    mixed_content::RULE,
    nginx_add_header_inheritance::RULE,
    nginx_add_header_no_always::RULE,
    nuxt_security_disabled::RULE,
    permissions_policy::RULE,
    phoenix_secure_headers::RULE,
    play_headers::RULE,
    redirect_disabled::RULE,
    redirect_http::RULE,
    referrer_unsafe::RULE,
    rust_cookie::RULE,
    spring_headers_disabled::RULE,
    sri_missing::RULE,
    symfony_csp::RULE,
    talisman_disabled::RULE,
    tls_weak_protocol::RULE,
    traefik_headers::RULE,
    trusted_types::RULE,
    xcto_disabled::RULE,
    xcto_missing::RULE,
    xfo_invalid::RULE,
    xfo_meta::RULE,
    xfo_missing::RULE,
    xfo_removed::RULE,
    xss_protection_deprecated::RULE,
];
