import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, test } from "node:test";
import { sql } from "#platform/database";
import { z } from "zod";
import { askSandbox } from "../../../testing/ask-sandbox.ts";
import { operator, testWorld } from "../test-world.ts";
import { newSshKey, opensshPrivateKey, publicLine, sshSignature } from "./key.ts";
import { settingProblems } from "./sftp-settings.ts";

const world = await testWorld({ sftp: true });
const { db, clock, hub, musterstadt, sandbox } = world;
const server = sandbox.sftp!;
const home = mkdtempSync(join(tmpdir(), "sftp-test-"));
after(() => { rmSync(home, { recursive: true, force: true }); });

const effects = z.object({ files: z.array(z.object({ name: z.string(), applicationId: z.string(), reference: z.string(), type: z.string(), accepted: z.boolean(), fileNumber: z.string(), repeats: z.number(), files: z.array(z.object({ path: z.string(), size: z.number() })) })) });
const call = async (path: string, body?: string, type = "application/json"): Promise<string> => (await askSandbox(sandbox.port, "sftp", path, body, { type })).text();
const behave = (change: object) => call("/_control", JSON.stringify({ mode: "normal", times: null, delayMs: 5_000, afterBytes: 0, reader: "accept", fetchEveryMs: 3_600_000, ...change }));
const fetch = () => call("/_fetch", "{}");
const taken = async (reference: string) => effects.parse(JSON.parse(await call("/_effects"))).files.filter((one) => one.reference === reference);
await behave({});
afterEach(async () => {
  await behave({});
  await fetch();
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
});

const settings = { user: "kommunalportal", hostKeys: [server.identities.fingerprint], confirmation: "receipt", receipts: "/quittungen", signatory: { name: "Amtsleitung", role: "Leitung" } };
let count = 0;
const destination = (changes: { readonly settings?: object; readonly address?: string; readonly key?: string } = {}) => world.destinationBy(musterstadt.id, {
  name: `Ordner ${count += 1}`, channel: "sftp", address: changes.address ?? `sftp://127.0.0.1:${server.port}/eingang`, settings: { ...settings, ...changes.settings }, secrets: { key: changes.key ?? server.identities.clientKey },
});
const view = (id: string) => world.view(musterstadt.id, id);
const eingang = () => readdirSync(join(folder(), "eingang"));
const folder = (): string => join(sandboxFolder(), "sftp", "home");
const sandboxFolder = (): string => world.sandboxFolder;
/** Tried again at once: nothing rests. */
async function again(to: { readonly tenant: string; readonly destination: string }): Promise<void> {
  clock.advance(3_600_000);
  await hub.deliver(to);
}
const lookLater = async (to: { readonly tenant: string; readonly destination: string }) => { clock.advance(1_000_000); await hub.lookAfter(to); };

