use std::fmt::Write as _;

use checks_core::{File, Span};

use super::{Around, Assignment, Call, Expr, Kind, Script};

fn script(path: &str, text: &str) -> Script {
    (*Script::of(&File::new(path, text)).unwrap()).clone()
}

fn call<'s>(script: &'s Script, callee: &str) -> &'s Call {
    script
        .calls
        .iter()
        .find(|call| call.callee == callee)
        .unwrap_or_else(|| panic!("no {callee} in {:?}", script.calls))
}

fn assigned<'s>(script: &'s Script, target: &str) -> &'s Assignment {
    script.assignments.iter().find(|assignment| assignment.target == target).unwrap()
}

fn when(text: &str) -> Around {
    Around::When(text.into())
}

fn unless(text: &str) -> Around {
    Around::Unless(text.into())
}

fn texts(list: &Expr) -> Vec<&str> {
    let Kind::List(items) = &list.kind else { panic!("{list:?} is no list") };
    items.iter().map(|item| item.text().unwrap_or("?")).collect()
}

/// The one place where `part` stands.
fn at(text: &str, part: &str) -> Span {
    let start = text.find(part).unwrap();
    Span::new(start, start + part.len())
}

#[test]
fn helmet_options_are_read_with_their_places() {
    let text = "import helmet from 'helmet';\nconst DAY = 24 * 60 * 60;\napp.use(helmet({\n  hsts: { maxAge: 30 * DAY, preload: true },\n  contentSecurityPolicy: { directives: { 'script-src': [\"'self'\", `https://${host}`], ...rest } },\n}));\n";
    let script = script("server.ts", text);
    assert_eq!(script.imports[0].module, "helmet");
    assert_eq!(script.imports[0].names, [("default".to_owned(), "helmet".to_owned())]);
    let helmet = call(&script, "helmet");
    assert_eq!(helmet.callee_span, Span::new(text.find("helmet({").unwrap(), text.find("({\n").unwrap()));
    let options = helmet.argument(0, "").unwrap();
    let max_age = options.get("hsts").unwrap().value.get("maxAge").unwrap();
    assert_eq!(max_age.value.number(), Some(2_592_000.0));
    assert_eq!(max_age.span, at(text, "maxAge: 30 * DAY"));
    assert_eq!(max_age.value.span, at(text, "30 * DAY"));
    let directives = &options.get("contentSecurityPolicy").unwrap().value.get("directives").unwrap().value;
    assert!(directives.is_open_ended());
    let Kind::List(sources) = &directives.get("script-src").unwrap().value.kind else { panic!() };
    assert_eq!(sources[0].text(), Some("'self'"));
    assert!(matches!(&sources[1].kind, Kind::Partial(pieces) if pieces == &["https://", ""]));
    assert!(call(&script, "app.use").span.contains(helmet.span));
}

#[test]
fn names_bound_once_stand_for_their_literal() {
    let text = "const base = { frameguard: false };\nconst list = [\"'self'\"];\nlet later = 1;\nfunction f() { g(csp, base.frameguard, later, twice, { ...base, a: 1 }, [...list, 'x']); }\nconst csp = ['default-src', \"'self'\"].join(' ');\nfunction h(twice) {}\nconst twice = 2;";
    let script = script("a.js", text);
    let g = call(&script, "g");
    let value = |index: usize| &g.argument(index, "").unwrap().kind;
    assert!(matches!(value(0), Kind::Text(text) if text == "default-src 'self'"));
    assert!(matches!(value(1), Kind::Bool(false)));
    assert!(matches!(value(2), Kind::Name(name) if name == "later"));
    assert!(matches!(value(3), Kind::Name(name) if name == "twice"));
    let merged = g.argument(4, "").unwrap();
    assert_eq!(merged.get("frameguard").unwrap().span, at(text, "frameguard: false"));
    assert!(!merged.is_open_ended());
    assert_eq!(texts(g.argument(5, "").unwrap()), ["'self'", "x"]);
    assert_eq!(g.argument(0, "").unwrap().span, at(text, "csp"));
}

#[test]
fn a_list_that_is_changed_later_is_not_known() {
    let script = script("a.js", "const list = [1]; list.push(2); const map = {}; map.a = 1; f(list, map);");
    let f = call(&script, "f");
    assert!(f.arguments.iter().all(|argument| matches!(argument.value.kind, Kind::Name(_))));
}

#[test]
fn what_stands_around_a_call_is_told() {
    let text = "class Analytics { start() { if (consent) { ga(1) } else { ga(2) } } }\nuseEffect(() => { if (!ok) return; ga(3); });\nrun({ onAccept: () => ready && ga(4) });\nconst load = () => dev ? ga(5) : ga(6);\nwindow.go = function () { x || ga(7) };";
    let script = script("a.tsx", text);
    let around = |number: f64| {
        let is_it = |call: &&Call| call.callee == "ga" && call.arguments[0].value.number() == Some(number);
        script.calls.iter().find(is_it).unwrap().around.clone()
    };
    let method = [Around::Class("Analytics".into()), Around::Function("start".into())];
    assert_eq!(around(1.0), [&method[..], &[when("consent")]].concat());
    assert_eq!(around(2.0), [&method[..], &[unless("consent")]].concat());
    assert_eq!(around(3.0), [Around::CallbackOf("useEffect".into()), unless("!ok")]);
    assert_eq!(around(4.0), [Around::CallbackOf("run".into()), Around::Function("onAccept".into()), when("ready")]);
    assert_eq!(around(5.0), [Around::Function("load".into()), when("dev")]);
    assert_eq!(around(6.0), [Around::Function("load".into()), unless("dev")]);
    assert_eq!(around(7.0), [Around::Function("window.go".into()), unless("x")]);
}

