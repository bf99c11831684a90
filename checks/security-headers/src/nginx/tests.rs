use checks_core::File;

use super::{Config, Directive, Part};

fn config(text: &str) -> Config {
    Config::parse(text).unwrap()
}

fn names(directives: &[Directive]) -> Vec<&str> {
    directives.iter().map(|directive| directive.name.as_str()).collect()
}

#[test]
fn directives_keep_their_places() {
    let text = "# é\nserver {\n  add_header X-Foo \"a; b\" always; # no\n  location ~ \"^/[0-9]{4}\" { return 200 'it''s'; }\n}\nlisten 80;";
    let config = config(text);
    assert_eq!(names(&config.directives), ["server", "listen"]);
    let server = config.directives[0].block.as_deref().unwrap();
    assert_eq!(names(server), ["add_header", "location"]);
    let header = &server[0];
    assert_eq!(&text[header.span.range()], "add_header X-Foo \"a; b\" always;");
    assert_eq!(header.text(1), Some("a; b"));
    let Part::Text(_, at) = header.arguments[1].parts[0] else { panic!() };
    assert!(text[at as usize..].starts_with("a; b"));
    assert_eq!(server[1].text(1), Some("^/[0-9]{4}"));
}

#[test]
fn what_templates_and_requests_decide_is_not_known() {
    let config = config(
        "add_header A \"x <%= ENV['B; C'] %>y ${D}$e\";\n<% if ENV[\"F\"] %>\nadd_header G 1;\n<% end %>\nadd_header H 2;\n<% list.each do |x| %>listen <%= x %>;<% end %>",
    );
    let parts = &config.directives[0].arguments[1].parts;
    assert!(
        matches!(&parts[..], [Part::Text(..), Part::Dynamic, Part::Text(..), Part::Variable(d), Part::Variable(e)] if d == "D" && e == "e")
    );
    let conditional: Vec<bool> = config.directives.iter().map(|directive| directive.conditional).collect();
    assert_eq!(conditional, [false, true, false, true]);
}

#[test]
fn other_languages_that_end_in_conf_are_told_apart() {
    let is_nginx = |text: &str| Config::of(&File::new("a.conf", text)).is_some();
    assert!(is_nginx("add_header X-Frame-Options DENY;"));
    assert!(is_nginx("location / { root /srv; }"));
    for other in [
        "<VirtualHost *:80>\n  Header set X-Frame-Options DENY\n</VirtualHost>\n",
        "akka { http { server { idle-timeout = 60 s } } }",
        "play.filters.headers { frameOptions = null }",
        "maxmemory 2mb\nsave 900 1\n",
        "[supervisord]\nnodaemon=true\n",
        "",
    ] {
        assert!(!is_nginx(other), "{other}");
    }
}

#[test]
fn hostile_text_is_survived() {
    assert!(Config::parse(&"a{".repeat(100_000)).is_none());
    for text in
        ["\"", "<%", "<%=", "${", "$", "}", "{}", "a \\", "é", "a\\é;", "add_header \"é", "x_by_lua_block {", ";;"]
    {
        let _ = Config::parse(text);
        let _ = Config::parse(&text.repeat(50));
    }
}
