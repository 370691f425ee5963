import assert from "node:assert/strict";
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { verifyWebhook } from "@kommunalportal/extension-sdk";
import { localFetch } from "@kommunalportal/extension-sdk/node";
import { signWebhook } from "#platform/crypto";
import { freePort } from "../../testing/free-port.ts";
import { parsePage } from "../../testing/page.ts";
import { until } from "../../testing/until.ts";
import { conformanceWorld } from "../extension-api/testing/conformance-world.ts";
import { developerSurface } from "./index.ts";
import { registerSandbox } from "./testing/register-sandbox.ts";
import { toldCommand } from "./testing/told-command.ts";

// S12: the first day of somebody who has nothing but the address of the developers' pages. Every command, address and value comes from a page.
const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const programs = { "kommunalportal-extension": join(root, "packages/extension-cli/src/main.ts"), "conformance-kit": join(root, "packages/conformance-kit/src/main.ts") };
const folder = mkdtempSync(join(tmpdir(), "first-day-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const world = await conformanceWorld((app, parts) => registerSandbox(app, parts, (r, portal) => { developerSurface(r, portal); }));
const source = "--conditions=kommunalportal-source";
const home = { PATH: process.env["PATH"], HOME: folder, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] };

/** A browser without scripts: a cookie, forms as they stand on the page. */
let cookie = "";
async function page(path: string, fields?: Readonly<Record<string, string>>) {
  const answer = await localFetch(`${world.portal}${path}`, { method: fields ? "POST" : "GET", headers: { origin: world.portal, ...(cookie === "" ? {} : { cookie }), ...(fields ? { "content-type": "application/x-www-form-urlencoded" } : {}) }, ...(fields ? { body: new URLSearchParams(fields).toString() } : {}) });
  cookie = (answer.headers.get("set-cookie") ?? cookie).split(";", 1)[0] ?? "";
  const text = await answer.text();
  const parsed = parsePage(text);
  assert.deepEqual([answer.status, parsed.problems], [200, []], `${path}: ${parsed.text.slice(0, 300)}`);
  return { ...parsed, codes: [...text.matchAll(/<pre[^>]*><code>([^<]*)<\/code>/g)].map(([, code = ""]) => code.replace(/&(amp|lt|gt|quot|#39|#34);/g, (_all, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: "\"", "#39": "'", "#34": "\"" })[name] ?? "")) };
}
const follow = async (from: { readonly links: readonly { readonly href: string; readonly text: string }[] }, words: RegExp) => page(from.links.find(({ text }) => words.test(text))?.href ?? assert.fail(`no link says ${words.source}`));

interface Running { readonly lines: string[]; readonly child: ChildProcess; until(holds: RegExp): Promise<void>; end(): Promise<void> }
function start(cwd: string, args: readonly string[], env: Readonly<Record<string, string | undefined>> = home): Running {
  const child = spawn(process.execPath, [source, ...args], { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  after(() => child.kill("SIGKILL"));
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => lines.push(...data.toString("utf8").split("\n")));
  return {
    lines, child,
    async until(holds) { await until(`it says ${holds.source}`, () => holds.test(lines.join("\n")), () => lines.join("\n")); },
    async end() { child.kill("SIGTERM"); if (child.exitCode === null) await new Promise((resolve) => { child.once("exit", resolve); }); },
  };
}

/** What the person has seen so far, kept from test to test as a day goes on. */
const seen = { env: "", project: "", entries: 0, variables: {} as Record<string, string> };
let secret = "";

/** One command of the page, through curl's words. */
async function curl(command: string): Promise<{ readonly status: number; readonly body: Readonly<Record<string, unknown>> }> {
  const { method, url, headers, body } = toldCommand(command, seen.variables);
  const answer = await localFetch(url, { method, headers, ...(body === "" ? {} : { body }) });
  return { status: answer.status, body: await answer.json() as Record<string, unknown> };
}
const commandFor = async (words: RegExp): Promise<string> => (await follow(await page("/entwicklung"), /^Erste Schritte/)).codes.find((code) => words.test(code)) ?? assert.fail(`no command for ${words.source}`);

test("account, tool, first application: from the address of the pages in at most eight commands and entries", async () => {
  const sandbox = await follow(await page("/entwicklung"), /^Sandbox/);
  seen.entries += 1;
  const ready = await page(sandbox.form("Sandbox anlegen").action, { ...Object.fromEntries(sandbox.form("Sandbox anlegen").fields), name: "Beispielverfahren GmbH" });
  seen.env = ready.codes.find((code) => code.includes("ACCOUNT_KEY=")) ?? assert.fail("no credentials");
  seen.variables = Object.fromEntries(seen.env.split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));

  let cwd = folder;
  let running: Running | undefined;
  for (const line of (await commandFor(/^kommunalportal-extension new/)).split("\n")) {
    const [word = "", ...args] = line.split(" ");
    seen.entries += 1;
    if (word === "cd") {
      cwd = join(cwd, args[0] ?? "");
      // »Haben Sie schon ein Konto, kopieren Sie vorher die Zeilen …«
      seen.entries += 1;
      writeFileSync(join(cwd, ".env"), `${seen.env}\n`);
    } else if (line === "npm install") {
      // The packages lie in this repository.
      mkdirSync(join(cwd, "node_modules"));
      symlinkSync(join(root, "node_modules", "@kommunalportal"), join(cwd, "node_modules", "@kommunalportal"));
    } else if (args[0] === "dev") running = start(cwd, [programs["kommunalportal-extension"], ...args]);
    else await promisify(execFile)(process.execPath, [source, programs[word as "kommunalportal-extension"], ...args], { cwd, env: home });
  }
  seen.project = cwd;
  await running?.until(/runs at/);
  seen.entries += 1;
  const made = await world.submitted({ tenant: world.tenants.bySlug(seen.variables["TENANT"] ?? "")?.id ?? "" });
  await running?.until(new RegExp(`Hello, application ${made.reference}`));
  await running?.until(/→ application\.submitted .*: 204[\s\S]*← acknowledgeApplication: 201|← acknowledgeApplication: 201[\s\S]*→ application\.submitted .*: 204/);
  await running?.end();
  assert.ok(seen.entries <= 8, `${seen.entries} commands and entries`);
  assert.match(readFileSync(join(cwd, ".env"), "utf8"), new RegExp(`TENANT=${seen.variables["TENANT"]}\n`), "no second account was begun");
});

test("fetch, acknowledge, status, message, decision: the commands of the page in their order, with a webhook that tells of it, signed", async () => {
  const commands = (await follow(await page("/entwicklung"), /^Erste Schritte/)).codes.filter((code) => code.includes("curl"));
  seen.variables["WEBHOOK_URL"] = world.receiver.url;
  const webhook = commands.find((code) => code.includes("/webhooks")) ?? assert.fail("no command adds a webhook");
  const statuses: number[] = [];
  // The page says it last; somebody who wants to be told of the first application says it first.
  const [token = "", ...rest] = commands.filter((code) => code !== webhook);
  for (const command of [token, webhook, ...rest]) {
    const { status, body } = await curl(command);
    statuses.push(status);
    if (typeof body["access_token"] === "string") seen.variables["TOKEN"] = body["access_token"];
    if (command === webhook) secret = String(body["secret"]);
    else if (seen.variables["ID"] === undefined && typeof body["id"] === "string") seen.variables["ID"] = body["id"];
  }
  assert.deepEqual(statuses, [200, 201, 201, 200, 200, 201, 201, 201, 201]);
  const message = await until("a message", () => world.receiver.received[0]);
  const verdict = await verifyWebhook(new Headers(message.headers as Record<string, string>), message.body, [secret], Date.now());
  assert.ok(verdict.ok && verdict.message.data["application"] === seen.variables["ID"]);
});

test("the developer's program takes the message once; replayed, old or forged it is refused or has no effect", async () => {
  const [message] = world.receiver.received;
  assert.ok(message);
  const own = Object.fromEntries(readFileSync(join(seen.project, ".env"), "utf8").split("\n").filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
  const port = await freePort();
  const program = start(seen.project, ["src/main.ts"], { ...home, ...own, PORT: String(port), DATA_FOLDER: join(seen.project, "data"), WEBHOOK_SECRET: secret, PUBLIC_URL: "" });
  await program.until(/listening/);
  const send = async (headers: Readonly<Record<string, string>>, body = message.body) => (await fetch(`http://127.0.0.1:${port}/webhook`, { method: "POST", headers, body })).status;
  const signed = Object.fromEntries(["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [name, String(message.headers[name])]));
  const id = signed["webhook-id"] ?? "";
  assert.deepEqual([await send(signed), await send(signed)], [204, 204]);
  assert.equal(await send({ ...signWebhook([secret], { id, timestamp: Math.floor(Date.now() / 1000) - 301, body: message.body }) }), 401, "recorded and played later");
  assert.equal(await send({ ...signed, "webhook-id": `${id}-2` }), 401, "under another id");
  assert.equal(await send(signed, `${message.body} `), 401, "changed");
  assert.equal(await send({}), 401, "not signed");
  await program.end();
  const journal = readFileSync(join(seen.project, "data", "journal.jsonl"), "utf8").split("\n").filter((line) => line.startsWith(`["todo:${id}","{`));
  assert.equal(journal.length, 1, "to be done once");
});

test("a scope that was not asked for is refused with a page that says why; a revoked permission ends at once, tokens included", async () => {
  const own = Object.fromEntries(readFileSync(join(seen.project, ".env"), "utf8").split("\n").filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
  const starter = { ...seen.variables };
  seen.variables = { ...starter, ...own };
  seen.variables["TOKEN"] = String((await curl(await commandFor(/oauth\/token/))).body["access_token"]);
  const refused = await curl(await commandFor(/\/status"/));
  assert.deepEqual([refused.status, refused.body["code"], refused.body["scope"]], [403, "scope-missing", "status.schreiben"]);
  assert.match((await page(new URL(String(refused.body["type"])).pathname)).text, /fehlt die Berechtigung/);

  assert.equal((await curl(await commandFor(/acknowledged=false/))).status, 200);
  const dashboard = await page("/entwicklung/sandbox");
  const program = await follow(dashboard, /^hallo/);
  const revoke = program.form("Erlaubnis widerrufen");
  await page(revoke.action, Object.fromEntries(revoke.fields));
  const after = await curl(await commandFor(/acknowledged=false/));
  assert.deepEqual([after.status, after.body["code"]], [401, "token-invalid"]);
  assert.equal((await curl(await commandFor(/oauth\/token/))).status, 400);
  seen.variables = starter;
});

test("the conformance kit finds nothing wrong with what the tool has made", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [source, programs["conformance-kit"], "extension", seen.project, "--out", join(folder, "bericht")], { cwd: folder, env: home });
  assert.match(stdout, /Stufe 3/);
  assert.doesNotMatch(stdout, /✗|–/);
  assert.match(readFileSync(join(folder, "bericht.html"), "utf8"), /Konformitätsbericht/);
});
