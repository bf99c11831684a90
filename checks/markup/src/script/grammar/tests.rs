use checks_core::File;

use crate::script::{Around, Call, Expr, Kind, Script};

fn of(path: &str, text: &str) -> Script {
    let file = File::new(path, text);
    let script = Script::of_php(&file).or_else(|| Script::of(&file));
    script.unwrap().as_ref().clone()
}

fn call<'s>(script: &'s Script, callee: &str) -> &'s Call {
    let names: Vec<&str> = script.calls.iter().map(|call| call.callee.as_str()).collect();
    script.calls.iter().find(|call| call.callee == callee).unwrap_or_else(|| panic!("{callee} in {names:?}"))
}

fn assigned<'s>(script: &'s Script, target: &str) -> &'s Kind {
    let names: Vec<&str> = script.assignments.iter().map(|assignment| assignment.target.as_str()).collect();
    let found = script.assignments.iter().find(|assignment| assignment.target == target);
    &found.unwrap_or_else(|| panic!("{target} in {names:?}")).value.kind
}

#[test]
fn ruby() {
    let script = of(
        "a.rb",
        "Rails.application.config.content_security_policy do |policy|\n  policy.script_src :self, *HOSTS, \"a#{b}\"\nend\nHOSTS = %w[x y]\nresponse.headers[\"X-Frame-Options\"] = \"DENY\"\ncookies[:session] = { value: v, :secure => false, httponly: true }\nconfig.ssl_options = { hsts: { expires: 1.year } } unless Rails.env.test?\nresponse.headers.except! \"A\"\n",
    );
    let sources = call(&script, "policy.script_src");
    assert_eq!(sources.around, [Around::CallbackOf("Rails.application.config.content_security_policy".into())]);
    assert!(matches!(&sources.arguments[0].value.kind, Kind::Name(name) if name == ":self"));
    assert!(matches!(assigned(&script, "response.headers.X-Frame-Options"), Kind::Text(text) if text == "DENY"));
    let Kind::Map(cookie) = assigned(&script, "cookies.session") else { panic!() };
    assert_eq!(cookie[1].key, "secure");
    assert_eq!(cookie[1].value.bool(), Some(false));
    let ssl = script.assignments.iter().find(|assignment| assignment.target == "config.ssl_options").unwrap();
    assert_eq!(ssl.around, [Around::Unless("Rails.env.test?".into())]);
    let expires = &ssl.value.get("hsts").unwrap().value.get("expires").unwrap().value;
    assert_eq!(expires.number(), Some(31_556_952.0));
    assert_eq!(call(&script, "response.headers.except!").arguments.len(), 1);
}

#[test]
fn php() {
    let script = of(
        "a.php",
        "<?php\n$response->headers->set('X', \"a\" . 'b');\nsetcookie('session', $v, ['secure' => false]);\nclass A { const P = 'p'; function f() { if ($dev) { return ['secure' => env('S', false), 'l' => ['a', 'b']]; } Cookie::make('t', self::P); } }",
    );
    let set = call(&script, "response.headers.set");
    assert_eq!(set.argument(1, "").and_then(Expr::text), Some("ab"));
    assert_eq!(call(&script, "setcookie").arguments[2].value.get("secure").unwrap().value.bool(), Some(false));
    assert_eq!(call(&script, "Cookie.make").arguments.len(), 2);
    let returned = &script.returns[0];
    assert_eq!(returned.around.last(), Some(&Around::When("$dev".into())));
    assert!(matches!(&returned.value.get("secure").unwrap().value.kind, Kind::Call(call) if call.callee == "env"));
}

