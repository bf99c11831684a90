//! What the demonstration shows: startups and repositories that do not exist, with faults that do.

type Files = &'static [(&'static str, &'static str)];

/// The directory, in the shape of the beta.gouv.fr API.
pub(super) const DIRECTORY: &str = r#"{
  "data": [
    {"id": "carte-des-services", "type": "startup", "attributes": {"name": "Carte des services", "repository": "https://github.com/betagouv/carte-des-services", "phases": [{"name": "construction", "start": "2025-03-01"}]}, "relationships": {"incubator": {"data": {"type": "incubator", "id": "dinum"}}}},
    {"id": "guichet-des-aides", "type": "startup", "attributes": {"name": "Guichet des aides", "repository": "https://github.com/betagouv/guichet-des-aides", "phases": [{"name": "acceleration", "start": "2024-09-01"}]}, "relationships": {"incubator": {"data": {"type": "incubator", "id": "mtes"}}}},
    {"id": "quai-des-donnees", "type": "startup", "attributes": {"name": "Quai des données", "phases": [{"name": "investigation", "start": "2026-01-05"}]}, "relationships": {"incubator": {"data": {"type": "incubator", "id": "dinum"}}}}
  ],
  "included": [
    {"id": "dinum", "type": "incubator", "attributes": {"title": "Direction interministérielle du numérique"}},
    {"id": "mtes", "type": "incubator", "attributes": {"title": "Fabrique numérique de l'écologie"}}
  ]
}"#;

/// The repositories as they are when the App is installed; the pull request is opened in the first.
pub(super) const fn before() -> &'static [(&'static str, Files)] {
    &[
        ("betagouv/carte-des-services", CARTE),
        ("betagouv/guichet-des-aides", GUICHET),
        ("betagouv/outils-communs", OUTILS),
    ]
}

const NGINX: &str = "server {
    listen 8080;
    add_header Strict-Transport-Security \"max-age=31536000\" always;
    add_header X-Content-Type-Options nosniff always;
    add_header X-Frame-Options DENY always;

    location / {
        try_files $uri /index.html;
    }
}
";

const CARTE: Files = &[("README.md", "# Carte des services\n"), (".nvmrc", "24\n"), ("nginx.conf", NGINX)];

const GUICHET: Files = &[
    (".nvmrc", "18\n"),
    (
        "app/templates/base.html.jinja",
        "<!doctype html>
<html lang=\"fr\">
<head><title>{% block titre %}Guichet des aides{% endblock %}</title></head>
<body>
  <img src=\"{{ url_for('static', filename='marianne.svg') }}\">
  <form action=\"/recherche\">
    <input type=\"search\" name=\"q\" placeholder=\"Rechercher une aide\">
    <button><svg viewBox=\"0 0 24 24\"><path d=\"M4 4h16\"/></svg></button>
  </form>
  {% block contenu %}{% endblock %}
</body>
</html>
",
    ),
];

const OUTILS: Files = &[("README.md", "# Outils communs\n"), (".python-version", "3.13\n")];

/// The pull request: one fault per check, each on a line of its own.
pub(super) const FAULTY: Files = &[
    (
        "public/index.html",
        "<!doctype html>
<html lang=\"fr\">
<head>
  <title>Carte des services</title>
  <script async src=\"https://www.googletagmanager.com/gtag/js?id=G-ABCDEF1234\"></script>
</head>
<body>
  <main>
    <h1>Carte des services</h1>
    <img src=\"/carte.png\">
  </main>
</body>
</html>
",
    ),
    (
        "nginx.conf",
        "server {
    listen 8080;
    add_header Strict-Transport-Security \"max-age=31536000\" always;
    add_header X-Content-Type-Options nosniff always;
    add_header X-Frame-Options DENY always;

    location / {
        add_header Cache-Control no-store;
        try_files $uri /index.html;
    }
}
",
    ),
    (".nvmrc", "16\n"),
];

/// The same, mended as the annotations say.
pub(super) const MENDED: Files = &[
    (
        "public/index.html",
        "<!doctype html>
<html lang=\"fr\">
<head>
  <title>Carte des services</title>
</head>
<body>
  <main>
    <h1>Carte des services</h1>
    <img src=\"/carte.png\" alt=\"Carte des services, par département\">
  </main>
</body>
</html>
",
    ),
    (
        "nginx.conf",
        "server {
    listen 8080;
    add_header Strict-Transport-Security \"max-age=31536000\" always;
    add_header X-Content-Type-Options nosniff always;
    add_header X-Frame-Options DENY always;

    location / {
        add_header Cache-Control no-store;
        add_header Strict-Transport-Security \"max-age=31536000\" always;
        add_header X-Content-Type-Options nosniff always;
        add_header X-Frame-Options DENY always;
        try_files $uri /index.html;
    }
}
",
    ),
    (".nvmrc", "22\n"),
];