test("an application lies whole in the office's folder; its receipt is the office system's word, and nothing else stays there", async () => {
  const to = await destination();
  const { reference, deliveries, application } = await world.submitted(musterstadt.id, { nachweis: Buffer.from("%PDF-1.4 nachweis") });
  const id = deliveries[0]!.id;
  assert.equal(await hub.deliver(to), 1);
  assert.deepEqual(eingang(), [`${reference}_${id}.zip`]);
  await hub.lookAfter(to);
  assert.equal((await view(id)).delivery.state, "received");
  await fetch();
  await lookLater(to);
  const { delivery, receipts } = await view(id);
  assert.equal(delivery.state, "accepted");
  const [one] = await taken(reference);
  assert.equal(delivery.receipt, one?.fileNumber);
  assert.deepEqual(receipts.map(({ what }) => what), ["handed-over", "accepted"]);
  assert.deepEqual(one?.files.map(({ path }) => path), ["nachricht.json", "anlagen/01_nachweis.pdf"]);
  const events = await db.inTenant(musterstadt.id, (tx) => world.applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.match(events.find(({ type }) => type === "delivery-accepted")?.text ?? "", /^Angekommen im Fachverfahren »Ordner/);
});

test("the package's check values and its signature are such as sha256sum and ssh-keygen verify", async (t) => {
  if (spawnSync("ssh-keygen", ["-?"]).error) { t.skip("no ssh-keygen on this machine"); return; }
  const key = createPrivateKey(newSshKey());
  writeFileSync(join(home, "key"), opensshPrivateKey(key), { mode: 0o600 });
  assert.equal(execFileSync("ssh-keygen", ["-y", "-f", join(home, "key")]).toString().trim(), publicLine(key));
  writeFileSync(join(home, "signers"), `kommunalportal ${publicLine(key)}\n`);
  writeFileSync(join(home, "sums"), "abc  nachricht.json\n");
  writeFileSync(join(home, "sums.sig"), sshSignature(key, readFileSync(join(home, "sums"))));
  const verify = (words: string) => spawnSync("ssh-keygen", ["-Y", "verify", "-f", join(home, "signers"), "-I", "kommunalportal", "-n", "kommunalportal-zustellung", "-s", join(home, "sums.sig")], { input: words }).status;
  assert.equal(verify("abc  nachricht.json\n"), 0);
  assert.notEqual(verify("abd  nachricht.json\n"), 0);
});

test("the receipt may say no, with reasons", async () => {
  const to = await destination();
  await behave({ reader: "reject" });
  const { deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await fetch();
  await lookLater(to);
  const { delivery } = await view(deliveries[0]!.id);
  assert.equal(delivery.state, "rejected");
});

test("where the office system writes no receipts, that the file was fetched counts, or that it lies there", async () => {
  const to = await destination({ settings: { confirmation: "fetched", receipts: undefined } });
  await behave({ reader: "silent" });
  const first = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await lookLater(to);
  assert.equal((await view(first.deliveries[0]!.id)).delivery.state, "received");
  await fetch();
  await lookLater(to);
  assert.equal((await view(first.deliveries[0]!.id)).delivery.state, "accepted");
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
  const placed = await destination({ settings: { confirmation: "placed", receipts: undefined } });
  const second = await world.submitted(musterstadt.id);
  await hub.deliver(placed);
  await hub.lookAfter(placed);
  assert.equal((await view(second.deliveries[0]!.id)).delivery.state, "accepted");
});

test("another server's key gets nothing: not a name, not a byte", async () => {
  const to = await destination();
  await behave({ mode: "wrongHostKey" });
  const { deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  assert.deepEqual([(await view(deliveries[0]!.id)).delivery.state, (await view(deliveries[0]!.id)).delivery.reason], ["queued", "untrusted"]);
  assert.deepEqual(eingang(), []);
  await behave({});
  await again(to);
  assert.equal((await view(deliveries[0]!.id)).delivery.state, "received");
});

test("what fails on the way is tried again and lies there once and whole: cut, full, read only, down, not let in", async () => {
  const to = await destination();
  const { deliveries, reference } = await world.submitted(musterstadt.id, { nachweis: Buffer.concat([Buffer.from("%PDF-1.4 "), Buffer.alloc(400_000, 7)]) });
  const id = deliveries[0]!.id;
  const days = [["cutUpload", "connection-lost"], ["down", "connection-lost"], ["refuseKey", "not-authorised"], ["full", "not-stored"], ["readOnly", "folder-refused"], ["cutBeforeRename", "connection-lost"]] as const;
  for (const [mode, reason] of days) {
    await behave({ mode, times: 1, afterBytes: 100 });
    await again(to);
    const { delivery } = await view(id);
    assert.deepEqual([delivery.state, delivery.reason], ["queued", reason], mode);
    assert.deepEqual(eingang().filter((name) => !name.startsWith(".")), [], mode);
  }
  await again(to);
  assert.deepEqual(eingang(), [`${reference}_${id}.zip`]);
  await fetch();
  await lookLater(to);
  assert.equal((await view(id)).delivery.state, "accepted");
  const [one] = await taken(reference);
  assert.deepEqual([one?.repeats, one?.accepted], [0, true]);
});

test("a connection that breaks after the renaming makes no second file, also when the first was fetched meanwhile", async () => {
  const to = await destination();
  for (const fetched of [false, true]) {
    await behave({ mode: "cutAfterRename", times: 1 });
    const { deliveries, reference } = await world.submitted(musterstadt.id);
    await again(to);
    const { delivery } = await view(deliveries[0]!.id);
    assert.deepEqual([delivery.state, delivery.mayHaveArrived], ["queued", true]);
    if (fetched) await fetch();
    await again(to);
    await fetch();
    await lookLater(to);
    assert.equal((await view(deliveries[0]!.id)).delivery.state, "accepted", String(fetched));
    assert.deepEqual((await taken(reference)).map(({ repeats }) => repeats), [0], String(fetched));
  }
});

test("a server that is silent for too long is left, and the delivery waits", async () => {
  const to = await destination();
  const { deliveries } = await world.submitted(musterstadt.id);
  await behave({ mode: "slow", delayMs: 30_000 });
  const impatient = world.hubWith({ settings: { timeoutMs: 2_000 } });
  const began = Date.now();
  await impatient.deliver(to);
  // Also before its first answer, which is the opening of the folder.
  assert.ok(Date.now() - began < 15_000, `${Date.now() - began} ms`);
  assert.deepEqual([(await view(deliveries[0]!.id)).delivery.state, (await view(deliveries[0]!.id)).delivery.reason], ["queued", "timeout"]);
});

test("a question comes back through the folder once and its answer goes there, a broken answer is returned with its reasons", async () => {
  const to = await destination();
  const { deliveries, application, reference } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await fetch();
  await lookLater(to);
  const name = `${reference}_${deliveries[0]!.id}.zip`;
  await call("/vorgang/antworten", new URLSearchParams({ name, text: "Welche Farbe hat der Hund?", wahl: "nachfrage" }).toString(), "application/x-www-form-urlencoded");
  writeFileSync(join(folder(), "quittungen", `${name}.antwort-0.json`), " ".repeat(300_000));
  writeFileSync(join(folder(), "quittungen", `${name}.antwort-9.json`), "{\"kind\":\"poem\"}");
  await lookLater(to);
  await lookLater(to);
  const events = await db.inTenant(musterstadt.id, (tx) => world.applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.deepEqual(events.filter(({ type }) => type === "question").map(({ text }) => text), ["Welche Farbe hat der Hund?"]);
  assert.equal(events.filter(({ type }) => type === "reply-refused").length, 2);
  const left = readdirSync(join(folder(), "quittungen")).filter((one) => one.startsWith(`${name}.antwort`));
  assert.deepEqual(left.toSorted(), [`${name}.antwort-0.json.gruende.txt`, `${name}.antwort-0.json.zurueckgewiesen`, `${name}.antwort-1.json.uebernommen`, `${name}.antwort-9.json.gruende.txt`, `${name}.antwort-9.json.zurueckgewiesen`]);
  assert.equal(readFileSync(join(folder(), "quittungen", `${name}.antwort-0.json.gruende.txt`), "utf8"), "answer-too-large\n");
  assert.equal(readFileSync(join(folder(), "quittungen", `${name}.antwort-9.json.gruende.txt`), "utf8"), "schema-violation\n");

  // What the person says goes the whole way back, into the same folder, once.
  const request = events.find(({ type }) => type === "question")?.data["request"];
  const event = await db.inTenant(musterstadt.id, (tx) => world.applications.record(tx, application, { type: "reply", actor: { kind: "visitor" }, text: "Braun, mit weißen Pfoten.", data: { request: String(request) } }));
  await hub.subscriptions.find((one) => one.name === "hub.route-reply")?.handle({ type: "application.reply", id: event.id, tenant: musterstadt.id, application }, { lastAttempt: false });
  clock.advance(1_000);
  await hub.deliver(to);
  await fetch();
  await lookLater(to);
  const replied = (await taken(reference)).filter(({ type }) => type === "application.replied");
  assert.deepEqual(replied.map((one) => [one.accepted, one.repeats, one.files.map(({ path }) => path)]), [[true, 0, ["nachricht.json"]]]);
  assert.match(await call(`/vorgang?name=${encodeURIComponent(replied[0]!.name)}`), /Braun, mit weißen Pfoten\./);
  const after = (await db.inTenant(musterstadt.id, (tx) => hub.ofApplication(tx, application))).find(({ message }) => message === "application.replied");
  assert.equal(after?.state, "accepted");
});

test("a trial says whether everything is right, and leaves nothing behind", async () => {
  const tried = async (to: { readonly tenant: string; readonly destination: string }) => { const result = await hub.sendTestMessage({ ...to, actor: operator }); return result && "reason" in result ? result.reason : result?.kind; };
  assert.equal(await tried(await destination()), "accepted");
  assert.deepEqual(eingang(), []);
  assert.equal(await tried(await destination({ address: `sftp://127.0.0.1:${server.port}/gibt/es/nicht` })), "no-such-address");
  assert.equal(await tried(await destination({ settings: { receipts: "/auch/nicht" } })), "no-such-address");
  assert.equal(await tried(await destination({ settings: { user: "jemand" } })), "not-authorised");
  assert.equal(await tried(await destination({ key: newSshKey() })), "not-authorised");
});

test("the portal makes its key itself, shows the public part, and a new one works beside the old", async () => {
  const actor = operator;
  const given = { tenant: musterstadt.id, name: "Eigener Schlüssel", channel: "sftp", address: `sftp://127.0.0.1:${server.port}/eingang`, settings, actor } as const;
  const made = await hub.setDestination(given);
  assert.ok(made.ok, JSON.stringify(made));
  const keys = async () => (await db.inTenant(musterstadt.id, (tx) => hub.destination(tx, made.destination)))?.settings["publicKeys"] as readonly string[];
  const [first] = await keys();
  assert.match(first ?? "", /^ssh-ed25519 \S+ kommunalportal$/);
  await call("/_control/keys", JSON.stringify({ line: first }));
  const test_ = async () => (await hub.sendTestMessage({ tenant: musterstadt.id, destination: made.destination, actor }))?.kind;
  assert.equal(await test_(), "accepted");
  assert.ok((await hub.setDestination({ ...given, destination: made.destination, secrets: { renew: "ja" } })).ok);
  const both = await keys();
  assert.deepEqual([both.length, both[1]], [2, first]);
  assert.equal(await test_(), "accepted");
});

test("settings that cannot work are refused with their reason", () => {
  const good = { address: "sftp://sftp.example/eingang", settings, secrets: [newSshKey()] };
  assert.deepEqual(settingProblems(good), []);
  assert.deepEqual(settingProblems({ ...good, address: "sftp://sftp.example/~/ablage/neu" }), []);
  const codes = (changes: object) => settingProblems({ ...good, ...changes }).map(({ path, code }) => `${path} ${code}`);
  for (const address of ["https://sftp.example/x", "sftp://", "sftp://sftp.example/a/..%2f..", "sftp://h/x?y", "sftp://h/%ff"]) assert.deepEqual(codes({ address }), ["address address-not-sftp"], address);
  assert.deepEqual(codes({ address: "sftp://user:pw@sftp.example/x" }), ["address address-with-password"]);
  assert.deepEqual(codes({ settings: { ...settings, hostKeys: [] } }), ["hostKeys host-key-invalid"]);
  assert.deepEqual(codes({ settings: { ...settings, hostKeys: ["MD5:aa:bb"] } }), ["hostKeys host-key-invalid"]);
  assert.deepEqual(codes({ settings: { ...settings, receipts: undefined } }), ["receipts folder-invalid"]);
  assert.deepEqual(codes({ settings: { ...settings, receipts: "/a/../b" } }), ["receipts folder-invalid"]);
  assert.deepEqual(codes({ settings: { ...settings, user: "" } }), ["user user-invalid"]);
  assert.deepEqual(codes({ secrets: ["x"] }), ["key key-invalid"]);
});

test("who has no such destination does not load the library", () => {
  const script = 'const { createHub } = await import("#modules/hub"); const { createRequire } = await import("node:module"); const cached = Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes("/ssh2/")); process.exit(createHub && !cached ? 0 : 3);';
  const probe = join(import.meta.dirname, "..", "..", "..", "probe-of-sftp.test-run.mjs");
  writeFileSync(probe, script);
  try {
    assert.equal(spawnSync(process.execPath, ["--conditions=kommunalportal-source", probe]).status, 0);
  } finally {
    rmSync(probe);
  }
});
