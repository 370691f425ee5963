import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { browser, headingOf, hiddenOf, textOf, type Page } from "./test-browser.ts";
import { begin, fillTo } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const chosen = new Map<string, "zbp" | undefined>();
const monitored = new Map<string, string>();
const broken = { monitor: false };
const portal = await testPortal({
  outside: {
    kinds: ["zbp"],
    offered: (_tx, account) => Promise.resolve(portal.mailboxOf.has(account) ? ["zbp"] : []),
    chosen: () => Promise.resolve(undefined),
    chooseFor: (_tx, { application, kind }) => { chosen.set(application, kind === "zbp" ? kind : undefined); },
    monitor: (_tx, { application, statusId }) => { if (broken.monitor) throw new Error("cannot be stored"); monitored.set(application, statusId); return Promise.resolve(); },
  },
});
const form = portal.packages.find(({ service }) => service.slug === "hund-anmelden")!.form;
const small = { "hunde.0.groesse": "30", "hunde.0.gewicht": "9" };
async function check(statusId?: string, hasMailbox = true): Promise<{ readonly page: Page; readonly send: (fields: readonly (readonly [string, string])[]) => Promise<Page> }> {
  const { cookie, account } = portal.signIn(1, undefined, {}, statusId);
  if (hasMailbox) portal.mailboxOf.add(account);
  const citizen = browser(portal, { signedIn: cookie });
  const page = await fillTo(citizen, form, await begin(citizen, "hund-anmelden"), small);
  return { page, send: (fields) => citizen.post(page.path.replace(/pruefen$/, "absenden"), [...hiddenOf(page), ...fields]) };
}
const radio = (page: Page, value: string) => page.all.find(({ attributes }) => attributes.get("name") === "antwort" && attributes.get("value") === value)?.attributes;
const idOf = (page: Page): string => page.path.split("/").at(-1) ?? "";

test("who has a mailbox in the BundID says at sending where the answer shall arrive, and it is kept for this application", async () => {
  const { page, send } = await check();
  assert.ok(radio(page, "hier")?.has("checked"), "as the account has it");
  assert.ok(!textOf(page).includes("Statusmonitor"), "this sign-in gave no id");
  const sent = await send([["antwort", "zbp"]]);
  assert.equal(headingOf(sent), "Ihr Antrag ist eingegangen");
  assert.equal(chosen.get(idOf(sent)), "zbp");
  assert.equal(monitored.size, 0);
});

test("the choice survives a mistake on the page, and the status monitor follows where the sign-in gave an id", async () => {
  const statusId = randomUUID();
  const { page, send } = await check(statusId);
  assert.ok(textOf(page).includes("Statusmonitor der BundID"));
  const wrong = await send([["antwort", "zbp"], ["bekanntgabe", "ja"], ["benachrichtigung", "erika at post"]]);
  assert.equal(wrong.status, 422);
  assert.ok(radio(wrong, "zbp")?.has("checked"));
  const sent = await send([["antwort", "hier"]]);
  assert.ok(chosen.has(idOf(sent)));
  assert.equal(chosen.get(idOf(sent)), undefined);
  assert.equal(monitored.get(idOf(sent)), statusId);
});

test("who has no mailbox there is not asked, and what is sent all the same counts for nothing", async () => {
  const { page, send } = await check(undefined, false);
  assert.equal(radio(page, "zbp"), undefined);
  const sent = await send([["antwort", "zbp"]]);
  assert.equal(headingOf(sent), "Ihr Antrag ist eingegangen");
  assert.ok(!chosen.has(idOf(sent)));
});

test("what was said about the answers is kept with the application or not at all", async () => {
  const { page, send } = await check(randomUUID());
  broken.monitor = true;
  assert.equal((await send([["antwort", "zbp"]])).status, 500);
  broken.monitor = false;
  // The draft is still there: nothing was sent without what belongs to it.
  const sent = await send([["antwort", "zbp"]]);
  assert.equal(headingOf(sent), "Ihr Antrag ist eingegangen");
  assert.deepEqual([page.status, chosen.get(idOf(sent)), monitored.has(idOf(sent))], [200, "zbp", true]);
});
