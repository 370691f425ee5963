import assert from "node:assert/strict";
import { newId } from "#platform/ids";
import type { Scope } from "#modules/extensions";
import { proofs, twoDogs } from "../../../modules/extensions/testing/world.ts";
import { submissionRequest } from "../case-schemas.ts";
import { exampleForm } from "../example-form.ts";
import type { apiWorld } from "./api-world.ts";
import type { KnownIds } from "./document-requests.ts";

/** Receivers of examples have names that never resolve: the world has to trust them. */
export const exampleReceiver = "fachverfahren.musterstadt.example";

type World = Awaited<ReturnType<typeof apiWorld>>;
const deciders = new WeakMap<World, ReturnType<World["signedIn"]>>();

function remembered(world: World): ReturnType<World["signedIn"]> {
  const program = world.signedIn();
  deciders.set(world, program);
  return program;
}

/** By a program of its own, so that it is there whatever the program in question may do. */
async function madeDecision(world: World, application: string): Promise<string> {
  const { token } = await (deciders.get(world) ?? remembered(world));
  const decided = await world.call("POST", `/applications/${application}/decisions`, { token, body: { kind: "information", subject: "Ihre Hunde", paragraphs: ["Wir haben Ihre Angaben erhalten."], signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "mailbox", office: "steueramt" } });
  assert.equal(decided.status, 201, JSON.stringify(decided.body));
  return String(decided.body["id"]);
}

/** A program with one of everything that an operation may be asked about. */
export async function knownThings(world: Awaited<ReturnType<typeof apiWorld>>, given: { readonly id?: string; readonly offices?: readonly string[]; readonly scopes?: readonly Scope[] } = {}) {
  const account = newId();
  const program = await world.signedIn(given);
  const { token } = program;
  const webhook = await world.call("POST", "/webhooks", { token, body: { url: `https://${exampleReceiver}/webhook` } });
  assert.equal(webhook.status, 201, JSON.stringify(webhook.body));
  const one = await world.submitted({ account, answers: twoDogs, uploads: proofs });
  await world.answers.setConsent({ application: one.application, account, agreed: true });
  await world.applications.subscriptions.find(({ name }) => name === "applications.render")?.handle({ type: "application.submitted", id: newId(), application: one.application, tenant: one.tenant }, { lastAttempt: false });
  await world.told(one);
  const deliveries = await world.call("GET", `/webhooks/${String(webhook.body["id"])}/deliveries`, { token });
  // Money that arrived, a decision and a form of its own. The way to the cash office is a person's, so it is taken from the room itself.
  const payment = await world.db.inTenant(one.tenant, (tx) => world.payments.claim(tx, { application: one.application, tenant: one.tenant, account, service: "hund-anmelden", purpose: "test", cents: 500, way: "counter", items: [{ id: "steuermarke", description: "Ersatzmarke", cents: 500 }], bookingData: {} }), { account });
  const received = await world.payments.markReceived({ payment, tenant: one.tenant, by: { staff: newId(), roles: [{ role: "cashier", tenant: one.tenant, office: undefined }] }, money: { cents: 500, day: "2026-03-02", way: "counter", voucher: "K-1" } });
  assert.ok(received.ok, JSON.stringify(received));
  const decision = await madeDecision(world, one.application);
  const fetched = await world.call("GET", `/applications/${one.application}`, { token });
  const form = `probe-${newId().slice(-12)}`;
  if (given.scopes === undefined) assert.equal((await world.call("POST", "/forms", { token, body: { ...exampleForm, service: { ...exampleForm.service, slug: form } } })).status, 201);
  const submitted = given.scopes === undefined ? (await world.call("POST", "/applications", { token, body: submissionRequest.example })).body["id"] : undefined;
  const first = (list: unknown): string => (list as { id: string }[])[0]?.id ?? newId();
  const ids: KnownIds = {
    application: one.application, file: first(fetched.body["attachments"]), webhook: String(webhook.body["id"]), service: "hund-anmelden", version: String(fetched.body["formVersion"]), delivery: first(deliveries.body["items"]), payment, decision, form, key: "99110009104000", submission: typeof submitted === "string" ? submitted : newId(),
  };
  return { ...program, account, one, fetched, ids };
}
