// Grades recorded answers with MDN's own engine (algorithm 4, the last that is on npm), without a socket: what its
// analysers are given is made of the same lines. `node engine.mjs FILE` writes one JSON object a line.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const root = join(dirname(createRequire(import.meta.url).resolve("@mdn/mdn-http-observatory/package.json")));
mkdirSync(join(root, "conf"), { recursive: true });
writeFileSync(join(root, "conf", "hsts-preload.json"), "{}");
const load = (path) => import(pathToFileURL(join(root, "src", path)).href);
const { Requests } = await load("types.js");
const { ALL_TESTS } = await load("constants.js");
const { getGradeForScore, getScoreModifier } = await load("grader/grader.js");
const { parseHttpEquivHeaders } = await load("retriever/utils.js");
const { CookieJar } = await import(createRequire(join(root, "package.json")).resolve("tough-cookie"));

const HTML = new Set(["text/html", "application/xhtml+xml"]);

function requests(recorded) {
  const host = recorded.host ?? "site.test";
  const url = new URL(`https://${host}/`);
  const headers = { "content-type": recorded.content_type ?? "text/html" };
  for (const [name, value] of recorded.headers) {
    const key = name.toLowerCase();
    headers[key] = key in headers ? `${headers[key]}, ${value}` : value;
  }
  // The engine asks its HTTP library's headers for one of them by name.
  Object.defineProperty(headers, "get", { value: (name) => headers[name.toLowerCase()] });
  const jar = new CookieJar();
  if (recorded.cookies?.length) headers["set-cookie"] = recorded.cookies;
  for (const line of recorded.cookies ?? []) {
    try {
      jar.setCookieSync(line, url.href);
    } catch {
      // A cookie of another domain.
    }
  }
  const answer = { headers, status: 200, verified: recorded.https !== "invalid-cert", data: recorded.body ?? "" };
  if (HTML.has(headers["content-type"].split(";")[0]) && recorded.body) {
    answer.httpEquiv = parseHttpEquivHeaders(recorded.body, url.href);
  } else {
    answer.httpEquiv = new Map();
  }
  const asked = new Requests(host);
  asked.responses.auto = asked.responses.https = answer;
  asked.responses.http = recorded.http === "none" ? null : answer;
  asked.responses.httpRedirects = [
    { url: new URL(`http://${host}/`), status: 301 },
    { url, status: 200 },
  ];
  asked.responses.cors = recorded.cors_headers ? { headers: recorded.cors_headers, verified: true } : null;
  asked.resources.path = recorded.body ?? "";
  asked.session = { url, jar, redirectHistory: [] };
  return asked;
}

const lines = readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean);
const out = lines.map((line) => {
  const recorded = JSON.parse(line);
  const asked = requests(recorded);
  let plain = 100;
  let full = 100;
  const tests = {};
  for (const test of ALL_TESTS) {
    const output = test(asked);
    const modifier = getScoreModifier(output.result);
    full += modifier;
    if (modifier < 0) plain += modifier;
    tests[output.constructor.name] = { result: output.result, modifier, pass: output.pass };
  }
  const { grade, score } = getGradeForScore(plain >= 90 ? full : plain);
  return JSON.stringify({ id: recorded.id, grade, score, tests });
});
process.stdout.write(`${out.join("\n")}\n`);
