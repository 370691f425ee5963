import assert from "node:assert/strict";
import { test } from "node:test";
import { html, renderDocument } from "@kommunalportal/html";
import type { UndeliveredReply } from "#modules/gateway";
import { isTold, notToldElsewhere, type ToldCase } from "./case-told-elsewhere.ts";

const view = (service: string): ToldCase => ({ head: { id: "a", service }, events: [{ id: "e1", type: "question", data: {} }, { id: "e2", type: "decision", data: {} }] });
async function shown(service: string, replies: readonly UndeliveredReply[]): Promise<string> {
  const content = await notToldElsewhere({ gateway: { replies: { undelivered: (application) => Promise.resolve(application === "a" ? replies : []) } } }, view(service));
  return renderDocument(html`<html lang="de"><body>${content}</body></html>`).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");
}
const reply = (event: string, state: UndeliveredReply["state"], reason: string): UndeliveredReply => ({ event, state, reason, at: new Date() });

test("an office learns what the other side has not heard, why, and what to do", async () => {
  assert.match(await shown("efa-wohngeld-online", [reply("e1", "given-up", "no-reply-channel"), reply("e2", "given-up", "zbp-refused: x")]), /nicht auf elektronischem Weg bekommen .*Frage.*Bescheid.*Schreiben Sie mit der Post, oder rufen Sie an\. Der Antrag nennt keinen elektronischen Weg.*Das BundID-Postfach nimmt die Nachricht nicht an/);
  assert.match(await shown("efa-wohngeld-online", [reply("e1", "given-up", "reply-refused: Der Inhalt entspricht nicht seinem Schema."), reply("e2", "given-up", "reply-not-taken")]), /hat die Nachricht zurückgewiesen\. Der Inhalt entspricht nicht seinem Schema\..*zwei Wochen lang nicht angenommen/);
  assert.match(await shown("efa-wohngeld-online", [reply("e1", "queued", "XtaUnreachable")]), /gerade nicht zu erreichen.*Es wird weiter versucht/);
});

test("nothing is said where all is told, or where an application was made here", async () => {
  assert.equal((await shown("efa-wohngeld-online", [reply("e1", "sent", "zbp-no-answer")])).trim(), "");
  assert.equal((await shown("hund-anmelden", [reply("e1", "given-up", "no-reply-channel")])).trim(), "");
});

test("who applied in a service run elsewhere never had an account here, so nobody has deleted it: that service tells the person", () => {
  assert.equal(isTold({ service: "efa-wohngeld-online", account: undefined, hasLookupCode: false }), true);
  assert.equal(isTold({ service: "hund-anmelden", account: undefined, hasLookupCode: false }), false, "the account was deleted");
  assert.equal(isTold({ service: "hund-anmelden", account: undefined, hasLookupCode: true }), true);
});
