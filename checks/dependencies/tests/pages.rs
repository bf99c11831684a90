//! The rules' pages, run.

#[test]
fn pages() {
    checks_core::testing::run(&checks_dependencies::CHECK, env!("CARGO_MANIFEST_DIR"));
}