#[test]
fn chains_requires_and_exports_are_named() {
    let text = "const { init: start } = require('@sentry/node');\nconst h = require('helmet');\n(window._paq = window._paq || []).push(['a']);\nwindow['dataLayer']?.push(1);\nnew Foo.Bar();\nmodule.exports = { a: 1 };\nexport default { poweredByHeader: false };";
    let script = script("a.js", text);
    assert_eq!(script.imports[0].names, [("init".to_owned(), "start".to_owned())]);
    assert_eq!(script.imports[1].names, [("*".to_owned(), "h".to_owned())]);
    assert_eq!(script.imports.len(), 2);
    let callees: Vec<&str> = script.calls.iter().map(|call| call.callee.as_str()).collect();
    assert_eq!(callees, ["require", "require", "window._paq.push", "window.dataLayer.push", "Foo.Bar"]);
    assert!(assigned(&script, "module.exports").value.get("a").is_some());
    assert_eq!(assigned(&script, "export default").value.get("poweredByHeader").unwrap().value.bool(), Some(false));
}

#[test]
fn scripts_of_pages_keep_the_authors_places() {
    let text = "<p>é</p>\n<!-- <script>no(1)</script> -->\n<script type=\"application/json\">{\"a\": no(2)}</script>\n<script async>\n  {% if matomo %}\n  gtag('config', 'G-{{ ga_id }}', {{ options|safe }});\n  {% endif %}\n</script>";
    let script = script("base.html", text);
    assert_eq!(script.calls.len(), 1);
    let gtag = call(&script, "gtag");
    assert_eq!(gtag.span, at(text, "gtag('config', 'G-{{ ga_id }}', {{ options|safe }})"));
    assert!(matches!(&gtag.arguments[1].value.kind, Kind::Partial(pieces) if pieces == &["G-", ""]));
    assert!(matches!(gtag.arguments[2].value.kind, Kind::Unknown));

    let vue = "<template><p>{{ a }}</p></template>\n<script setup lang=\"ts\">\nconst a = ref<string>('x')\n</script>";
    assert_eq!(call(&self::script("A.vue", vue), "ref").span, at(vue, "ref<string>('x')"));
    let astro = "---\nimport { load } from './a'\nload()\n---\n<p/><script>track()</script>";
    assert_eq!(self::script("a.astro", astro).calls.len(), 2);
    for (path, text) in [
        ("a.html.erb", "<script>\n<% if a %>f(\"<%= b %>\")<% end %></script>"),
        ("a.php", "<?php echo 1; ?><script>f(<?= json_encode($a) ?>);</script>"),
        ("a.blade.php", "<script>\n@if ($x)\nf(\"{{ $y }}\", {!! $z !!})\n@endif\n</script>"),
        ("a.hbs", "<script>f('{{a}}')</script>"),
    ] {
        let script = self::script(path, text);
        assert_eq!(script.calls.len(), 1, "{path}: {:?}", script.calls);
    }
}

#[test]
fn django_settings_are_read_with_their_places() {
    let text = "from .base import *\nimport sentry_sdk.integrations.django as s\nfrom decouple import config as c\nDAY = 60 * 60 * 24\nSECURE_HSTS_SECONDS: int = 365 * DAY\nMIDDLEWARE = [\n    'a.B',\n    # 'c.D',\n    *EXTRA,\n]\nMIDDLEWARE += ('e.F',)\nif DEBUG:\n    X = 1\nelif TEST:\n    X = 2\nelse:\n    DATABASES['default']['X'] = 3\nHSTS = env.int('HSTS', default=60)\nPOLICY = {'DIRECTIVES': {'script-src': [NONE, 'x' 'y', f'a{b}c', \"; \".join(['p', 'q'])], **more}}\nNONE = \"'none'\"\n";
    let script = script("settings.py", text);
    assert_eq!(script.imports[0].names, [("*".to_owned(), "*".to_owned())]);
    assert_eq!(script.imports[1].module, "sentry_sdk.integrations.django");
    assert_eq!(script.imports[2].names, [("config".to_owned(), "c".to_owned())]);
    let hsts = assigned(&script, "SECURE_HSTS_SECONDS");
    assert_eq!(hsts.value.number(), Some(31_536_000.0));
    assert_eq!(hsts.value.span, at(text, "365 * DAY"));
    assert_eq!(hsts.span, at(text, "SECURE_HSTS_SECONDS: int = 365 * DAY"));
    let middleware = assigned(&script, "MIDDLEWARE");
    assert!(middleware.value.is_open_ended());
    assert_eq!(texts(&middleware.value), ["a.B", "?"]);
    let added = script.assignments.iter().find(|assignment| assignment.operator == "+=").unwrap();
    assert_eq!((added.target.as_str(), texts(&added.value)), ("MIDDLEWARE", vec!["e.F"]));
    let arounds: Vec<_> = script
        .assignments
        .iter()
        .filter(|assignment| assignment.target == "X")
        .map(|found| found.around.clone())
        .collect();
    assert_eq!(arounds, [vec![when("DEBUG")], vec![unless("DEBUG"), when("TEST")]]);
    assert_eq!(assigned(&script, "DATABASES.default.X").around, [unless("DEBUG"), unless("TEST")]);
    let Kind::Call(env) = &assigned(&script, "HSTS").value.kind else { panic!() };
    assert_eq!(env.callee, "env.int");
    assert_eq!(env.argument(1, "default").unwrap().number(), Some(60.0));
    let sources = &assigned(&script, "POLICY").value.get("DIRECTIVES").unwrap().value;
    let Kind::List(items) = &sources.get("script-src").unwrap().value.kind else { panic!() };
    assert_eq!(items[1].text(), Some("xy"));
    assert!(matches!(&items[2].kind, Kind::Partial(pieces) if pieces == &["a", "c"]));
    assert_eq!(items[3].text(), Some("p; q"));
}

