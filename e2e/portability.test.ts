import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { createPortalClient, type PortalClient } from "@kommunalportal/extension-sdk";
import { localFetch } from "@kommunalportal/extension-sdk/node";
import { until } from "../apps/portal/src/testing/until.ts";
import { openInstallation, type Installation } from "./installation.ts";

// S13: one archive, two portals that know nothing of each other: own base domain, database, keys, processes.
const root = join(import.meta.dirname, "..");
const source = "--conditions=kommunalportal-source";
const tool = join(root, "packages/extension-cli/src/main.ts");
const folder = mkdtempSync(join(tmpdir(), "portability-"));
const open: Installation[] = [];
after(async () => {
  await Promise.all(open.map((one) => one.stop()));
  rmSync(folder, { recursive: true, force: true });
});
const env = { PATH: process.env["PATH"], HOME: folder };
const cli = async (cwd: string, ...args: readonly string[]): Promise<string> => (await promisify(execFile)(process.execPath, [source, tool, ...args], { cwd, env })).stdout.trim();

/** Stands for `npm install`: the packages lie in this repository. */
function install(cwd: string): void {
  mkdirSync(join(cwd, "node_modules"));
  symlinkSync(join(root, "node_modules", "@kommunalportal"), join(cwd, "node_modules", "@kommunalportal"));
}

/** Every file that came out of the archive, by name and checksum. */
function filesOf(cwd: string): readonly string[] {
  return readdirSync(cwd, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !/node_modules|\/data(\/|$)/.test(`${entry.parentPath}/`) && entry.name !== ".env")
    .map((entry) => `${join(entry.parentPath, entry.name).slice(cwd.length)} ${createHash("sha256").update(readFileSync(join(entry.parentPath, entry.name))).digest("hex")}`).sort();
}

const read = (cwd: string): Readonly<Record<string, string>> => Object.fromEntries(readFileSync(join(cwd, ".env"), "utf8").split("\n").filter(Boolean).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
const clientOf = (given: Readonly<Record<string, string>>): PortalClient => createPortalClient({ portal: given["PORTAL_URL"] ?? "", tenant: given["TENANT"] ?? "", clientId: given["CLIENT_ID"] ?? "", clientSecret: given["CLIENT_SECRET"] ?? "", attempts: 1, fetch: localFetch });

/** Unpacked, published and run on one portal, where somebody then submits an application. */
async function onPortal(portal: Installation, archive: string, name: string) {
  const cwd = join(folder, name);
  mkdirSync(cwd);
  await promisify(execFile)("tar", ["-xzf", archive, "--strip-components=1", "-C", cwd]);
  install(cwd);
  const begun = await localFetch(`${portal.origin()}/entwicklung/sandbox/api/konto`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "Beispielverfahren GmbH" }) });
  const account = await begun.json() as Record<string, string>;
  assert.equal(begun.status, 201, JSON.stringify(account));
  writeFileSync(join(cwd, ".env"), `ACCOUNT_KEY=${account["accountKey"] ?? ""}\n`, { mode: 0o600 });
  await cli(cwd, "publish", "--portal", portal.origin());
  const child = spawn(process.execPath, [source, tool, "dev"], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  after(() => child.kill("SIGKILL"));
  const lines: string[] = [];
  child.stdout.on("data", (data: Buffer) => lines.push(data.toString("utf8")));
  const says = (what: RegExp): Promise<true> => until(`${name} says ${what.source}`, () => what.test(lines.join("")), () => lines.join(""));
  await says(/runs at/);
  const person = clientOf({ PORTAL_URL: portal.origin(), TENANT: account["tenant"] ?? "", CLIENT_ID: account["clientId"] ?? "", CLIENT_SECRET: account["clientSecret"] ?? "" });
  const made = await person.call("submitApplication", { body: { service: "maengelmelder", confirmed: true, answers: { mangel: { art: "schlagloch", ort: { words: "Lindenweg 7" }, beschreibung: "Tiefes Schlagloch." } } } });
  await says(new RegExp(`Hello, application ${made.reference}`));
  await says(/← acknowledgeApplication: 201/);
  const own = clientOf(read(cwd));
  const taken = await own.call("listApplications", { acknowledged: "true" });
  assert.deepEqual(taken.items.map(({ id }) => id), [made.id]);
  child.kill("SIGTERM");
  await new Promise((resolve) => { child.once("exit", resolve); });
  return { cwd, made, town: await own.call("getTenant", {}) };
}

test("the same packed extension runs unchanged on two portals with domains, databases and keys of their own", async () => {
  const portals = await Promise.all([openInstallation(join(folder, "a")), openInstallation(join(folder, "b"), { domain: "serviceportal.localhost", ownKeys: true })]);
  open.push(...portals);
  const [first, second] = portals;
  assert.notEqual(new URL(first.origin()).hostname, new URL(second.origin()).hostname);
  await cli(folder, "new", "processor", "ueberall");
  install(join(folder, "ueberall"));
  const archive = join(folder, "ueberall", await cli(join(folder, "ueberall"), "pack"));

  const [here, there] = await Promise.all([onPortal(first, archive, "hier"), onPortal(second, archive, "dort")]);
  assert.equal(new URL(here.town.portal).host, `${here.town.slug}.portal.localhost:${first.ports.portal}`);
  assert.equal(new URL(there.town.portal).host, `${there.town.slug}.serviceportal.localhost:${second.ports.portal}`);
  assert.deepEqual(filesOf(here.cwd), filesOf(there.cwd), "what ran is the same, byte by byte");
  assert.ok(filesOf(here.cwd).some((line) => line.startsWith("/src/main.ts ")));
  assert.doesNotMatch(readFileSync(join(here.cwd, "src/main.ts"), "utf8") + readFileSync(join(here.cwd, "manifest.json"), "utf8"), /localhost/);

  // Neither portal knows the other's applications, towns or credentials.
  const [one, two] = [read(here.cwd), read(there.cwd)];
  await assert.rejects(clientOf(one).call("getApplication", { id: there.made.id }), /not-found/);
  await assert.rejects(clientOf({ ...two, CLIENT_SECRET: one["CLIENT_SECRET"] ?? "" }).call("getTenant", {}), /invalid_client/);
});
