import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createPortalClient } from "@kommunalportal/extension-sdk";
import { localFetch } from "@kommunalportal/extension-sdk/node";
import { smallDog } from "../../modules/extensions/testing/world.ts";
import { parsePage } from "../../testing/page.ts";
import { until } from "../../testing/until.ts";
import { conformanceWorld } from "../extension-api/testing/conformance-world.ts";
import { registerSandbox } from "./testing/register-sandbox.ts";

const root = fileURLToPath(new URL("../../../../..", import.meta.url));
const tool = join(root, "packages", "extension-cli", "src", "main.ts");
const folder = mkdtempSync(join(tmpdir(), "hello-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const world = await conformanceWorld(registerSandbox);

let entries = 0;
const environment = { PATH: process.env["PATH"], HOME: folder, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] };
/** One command as a person would type it. */
async function type(cwd: string, ...args: readonly string[]): Promise<string> {
  entries += 1;
  return (await promisify(execFile)(process.execPath, ["--conditions=kommunalportal-source", tool, ...args], { cwd, env: environment })).stdout;
}
/** Stands for `npm install`: the packages lie in this repository. */
function install(cwd: string): void {
  entries += 1;
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(join(root, "node_modules", "@kommunalportal"), join(cwd, "node_modules", "@kommunalportal"));
}
const envOf = (cwd: string): Record<string, string> => Object.fromEntries(readFileSync(join(cwd, ".env"), "utf8").split("\n").filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));