#[test]
fn python_calls_are_told_with_what_stands_around_them() {
    let text = "def start():\n    if not prod:\n        return\n    sentry_sdk.init(dsn=D, send_default_pii=True)\nclass Prod(Base):\n    AGE = 3\n    x = f(AGE) if AGE else g()\n";
    let script = script("a.py", text);
    let init = call(&script, "sentry_sdk.init");
    assert_eq!(init.around, [Around::Function("start".into()), unless("not prod")]);
    assert_eq!(init.argument(9, "send_default_pii").unwrap().bool(), Some(true));
    assert_eq!(init.arguments[1].span, at(text, "send_default_pii=True"));
    assert_eq!(assigned(&script, "AGE").around, [Around::Class("Prod".into())]);
    assert_eq!(call(&script, "g").around, [Around::Class("Prod".into()), unless("AGE")]);
}

#[test]
fn a_python_name_bound_twice_or_under_a_condition_is_not_known() {
    let script = script("a.py", "A = 1\nA = 2\nif x:\n    B = 1\nC = [1]\nC.append(2)\nD = 5\nf(A, B, C, D)\n");
    let f = call(&script, "f");
    let known: Vec<bool> = f.arguments.iter().map(|argument| !matches!(argument.value.kind, Kind::Name(_))).collect();
    assert_eq!(known, [false, false, false, true]);
}

#[test]
fn hostile_nesting_is_survived() {
    for open in [
        "(",
        "[",
        "{",
        "{a:",
        "!",
        "a?b:",
        "a=>",
        "`${",
        "<a>",
        "if(a)",
        "new ",
        "a.b(",
        "a+",
        "a.",
        "f()()",
        "x=",
        "typeof ",
        "a<",
        "a||",
        "class{a=",
        "function(){",
        "[...",
        "type A=B<",
        "do ",
        "async()=>",
        "<a b={",
        "let x:{a:",
        "else if(a){}",
        "@a(",
        "a as b as ",
        "a?(b):c=>",
        "lambda:",
        "not ",
        "f(a=",
        "x if y else ",
        "'a'+",
        "{**",
        "a=b=",
    ] {
        for (path, count) in [("a.js", 390), ("a.ts", 100), ("a.tsx", 100_000), ("a.py", 2_000)] {
            let _ = script(path, &open.repeat(count));
        }
    }
    // As deep as is read at all.
    for (open, count) in
        [("!", 11_999), ("a=>", 5_999), ("new ", 11_999), ("a+", 11_999), ("if(a)", 3_999), ("a.", 11_999)]
    {
        let _ = script("a.ts", &open.repeat(count));
    }
}

#[test]
fn doubling_names_does_not_fill_the_memory() {
    let mut text = String::from("const a0 = ['x'];\n");
    let mut python = String::from("a0 = 'x' * 1\nb0 = 'xy'\n");
    for index in 1..60 {
        let last = index - 1;
        let _ = writeln!(text, "const a{index} = [...a{last}, ...a{last}];");
        let _ = writeln!(python, "b{index} = b{last} + b{last}");
    }
    assert_eq!(script("a.js", &text).assignments.len(), 60);
    assert_eq!(script("a.py", &python).assignments.len(), 61);
}

#[test]
fn broken_text_is_no_script() {
    for path in ["a.js", "a.ts", "a.py", "a.vue", "a.html", "a.astro"] {
        for text in [
            "",
            "\u{feff}",
            "<script",
            "<script a=",
            "<script a='",
            "---",
            "---\n",
            "\"",
            "/*",
            "`",
            "<script>é",
            "=é",
            "{{",
        ] {
            let _ = script(path, text);
        }
    }
}
