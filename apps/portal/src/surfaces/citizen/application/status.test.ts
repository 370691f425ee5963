import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { browser, csrfOf, errorsOf, headingOf, hiddenOf, textOf, valueIn } from "./test-browser.ts";
import { begin, fillTo, send } from "./test-filler.ts";
import { networkOf } from "./network-of.ts";
import { spellCode } from "./spell-code.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const report = portal.packages.find(({ service }) => service.slug === "maengelmelder")!.form;

async function reported() {
  const citizen = browser(portal);
  const receipt = await send(citizen, await fillTo(citizen, report, await begin(citizen, "maengelmelder")));
  const [reference = "", code = ""] = receipt.all.filter(({ attributes }) => attributes.get("class") === "portal-confirm__value").map(({ text }) => text);
  return { id: receipt.path.split("/").at(-1) ?? "", reference, code };
}

test("number and code show how it stands, however they are typed, and nothing of the answers", async () => {
  const { reference, code } = await reported();
  const anywhere = browser(portal, { host: "portal.localhost:8080" });
  const ask = await anywhere.get("/status");
  const shown = await anywhere.post("/status", [csrfOf(ask), ["vorgangsnummer", ` ${reference.toLowerCase().replaceAll("-", " ")} `], ["code", code.replaceAll("-", "").toLowerCase()]]);
  assert.equal(shown.status, 200);
  assert.equal(headingOf(shown), "Mangel melden");
  for (const words of [reference, "Eingegangen", "Antrag eingegangen", "Musterstadt", "Aktueller Stand"]) assert.ok(textOf(shown).includes(words), words);
  assert.match(textOf(shown), /ZuständigBürgerbüro, Musterstadt/, "the office, not only the town");
  assert.match(shown.body, /tel:\+49999555\d+/, "and its telephone");
  assert.ok(!textOf(shown).includes("Lindenweg"), "the answers stay closed");
});

test("what was mistyped is said at its field, and what does not belong together tells nothing", async () => {
  const one = await reported();
  const other = await reported();
  const citizen = browser(portal);
  const ask = await citizen.get("/status");
  const look = (reference: string, code: string) => citizen.post("/status", [csrfOf(ask), ["vorgangsnummer", reference], ["code", code]]);
  const empty = await look("", "");
  assert.deepEqual([empty.status, ...errorsOf(empty)], [422, "Geben Sie die Vorgangsnummer ein.", "Geben Sie den Abrufcode ein."]);
  const slip = await look(one.reference.replace(/.$/, (last) => (last === "A" ? "B" : "A")), one.code);
  assert.match(errorsOf(slip)[0] ?? "", /Prüfen Sie die Vorgangsnummer/);
  assert.equal(valueIn(slip, "code"), one.code, "both stay in the fields");
  assert.match(errorsOf(await look(one.reference, "ABC"))[0] ?? "", /Prüfen Sie den Abrufcode/);
  assert.match(errorsOf(await look(one.reference, other.code))[0] ?? "", /gehören nicht zusammen/);
  assert.equal((await look("x".repeat(5000), "y".repeat(5000))).status, 422);
});

test("wrong codes are counted, and then nobody gets in for an hour", async () => {
  const one = await reported();
  const other = await reported();
  const citizen = browser(portal);
  const ask = await citizen.get("/status");
  const look = (code: string) => citizen.post("/status", [csrfOf(ask), ["vorgangsnummer", one.reference], ["code", code]]);
  for (let i = 0; i < 10; i += 1) assert.equal((await look(other.code)).status, 422);
  const spent = await look(one.code);
  assert.equal(spent.status, 429);
  assert.match(errorsOf(spent)[0] ?? "", /Zu viele Versuche/);
  portal.clock.advance(3_600_000);
  assert.equal((await look(one.code)).status, 200);
});

