use checks_core::{File, Finding, Language, Level, Meta};

use crate::read::program;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "phoenix-secure-headers",
    level: Level::Failure,
    sources: &["ANSSI-R6", "Sobelow"],
    languages: &[Language::Elixir],
    page: include_str!("phoenix_secure_headers.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if file.language() != Some(Language::Elixir) {
        return Vec::new();
    }
    let Some(script) = program(file) else { return Vec::new() };
    let pipelines = script.calls.iter().filter(|call| call.callee == "pipeline");
    let weak = pipelines.filter(|pipeline| {
        let source = file.slice(pipeline.span);
        let dense = source.to_ascii_lowercase();
        let serves_pages =
            source.contains("\"html\"") || source.contains("fetch_live_flash") || source.contains(":put_root_layout");
        // One's own plug may wrap it; another pipeline may be piped through before.
        serves_pages
            && !dense.contains("secure_browser_headers")
            && !dense.contains("securebrowserheaders")
            && !dense.contains("headers")
    });
    let told = || {
        message(
            (
                "Ce pipeline sert des pages sans put_secure_browser_headers.",
                "This pipeline serves pages without put_secure_browser_headers.",
            ),
            (
                "Elles partent sans CSP, sans X-Content-Type-Options et sans Referrer-Policy.",
                "They go without a CSP, X-Content-Type-Options or Referrer-Policy.",
            ),
            (
                "Ajoutez plug :put_secure_browser_headers au pipeline.",
                "Add plug :put_secure_browser_headers to the pipeline.",
            ),
        )
    };
    weak.map(|pipeline| Finding::new(&META, file.place(pipeline.callee_span), told())).collect()
}