function start(cwd: string): { readonly lines: string[]; readonly until: (holds: RegExp) => Promise<void>; readonly end: () => Promise<void> } {
  entries += 1;
  const child = spawn(process.execPath, ["--conditions=kommunalportal-source", tool, "dev"], { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
  after(() => child.kill("SIGKILL"));
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => lines.push(...data.toString("utf8").split("\n")));
  return {
    lines,
    async until(holds) { await until(`it says ${holds.source}`, () => holds.test(lines.join("\n")), () => lines.join("\n")); },
    async end() { child.kill("SIGTERM"); if (child.exitCode === null) await new Promise((resolve) => { child.once("exit", resolve); }); },
  };
}

test("every kind is published to the portal's sandbox as it comes from the template", async () => {
  const published = async (kind: string): Promise<string> => {
    await type(folder, "new", kind, `mein-${kind}`);
    return type(join(folder, `mein-${kind}`), "publish", "--portal", world.portal);
  };
  for (const said of await Promise.all(["case-tab", "form-step", "online-service", "widget"].map(published))) assert.match(said, /is registered and permitted in test-/);
  entries = 0;
});

test("from an empty folder to »Hello, application« in at most eight commands and entries", async () => {
  assert.match(await type(folder, "new", "processor", "hallo"), /hallo is ready/);
  const project = join(folder, "hallo");
  install(project);
  assert.match(await type(project, "publish", "--portal", world.portal), /hallo is registered and permitted in test-/);
  const running = start(project);
  await running.until(/runs at/);
  const env = envOf(project);
  entries += 1;
  const person = createPortalClient({ portal: world.portal, tenant: env["TENANT"] ?? "", clientId: env["CLIENT_ID"] ?? "", clientSecret: env["CLIENT_SECRET"] ?? "", fetch: localFetch });
  await assert.rejects(person.call("submitApplication", { body: { service: "hund-anmelden", confirmed: true, answers: { ...smallDog } as never } }), /scope-missing/, "the template asks for no right to submit");
  // A person fills the form in on the page of the test town.
  const town = world.tenants.bySlug(env["TENANT"] ?? "");
  const made = await world.submitted({ tenant: town?.id ?? "" });
  await running.until(/Hello, application/);
  await running.until(/→ application\.submitted .*: 204/);
  await running.until(/← acknowledgeApplication: 201/);
  assert.ok(running.lines.some((line) => line.includes(`Hello, application ${made.reference}`)));
  await running.end();
  assert.ok(entries <= 8, `${entries} entries`);
  assert.ok(!/Beispiel|Erika/.test(running.lines.join("\n")), "nothing of the person is told");
});

/** What a person does on the pages of the online service, without JavaScript. */
async function fillIn(project: string): Promise<void> {
  const running = start(project);
  await running.until(/runs at/);
  const address = /runs at (\S+)/.exec(running.lines.join("\n"))?.[1] ?? "";
  const form = await fetch(address);
  const page = parsePage(await form.text());
  assert.deepEqual([form.status, page.problems], [200, []]);
  assert.match(form.headers.get("content-security-policy") ?? "", /default-src 'none'.*frame-ancestors 'none'/);
  const hidden = Object.fromEntries(page.form("Melden").fields.filter(([name]) => name === "schluessel"));
  const send = async (fields: Readonly<Record<string, string>>) => { const answer = await fetch(address, { method: "POST", body: new URLSearchParams({ ...hidden, ...fields }) }); return { status: answer.status, page: parsePage(await answer.text()) }; };
  const empty = await send({ ort: "<script>" });
  assert.deepEqual([empty.status, empty.page.problems, empty.page.text.includes("Beschreiben Sie den Mangel."), empty.page.text.includes("Bestätigen Sie")], [422, [], true, true]);
  const answers = { ort: "Lindenweg 7", beschreibung: "Tiefes Schlagloch vor der Einfahrt.", erklaerung: "ja" };
  const [once, twice] = [await send(answers), await send(answers)];
  assert.deepEqual([once.status, once.page.problems, twice.page.text], [201, [], once.page.text], "a second press makes no second report");
  assert.match(once.page.text, /Vorgangsnummer: .+ Abrufcode: /);
  await running.end();
}

test("the other kind, checked, packed and published again under a new version; what is wrong is said", async () => {
  await type(folder, "new", "online-service", "maengel-melden");
  const project = join(folder, "maengel-melden");
  install(project);
  assert.match(await type(project, "check"), /nothing is wrong/);
  await type(project, "publish", "--portal", world.portal);
  const secret = envOf(project)["CLIENT_SECRET"];
  for (const name of ["manifest.json", "package.json"]) writeFileSync(join(project, name), readFileSync(join(project, name), "utf8").replace('"version": "0.1.0"', '"version": "0.2.0"'));
  assert.match(await type(project, "publish"), /brought up to date/);
  assert.equal(envOf(project)["CLIENT_SECRET"], secret, "the secret stays");
  const archive = (await type(project, "pack")).trim();
  const { stdout } = await promisify(execFile)("tar", ["-tzf", archive], { cwd: project });
  assert.deepEqual(stdout.split("\n").filter(Boolean).sort(), ["manifest.json", "package.json", "src/main.ts", "src/pages.ts", "src/report.ts"].map((name) => `package/${name}`), "no .env, no data");

  await fillIn(project);

  const manifest = JSON.parse(readFileSync(join(project, "manifest.json"), "utf8")) as { scopes: object[] };
  writeFileSync(join(project, "manifest.json"), JSON.stringify({ ...manifest, scopes: [{ scope: "vorgaenge.lesen", reason: { de: "x" } }] }));
  writeFileSync(join(project, "src", "secret.ts"), `export const secret = "${secret ?? ""}";\n`);
  const wrong = await type(project, "check").then(() => "", (error: { readonly stdout: string }) => error.stdout);
  for (const words of ["submitApplication needs the scope vorgaenge.stellen", "vorgaenge.lesen is asked for, but no operation", "src holds a secret"]) assert.ok(wrong.includes(words), wrong);
  await assert.rejects(type(project, "pack"), /not packed before this is mended/);
  await assert.rejects(type(folder, "new", "processor", "maengel-melden"), /is not empty/);
  await assert.rejects(type(folder, "new", "zauberei", "x-y-z"), /There are: case-tab, form-step, online-service, processor, widget/);
});