test("each step of the office is in the history in words", async () => {
  const { id, reference, code } = await reported();
  const actor = { kind: "staff", id: newId() } as const;
  await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.setStatus(tx, id, { status: "in-progress", actor }));
  await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.record(tx, id, { type: "something-new", actor }));
  await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.setStatus(tx, id, { status: "closed", actor }));
  const citizen = browser(portal);
  const shown = await citizen.post("/status", [csrfOf(await citizen.get("/status")), ["vorgangsnummer", reference], ["code", code]]);
  for (const words of ["In Bearbeitung", "Neues zu Ihrem Vorgang", "Vorgang abgeschlossen", "Abgeschlossen"]) assert.ok(textOf(shown).includes(words), words);
});

test("what the office writes is read whole with number and code, and only that it is there where one has signed in once", async () => {
  const write = (application: string) => portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.record(tx, application, { type: "question", actor: { kind: "staff", id: newId() }, text: "Ist das Loch vor der Einfahrt?\n\nBitte rufen Sie an." }));
  const look = async ({ reference, code }: { readonly reference: string; readonly code: string }) => {
    const citizen = browser(portal);
    return textOf(await citizen.post("/status", [csrfOf(await citizen.get("/status")), ["vorgangsnummer", reference], ["code", code]]));
  };
  const one = await reported();
  await write(one.id);
  const shown = await look(one);
  assert.ok(shown.includes("Ist das Loch vor der Einfahrt?") && shown.includes("Bitte rufen Sie an.") && !shown.includes("Den Wortlaut zeigen wir hier nicht"));
  await portal.db.inTenant(portal.musterstadt.id, (tx) => tx.run(sql`update applications.application set trust_level = 3 where id = ${one.id}`));
  const locked = await look(one);
  for (const words of ["Den Wortlaut zeigen wir hier nicht", "0999 555-100"]) assert.ok(locked.includes(words), words);
  assert.ok(!locked.includes("Einfahrt"));
});

test("where two offices work on it the history names whose step it is, in the language of the page", async () => {
  const citizen = browser(portal);
  const dogs = portal.packages.find(({ service }) => service.slug === "hund-anmelden")!.form;
  const receipt = await send(citizen, await fillTo(citizen, dogs, await begin(citizen, "hund-anmelden")));
  const id = receipt.path.split("/").at(-1) ?? "";
  const record = (event: Parameters<typeof portal.applications.record>[2]) => portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.record(tx, id, event));
  const arrived = (part: string) => record({ type: "delivery-accepted", actor: { kind: "system", what: "hub" }, data: { name: "Fachverfahren", part }, text: "Angekommen im Fachverfahren »Fachverfahren« am 22.11.2026 um 10:00 Uhr." });
  await arrived("steuer");
  await arrived("ordnung");
  await record({ type: "question", actor: { kind: "staff", id: newId() }, data: { office: "ordnungsamt" }, text: "Beißt er?" });
  const [reference = "", code = ""] = receipt.all.filter(({ attributes }) => attributes.get("class") === "portal-confirm__value").map(({ text }) => text);
  const look = async (path: string) => textOf(await citizen.post(path, [csrfOf(await citizen.get("/status")), ["vorgangsnummer", reference], ["code", code]]));
  const german = await look("/status");
  for (const words of ["Angekommen im Fachverfahren (Steueramt)", "Angekommen im Fachverfahren (Ordnungsamt)", "Frage der zuständigen Stelle (Ordnungsamt)", "Beißt er?"]) assert.ok(german.includes(words), `${words} in ${german}`);
  const english = await look("/en/status");
  assert.ok(english.includes("Arrived in the office's system (Ordnungsamt)") && !english.includes("Angekommen"), english);
});

test("an address for notices can be left and deleted with number and code, and with nothing less", async () => {
  const { id, reference, code } = await reported();
  const citizen = browser(portal);
  const shown = await citizen.post("/status", [csrfOf(await citizen.get("/status")), ["vorgangsnummer", reference], ["code", code]]);
  const wrong = await citizen.post("/status/hinweis", [...hiddenOf(shown), ["hinweis", "keine"]]);
  assert.deepEqual([wrong.status, valueIn(wrong, "hinweis")], [422, "keine"]);
  const left = await citizen.post("/status/hinweis", [...hiddenOf(wrong), ["hinweis", "jonas@post.example"]]);
  assert.ok(textOf(left).includes("Die Adresse ist gespeichert"));
  assert.equal(portal.notices.get(id), "jonas@post.example");
  assert.ok(!left.body.includes("jonas@post.example"), "the address itself is not shown to whoever has the code");
  assert.equal((await citizen.post("/status/hinweis", [csrfOf(left), ["vorgangsnummer", reference], ["code", "ABCDE-ABCDE-ABCDE"], ["loeschen", "1"]])).status, 422);
  const deleted = await citizen.post("/status/hinweis", [...hiddenOf(left), ["loeschen", "1"]]);
  assert.ok(textOf(deleted).includes("Die Adresse ist gelöscht"));
  assert.equal(portal.notices.has(id), false);
});

