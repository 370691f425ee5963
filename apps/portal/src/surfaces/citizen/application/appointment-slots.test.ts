import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { browser, csrfOf, errorsOf, textOf, type Browser, type Page } from "./test-browser.ts";
import { begin, fillTo, filledIn, send } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const form = portal.packages.find(({ service }) => service.slug === "sperrmuell")!.form;
const tenant = portal.musterstadt.id;

async function offered(hours: readonly number[], office = "tiefbauamt"): Promise<readonly { readonly id: string; readonly value: string }[]> {
  const done = await portal.db.inTenant(tenant, (tx) => portal.appointments.offer(tx, { tenant, source: "kalender", at: portal.clock.now(), slots: hours.map((hour) => ({ office, startsAt: new Date(Date.UTC(2026, 11, 1, hour)), endsAt: new Date(Date.UTC(2026, 11, 1, hour + 1)), place: "Lindenweg 7", capacity: 1, externalId: undefined })) }));
  assert.ok(done.ok);
  return done.slots.map(({ id }, i) => ({ id, value: `2026-12-01T${String((hours[i] ?? 0) + 1).padStart(2, "0")}:00 ${id}` }));
}
/** As far as the step that asks for an appointment. */
async function atAppointment(citizen: Browser): Promise<{ readonly page: Page; readonly name: string }> {
  let page = await begin(citizen, "sperrmuell");
  for (let i = 0; i < 10; i += 1) {
    const name = page.all.find(({ tag, attributes }) => tag === "input" && attributes.get("name")?.endsWith(".slot") === true)?.attributes.get("name");
    if (name !== undefined) return { page, name };
    page = await citizen.post(page.path.split("?", 1)[0] ?? "", filledIn(form, page).fields);
  }
  return assert.fail("no page offers appointments");
}
const choose = (page: Page, name: string, value: string) => [...filledIn(form, page).fields.filter(([field]) => field !== name), [name, value]] as const;
const codeOf = (receipt: Page) => receipt.all.filter(({ attributes }) => attributes.get("class") === "portal-confirm__value").map(({ text }) => text);
async function status(citizen: Browser, receipt: Page): Promise<string> {
  const [reference = "", code = ""] = codeOf(receipt);
  return textOf(await citizen.post("/status", [csrfOf(await citizen.get("/status")), ["vorgangsnummer", reference], ["code", code]]));
}
/** What the worker does after the submission; told twice, as may happen. */
async function told(receipt: Page): Promise<string> {
  const application = receipt.path.split("/").at(-1) ?? "";
  const [heard] = portal.appointments.subscriptions.filter(({ to }) => to === "application.submitted");
  for (let i = 0; i < 2; i += 1) await heard?.handle({ type: "application.submitted", id: newId(), tenant, application });
  return application;
}

test("a form offers the free times of the competent office, and what is chosen is booked with the application", async () => {
  const [first, second] = await offered([8, 9]);
  await offered([10], "ordnungsamt");
  const citizen = browser(portal);
  const { page, name } = await atAppointment(citizen);
  const values = page.all.filter(({ tag, attributes }) => tag === "input" && attributes.get("name") === name).map(({ attributes }) => attributes.get("value"));
  assert.deepEqual(values, [first?.value, second?.value, "wish"], "the other office’s times are not this form’s");
  const next = await citizen.post(page.path, choose(page, name, second!.value));
  const receipt = await send(citizen, await fillTo(citizen, form, next));
  const application = await told(receipt);
  const booked = await portal.db.inTenant(tenant, (tx) => portal.appointments.of(tx, application));
  assert.deepEqual(booked.map(({ slot, state, office }) => [slot, state, office]), [[second!.id, "booked", "tiefbauamt"]]);
  assert.ok((await status(citizen, receipt)).includes("Dienstag, 1. Dezember 2026, 10:00 bis 11:00 Uhr, Lindenweg 7"));
  assert.equal((await portal.appointments.forForm({ tenant, office: "tiefbauamt" })).some(({ slot }) => slot === second!.id), false);
});

test("a time that somebody else got meanwhile is refused at its step, and with the submission the later one is told so", async () => {
  const [only] = await offered([12]);
  const [early, late] = [browser(portal), browser(portal)];
  const [one, other] = [await atAppointment(early), await atAppointment(late)];
  const pages = [await early.post(one.page.path, choose(one.page, one.name, only!.value)), await late.post(other.page.path, choose(other.page, other.name, only!.value))] as const;
  assert.deepEqual(pages.map((page) => page.status), [200, 200], "nothing is held before the submission");
  const first = await send(early, await fillTo(early, form, pages[0]));
  await told(first);
  const again = await late.post(other.page.path, choose(await late.get(other.page.path), other.name, only!.value));
  assert.deepEqual([again.status, errorsOf(again)], [422, ["Dieser Termin ist inzwischen vergeben. Wählen Sie einen anderen."]]);
  const second = await send(late, await fillTo(late, form, pages[1]));
  const application = await told(second);
  assert.deepEqual(await portal.db.inTenant(tenant, (tx) => portal.appointments.of(tx, application)), []);
  const shown = await status(late, second);
  assert.equal(shown.split("hat inzwischen jemand anderes bekommen").length, 2, "told once");
});
