import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { parsePage } from "../../testing/page.ts";
import { testStaff } from "./test-staff.ts";

const world = await testStaff();
const { sabine, stella } = world.people;
const boundary = "----test";
const words = { art: "grant", betreff: "Ihr Antrag", text: "Wir geben statt.", weg: "mailbox" };
type Fields = Readonly<Record<string, string>>;

/** As a browser sends the editor: with the chosen file, or with none. */
async function send(path: string, fields: Fields, file?: { readonly name: string; readonly content: string }) {
  const part = ([name, value]: readonly [string, string]): string => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = `${Object.entries({ _csrf: sabine.session.csrf, ...fields }).map(part).join("")}--${boundary}\r\nContent-Disposition: form-data; name="datei"; filename="${file?.name ?? ""}"\r\nContent-Type: application/pdf\r\n\r\n${file?.content ?? ""}\r\n--${boundary}--\r\n`;
  const reply = await world.raw(sabine, `${path}/bescheid`, body, `multipart/form-data; boundary=${boundary}`);
  return { ...reply, page: parsePage(reply.text) };
}
const signed = { name: "unterschrieben.pdf", content: "%PDF-1.7 unterschrieben" };
const kept = (page: ReturnType<typeof parsePage>): Record<string, string> => Object.fromEntries(page.form("Bescheid erlassen").fields.filter(([name]) => name !== "_csrf" && name !== "datei"));
const decisionsOf = async (path: string): Promise<string> => parsePage((await world.get(sabine, `${path}?ansicht=bescheid`)).text).text;

