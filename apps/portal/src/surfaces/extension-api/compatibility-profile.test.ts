import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { proofs, twoDogs } from "../../modules/extensions/testing/world.ts";
import { apex, apiWorld } from "./testing/api-world.ts";

const world = await apiWorld();
const { extensions, musterstadt } = world;
const ars = musterstadt.ars;
let caller = 0;

interface Entry { readonly transID: string; readonly identifier: string; readonly status: string; readonly payload: string | null; readonly xml: string | null; readonly pdf: string | null; readonly attachments: { name: string; data: string | null; sha256: string }[] | null; readonly applicantName: null; readonly submissionDate: string }
interface Asked { readonly user?: string; readonly key?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown; readonly method?: "GET" | "PUT" | "POST"; readonly address?: string }
async function ask(path: string, { user = ars, key, headers = {}, body, method = "GET", address }: Asked) {
  const answer = await world.app.inject({
    method, url: `/submission/api/v2/submission/${path}`, remoteAddress: address ?? `127.3.${(caller += 1) >> 8}.${caller & 255}`,
    headers: { host: new URL(apex).host, ...(key === undefined ? {} : { authorization: `Basic ${Buffer.from(`${user}:${key}`).toString("base64")}` }), ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json<unknown>() };
}
const list = async (given: Asked, query = ""): Promise<readonly Entry[]> => (await ask(`${given.user ?? ars}/hund-anmelden${query}`, given)).body as readonly Entry[];

test("older software pulls by form number and status, reads with files, writes back its mark and its number", async () => {
  const { secret: key } = await world.program();
  const one = await world.submitted({ account: newId(), answers: twoDogs, uploads: proofs });
  await world.applications.subscriptions.find(({ name }) => name === "applications.render")?.handle({ type: "application.submitted", id: newId(), application: one.application, tenant: one.tenant }, { lastAttempt: false });
  await world.told(one);
  const [entry] = await list({ key }, "?status=NEW");
  assert.deepEqual([entry?.transID, entry?.identifier, entry?.status, entry?.applicantName, entry?.xml, entry?.pdf, entry?.attachments], [one.application, one.reference, "NEW", null, null, null, null]);
  const whole = (await ask(`${ars}/hund-anmelden/${one.application}`, { key })).body as Entry;
  assert.equal(whole.status, "READ");
  assert.match(Buffer.from(whole.xml ?? "", "base64").toString(), /<feld id="name">Bella<\/feld>/);
  assert.match(Buffer.from(whole.pdf ?? "", "base64").toString(), /^%PDF-1\.7/);
  assert.deepEqual(whole.attachments?.map(({ data }) => Buffer.from(data ?? "", "base64").toString("latin1").slice(0, 4)), proofs.map(() => "%PDF"));
  assert.deepEqual([(await list({ key }, "?status=NEW")).length, (await list({ key }, "?status=NEW,READ")).length], [0, 1]);
  world.clock.advance(1_000);
  const written = await ask(`${ars}/hund-anmelden/${one.application}/status`, { key, method: "PUT", body: { status: "CLOSED", payload: "HST-4711" } });
  assert.deepEqual([written.status, (written.body as Entry).status, (written.body as Entry).payload], [200, "CLOSED", "HST-4711"]);
  for (const [mark, shown] of [["HIDDEN", 0], ["DELETED", 0], ["READ", 1]] as const) {
    world.clock.advance(1_000);
    await ask(`${ars}/hund-anmelden/${one.application}/status`, { key, method: "POST", body: { status: mark } });
    assert.deepEqual([(await list({ key })).length, (await list({ key }, `?status=${mark}`))[0]?.payload], [shown, "HST-4711"], mark);
  }
  // The person's status is the office's business; that it was taken over stands in the office's log.
  const log = await world.db.inTenant(musterstadt.id, (tx) => world.applications.timeline(tx, one.application, { kind: "tenant" }, "office"));
  assert.equal(log.filter(({ type }) => type === "acknowledged").length, 1);
  assert.equal((await world.db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, one.application)))?.status, "submitted");
});

test("what was taken up from paper says in its XML when the paper arrived", async () => {
  const { secret: key } = await world.program();
  const xmlOf = async (given: Parameters<typeof world.submitted>[0]): Promise<string> => {
    const one = await world.submitted(given);
    await world.told(one);
    const whole = (await ask(`${ars}/hund-anmelden/${one.application}`, { key })).body as Entry;
    assert.equal(whole.submissionDate, world.clock.now().toISOString());
    return Buffer.from(whole.xml ?? "", "base64").toString();
  };
  assert.match(await xmlOf({ paperOf: "2026-02-20" }), /<antrag [^>]* erklaertAm="[^"]*" eingegangenAm="2026-02-20">/);
  assert.doesNotMatch(await xmlOf({}), /eingegangenAm/);
});

