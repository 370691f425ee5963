import assert from "node:assert/strict";
import { test } from "node:test";
import { issueCertificate } from "@kommunalportal/bundid";
import type { Mail } from "#platform/mail";
import { z } from "zod";
import { askSandbox } from "../../../testing/ask-sandbox.ts";
import { createHub } from "../index.ts";
import { operator, testWorld } from "../test-world.ts";

const world = await testWorld();
const { db, clock, hub, musterstadt, sandbox } = world;
const { authority, clients } = sandbox.xtaIdentities;
const server = `https://127.0.0.1:${sandbox.xtaPort}`;
const day = 86_400_000;

const effects = z.object({ cases: z.array(z.object({ reference: z.string(), repeats: z.number() })) });
const call = async (path: string, body?: object): Promise<string> => (await askSandbox(sandbox.port, "xta", path, body)).text();
await call("/_control", { fetchEveryMs: 3_600_000 });

const certificate = (commonName: string, days: number) => issueCertificate(authority, { commonName, usage: "client", from: new Date(Date.now() - day), days });
const [old, fresh] = await Promise.all([certificate("Kommunalportal", 200), certificate("Kommunalportal", 800)]);
/** What the maintaining office enters in the DVDV. */
const enter = ({ certificate: pem }: { readonly certificate: string }) => call("/_control/dvdv", { client: "portal", certificate: pem });
await enter(old);
const to = await world.destinationBy(musterstadt.id, {
  name: "Ordnungsverfahren", channel: "xta", address: `${server}/send`, secrets: { certificate: old.certificate, key: old.privateKey, authorities: authority.certificate },
  settings: {
    managementUrl: `${server}/management`, msgBoxUrl: `${server}/msgbox`, author: { type: "XTA_ID", value: "kommunalportal" }, reader: { type: "XTA_ID", value: "ars:059990001001" },
    messageType: { listUri: "urn:de:musterland:nachrichten", listVersionId: "1.0", code: "antrag.0100", payloadSchema: "urn:de:musterland:antrag:1.0" }, answerSchema: "urn:de:musterland:xta:antwort:1.0", waitsForAnswer: true,
  },
});
const given = { ...to, actor: operator };
const until = async (): Promise<Date> => new Date(String((await db.inTenant(musterstadt.id, (tx) => hub.destination(tx, to.destination)))?.settings["certificateUntil"]));
const step = async () => (await db.inTenant(musterstadt.id, (tx) => hub.certificateExchange(tx, to.destination)))?.step;
const sent: { readonly reference: string; readonly delivery: string }[] = [];
/** One more application is on its way at this very step. */
async function oneMore(deliver = true): Promise<void> {
  const { reference, deliveries } = await world.submitted(musterstadt.id);
  sent.push({ reference, delivery: deliveries[0]!.id });
  if (deliver) await hub.deliver(to);
}

test("a certificate that ends is told 60, 30 and 7 days before, each once, by mail without a name or a number", async () => {
  const mails: Mail[] = [];
  const town = { ...musterstadt, profile: { contact: { email: "post@musterstadt.example" } } };
  const watching = createHub({ ...world.deps, tenants: { ...world.tenants, byId: (id) => (id === musterstadt.id ? town as typeof musterstadt : world.tenants.byId(id)) }, notices: { origin: "https://portal.example", mailer: { send: async (mail) => { if (away) return { kind: "unavailable", reason: "unreachable" }; mails.push(mail); return { kind: "accepted" }; } } } });
  const told: number[] = [];
  let away = false;
  const end = (await until()).getTime();
  for (const left of [61, 59.5, 58, 29.5, 28, 6.75, 6.5, 5]) {
    // The mail server is away on the day: told when it is back, not forgotten.
    away = left === 6.75;
    clock.advance(end - clock.now().getTime() - left * day);
    told.push(await watching.certificates.watch());
  }
  assert.deepEqual(told, [0, 1, 0, 1, 0, 0, 1, 0]);
  assert.deepEqual(mails.map(({ to: address, subject }) => [address, subject]), [59, 29, 6].map((left) => ["post@musterstadt.example", `Zertifikat endet in ${left} Tagen: Ordnungsverfahren`]));
  assert.ok((await db.inTenant(musterstadt.id, (tx) => hub.alarms(tx))).some(({ kind, destination }) => kind === "certificate-ending" && destination === to.destination));
});

