import assert from "node:assert/strict";
import { newId } from "#platform/ids";
import type { Scope } from "#modules/extensions";
import { proofs, twoDogs } from "../../../modules/extensions/testing/world.ts";
import type { apiWorld } from "./api-world.ts";
import type { KnownIds } from "./document-requests.ts";

/** Receivers of examples have names that never resolve: the world has to trust them. */
export const exampleReceiver = "fachverfahren.musterstadt.example";

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
  const fetched = await world.call("GET", `/applications/${one.application}`, { token });
  const deliveries = await world.call("GET", `/webhooks/${String(webhook.body["id"])}/deliveries`, { token });
  const first = (list: unknown): string => (list as { id: string }[])[0]?.id ?? newId();
  const ids: KnownIds = {
    application: one.application, file: first(fetched.body["attachments"]), webhook: String(webhook.body["id"]), service: "hund-anmelden", version: String(fetched.body["formVersion"]), delivery: first(deliveries.body["items"]),
  };
  return { ...program, account, one, fetched, ids };
}
