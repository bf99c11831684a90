//! Says what is remarkable in policies: one JSON object `{"policy": …}` a line in, one `{"policy", "findings"}` a line out.
//!
//! To compare with csp_evaluator: `cargo run -p checks-security-headers --example csp < policies.jsonl`.

use std::io::{self, BufRead, Write};

use checks_security_headers::evaluator::evaluate;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let row: serde_json::Value = serde_json::from_str(&line?)?;
        let policy = row["policy"].as_str().unwrap_or_default();
        let told = serde_json::json!({ "policy": policy, "findings": evaluate(policy) });
        writeln!(out, "{told}")?;
    }
    Ok(())
}
