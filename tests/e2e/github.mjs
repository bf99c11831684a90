// A GitHub to run against: emulate, started on a free port with an App of our own, and the few calls a developer makes.
import { spawn } from "node:child_process";
import { createHmac, generateKeyPairSync, randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const HUMAN = { authorization: "Bearer human_token", "content-type": "application/json" };
export const APP_ID = 12345;
export const WEBHOOK_SECRET = "un secret pour l'essai";

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

export async function until(what, seconds, probe) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > end) throw new Error(`${what}: pas dans les ${seconds} s`);
    await pause(50);
  }
}

export class GitHub {
  static async start(webhookUrl) {
    const github = new GitHub();
    github.webhookUrl = webhookUrl;
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    github.privateKey = privateKey;
    github.port = await freePort();
    github.url = `http://127.0.0.1:${github.port}`;
    const folder = mkdtempSync(join(tmpdir(), "vigie-e2e-"));
    writeFileSync(join(folder, "seed.yaml"), seed(privateKey, webhookUrl));
    const program = fileURLToPath(new URL("node_modules/emulate/dist/index.js", import.meta.url));
    const options = ["start", "--service", "github", "--port", `${github.port}`, "--seed", join(folder, "seed.yaml")];
    github.process = spawn(process.execPath, [program, ...options], { stdio: "ignore" });
    await until("emulate répond", 20, () => fetch(`${github.url}/zen`).then((r) => r.ok).catch(() => false));
    return github;
  }

  stop() {
    this.process.kill();
  }

  async call(method, path, body) {
    const response = await fetch(this.url + path, { method, headers: HUMAN, body: body && JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  }

  head(repository, branch) {
    return this.call("GET", `/repos/${repository}/git/ref/heads/${branch}`).then((ref) => ref.object.sha);
  }

  // One commit on top of `from` that writes `files` (path → text), and the branch moved to it.
  async commit(repository, branch, from, files, message) {
    const repo = `/repos/${repository}`;
    const parent = await this.call("GET", `${repo}/git/commits/${from}`);
    const tree = await this.call("POST", `${repo}/git/trees`, {
      base_tree: parent.tree.sha,
      tree: Object.entries(files).map(([path, content]) => ({ path, mode: "100644", type: "blob", content })),
    });
    const commit = await this.call("POST", `${repo}/git/commits`, { message, tree: tree.sha, parents: [from] });
    const ref = `${repo}/git/refs/heads/${branch}`;
    const exists = await fetch(`${this.url}${repo}/git/ref/heads/${branch}`, { headers: HUMAN }).then((r) => r.ok);
    if (exists) await this.call("PATCH", ref, { sha: commit.sha, force: true });
    else await this.call("POST", `${repo}/git/refs`, { ref: `refs/heads/${branch}`, sha: commit.sha });
    return commit.sha;
  }

  openPullRequest(repository, branch, base) {
    return this.call("POST", `/repos/${repository}/pulls`, { title: branch, head: branch, base });
  }

  async checkRuns(repository, sha) {
    const { check_runs } = await this.call("GET", `/repos/${repository}/commits/${sha}/check-runs?per_page=100`);
    return check_runs;
  }

  async annotations(repository, run) {
    const found = await this.call("GET", `/repos/${repository}/check-runs/${run.id}/annotations?per_page=100`);
    return Array.isArray(found) ? found : found.check_annotations;
  }

  // emulate sends no `synchronize` on a push: this sends it, signed as GitHub would.
  async deliver(event, payload, delivery = randomUUID()) {
    const body = JSON.stringify(payload);
    const signature = createHmac("sha256", WEBHOOK_SECRET).update(body).digest("hex");
    const response = await fetch(this.webhookUrl, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": delivery,
        "x-hub-signature-256": `sha256=${signature}`,
      },
      body,
    });
    return response.status;
  }
}

function seed(privateKey, webhookUrl) {
  return `tokens:
  human_token: { login: octocat, scopes: [repo, user, "admin:org", "admin:repo_hook"] }
github:
  users:
    - { login: octocat, name: The Octocat, email: octocat@github.com }
  orgs:
    - { login: betagouv, name: beta.gouv.fr, members: [ { login: octocat, role: admin } ] }
  repos:
    - { owner: betagouv, name: demo, auto_init: true, default_branch: main }
  apps:
    - app_id: ${APP_ID}
      slug: vigie
      name: Vigie
      webhook_url: ${webhookUrl}
      webhook_secret: "${WEBHOOK_SECRET}"
      permissions: { checks: write, contents: read, pull_requests: read, metadata: read }
      events: [pull_request, push, check_run, check_suite, repository, installation, installation_repositories, merge_group]
      private_key: |
${privateKey.trim().split("\n").map((line) => `        ${line}`).join("\n")}
      installations:
        - { installation_id: 100, account: betagouv, repository_selection: all }
`;
}
