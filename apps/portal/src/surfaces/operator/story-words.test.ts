import assert from "node:assert/strict";
import { test } from "node:test";
import { eventDetails } from "./story-words.ts";
import { townOfEach } from "./story-page.ts";
import { attemptWords } from "./words.ts";

const places = { office: (role: string) => ({ steueramt: "Amt für Steuern", ordnungsamt: "Ordnungsamt" })[role] ?? role, town: (slug: string) => ({ musterstadt: "Musterstadt", beispielhausen: "Beispielhausen" })[slug] ?? slug };
const said = (type: string, data: Readonly<Record<string, string | number | boolean>>) => eventDetails(type, data, places);

test("what an event says in codes is told in words, by what the code means there", () => {
  assert.equal(said("submitted", { level: 3, owner: "account", status: "submitted", channel: "online" }), "online · Vertrauensniveau substantiell");
  assert.equal(said("sealed", { status: "payment", channel: "counter", level: 0, owner: "staff", cents: 1200, way: "transfer" }), "am Schalter · Vertrauensniveau keines · Gebühr durch Überweisung");
  assert.equal(said("status-changed", { status: "waiting", from: "in-progress" }), "vorher: In Bearbeitung · jetzt: Wartet auf die Person");
  assert.equal(said("case-passed-on", { to: "ordnungsamt", from: "steueramt" }), "von Amt für Steuern · an Ordnungsamt");
  assert.equal(said("office-involved", { from: "steueramt", to: "ordnungsamt", involvement: "information" }), "von Amt für Steuern · an Ordnungsamt · nur zur Kenntnis");
  assert.equal(said("office-involved", { from: "steueramt", to: "ordnungsamt", involvement: "joint" }), "von Amt für Steuern · an Ordnungsamt · entscheidet mit");
  assert.equal(said("handed-over", { from: "musterstadt", to: "beispielhausen", basis: "consent" }), "von Musterstadt · an Beispielhausen · Grundlage: Einwilligung der Person");
  assert.equal(said("decision", { office: "steueramt", decision: "01a2", kind: "partial", way: "own-mailbox" }), "Amt für Steuern · Teilweise Bewilligung · Postfach im Portal");
  assert.equal(said("delivery-dead", { delivery: "01a2", destination: "01a3", name: "Fachverfahren", part: "steuer", reason: "no-answer" }), "Fachverfahren · Übergeben, aber das Fachverfahren hat auch nach drei Wochen nicht geantwortet.");
});

test("a code that came later stands as it is, and what is no code is never shown", () => {
  assert.equal(said("decision", { kind: "neues", way: "taube" }), "neues · taube");
  assert.equal(said("reply-refused", { name: "Fachverfahren", reasons: "Erika Beispiel hat …" }), "Fachverfahren");
});

test("what was held back before anybody was asked is no silence of the receiver", () => {
  assert.equal(attemptWords({ result: "unreachable", reason: "document-missing", status: undefined }), "noch nicht gesendet");
  assert.equal(attemptWords({ result: "unreachable", reason: "no-receiver", status: undefined }), "noch nicht gesendet");
  assert.equal(attemptWords({ result: "unreachable", reason: "timeout", status: undefined }), "keine Antwort");
  assert.equal(attemptWords({ result: "unreachable", reason: "unavailable", status: 503 }), "noch nicht angenommen", "it did answer");
  assert.equal(attemptWords({ result: undefined, reason: undefined, status: undefined }), "unterwegs");
});

test("before a hand-over an office is one of the town that had it then", () => {
  const line = (type: string, from = "") => ({ at: new Date(), kind: "event", type, by: "staff", destination: undefined, data: { from } }) as const;
  const idOf = (slug: string): string => `id-${slug}`;
  assert.deepEqual(townOfEach([line("submitted"), line("office-involved", "steueramt"), line("handed-over", "musterstadt"), line("case-taken"), line("handed-over", "beispielhausen"), line("closed")], "id-hamm", idOf),
    ["id-musterstadt", "id-musterstadt", "id-beispielhausen", "id-beispielhausen", "id-hamm", "id-hamm"]);
  assert.deepEqual(townOfEach([line("submitted")], "id-hamm", idOf), ["id-hamm"]);
});
