// A pull request with one fault per check, and the same files mended.

export const REPOSITORY = "betagouv/demo";

const workflow = (uses) => `name: CI
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: ${uses}
      - run: npm test
`;

// What the default branch holds.
export const before = {
  "README.md": "# Démonstration\n",
  "nginx.conf": `server {
    listen 8080;
    add_header X-Frame-Options DENY always;
    add_header X-Content-Type-Options nosniff always;

    location / {
        try_files $uri /index.html;
    }
}
`,
};

// What the pull request adds: each fault is on a line of its own.
export const faulty = {
  "public/index.html": `<!doctype html>
<html lang="fr">
<head>
  <title>Démonstration</title>
  <script async src="https://www.googletagmanager.com/gtag/js?id=G-ABCDEF1234"></script>
</head>
<body>
  <main>
    <h1>Démonstration</h1>
    <img src="/carte.png">
  </main>
</body>
</html>
`,
  "nginx.conf": before["nginx.conf"].replace(
    "        try_files",
    "        add_header Cache-Control no-store;\n        try_files",
  ),
  ".nvmrc": "16\n",
  ".github/workflows/ci.yml": workflow("actions/checkout@v4"),
};

// rule, path, line of every finding that fails a check.
export const expected = [
  ["dependencies/runtime-end-of-life", ".nvmrc", 1],
  ["rgaa/img-alt", "public/index.html", 10],
  ["rgpd/tracker-google-analytics", "public/index.html", 5],
  ["security-headers/nginx-add-header-inheritance", "nginx.conf", 7],
];

export const mended = {
  "public/index.html": faulty["public/index.html"]
    .replace(/.*googletagmanager.*\n/, "")
    .replace('<img src="/carte.png">', '<img src="/carte.png" alt="Carte des services">'),
  "nginx.conf": faulty["nginx.conf"].replace(
    "        add_header Cache-Control no-store;\n",
    `        add_header Cache-Control no-store;
        add_header X-Frame-Options DENY always;
        add_header X-Content-Type-Options nosniff always;
`,
  ),
  ".nvmrc": "24\n",
  ".github/workflows/ci.yml": workflow("actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8"),
};
