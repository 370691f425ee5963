import assert from "node:assert/strict";
import { test } from "node:test";
import { seen, testStaff } from "./test-staff.ts";

const world = await testStaff();
const { get, post, people } = world;
const { sabine, stella } = people;

test("many at once, with everything that was refused in words", async () => {
  const cases = [await world.submitted(), await world.submitted()];
  await post(stella, `${cases[1]?.path}/uebernahme`, { version: "1" });
  assert.match((await post(sabine, "/mitarbeit/musterstadt/sammelaktion", { id: cases[0]?.id ?? "", tun: "take", zurueck: "stand=open" })).location ?? "", /stand=open&getan=1$/);
  const mixed = await seen(post(sabine, "/mitarbeit/musterstadt/sammelaktion", { id: cases.map(({ id }) => id), tun: "take", zurueck: "" }), 422);
  assert.ok(mixed.text.includes("Kein Vorgang wurde geändert") === false && mixed.text.includes("1 von 2") && mixed.text.includes("bearbeitet schon jemand anderes"));
  assert.equal(mixed.link(cases[1]?.reference ?? ""), cases[1]?.path, "which one it was");
  const nothingSaid = await seen(post(sabine, "/mitarbeit/musterstadt/sammelaktion", { id: cases[0]?.id ?? "", tun: "assign", text: "Wir melden uns." }), 422);
  const again = nothingSaid.form("Stand mitteilen").fields;
  assert.deepEqual(again.filter(([name]) => name === "id").map(([, id]) => id), [cases[0]?.id], "the same ones are still ticked");
  assert.ok(again.some(([name, value]) => name === "text" && value.includes("Wir melden uns.")));
  await seen(post(sabine, "/mitarbeit/musterstadt/sammelaktion", { tun: "take" }), 422);
  await seen(post(sabine, "/mitarbeit/musterstadt/sammelaktion", { id: cases[0]?.id ?? "", tun: "assign" }), 422);
});
test("many are closed only after a page that names them, who gets no decision and what stays open", async () => {
  const [one, other, letter] = [await world.submitted(), await world.submitted(), await world.submitted()];
  const at = "/mitarbeit/musterstadt/sammelaktion";
  await world.casework.decide({ tenant: world.musterstadt.id, staff: sabine.session.staff, name: "Sabine Steuer", offices: ["steueramt"], supervisor: false }, {
    case: letter.id, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7", "00101 Musterstadt"], draft: { kind: "information", subject: "Anmeldung", salutation: "Guten Tag,", paragraphs: ["Ihr Hund ist angemeldet."], conditions: [], reasons: [], amounts: [] },
  });
  const states = () => Promise.all([one, other, letter].map(({ id }) => world.casework.find({ tenant: world.musterstadt.id, staff: "", name: "", offices: "all", supervisor: true }, id).then((found) => found?.state)));
  const list = await seen(get(sabine, "/mitarbeit/musterstadt/eingang?stand="));
  const versions = list.form("Abschließen").fields.filter(([name]) => name === "fassung").map(([, value]) => value);
  const asked = await seen(post(sabine, at, { id: [one.id, other.id, letter.id], tun: "close", zurueck: "stand=open", fassung: versions }));
  assert.ok((await states()).every((state) => state !== "closed"), "asking closes nothing");
  assert.match(asked.h1, /^Diese 2 Vorgänge abschließen\?$/);
  assert.ok(asked.text.includes("Die Personen bekommen dann keinen Bescheid") && asked.text.includes("noch niemand"), "and who works on it");
  assert.ok(asked.text.includes("2 Vorgänge sind noch nicht entschieden") && asked.text.includes("nicht rückgängig"));
  assert.ok(asked.text.includes("Ein Bescheid ist noch nicht bekannt gegeben"), "what stays open is named beforehand");
  assert.ok(asked.links.some(({ text, href }) => text === "Nein, zurück zur Liste" && href.endsWith("/eingang?stand=open")));
  assert.ok((await get(sabine, `/mitarbeit/musterstadt/liste.csv?q=${letter.reference}`)).text.includes(";Brief drucken und zur Post geben;"), "the list that leaves says it as the inbox does");
  // Meanwhile a colleague takes one of them.
  await post(stella, `${other.path}/uebernahme`, { version: "1" });
  const sent = asked.form("Ja, 2 Vorgänge abschließen");
  const values = (name: string): string[] => sent.fields.filter(([field]) => field === name).map(([, value]) => value);
  assert.deepEqual(values("id").toSorted(), [one.id, other.id].toSorted());
  const closed = await seen(post(sabine, sent.action, { id: values("id"), fassung: values("fassung"), tun: "close", bestaetigt: "1", zurueck: "stand=open" }), 422);
  assert.ok(closed.text.includes("1 von 2 Vorgängen wurden geändert") && closed.text.includes("Inzwischen hat jemand diesen Vorgang geändert"));
  assert.equal(closed.link(other.reference), other.path);
  assert.deepEqual((await states()).slice(0, 2), ["closed", "taken"]);
  assert.ok((await seen(post(sabine, at, { id: [one.id], tun: "close" }))).h1.startsWith("Keiner dieser Vorgänge"));
});
test("an act on many leaves alone what a colleague changed since the list was made, and keeps the words", async () => {
  const [one, other] = [await world.submitted(), await world.submitted()];
  const at = "/mitarbeit/musterstadt/sammelaktion";
  const fassung = [`${one.id}~1`, `${other.id}~1`];
  await post(stella, `${other.path}/uebernahme`, { version: "1" });
  const refused = await seen(post(sabine, at, { id: [one.id, other.id], fassung, tun: "status", text: "Wir prüfen Ihre Angaben." }), 422);
  assert.ok(refused.text.includes("1 von 2 Vorgängen wurden geändert"));
  const again = refused.form("Stand mitteilen").fields;
  assert.deepEqual(again.filter(([name]) => name === "id").map(([, id]) => id), [other.id]);
  assert.ok(again.some(([name, value]) => name === "text" && value.includes("Wir prüfen Ihre Angaben.")), "the words are not typed twice");
  assert.ok(again.some(([name, value]) => name === "fassung" && value.startsWith(`${other.id}~`) && value !== `${other.id}~1`), "looked at once more, it may be sent");
});