#[test]
fn java_and_kotlin() {
    let java = of(
        "A.java",
        "class A { static final String CSP = \"default-src\" + \" *\"; void f() { http.headers(h -> h.frameOptions().disable()).csrf(A::x); Cookie cookie = new Cookie(\"session\", id); cookie.setSecure(false); r.setHeader(\"P\", CSP); c.setAllowedOrigins(List.of(\"*\")); } }",
    );
    let disable = call(&java, "h.frameOptions().disable");
    assert!(disable.around.contains(&Around::CallbackOf("http.headers".into())));
    assert_eq!(call(&java, "cookie.setSecure").arguments[0].value.bool(), Some(false));
    assert_eq!(call(&java, "r.setHeader").arguments[1].value.text(), Some("default-src *"));
    assert!(
        matches!(&call(&java, "c.setAllowedOrigins").arguments[0].value.kind, Kind::List(items) if items.len() == 1)
    );
    call(&java, "http.headers().csrf");

    let kotlin = of(
        "a.kt",
        "fun f(http: H) {\n  http { headers { frameOptions { disable() } } }\n  val c = Cookie(\"a\", \"b\"); c.secure = false\n  cors(origins = listOf(\"*\"))\n}",
    );
    let disable = call(&kotlin, "disable");
    assert_eq!(disable.around.last(), Some(&Around::CallbackOf("frameOptions".into())));
    assert!(matches!(assigned(&kotlin, "c.secure"), Kind::Bool(false)));
    assert_eq!(call(&kotlin, "cors").arguments[0].name.as_deref(), Some("origins"));
}

#[test]
fn go_and_rust() {
    let go = of(
        "a.go",
        "package a\nconst age = 60 * 2\nfunc f() {\n http.SetCookie(w, &http.Cookie{Name: \"session\", Secure: false})\n w.Header().Set(\"X\", `y`)\n s := secure.New(secure.Options{STSSeconds: age})\n c.Secure = true\n o := []string{\"*\"}\n}",
    );
    let cookie = call(&go, "http.Cookie");
    assert_eq!(cookie.argument(9, "Secure").and_then(Expr::bool), Some(false));
    assert_eq!(call(&go, "w.Header().Set").arguments[1].value.text(), Some("y"));
    assert_eq!(call(&go, "secure.Options").argument(9, "STSSeconds").and_then(Expr::number), Some(120.0));
    assert!(matches!(assigned(&go, "o"), Kind::List(_)));

    let rust = of(
        "a.rs",
        "fn f() { let c = Cookie::build((\"session\", id)).secure(false).finish(); CorsLayer::new().allow_origin(Any).allow_credentials(true); l(header::X_FRAME_OPTIONS, HeaderValue::from_static(\"DENY\")); }",
    );
    assert_eq!(call(&rust, "Cookie.build().secure").arguments[0].value.bool(), Some(false));
    assert_eq!(call(&rust, "CorsLayer.new().allow_origin().allow_credentials").arguments.len(), 1);
    assert!(matches!(&call(&rust, "l").arguments[0].value.kind, Kind::Name(name) if name == "header.X_FRAME_OPTIONS"));
}

#[test]
fn elixir() {
    let script = of(
        "router.ex",
        "defmodule A do\n  pipeline :browser do\n    plug :put_secure_browser_headers, %{\"a\" => \"b\"}\n  end\n  config :app, Endpoint, force_ssl: [hsts: false]\n  @session_options [key: \"_a\", secure: false]\n  if config_env() == :prod do\n    x = \"y\"\n  end\n  def call(conn, _), do: conn |> put_resp_header(\"x\", \"y\")\nend",
    );
    let plug = call(&script, "plug");
    assert_eq!(plug.around, [Around::Class("A".into()), Around::CallbackOf("pipeline".into())]);
    assert_eq!(plug.arguments[1].value.get("a").and_then(|entry| entry.value.text()), Some("b"));
    let force = call(&script, "config").argument(9, "force_ssl").unwrap();
    assert_eq!(force.get("hsts").unwrap().value.bool(), Some(false));
    let Kind::Map(options) = assigned(&script, "@session_options") else { panic!() };
    assert_eq!(options[1].key, "secure");
    let x = script.assignments.iter().find(|assignment| assignment.target == "x").unwrap();
    assert!(x.around.contains(&Around::When("config_env() == :prod".into())));
    call(&script, "put_resp_header");
}

#[test]
fn what_is_no_program_is_left_alone() {
    for path in ["a.rb", "a.php", "a.java", "a.kt", "a.go", "a.ex", "a.rs"] {
        of(path, &"(".repeat(50_000));
        of(path, &"a.b(".repeat(20_000));
        of(path, "");
        of(path, "<?php é \u{1} %%% 'x");
    }
}
