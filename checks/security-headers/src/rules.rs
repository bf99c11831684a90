//! The rules.

mod csp_unsafe_inline;
mod django_middleware_removed;
mod helmet_disabled;
mod hsts_short;
mod hsts_subdomains_without_age;
mod nginx_add_header_inheritance;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[
    csp_unsafe_inline::RULE,
    django_middleware_removed::RULE,
    helmet_disabled::RULE,
    hsts_short::RULE,
    hsts_subdomains_without_age::RULE,
    nginx_add_header_inheritance::RULE,
];
