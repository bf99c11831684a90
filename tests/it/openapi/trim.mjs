#!/usr/bin/env node
// Writes github.json: GitHub's own OpenAPI description, cut down to the operations that Vigie may ask for. Whatever is
// not in the list below is refused by the tests, so this list is also what Vigie is allowed to do: least privilege.
//
//   npm install --no-save @octokit/openapi@23.0.2     (MIT, Octokit contributors; the description itself is GitHub's, MIT)
//   node trim.mjs node_modules/@octokit/openapi/generated/api.github.com.json > github.json
//
// Requests are kept as they are described. Answers keep their types but no list of required fields: a description of
// what GitHub sends, not of what a GitHub in memory must. Descriptions, examples and links are dropped.
import fs from "node:fs";

const repository = "/repos/{owner}/{repo}";
const allowed = {
  "/app": ["get"],
  "/app/installations": ["get"],
  "/app/installations/{installation_id}/access_tokens": ["post"],
  "/installation/repositories": ["get"],
  [`${repository}`]: ["get"],
  [`${repository}/installation`]: ["get"],
  [`${repository}/pulls`]: ["get"],
  [`${repository}/pulls/{pull_number}`]: ["get"],
  [`${repository}/commits/{commit_sha}/pulls`]: ["get"],
  [`${repository}/commits/{ref}/check-runs`]: ["get"],
  [`${repository}/compare/{basehead}`]: ["get"],
  [`${repository}/git/ref/{ref}`]: ["get"],
  [`${repository}/git/trees/{tree_sha}`]: ["get"],
  [`${repository}/git/blobs/{file_sha}`]: ["get"],
  [`${repository}/tarball/{ref}`]: ["get"],
  [`${repository}/check-runs`]: ["post"],
  [`${repository}/check-runs/{check_run_id}`]: ["patch"],
};

const source = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const schemas = {};

const pointed = (ref) => ref.slice(2).split("/").reduce((node, key) => node[key], source);
const resolved = (node) => (node?.$ref ? resolved(pointed(node.$ref)) : node);
const noise = new Set(["description", "summary", "example", "examples", "externalDocs", "title", "deprecated", "format"]);

/** A schema in JSON Schema 2020: OpenAPI's `nullable` becomes a type, references move to `#/schemas`. */
function schema(node, lenient, names = false) {
  if (Array.isArray(node)) return node.map((item) => schema(item, lenient));
  if (node === null || typeof node !== "object") return node;
  if (node.$ref) {
    const name = node.$ref.split("/").pop() + (lenient ? "~" : "");
    if (!(name in schemas)) {
      schemas[name] = null;
      schemas[name] = schema(pointed(node.$ref), lenient);
    }
    return { $ref: `#/schemas/${name.replaceAll("~", "~0")}` };
  }
  const kept = {};
  for (const [key, value] of Object.entries(node)) {
    if (!names && (noise.has(key) || key.startsWith("x-"))) continue;
    if (!names && lenient && key === "required") continue;
    // Without required fields, shapes that exclude each other overlap.
    const name = !names && lenient && key === "oneOf" ? "anyOf" : key;
    kept[name] = schema(value, lenient, !names && key === "properties");
  }
  if (names) return kept;
  if (kept.nullable) {
    delete kept.nullable;
    if (typeof kept.type === "string") kept.type = [kept.type, "null"];
    if (kept.enum) kept.enum = [...kept.enum, null];
    if (kept.$ref || kept.allOf || kept.anyOf || kept.oneOf) return { anyOf: [kept, { type: "null" }] };
  }
  delete kept.nullable;
  return kept;
}

/** GitHub ignores what it does not know: a misspelt key would go unnoticed. Here it is refused. */
function locked(node, alternative = false) {
  if (Array.isArray(node)) return node.forEach((item) => locked(item, true));
  if (node === null || typeof node !== "object") return;
  if (!alternative && node.type === "object" && node.properties) node.additionalProperties ??= false;
  for (const [key, value] of Object.entries(node)) {
    if (key === "properties") Object.values(value).forEach((shape) => locked(shape));
    else locked(value, ["oneOf", "anyOf", "allOf"].includes(key));
  }
}

const operations = {};
for (const [path, methods] of Object.entries(allowed)) {
  for (const method of methods) {
    const item = source.paths[path];
    const operation = item?.[method];
    if (!operation) throw new Error(`GitHub describes no ${method} ${path}`);
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolved);
    const body = resolved(operation.requestBody);
    const answers = {};
    for (const [status, answer] of Object.entries(operation.responses ?? {})) {
      const content = resolved(answer)?.content?.["application/json"]?.schema;
      if (status.startsWith("2") && content) answers[status] = schema(content, true);
    }
    operations[`${method.toUpperCase()} ${path}`] = {
      parameters: parameters
        .filter(({ in: place }) => place === "path" || place === "query")
        .map(({ name, in: place, required, schema: shape }) => ({ name, in: place, required: !!required, schema: schema(shape, false) })),
      body: body ? { required: !!body.required, schema: schema(body.content["application/json"].schema, false) } : null,
      answers,
    };
  }
}

for (const { body } of Object.values(operations)) locked(body?.schema ?? null);
for (const [name, shape] of Object.entries(schemas)) if (!name.endsWith("~")) locked(shape);

const licence = "GitHub's REST API description, MIT licence, https://github.com/github/rest-api-description";
const ordered = Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
console.log(JSON.stringify({ source: "@octokit/openapi 23.0.2", licence, operations, schemas: ordered }, null, 1));