test("changing the language keeps number and code, found or not, and what was typed for notices", async () => {
  const { reference, code } = await reported();
  const citizen = browser(portal);
  const ask = await citizen.get("/status");
  const to = (page: typeof ask): string => page.all.find(({ tag, attributes }) => tag === "button" && attributes.get("name") === "sprache")?.attributes.get("formaction") ?? "";
  assert.equal(to(ask), "/en/status");
  const typed = await citizen.post(to(ask), [["sprache", "1"], csrfOf(ask), ["vorgangsnummer", reference], ["code", "AB"]]);
  assert.deepEqual([typed.status, errorsOf(typed).length, valueIn(typed, "vorgangsnummer"), valueIn(typed, "code")], [200, 0, reference, "AB"]);
  const shown = await citizen.post("/status", [csrfOf(ask), ["vorgangsnummer", reference], ["code", code]]);
  assert.equal(to(shown), "/en/status/hinweis");
  const english = await citizen.post(to(shown), [["sprache", "1"], ...hiddenOf(shown), ["hinweis", "jonas@"]]);
  assert.deepEqual([english.status, errorsOf(english).length, valueIn(english, "hinweis")], [200, 0, "jonas@"]);
  assert.ok(textOf(english).includes("Application received") && textOf(english).includes(reference), "the same case");
});

test("a permit shows plate, zone and days to anybody, and says when it does not hold", async () => {
  const permit = { tenant: portal.musterstadt.id, plate: "MU-EB 123", zone: "A", from: "2026-12-01", until: "2027-11-30" };
  for (const [state, words] of [["valid", "Dieser Ausweis ist gültig"], ["not-yet", "noch nicht gültig"], ["expired", "abgelaufen"], ["revoked", "zurückgenommen"]] as const) {
    portal.permits.set(`code-${state}`, { ...permit, state });
    const page = await browser(portal).get(`/genehmigung/code-${state}`);
    assert.equal(page.status, 200);
    for (const text of [words, "MU-EB 123", "1. Dezember 2026", "Musterstadt", "keinen Namen"]) assert.ok(textOf(page).includes(text), text);
    assert.ok(!textOf(page).includes("Störung"), "nothing is out of order, also not for who hears the page");
  }
  assert.equal(headingOf(await browser(portal).get("/en/genehmigung/code-valid")), "Check a parking permit");
  for (const code of ["gibtesnicht", "x", "%3Cscript%3E", "a".repeat(200)]) {
    const page = await browser(portal).get(`/genehmigung/${code}`);
    assert.equal(page.status, 404, code);
  }
});

test("trying permit codes is slowed down", async () => {
  const statuses = await Promise.all(Array.from({ length: 80 }, (_, i) => browser(portal).get(`/genehmigung/versuch-${i}`).then(({ status }) => status)));
  assert.ok(statuses.includes(429));
});

test("a code is spelled with the words people use on the telephone", () => {
  assert.deepEqual(spellCode("K7-Ö", "de"), [["K wie Köln", "7"], ["Ö"]]);
  assert.deepEqual(spellCode("Q2", "en"), [["Q as in Quebec", "2"]]);
});

test("addresses of one line count together", () => {
  assert.equal(networkOf("192.0.2.7"), "192.0.2.7");
  assert.equal(networkOf("::ffff:192.0.2.7"), "192.0.2.7");
  assert.equal(networkOf("2001:db8:1:2:3:4:5:6"), networkOf("2001:0db8:1:2::9"));
  assert.notEqual(networkOf("2001:db8:1:2::1"), networkOf("2001:db8:1:3::1"));
});
