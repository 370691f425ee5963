import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { serviceSwitch } from "#modules/tenants";
import { newId } from "#platform/ids";
import { apiWorld } from "./testing/api-world.ts";

const world = await apiWorld();
const { call, signedIn, musterstadt, beispielhausen } = world;
await world.db.asOperator("test", (tx) => world.tenants.storeSwitch(tx, musterstadt.id, serviceSwitch.parse({ service: "meldebescheinigung", enabled: true, paymentWays: ["online", "counter"] })));
await world.tenants.refresh();

const certificate = {
  service: "meldebescheinigung", confirmed: true,
  answers: {
    fuer: { role: "self" }, person: { givenName: "Erika", surname: "Beispiel", birthdate: "1984-08-12", placeOfBirth: "Musterstadt" },
    anschrift: { street: "Lindenweg", houseNumber: "7", postalCode: "00101", city: "Musterstadt" }, bescheinigung: { art: "einfach", anzahl: 2 },
  },
};
type Payments = readonly { readonly id: string; readonly cents: number; readonly way: string; readonly state: string }[];

test("with a fee that comes first the person pays at the portal, and only then the application is received", async () => {
  const account = newId();
  const program = await signedIn();
  const { token } = program;
  const handover = await world.handedOver({ client: program.client, account });
  const key = randomUUID();
  const sent = await call("POST", "/applications", { token, key, body: { ...certificate, handover } });
  assert.equal(sent.status, 201, JSON.stringify(sent.body));
  const [fee] = sent.body["payments"] as Payments;
  assert.deepEqual([sent.body["state"], sent.body["reference"], fee?.cents, fee?.way, fee?.state], ["payment", undefined, 1800, "online", "open"]);
  assert.equal(sent.body["url"], `https://musterstadt.portal.example/bezahlen/${fee!.id}`);
  assert.deepEqual((await call("POST", "/applications", { token, key, body: { ...certificate, handover } })).body, sent.body);
  const at = String(sent.body["id"]);
  assert.equal((await call("GET", `/applications/${at}`, { token })).status, 404, "before the payment nobody is told of it");
  assert.deepEqual((await call("GET", `/submissions/${at}`, { token })).body["state"], "payment");

  await world.db.inTenant(musterstadt.id, (tx) => world.applications.completePaid(tx, at), { account });
  const followed = (await call("GET", `/submissions/${at}`, { token })).body;
  assert.deepEqual([followed["state"], followed["url"], typeof followed["reference"]], ["submitted", `https://musterstadt.portal.example/vorgaenge/${at}`, "string"]);
  assert.equal((await call("GET", `/applications/${at}`, { token })).status, 200);
});

test("by a way that is paid later it is received at once, with what is owed", async () => {
  const program = await signedIn();
  const handover = await world.handedOver({ client: program.client, account: newId() });
  const sent = await call("POST", "/applications", { token: program.token, body: { ...certificate, handover, paymentWay: "counter" } });
  assert.deepEqual([sent.status, sent.body["state"], (sent.body["payments"] as Payments).map(({ way, state }) => [way, state])], [201, "submitted", [["counter", "open"]]]);
  const refused = await call("POST", "/applications", { token: program.token, body: { ...certificate, handover, paymentWay: "transfer" } });
  assert.deepEqual([refused.status, refused.body["code"], refused.body["because"]], [409, "portal-needed", "fee"]);
});

test("only the program that handed it in may follow it, and a visitor cannot pay", async () => {
  const [mine, other] = [await signedIn(), await signedIn()];
  const elsewhere = await signedIn({ tenant: beispielhausen });
  const handover = await world.handedOver({ client: mine.client, account: newId() });
  const sent = await call("POST", "/applications", { token: mine.token, body: { ...certificate, handover } });
  for (const { token } of [other, elsewhere]) assert.equal((await call("GET", `/submissions/${String(sent.body["id"])}`, { token })).status, 404);
  const visitor = await call("POST", "/applications", { token: mine.token, body: certificate });
  assert.deepEqual([visitor.status, visitor.body["code"], visitor.body["because"]], [409, "portal-needed", "fee"]);
});

test("what goes back into the form has ended for the program", async () => {
  const account = newId();
  const program = await signedIn();
  const handover = await world.handedOver({ client: program.client, account });
  const sent = await call("POST", "/applications", { token: program.token, body: { ...certificate, handover } });
  await world.applications.reopenUnpaid({ application: String(sent.body["id"]), tenant: musterstadt.id, applicant: { owner: account, account, level: 3 } });
  assert.deepEqual((await call("GET", `/submissions/${String(sent.body["id"])}`, { token: program.token })).body, { id: sent.body["id"], state: "ended", url: "https://musterstadt.portal.example/vorgaenge", payments: [] });
});
