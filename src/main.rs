//! The `vigie` binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    vigie::cli::run()
}
