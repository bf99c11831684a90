//! The pages of the rules are its tests.

#[test]
fn pages() {
    checks_core::testing::run(&checks_rgpd::CHECK, env!("CARGO_MANIFEST_DIR"));
}