test("the filter by time knows both headers, and the LeiKa key is a form number too", async () => {
  const { secret: key } = await world.program();
  await world.told(await world.submitted());
  const [before, after] = [new Date(world.clock.now().getTime() - 60_000).toUTCString(), new Date(world.clock.now().getTime() + 60_000).toUTCString()];
  for (const name of ["if-modified-since", "last-modified"]) assert.deepEqual([(await list({ key, headers: { [name]: before } })).length > 0, (await list({ key, headers: { [name]: after } })).length], [true, 0], name);
  assert.ok(((await ask(`${ars}/99110009104000`, { key })).body as Entry[]).length > 0);
  assert.deepEqual([(await ask(`${ars}/hund-anmelden?status=ERLEDIGT`, { key })).status, (await ask(`${ars}/hund-anmelden`, { key, headers: { "last-modified": "gestern" } })).status, (await ask(`${ars}/gibt-es-nicht`, { key })).status], [400, 400, 404]);
});

test("without the town's leave for this way of signing in the key opens nothing, and a revocation counts at once", async () => {
  const { client, secret: key } = await world.program();
  assert.equal((await ask(`${ars}/hund-anmelden`, { key })).status, 200);
  await world.permit({ client, tenant: musterstadt, scopes: ["vorgaenge.lesen"] });
  const refused = await ask(`${ars}/hund-anmelden`, { key });
  assert.deepEqual([refused.status, refused.headers["www-authenticate"]], [401, 'Basic realm="kommunalportal"']);
  await world.permit({ client, tenant: musterstadt, scopes: ["anmeldung.einfach"] });
  assert.equal((await ask(`${ars}/hund-anmelden`, { key })).status, 403, "signed in, but without the right to read");
  await extensions.revokePermission({ tenant: musterstadt.id, client, actor: { kind: "staff", id: "sven-super" } });
  assert.equal((await ask(`${ars}/hund-anmelden`, { key })).status, 401);
});

test("wrong keys, other numbers, other towns and what lies outside the permission are refused", async () => {
  const { secret: key } = await world.program({ services: ["maengelmelder"] });
  const { secret: full } = await world.program();
  const one = await world.submitted();
  await world.told(one);
  assert.equal((await ask(`${ars}/hund-anmelden`, {})).status, 401);
  for (const given of [{ key: `${full.slice(0, -2)}${full.endsWith("AA") ? "BB" : "AA"}` }, { key: "x" }, { key: full, user: "nirgendwo" }, { key: full, user: world.beispielhausen.ars }]) assert.equal((await ask(`${given.user ?? ars}/hund-anmelden`, given)).status, 401);
  assert.equal((await ask(`${world.beispielhausen.ars}/hund-anmelden`, { key: full })).status, 401, "the number of the path is the one of the header");
  assert.equal((await ask(`${ars}/hund-anmelden`, { key })).status, 404);
  assert.equal((await ask(`${ars}/maengelmelder/${one.application}`, { key: full })).status, 404, "another form");
  assert.deepEqual([(await ask(`${ars}/hund-anmelden/${newId()}`, { key: full })).status, (await ask(`${ars}/hund-anmelden/x`, { key: full })).status], [404, 404]);
  assert.equal((await ask(`${ars}/hund-anmelden/${one.application}/status`, { key: full, method: "PUT", body: { status: "PRELIMINARY" } })).status, 422);
  const statuses: number[] = [];
  for (let i = 0; i < 22; i += 1) statuses.push((await ask(`${ars}/hund-anmelden`, { key: "x", address: "127.4.0.1" })).status);
  assert.deepEqual([statuses.filter((status) => status === 401).length, statuses.at(-1)], [20, 429]);
});

test("each program has marks of its own, and a withdrawn application is DELETED for all", async () => {
  const [first, second] = [await world.program(), await world.program()];
  const account = newId();
  const one = await world.submitted({ account });
  await world.told(one);
  await ask(`${ars}/hund-anmelden/${one.application}/status`, { key: first.secret, method: "PUT", body: { status: "CLOSED" } });
  const markOf = async (key: string) => (await list({ key }, "?status=NEW,READ,CLOSED,HIDDEN,DELETED")).find(({ transID }) => transID === one.application)?.status;
  assert.deepEqual([await markOf(first.secret), await markOf(second.secret)], ["CLOSED", "NEW"]);
  const taken = await world.applications.withdraw({ application: one.application, access: { kind: "account", account } });
  assert.deepEqual(taken.ok, true, JSON.stringify(taken));
  assert.deepEqual([await markOf(first.secret), await markOf(second.secret)], ["DELETED", "DELETED"]);
});