test("the exchange goes DVDV, XTA server, office system; a step out of order is refused, and nothing sent in between is lost or comes twice", async () => {
  const { certificates } = hub;
  await oneMore();
  assert.deepEqual(await hub.setDestination({ ...given, name: "Ordnungsverfahren", channel: "xta", address: `${server}/send`, secrets: { certificate: fresh.certificate, key: fresh.privateKey } }), { ok: false, problems: [{ path: "certificate", code: "exchange-needed" }] });
  for (const early of [certificates.register({ ...given, note: "eingetragen" }), certificates.show(given), certificates.finish(given), certificates.abandon(given)]) assert.deepEqual(await early, { ok: false, why: "wrong-order" });
  assert.deepEqual(await certificates.prepare({ ...given, certificate: fresh.certificate, key: old.privateKey }), { ok: false, problems: [{ path: "certificate", code: "certificate-key-mismatch" }] });
  assert.deepEqual(await certificates.prepare({ ...given, certificate: fresh.certificate, key: fresh.privateKey }), { ok: true });
  assert.deepEqual(await certificates.prepare({ ...given, certificate: fresh.certificate, key: fresh.privateKey }), { ok: false, why: "under-way" });
  await oneMore();
  // The server before the DVDV: refused.
  assert.deepEqual(await certificates.show(given), { ok: false, why: "wrong-order" });
  assert.deepEqual(await certificates.register({ ...given, note: "  " }), { ok: false, problems: [{ path: "note", code: "note-missing" }] });
  // Somebody notes an entry that is not there: the server does not know the new one, and the old one stays in use.
  assert.deepEqual(await certificates.register({ ...given, note: "eingetragen am 3. März" }), { ok: true });
  assert.deepEqual(await certificates.show(given), { ok: false, why: "not-accepted", reason: "not-authorised" });
  await enter(fresh);
  assert.deepEqual(await certificates.finish(given), { ok: false, why: "wrong-order" });
  // Handed over with the old one, and the answer to it was lost: it goes on with the new one, under the same id.
  await call("/_control", { mode: "dropAnswer", times: 1 });
  await oneMore();
  assert.deepEqual(await certificates.show(given), { ok: true });
  clock.advance(3_600_000);
  await hub.deliver(to);
  await oneMore();
  assert.ok((await until()).getTime() - clock.now().getTime() > 500 * day);
  assert.deepEqual(await certificates.finish(given), { ok: true });
  assert.equal(await step(), undefined);
  await oneMore();
  await call("/_fetch", {});
  clock.advance(600_000);
  await hub.lookAfter(to);
  const { cases } = effects.parse(JSON.parse(await call("/_effects")));
  for (const { reference, delivery } of sent) {
    assert.equal((await world.view(musterstadt.id, delivery)).delivery.state, "accepted", reference);
    assert.deepEqual(cases.filter((one) => one.reference === reference).length, 1);
  }
});

test("a certificate that the server does not take is never used; an exchange that was begun can be given up, even after the server has seen it", async () => {
  const { certificates } = hub;
  const before = await until();
  assert.deepEqual(await certificates.prepare({ ...given, certificate: clients.fremd.certificate, key: clients.fremd.privateKey }), { ok: true });
  assert.deepEqual(await certificates.register({ ...given, note: "eingetragen" }), { ok: true });
  assert.deepEqual(await certificates.show(given), { ok: false, why: "not-accepted", reason: "not-authorised" });
  assert.deepEqual([await step(), (await until()).getTime()], ["registered", before.getTime()]);
  assert.deepEqual(await certificates.abandon(given), { ok: true });
  assert.deepEqual(await certificates.prepare({ ...given, certificate: old.certificate, key: old.privateKey }), { ok: true });
  await certificates.register({ ...given, note: "eingetragen" });
  assert.deepEqual(await certificates.show(given), { ok: true });
  assert.notEqual((await until()).getTime(), before.getTime());
  assert.deepEqual(await certificates.abandon(given), { ok: true });
  assert.deepEqual([await step(), (await until()).getTime()], [undefined, before.getTime()]);
  await oneMore();
  assert.equal((await world.view(musterstadt.id, sent.at(-1)!.delivery)).delivery.state, "received");
});
