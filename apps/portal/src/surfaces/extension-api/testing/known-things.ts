import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { legalDate } from "#platform/clock";
import { newId } from "#platform/ids";
import type { Scope } from "#modules/extensions";
import { pdf, proofs, twoDogs } from "../../../modules/extensions/testing/world.ts";
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
  const decided = await world.call("POST", `/applications/${application}/decisions`, { token, body: { kind: "information", subject: "Ihre Hunde", paragraphs: ["Wir haben Ihre Angaben erhalten."], signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7", "00101 Musterstadt"], office: "steueramt" } });
  assert.equal(decided.status, 201, JSON.stringify(decided.body));
  const decision = String(decided.body["id"]);
  const tenant = world.musterstadt.id;
  const posted = await world.db.inTenant(tenant, (tx) => world.answers.recordPosting(tx, { decision, tenant, day: legalDate(world.deps.clock.now()), actor: { kind: "staff", id: "sabine" } }));
  assert.ok(posted.ok, JSON.stringify(posted));
  return decision;
}

/** A time with room for many, and an appointment in it: an example may book it and move the other there. */
async function exampleAppointment(world: World, one: { readonly application: string }, token: string): Promise<{ readonly slot: string; readonly appointment: string }> {
  const times = { startsAt: "2026-03-20T09:00:00.000Z", endsAt: "2026-03-20T09:20:00.000Z", place: "Bürgerbüro", office: "steueramt" };
  const offered = await world.call("POST", "/appointment-slots", { token, body: { slots: [{ ...times, capacity: 50 }, { ...times, capacity: 50 }] } });
  const [slot, other] = (offered.body["items"] as readonly { readonly id: string }[] | undefined) ?? [];
  assert.ok(slot && other, JSON.stringify(offered.body));
  const booked = await world.call("POST", `/applications/${one.application}/appointments`, { token, body: { slot: other.id, office: "steueramt" } });
  assert.equal(booked.status, 201, JSON.stringify(booked.body));
  return { slot: slot.id, appointment: String(booked.body["id"]) };
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
  const form = `probe-${newId().slice(-12)}`;
  if (given.scopes === undefined) assert.equal((await world.call("POST", "/forms", { token, body: { ...exampleForm, service: { ...exampleForm.service, slug: form } } })).status, 201);
  const submitted = given.scopes === undefined ? (await world.call("POST", "/applications", { token, body: submissionRequest.example })).body["id"] : undefined;
  const kept = await world.safe.keep({ account, name: "urkunde.pdf", content: Readable.from([pdf("Urkunde")]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(kept.ok);
  const shared = await world.safe.share({ account, level: 3, document: kept.document.id, application: one.application });
  await world.db.asAccount(account, (tx) => world.safe.setDepositConsent(tx, { account, tenant: one.tenant, application: one.application, level: 3, agreed: true }));
  const first = (list: unknown): string => (list as { id: string }[])[0]?.id ?? newId();
  const appointment = given.scopes === undefined ? await exampleAppointment(world, one, token) : { slot: newId(), appointment: newId() };
  const fetched = await world.call("GET", `/applications/${one.application}`, { token });
  const ids: KnownIds = {
    application: one.application, file: first(fetched.body["attachments"]), webhook: String(webhook.body["id"]), service: "hund-anmelden", version: String(fetched.body["formVersion"]), delivery: first(deliveries.body["items"]), payment, decision, form, key: "99110009104000", submission: typeof submitted === "string" ? submitted : newId(), document: shared.ok ? shared.share : newId(), ...appointment,
  };
  return { ...program, account, one, fetched, ids };
}
