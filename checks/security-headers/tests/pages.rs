//! Every rule's page, run.

#[test]
fn pages() {
    checks_core::testing::run(&checks_security_headers::CHECK, env!("CARGO_MANIFEST_DIR"));
}