test("a decision never leaves without the PDF that was chosen before the preview", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const preview = await send(path, { ...words, version: await version(), vorschau: "1" }, signed);
  assert.equal(preview.status, 200);
  assert.deepEqual(preview.page.problems, []);
  assert.ok(preview.page.text.includes("Sie hatten »unterschrieben.pdf« ausgewählt"));
  const forgotten = await send(path, { ...kept(preview.page), erlassen: "1" });
  assert.equal(forgotten.status, 422);
  assert.ok(forgotten.page.links.some(({ href, text }) => href === "#bescheid-datei" && text.includes("unterschrieben.pdf")));
  assert.ok((await decisionsOf(path)).includes("Noch kein Bescheid"));
  assert.equal((await send(path, { ...kept(forgotten.page), erlassen: "1" }, signed)).status, 303);
  const pdf = parsePage((await world.get(sabine, `${path}?ansicht=bescheid`)).text).link("Als PDF");
  assert.equal((await world.get(sabine, pdf)).bytes.toString(), signed.content);
});
test("an office sees at the decision whether its fee has been paid", async () => {
  const { path, version, application } = await world.submitted({ account: newId() });
  const fee = { ...words, art: "fee", betrag: "96,00", begruendung: "Satzung", rechtsbehelf: "klage", stelle: "Verwaltungsgericht Musterstadt", frist: "1" };
  assert.equal((await send(path, { ...fee, version: await version(), erlassen: "1" })).status, 303);
  const href = parsePage((await world.get(sabine, `${path}?ansicht=bescheid`)).text).link("Bescheid ansehen");
  const claim = { id: newId(), tenant: world.musterstadt.id, account: undefined, application, service: "hund-anmelden", purpose: `decision:${href.split("/").at(-1)}`, cents: 9600, receivedCents: 0, items: [], way: "online" as const, reference: "16444170063", state: "open" as const, endedWhy: undefined, createdAt: world.clock.now(), dueDay: "2026-03-12", paidAt: undefined, attempt: undefined };
  const seen = async (change: object): Promise<string> => { world.fees.splice(0, world.fees.length, { ...claim, ...change }); return (await decisionsOf(path)).replaceAll("\u00a0", " "); };
  assert.ok((await seen({})).includes("96,00 €, offen · Kassenzeichen 16444170063"));
  assert.deepEqual(world.feesAsked.filter((one) => one === application).length, 2, "for the tab that shows it, and for no other page");
  assert.ok((await seen({ receivedCents: 1000 })).includes("davon 10,00 € eingegangen"));
  assert.ok((await seen({ state: "paid", receivedCents: 9600, paidAt: new Date("2026-03-05T10:00:00Z") })).includes("bezahlt am 05.03.2026"));
});
test("a decision whose letter came back is repeated with the words it had", async () => {
  const { path, version } = await world.submitted();
  const fee = { ...words, weg: "post", anschrift: "Erika Beispiel\nLindenweg 7", art: "fee", betrag: "1.096,50", zweck: "Jahressteuer", nebenbestimmungen: "Erste.\n\nZweite.", begruendung: "Satzung", rechtsbehelf: "widerspruch", stelle: "Stadt Musterstadt", frist: "1" };
  assert.equal((await send(path, { ...fee, version: await version(), erlassen: "1" })).status, 303);
  const printed = parsePage((await world.get(sabine, `${path}?ansicht=bescheid`)).text);
  assert.ok(!printed.links.some(({ text }) => text.includes("wiederholen")), "not before it was sent");
  const posting = printed.form("Postausgang eintragen");
  await world.post(sabine, posting.action, { ...Object.fromEntries(posting.fields.filter(([name]) => name !== "_csrf")), tag: "2026-03-02" });
  const href = parsePage((await world.get(sabine, `${path}?ansicht=bescheid`)).text).link("Brief kam zurück: Bescheid wiederholen");
  const page = parsePage((await world.get(sabine, href)).text);
  assert.equal(page.h1, "Bescheid wiederholen");
  const begun = kept(page);
  assert.deepEqual([begun["art"], begun["betreff"], begun["betrag"], begun["zweck"], begun["rechtsbehelf"], begun["stelle"]], ["fee", "Ihr Antrag", "1096,50", "Jahressteuer", "widerspruch", "Stadt Musterstadt"]);
  assert.equal(begun["nebenbestimmungen"]?.trim(), "Erste.\n\nZweite.");
  assert.equal((await send(path, { ...begun, weg: "post", anschrift: "Erika Beispiel\nNeue Straße 1", erlassen: "1" })).status, 303);
  assert.ok((await decisionsOf(path)).includes("durch einen neuen Bescheid ersetzt"));
});
test("whoever wants the letter of the portal instead says so", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const preview = await send(path, { ...words, version: await version(), vorschau: "1" }, signed);
  assert.equal((await send(path, { ...kept(preview.page), ohnedatei: "1", erlassen: "1" })).status, 303);
  const pdf = parsePage((await world.get(sabine, `${path}?ansicht=bescheid`)).text).link("Als PDF");
  assert.match((await world.get(sabine, pdf)).bytes.toString(), /%PDF-1.7 letter/);
});
test("a case that changed meanwhile brings the editor back with everything typed, and issues nothing", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const before = await version();
  await world.post(stella, `${path}/frage`, { version: before, text: "Welche Farbe?" });
  const second = await send(path, { ...words, version: before, erlassen: "1" }, signed);
  assert.equal(second.status, 409);
  assert.deepEqual(second.page.problems, []);
  assert.ok(second.page.text.includes("Stella Steuer: eine Frage gestellt") && second.page.text.includes("Ihr Bescheid ist noch nicht erlassen"));
  assert.equal(kept(second.page)["text"]?.trim(), words.text);
  assert.equal((await send(path, { ...kept(second.page), erlassen: "1" })).status, 422, "the file has to be chosen again");
  assert.equal((await send(path, { ...kept(second.page), erlassen: "1" }, signed)).status, 303);
});
test("the editor begins with the town's remedy and the address of the application, and a ready preview can be issued from where it stands", async () => {
  const { path, version } = await world.submitted({ account: newId() });
  const begun = kept(parsePage((await world.get(sabine, `${path}/bescheid`)).text));
  assert.deepEqual([begun["rechtsbehelf"], begun["stelle"], begun["frist"]], ["klage", "Verwaltungsgericht Musterstadt, Gerichtsweg 1, 00101 Musterstadt", "1"]);
  assert.equal(begun["anschrift"]?.trim().replaceAll(/\r?\n/g, " | "), "Erika Beispiel | Lindenweg 7 | 00101 Musterstadt");
  const plain = await send(path, { ...begun, ...words, version: await version(), vorschau: "1" });
  assert.ok(!plain.page.text.includes("Rechtsbehelfsbelehrung sind dabei") && !/Klage erheben/.test(plain.page.text), "a plain grant has no instruction");
  assert.equal(plain.text.match(/name="erlassen"/g)?.length, 2);
  const refusal = await send(path, { ...begun, ...words, art: "refusal", begruendung: "Der Hund ist schon angemeldet.", version: await version(), erlassen: "1" });
  assert.equal(refusal.status, 303);
});
