// The end-to-end run: the real binary against emulate, a GitHub that keeps state.
//
//   node run.mjs [target/release/vigie]
//
// 1. a pull request with one fault per check ends in four failed check runs, annotated on exactly those lines;
// 2. a fix that is pushed turns them green;
// 3. killed at many moments and started again, Vigie ends the same, with no check run twice;
// 4. `vigie check --base` says the same at home.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { APP_ID, GitHub, WEBHOOK_SECRET, freePort, pause, until } from "./github.mjs";
import { REPOSITORY, before, expected, faulty, mended } from "./faults.mjs";

const binary = resolve(process.argv[2] ?? "target/release/vigie");
const port = await freePort();
const home = `http://127.0.0.1:${port}`;
const folder = mkdtempSync(join(tmpdir(), "vigie-e2e-"));
const github = await GitHub.start(`${home}/webhook`);
let passed = 0;
const holds = (what) => console.log(`ok ${++passed} - ${what}`);

function start() {
  const vigie = spawn(binary, ["serve"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      PATH: process.env.PATH,
      APP_ID: `${APP_ID}`,
      PRIVATE_KEY: github.privateKey,
      WEBHOOK_SECRET,
      GITHUB_API_URL: github.url,
      DATABASE_URL: `sqlite://${join(folder, "vigie.sqlite")}`,
      HOST: "127.0.0.1",
      PORT: `${port}`,
      RUST_LOG: "warn",
      VIGIE_OFFLINE: "1",
    },
  });
  return vigie;
}
const ready = () => until("Vigie répond", 20, () => fetch(`${home}/readyz`).then((r) => r.ok).catch(() => false));

let vigie = start();
const stop = () => {
  vigie.kill("SIGKILL");
  github.stop();
};
process.on("exit", stop);
await ready();

const completed = (sha, seconds = 60) =>
  until(`les quatre check runs de ${sha.slice(0, 7)} sont conclus`, seconds, async () => {
    const runs = await github.checkRuns(REPOSITORY, sha);
    return runs.length >= 4 && runs.every((run) => run.status === "completed") && runs;
  });

async function found(runs) {
  const all = [];
  for (const run of runs) {
    for (const { path, start_line, annotation_level } of await github.annotations(REPOSITORY, run)) {
      if (annotation_level === "failure") all.push(`${run.name} ${path}:${start_line}`);
    }
  }
  return all.sort();
}

async function pullRequest(branch) {
  const base = await github.head(REPOSITORY, "main");
  const head = await github.commit(REPOSITORY, branch, base, faulty, `Une page (${branch})`);
  const pull = await github.openPullRequest(REPOSITORY, branch, "main");
  return { base, head, pull };
}

const event = (action, pull, head) => ({
  action,
  number: pull.number,
  pull_request: { ...pull, head: { ...pull.head, sha: head } },
  repository: pull.base.repo,
  installation: { id: 100 },
});

// 1. The pull request.
const root = await github.head(REPOSITORY, "main");
await github.commit(REPOSITORY, "main", root, before, "Le service");
const first = await pullRequest("page");
const runs = await completed(first.head);
assert.equal(runs.length, 4, "quatre check runs, pas plus");
assert.deepEqual(runs.map((run) => run.conclusion), Array(4).fill("failure"));
const lines = await found(runs);
const places = (found) => found.map((line) => line.replace(/^.* /, "")).sort();
assert.deepEqual(places(lines), expected.map(([, path, line]) => `${path}:${line}`).sort());
holds(`une pull request fautive : quatre check runs en échec, annotés sur ${lines.join(", ")}`);

// 2. The fix.
const fixed = await github.commit(REPOSITORY, "page", first.head, mended, "Corrige");
assert.ok((await github.deliver("pull_request", event("synchronize", first.pull, fixed))) < 300);
const green = await completed(fixed);
assert.deepEqual(green.map((run) => run.conclusion), Array(4).fill("success"));
assert.deepEqual(await found(green), []);
holds("la correction poussée : quatre check runs en succès");

// 3. Killed at many moments.
for (const [index, delay] of [0, 15, 40, 80, 150, 250, 400].entries()) {
  const { head, pull } = await pullRequest(`panne-${index}`);
  await pause(delay);
  vigie.kill("SIGKILL");
  await pause(50);
  vigie = start();
  await ready();
  // A delivery that found nobody is sent again by its operator; one that was remembered makes no second work.
  await github.deliver("pull_request", event("opened", pull, head));
  const again = await completed(head, 120);
  await pause(300);
  const after = await github.checkRuns(REPOSITORY, head);
  assert.equal(after.length, 4, `tué après ${delay} ms : ${after.length} check runs`);
  assert.deepEqual(await found(again), lines, `tué après ${delay} ms`);
}
holds("tué sept fois à des moments différents : la même fin, aucun check run en double");

// 4. At home.
const clone = join(folder, "clone");
const git = (...args) =>
  execFileSync("git", ["-c", "user.name=e2e", "-c", "user.email=e2e@example.org", ...args], { cwd: clone, stdio: "pipe" });
const write = (files) => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(clone, path)), { recursive: true });
    writeFileSync(join(clone, path), text);
  }
};
mkdirSync(clone);
git("init", "-q", "-b", "main");
write(before);
git("add", "-A");
git("commit", "-qm", "avant");
write(faulty);
const check = spawnSync(binary, ["check", clone, "--base", "main", "--format", "json", "--offline"], { encoding: "utf8" });
assert.equal(check.status, 1, check.stderr);
const atHome = JSON.parse(check.stdout).findings.filter((finding) => finding.level === "failure");
assert.deepEqual(atHome.map(({ rule, path, start }) => [rule, path, start.line]).sort(), [...expected].sort());
holds("`vigie check --base` dit la même chose");

// 5. The pages.
for (const path of ["/", "/regles/rgaa/img-alt", "/api/v1/startups", `/api/v1/repositories/${REPOSITORY}`]) {
  const response = await fetch(home + path);
  assert.equal(response.status, 200, `${path}: ${response.status}`);
}
holds("les pages et l'API répondent");

console.log(`\n${passed} passed, 0 failed`);
process.exit(0);
