//! Configurations as public services have them, rebuilt small: what must be said of each, and what must not.

use std::collections::BTreeMap;

use checks_core::{Check, Facts, Level, testing};
use checks_security_headers::CHECK;

/// A service: its files, the rules that must speak, and those that must not at warning level or above.
struct Service {
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    told: &'static [&'static str],
    silent: &'static [&'static str],
}

const SERVICES: &[Service] = &[
    Service {
        name: "buildpack nginx whose css location drops the server's headers",
        files: &[(
            "servers.conf.erb",
            "server {\n  listen <%= ENV[\"PORT\"] %>;\n  add_header Strict-Transport-Security \"max-age=31536000\";\n  add_header X-Frame-Options \"DENY\";\n  add_header Content-Security-Policy \"script-src 'self' 'unsafe-inline'\";\n  location ~* \\.css$ {\n    add_header Cache-Control \"public\";\n  }\n}\n",
        )],
        told: &["nginx-add-header-inheritance", "nginx-add-header-no-always", "csp-unsafe-inline"],
        silent: &["hsts-missing", "hsts-short"],
    },
    Service {
        name: "Scalingo fragment whose last location drops all",
        files: &[(
            ".scalingo/nginx/server.location",
            "add_header X-Frame-Options \"DENY\" always;\nadd_header X-Content-Type-Options \"nosniff\" always;\nlocation ~* \\.js$ {\n  add_header Cache-Control \"max-age=60\";\n}\n",
        )],
        told: &["nginx-add-header-inheritance"],
        silent: &["hsts-missing"],
    },
    Service {
        name: "headers repeated by an include in each location",
        files: &[
            (
                "packages/nginx.conf",
                "server {\n  include security-headers.conf;\n  location /static/ {\n    include security-headers.conf;\n    add_header Cache-Control \"public\" always;\n  }\n}\n",
            ),
            (
                "packages/security-headers.conf",
                "add_header X-Frame-Options \"DENY\" always;\nadd_header X-Content-Type-Options \"nosniff\" always;\nadd_header X-XSS-Protection \"0\" always;\n",
            ),
        ],
        told: &[],
        silent: &["nginx-add-header-inheritance", "xss-protection-deprecated"],
    },
    Service {
        name: "policy with an environment variable",
        files: &[(
            "ui_nginx_headers.conf",
            "add_header Content-Security-Policy \"default-src 'self'; connect-src 'self' ${API_URL}\" always;\nadd_header X-Frame-Options \"DENY\" always;\nadd_header Permissions-Policy \"camera=()\" always;\n",
        )],
        told: &["csp-variable"],
        silent: &["csp-syntax", "permissions-policy", "xfo-invalid"],
    },
    Service {
        name: "proxy that takes X-Frame-Options away and sends the whole address",
        files: &[(
            "proxy-iframe.conf.template",
            "add_header X-Frame-Options \"\";\nadd_header Referrer-Policy \"no-referrer-when-downgrade\" always;\nadd_header Strict-Transport-Security \"max-age=31536000\" always;\n",
        )],
        told: &["referrer-unsafe"],
        silent: &["xfo-invalid", "hsts-short"],
    },
    Service {
        name: "sixty seconds of HSTS",
        files: &[(
            "src/backend/impress/settings.py",
            "class Production(Base):\n    SECURE_HSTS_SECONDS = 60\n    SECURE_HSTS_PRELOAD = True\n",
        )],
        told: &["hsts-short"],
        silent: &["hsts-subdomains-without-age"],
    },
    Service {
        name: "a minute of HSTS and a policy that only reports",
        files: &[(
            "config/settings/production.py",
            "SECURE_SSL_REDIRECT = env.bool(\"SSL\", default=True)\nSECURE_HSTS_SECONDS = 60\nSECURE_CSP = {}\nSECURE_CSP_REPORT_ONLY = {\"default-src\": [CSP.SELF]}\n",
        )],
        told: &["hsts-short", "csp-report-only"],
        silent: &["redirect-disabled"],
    },
    Service {
        name: "sub-domains without an age",
        files: &[
            ("core/settings.py", "DEBUG = False\nCSP_DEFAULT_SRC = (\"'self'\",)\n"),
            (
                "core/settings_prod.py",
                "from core.settings import *\nSECURE_SSL_REDIRECT = True\nSECURE_HSTS_INCLUDE_SUBDOMAINS = True\n",
            ),
        ],
        told: &["hsts-subdomains-without-age"],
        silent: &["redirect-disabled", "csp-dead-setting"],
    },
    Service {
        name: "HSTS left to Scalingo",
        files: &[
            (
                "back/config/settings/prod.py",
                "# HSTS est géré par Scalingo\n# SECURE_HSTS_SECONDS = 31536000\nSESSION_COOKIE_SECURE = True\n",
            ),
            ("scalingo.json", "{}"),
        ],
        told: &[],
        silent: &["hsts-short", "hsts-missing", "hsts-subdomains-without-age", "cookie-session-secure"],
    },
    Service {
        name: "Django's own policy and a year of HSTS",
        files: &[(
            "config/settings/base.py",
            "SECURE_HSTS_SECONDS = 31536000\nSECURE_HSTS_INCLUDE_SUBDOMAINS = True\nSECURE_CSP = {\"default-src\": [CSP.SELF], \"script-src\": [CSP.SELF, CSP.NONCE]}\nSESSION_COOKIE_SECURE = not DEBUG\n",
        )],
        told: &[],
        silent: &["hsts-short", "csp-unsafe-inline", "cookie-session-secure"],
    },
    Service {
        name: "a session for other sites",
        files: &[(
            "recoco/settings/production.py",
            "SESSION_COOKIE_SECURE = True\nSESSION_COOKIE_SAMESITE = \"None\"\n",
        )],
        told: &["cookie-samesite-none"],
        silent: &["cookie-session-secure"],
    },
    Service {
        name: "ALLOWALL",
        files: &[("webapp/settings/base.py", "X_FRAME_OPTIONS = \"ALLOWALL\"\n")],
        told: &["xfo-invalid"],
        silent: &[],
    },
    Service {
        name: "flags from the environment",
        files: &[(
            "macantine/settings.py",
            "SECURE = os.getenv(\"SECURE\") == \"True\"\nSESSION_COOKIE_SECURE = SECURE\nSECURE_SSL_REDIRECT = os.getenv(\"FORCE_HTTPS\") == \"True\"\n",
        )],
        told: &[],
        silent: &["cookie-session-secure", "redirect-disabled"],
    },
    Service {
        name: "helmet without HSTS on Scalingo, a cookie made safe later",
        files: &[(
            "back/src/server.ts",
            "app.use(helmet({ hsts: false })); // Scalingo sets it\nconst sess = { cookie: { secure: false, httpOnly: true } };\nif (process.env.SESSION_COOKIE_SECURE === \"true\") sess.cookie.secure = true;\napp.use(session(sess));\n",
        )],
        told: &[],
        silent: &["hsts-disabled", "cookie-session-secure", "helmet-disabled"],
    },
    Service {
        name: "Nest open to every origin",
        files: &[(
            "apps/backend-admin/src/main.ts",
            "app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: [\"'self'\", \"'unsafe-inline'\"] } } }));\napp.enableCors({ origin: \"*\" });\n",
        )],
        told: &["cors-wildcard", "csp-unsafe-inline"],
        silent: &["helmet-disabled"],
    },
    Service {
        name: "a policy and nothing else",
        files: &[(
            "next.config.js",
            "const csp = `default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'`;\nmodule.exports = { async headers() { return [{ source: \"/(.*)\", headers: [{ key: \"Content-Security-Policy\", value: csp }] }]; } };\n",
        )],
        told: &["csp-unsafe-inline", "csp-unsafe-eval", "xfo-missing"],
        silent: &["header-scope", "csp-missing"],
    },
    Service {
        name: "a page made to be embedded",
        files: &[(
            "src/config/withSecurityHeaders.ts",
            "const sec = [{ key: \"X-Frame-Options\", value: \"SAMEORIGIN\" }];\nmodule.exports = { async headers() { return [\n  { source: \"/:path*\", headers: sec },\n  { source: \"/iframe/:path*\", headers: [{ key: \"Content-Security-Policy\", value: \"frame-ancestors *\" }] },\n]; } };\n",
        )],
        told: &[],
        silent: &["csp-frame-ancestors-wildcard", "xfo-removed"],
    },
    Service {
        name: "a host that was taken over",
        files: &[(
            "site/netlify.base.toml",
            "[[headers]]\nfor = \"/*\"\n[headers.values]\nContent-Security-Policy = \"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' polyfill.io\"\n",
        )],
        told: &["csp-untrusted-host", "csp-unsafe-inline", "csp-unsafe-eval"],
        silent: &[],
    },
    Service {
        name: "Nelmio with one embeddable route",
        files: &[(
            "config/packages/nelmio_security.yaml",
            "nelmio_security:\n  clickjacking:\n    paths:\n      '^/carte($|\\?|/tiles/)': ALLOW\n      '^/.*': DENY\n  csp:\n    enforce:\n      script-src: ['self', 'unsafe-inline']\n",
        )],
        told: &["symfony-csp"],
        silent: &["xfo-removed", "csp-syntax", "csp-unsafe-inline"],
    },
    Service {
        name: "Spring with a policy from its properties",
        files: &[(
            "src/main/java/WebSecurityConfig.java",
            "class C { void f(HttpSecurity http) {\n  http.headers(h -> h.frameOptions(HeadersConfigurer.FrameOptionsConfig::sameOrigin).contentSecurityPolicy(csp -> csp.policyDirectives(cspContent)));\n} }\n",
        )],
        told: &[],
        silent: &["spring-headers-disabled", "csp-unsafe-inline"],
    },
    Service {
        name: "Phoenix with a plug of its own",
        files: &[(
            "lib/transport_web/router.ex",
            "defmodule R do\n  pipeline :browser do\n    plug :accepts, [\"html\"]\n    plug TransportWeb.Plugs.CustomSecureBrowserHeaders\n  end\nend\n",
        )],
        told: &[],
        silent: &["phoenix-secure-headers"],
    },
    Service {
        name: "a policy in the page",
        files: &[(
            "src/vector/index.html",
            "<!doctype html>\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; connect-src *; script-src 'self' 'unsafe-eval'\">\n",
        )],
        told: &["csp-unsafe-eval"],
        silent: &["csp-meta-only-directive", "csp-wildcard"],
    },
];

#[test]
fn services_are_judged_as_they_deserve() {
    let facts = Facts::new(time::Date::MIN, BTreeMap::new());
    let mut faults = Vec::new();
    for service in SERVICES {
        let found = testing::review(&CHECK, service.files, &facts);
        let said = |rule: &str, least: Level| {
            found.iter().any(|finding| finding.rule.ends_with(&format!("/{rule}")) && finding.level >= least)
        };
        let missed = service.told.iter().filter(|rule| !said(rule, Level::Notice));
        faults.extend(missed.map(|rule| format!("{}: {rule} is silent", service.name)));
        let loud = service.silent.iter().filter(|rule| said(rule, Level::Warning));
        faults.extend(loud.map(|rule| format!("{}: {rule} speaks", service.name)));
    }
    assert!(CHECK.rules().len() > 50);
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
