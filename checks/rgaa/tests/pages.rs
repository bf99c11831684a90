//! Runs the rules' pages.

#[test]
fn pages() {
    checks_core::testing::run(&checks_rgaa::CHECK, env!("CARGO_MANIFEST_DIR"));
}
