import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { before, test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { randomBytes, randomUUID } from "node:crypto";
import { scopes } from "../scopes.ts";
import { extensionsWorld, manifestOf } from "../testing/world.ts";

const asked: { readonly url: string; readonly method: string; readonly body: string }[] = [];
let answerOf: (body: string) => Promise<Response> = () => Promise.resolve(new Response(null, { status: 204 }));
const world = await extensionsWorld({ outbound: (url, init) => { asked.push({ url: String(url), method: init?.method ?? "GET", body: String(init?.body ?? "") }); return answerOf(String(init?.body ?? "")); } });
const { extensions, musterstadt, beispielhausen, clock, program, bearerOf, db } = world;
const { places } = extensions;
const actor = { kind: "staff", id: "sven-super" } as const;
const key = () => ({ key: randomUUID(), fingerprint: [] });
const terminwahl: { readonly id: string } = JSON.parse(readFileSync(new URL("../../../../../../examples/terminwahl-extension/manifest.json", import.meta.url), "utf8").replaceAll("http://127.0.0.1:8096", "https://terminwahl.example")) as { id: string };

/** The form of the example, with an owner and a draft. */
async function draft() {
  const applicant = { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const };
  const started = await world.applications.startDraft({ applicant, tenant: musterstadt.id, service: "termin-im-buergerbuero", language: "de", answers: { anliegen: "reisepass", name: "Erika Beispiel" } });
  if (!started.ok) throw new Error(started.why);
  return { applicant, draft: started.draft.id, subject: { tenant: musterstadt.id, service: "termin-im-buergerbuero", draft: started.draft.id, owner: applicant.owner, formVersion: "1.0.0", trustLevel: 0, language: "de" } as const };
}

function codeIn(launched: { readonly url: string } | "silent" | undefined): string {
  if (launched === undefined || launched === "silent") throw new Error(String(launched));
  return new URL(launched.url).searchParams.get("start") ?? "";
}

const allowed = () => ({ client: terminwahl.id, tenant: musterstadt, pages: ["termin", "anschrift"] });
let appointments: Awaited<ReturnType<typeof program>>;
before(async () => { appointments = await program({ id: terminwahl.id, manifest: terminwahl, scopes: ["formulare.ergaenzen"], pages: ["termin", "anschrift"] }); });

async function ledThere() {
  const one = await draft();
  const launched = await places.leadThere({ ...one.subject, client: terminwahl.id, page: "termin", step: "termin", fields: { anliegen: "reisepass" }, returnTo: "https://musterstadt.example/zurueck" });
  const bearer = await bearerOf(appointments);
  return { ...one, code: codeIn(launched), bearer, step: "termin" };
}

async function exchanged() {
  const one = await ledThere();
  const outcome = await places.exchange(one.bearer, { code: one.code, place: "form-step" }, key());
  assert.ok(outcome.ok);
  const { result } = outcome.value;
  if (result === undefined) throw new Error("a step has a result");
  return { ...one, result, told: outcome.value };
}
const wann = { slot: "buero-1-0830", at: "2026-03-09T08:30" };
const give = (one: Awaited<ReturnType<typeof exchanged>>, fields: Readonly<Record<string, unknown>>, request = key()) => places.giveResult(one.bearer, { result: one.result, outcome: "done", fields, problems: [] }, request);
const take = (one: Awaited<ReturnType<typeof exchanged>>, other: Partial<Parameters<typeof places.takeResult>[0]> = {}) => places.takeResult({ tenant: musterstadt.id, result: one.result, owner: one.applicant.owner, draft: one.draft, step: "termin", ...other });

test("a code tells the program exactly the fields that the step names, and its address nothing", async () => {
  const { told, code, applicant } = await exchanged();
  assert.match(code, /^kpl_[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(told.context, { place: "form-step", language: "de", service: "termin-im-buergerbuero", formVersion: "1.0.0", step: "termin", trustLevel: 0, fields: { anliegen: "reisepass" }, returnTo: "https://musterstadt.example/zurueck" });
  const rows = await db.inTenant(musterstadt.id, (tx) => tx.rows<{ row: string }>(sql`select l::text as row from extension_places.launch l`));
  for (const { row } of rows) for (const word of [code, told.result ?? "-", "reisepass", applicant.owner]) assert.ok(!row.includes(word) && !row.includes(Buffer.from(word).toString("hex")), word);
});

test("every address says from which town, each town for itself, and nothing of the person", async () => {
  const one = await draft();
  const launched = await places.leadThere({ ...one.subject, client: terminwahl.id, page: "termin", step: "termin", fields: { anliegen: "reisepass" }, returnTo: "https://musterstadt.example/zurueck" });
  assert.ok(launched !== undefined && launched !== "silent");
  const { searchParams } = new URL(launched.url);
  assert.deepEqual([...searchParams.keys()].toSorted(), ["iss", "ort", "start"]);
  assert.deepEqual([searchParams.get("iss"), searchParams.get("ort")], ["https://musterstadt.portal.example/openid", "musterstadt"]);
  const { client } = await program({ id: "kachler-zwei", scopes: ["kacheln.zeigen"], pages: ["kachel"] });
  await world.permit({ client, tenant: world.beispielhausen, scopes: ["kacheln.zeigen"], pages: ["kachel"] });
  const issuers = await Promise.all([musterstadt, world.beispielhausen].map(async ({ id }) => (await places.widgets({ tenant: id, where: "start", language: "de" })).filter((tile) => tile.client === client).map(({ url }) => new URL(url).searchParams.get("iss"))));
  assert.deepEqual(issuers, [["https://musterstadt.portal.example/openid"], ["https://beispielhausen.portal.example/openid"]]);
});

test("a code works once; whoever lost the answer gets it again under the same key only", async () => {
  const { bearer, code } = await ledThere();
  const request = key();
  const first = await places.exchange(bearer, { code, place: "form-step" }, request);
  const again = await places.exchange(bearer, { code, place: "form-step" }, request);
  assert.ok(first.ok && again.ok && again.value.replayed && !first.value.replayed);
  assert.deepEqual({ ...again.value, replayed: false }, first.value);
  assert.deepEqual(await places.exchange(bearer, { code, place: "form-step" }, key()), { ok: false, refusal: { why: "not-found" } });
});

test("of two exchanges at the same time one gets the answer", async () => {
  const { bearer, code } = await ledThere();
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => places.exchange(bearer, { code, place: "form-step" }, key())));
  assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
});

test("another program, another town, another place, a guess and a code whose time is over are all not there", async () => {
  const { code, bearer } = await ledThere();
  const other = await program({ id: "fremdes-programm", pages: ["termin"] });
  const elsewhere = await program({ id: "anderswo", tenant: beispielhausen, pages: ["termin"] });
  await world.permit({ ...allowed(), tenant: beispielhausen, scopes: ["formulare.ergaenzen"] });
  const inOtherTown = await bearerOf({ ...appointments, tenant: beispielhausen });
  const refused = { ok: false, refusal: { why: "not-found" } };
  for (const one of [await bearerOf(other), await bearerOf(elsewhere), inOtherTown]) assert.deepEqual(await places.exchange(one, { code, place: "form-step" }, key()), refused);
  for (const place of ["case-tab", "form-check"] as const) assert.deepEqual(await places.exchange(bearer, { code, place }, key()), refused);
  for (const guess of ["", "kpl_", `kpl_${"A".repeat(43)}`, code.slice(0, -1), `${code}A`, code.toUpperCase()]) assert.deepEqual(await places.exchange(bearer, { code: guess, place: "form-step" }, key()), refused);
  clock.advance(301_000);
  assert.deepEqual(await places.exchange(bearer, { code, place: "form-step" }, key()), refused);
});

test("a permission that is revoked, given anew, or without this page ends codes and results under way", async () => {
  for (const end of [
    () => extensions.revokePermission({ tenant: musterstadt.id, client: terminwahl.id, actor }),
    () => world.permit({ ...allowed(), scopes: ["formulare.ergaenzen"], pages: ["anschrift"] }),
    () => extensions.disableClient({ client: terminwahl.id, disabled: true, actor }),
  ]) {
    const [before, under] = [await ledThere(), await exchanged()];
    assert.ok((await give(under, { "termin.wann": wann })).ok);
    await end();
    assert.equal((await places.exchange(before.bearer, { code: before.code, place: "form-step" }, key())).ok, false);
    assert.deepEqual(await take(under), { kind: "gone" });
    await extensions.disableClient({ client: terminwahl.id, disabled: false, actor });
    await world.permit({ ...allowed(), scopes: ["formulare.ergaenzen"] });
    const bearer = await bearerOf(appointments);
    assert.equal((await places.exchange(bearer, { code: before.code, place: "form-step" }, key())).ok, false, "a new permission does not bring old codes back");
  }
});

test("a token without the right gets nothing, not even under a code of its own", async () => {
  const { code } = await ledThere();
  const poor = await program({ id: "ohne-recht", pages: ["reiter"], scopes: ["vorgaenge.quittieren"] });
  assert.deepEqual(await places.exchange(await bearerOf(poor), { code, place: "form-step" }, key()), { ok: false, refusal: { why: "not-found" } });
  assert.deepEqual(await places.caseTabs({ tenant: musterstadt.id, service: "hund-anmelden", offices: ["steueramt"] }), []);
});

test("values are checked by the form at once and taken once, in the very session, draft and step", async () => {
  const one = await exchanged();
  const wrong = await give(one, { "termin.wann": { slot: "x", at: "gestern" }, name: "Jemand anders" });
  assert.ok(!wrong.ok && wrong.refusal.why === "answers-invalid");
  assert.deepEqual(wrong.refusal.errors.map(({ pointer }) => pointer).sort(), ["/fields/name", "/fields/termin.wann"]);
  assert.deepEqual(await take(one), { kind: "nothing", client: terminwahl.id, page: "termin" });
  const two = await exchanged();
  assert.ok((await give(two, { "termin.wann": { slot: "frueher", at: "2026-03-09T08:00" } })).ok);
  assert.ok((await give(two, { "termin.wann": wann })).ok);
  for (const other of [{ owner: newId() }, { draft: newId() }, { step: "anliegen" }, { tenant: beispielhausen.id }, { result: one.result }]) assert.deepEqual(await take(two, other), { kind: "gone" });
  const taken = await take(two);
  assert.ok(taken.kind === "result");
  assert.deepEqual(taken.result.fields, { "termin.wann": wann });
  assert.deepEqual(await take(two), { kind: "gone" });
  const filled = await world.applications.fillStep({ draft: two.draft, applicant: two.applicant, step: "termin", values: taken.result.fields });
  assert.ok(filled.ok);
  assert.deepEqual([filled.filled, filled.draft.answers["termin"], filled.draft.savedSteps], [["termin.wann"], { wann }, {}]);
});

test("a result is nobody's business but that of the program that was launched", async () => {
  const one = await exchanged();
  const other = await program({ id: "neugierig", pages: ["termin"], scopes: ["formulare.ergaenzen"] });
  assert.deepEqual(await places.giveResult(await bearerOf(other), { result: one.result, outcome: "done", fields: {}, problems: [] }, key()), { ok: false, refusal: { why: "not-found" } });
  assert.deepEqual(await places.giveResult(one.bearer, { result: one.code.replace("kpl_", "kpr_"), outcome: "done", fields: {}, problems: [] }, key()), { ok: false, refusal: { why: "not-found" } });
});

test("what has ended is forgotten with everything that was sealed in it", async () => {
  await exchanged();
  clock.advance(3_700_000);
  await extensions.jobs["extensions.forget-launches"]();
  assert.deepEqual(await db.asOperator("test", (tx) => tx.rows(sql`select from extension_places.launch`)), []);
});

test("a program that does not answer is left alone after three failures, for a minute; nobody waits for it then", async () => {
  const one = await draft();
  const ask = () => places.askNow({ ...one.subject, client: terminwahl.id, page: "anschrift", step: "anschrift", fields: { "anschrift.strasse": "Lindenweg" } });
  answerOf = () => Promise.reject(new Error("connection refused"));
  asked.length = 0;
  for (let i = 0; i < 5; i += 1) assert.deepEqual(await ask(), { kind: "silent" });
  assert.equal(asked.length, 3);
  assert.equal(await places.leadThere({ ...one.subject, client: terminwahl.id, page: "termin", step: "termin", fields: {}, returnTo: "https://musterstadt.example/zurueck" }), "silent");
  clock.advance(61_000);
  const bearer = await bearerOf(appointments);
  answerOf = async (body) => {
    const outcome = await places.exchange(bearer, { code: (JSON.parse(body) as { start: string }).start, place: "form-check" }, key());
    if (!outcome.ok) return new Response(null, { status: 400 });
    const given = await places.giveResult(bearer, { result: outcome.value.result ?? "", outcome: "done", fields: { "anschrift.plz": "00101" }, problems: [{ field: "anschrift.strasse", message: "Diese Straße kennen wir nicht." }] }, key());
    return new Response(null, { status: given.ok ? 204 : 500 });
  };
  const answer = await ask();
  assert.ok(answer.kind === "result");
  assert.deepEqual(answer.result, { outcome: "done", fields: { "anschrift.plz": "00101" }, problems: [{ field: "anschrift.strasse", message: "Diese Straße kennen wir nicht." }] });
  answerOf = () => Promise.resolve(new Response(null, { status: 204 }));
  assert.deepEqual(await ask(), { kind: "gone" }, "an answer without a result");
});

test("a tab names the application and the office, for a program that may read it, and the look is on the town's list", async () => {
  const one = await world.submitted({});
  const reader = await program({ id: "abgleicher", pages: ["reiter", "kachel"], services: ["hund-anmelden"] });
  const tab = { tenant: musterstadt.id, client: reader.client, page: "reiter", application: one.application, service: "hund-anmelden", office: "steueramt", staff: "sabine", role: "clerk", language: "de" } as const;
  assert.deepEqual((await places.caseTabs({ tenant: musterstadt.id, service: "hund-anmelden", offices: ["steueramt"] })).map(({ client, page }) => [client, page.id]), [["abgleicher", "reiter"]]);
  const outcome = await places.exchange(await bearerOf(reader), { code: codeIn(await places.launchTab(tab)), place: "case-tab" }, key());
  assert.ok(outcome.ok);
  assert.deepEqual([outcome.value.context, outcome.value.result], [{ place: "case-tab", language: "de", application: one.application, role: "clerk", office: "steueramt" }, undefined]);
  assert.deepEqual((await extensions.doings({ tenant: musterstadt.id, client: reader.client })).map(({ action, reference }) => [action, reference]), [["case.open-tab", one.reference]]);
  await world.permit({ client: reader.client, tenant: musterstadt, services: ["maengelmelder"], pages: ["reiter"] });
  assert.equal(await places.launchTab(tab), undefined);
});

test("tiles stand where manifest and town want them, and their address holds nothing but town and language", async () => {
  const shown = async (where: "start" | "service" | "account", leikaKey?: string) => (await places.widgets({ tenant: musterstadt.id, where, language: "en", ...(leikaKey === undefined ? {} : { leikaKey }) })).filter(({ client }) => client === "kachler").map(({ url }) => url);
  const { client } = await program({ id: "kachler", pages: ["kachel"] });
  const url = "https://probe.example/kachel?iss=https%3A%2F%2Fmusterstadt.portal.example%2Fopenid&ort=musterstadt&sprache=en";
  assert.deepEqual([await shown("start"), await shown("service"), await shown("service", "99110009104000"), await shown("account")], [[url], [], [url], []]);
  await world.permit({ client, tenant: musterstadt, pages: ["kachel"], scopes: scopes.filter((scope) => scope !== "kacheln.zeigen") });
  assert.deepEqual(await shown("start"), []);
});

test("pages are encrypted, at a host of their own, and each is named once; a town permits only what the manifest names", async () => {
  const wrong = async (page: object): Promise<readonly string[]> => {
    const taken = await extensions.takeManifest({ manifest: { ...manifestOf("falsche-seiten"), pages: [page] }, actor });
    return taken.ok || taken.why !== "problems" ? [] : taken.problems.map(({ path, text }) => `${path} ${text}`);
  };
  const page = { id: "eine", place: "case-tab", title: { de: "Eine" } };
  assert.deepEqual(await wrong({ ...page, url: "http://probe.example/x" }), ["pages.0.url muss eine Adresse mit https sein."]);
  assert.match((await wrong({ ...page, url: "https://musterstadt.localhost/x" })).join(), /nicht unter einer Adresse dieses Portals/);
  assert.match((await wrong({ ...page, url: "https://localhost:8080/x" })).join(), /nicht unter einer Adresse dieses Portals/);
  assert.match((await wrong({ ...page, url: "https://ich:geheim@probe.example/x" })).join(), /Zugangsdaten/);
  assert.match((await wrong({ ...page, url: "https://probe.example/x#y" })).join(), /nach #/);
  assert.match((await wrong({ ...page, url: "javascript:alert(1)" })).join(), /https/);
  assert.match((await wrong({ ...page, url: "https://probe.example/x", place: "irgendwo" })).join(), /Möglich sind: case-tab/);
  assert.deepEqual(await extensions.givePermission({ tenant: musterstadt.id, client: terminwahl.id, scopes: ["formulare.ergaenzen"], pages: ["erfunden"], actor }), { ok: false, why: "pages-unknown" });
});
