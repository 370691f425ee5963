import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { after, before, describe, test } from "node:test";
import type { Browser } from "playwright-core";
import { newId } from "#platform/ids";
import { barriers } from "../../../testing/barriers.ts";
import { launchChromium } from "../../../testing/chromium.ts";
import { tooWide } from "../../../ui/gallery/too-wide.ts";
import { journey, parking } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const world = journey(portal);
const shots = process.env["OWN_AREA_SHOTS"];

/** Erika's account with something of everything; returns the pages to look at. */
async function furnished(): Promise<{ readonly cookie: string; readonly empty: string; readonly pages: ReadonlyMap<string, string> }> {
  const account = await portal.newAccount();
  const { application } = await world.apply(account);
  await world.apply(account, { service: "bewohnerparkausweis", answers: parking });
  const decided = await world.apply(account);
  await world.draft(account);
  portal.clock.advance(50 * 3_600_000);
  await world.status(application, "in-progress", "Wir prüfen Ihre Angaben zu Waldi. Das dauert in der Regel eine Woche.");
  await world.looked(application, account);
  portal.clock.advance(5 * 3_600_000);
  await world.ask(application, "", { documents: ["Heimtierausweis mit der Chipnummer", "Nachweis der Haftpflichtversicherung"], dueOn: "2026-03-20" });
  await world.ask(application, "Ist Waldi ein Rüde? Im Antrag steht zweierlei.");
  const decision = await world.decide(account, decided.application, { kind: "partial", subject: "Hundesteuerbescheid für Waldi", paragraphs: ["Die Hundesteuer wird auf 96,00 Euro im Jahr festgesetzt.", "Sie ist in vier Raten zu zahlen."], amounts: [{ label: "Hundesteuer 2026", cents: 8_000 }], conditions: ["Die Marke ist außerhalb der Wohnung sichtbar zu tragen."], reasons: ["Die Satzung der Stadt sieht diesen Satz vor."], remedy: { kind: "klage", where: "Verwaltungsgericht Musterland, Marktplatz 9, 00101 Musterstadt", months: 1 } });
  const locked = await portal.db.inTenant(portal.beispielhausen.id, (tx) => portal.mailbox.deliver(tx, { account, tenant: portal.beispielhausen.id, kind: "notice", minimumLevel: 4, subject: "x", text: "x", files: [] }), { account });
  await portal.safe.keep({ account, name: "Geburtsurkunde mit einem sehr langen Namen, der auf dem Telefon umbrechen muss.pdf", content: Readable.from([Buffer.from("%PDF-1.7\nx\n%%EOF")]), origin: { kind: "upload" }, minimumLevel: 1 });
  const released = await portal.safe.keep({ account, name: "Sachkundenachweis.pdf", content: Readable.from([Buffer.from("%PDF-1.7\nx\n%%EOF")]), origin: { kind: "upload" }, minimumLevel: 1 });
  if (released.ok) await portal.safe.share({ account, level: 1, document: released.document.id, application });
  await portal.work();
  await world.arrived(application);
  const cookie = portal.signIn(1, account);
  return {
    cookie, empty: portal.signIn(1, await portal.newAccount()),
    pages: new Map([
      ["vorgaenge", "/vorgaenge"], ["vorgang", `/vorgaenge/${application}`], ["vorgang-entschieden", `/vorgaenge/${decided.application}`], ["angaben", `/vorgaenge/${application}/angaben`], ["ruecknahme", `/vorgaenge/${application}/ruecknahme`], ["vorgang-dokumente", `/vorgaenge/${application}/dokumente`],
      ["postfach", "/postfach"], ["bescheid", `/postfach/${decision}`], ["gesperrt", `/postfach/${locked}`], ["dokumente", "/dokumente"], ["konto", "/konto"], ["loeschung", "/konto/loeschung"], ["bestaetigung", "/konto/loeschung/bestaetigung"],
      ["en-vorgang", `/en/vorgaenge/${application}`], ["unbekannt", `/vorgaenge/${newId()}`],
    ]),
  };
}

/** Hands every request to the portal as if it came to the town's host with the session's cookie. */
async function serve(cookieOf: () => string): Promise<Server> {
  const server = createServer((request, response) => {
    void portal.app.inject({ method: "GET", url: request.url ?? "/", headers: { host: "musterstadt.portal.localhost:8080", cookie: `__Host-sitzung=${cookieOf()}` } }).then((answer) => {
      const { "content-length": _, "transfer-encoding": __, ...headers } = answer.headers;
      response.writeHead(answer.statusCode, headers as Record<string, string>).end(answer.rawPayload);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  return server;
}

describe("the own area in a browser", () => {
  let server: Server;
  let browser: Browser;
  let origin = "";
  let cookie = "";
  let area: Awaited<ReturnType<typeof furnished>>;
  before(async () => {
    area = await furnished();
    server = await serve(() => cookie);
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); });
  });

  for (const [colorScheme, width] of [["light", 1_280], ["light", 320], ["dark", 320]] as const) {
    test(`no barrier that axe knows, nothing wider than the screen, nothing against the policy: ${colorScheme}, ${width} px`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 }, reducedMotion: "reduce" });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => { if (message.type() === "error" && !/status of (?:403|404)/.test(message.text())) complaints.push(message.text()); });
      page.on("pageerror", (error) => complaints.push(error.message));
      const visits = [...[...area.pages].map(([name, path]) => ({ name, path, as: area.cookie })), ...["/vorgaenge", "/postfach", "/dokumente", "/konto"].map((path) => ({ name: `leer-${path.slice(1)}`, path, as: area.empty }))];
      for (const { name, path, as } of visits) {
        cookie = as;
        await page.goto(origin + path);
        if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}-${colorScheme}-${width}.png`, fullPage: true });
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { if (!one.closest("header")) one.open = true; }));
        complaints.push(...(await barriers(page, colorScheme === "light" && width === 1_280 ? "everything" : "looks")).map((barrier) => `${name}: ${barrier}`));
        complaints.push(...(await tooWide(page)).map((element) => `${name} is wider than ${width} px: ${element}`));
      }
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }

  test("a case on paper is what is to be read: no empty forms, no buttons", async () => {
    const page = await (await browser.newContext()).newPage();
    cookie = area.cookie;
    const open = await page.goto(origin + (area.pages.get("vorgang") ?? ""));
    assert.equal(open?.status(), 200);
    assert.ok(await page.getByRole("heading", { name: "Etwas nachreichen oder mitteilen" }).isVisible());
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.getByRole("heading", { name: "Verlauf" }).isVisible(), true);
    assert.equal(await page.getByRole("heading", { name: "Etwas nachreichen oder mitteilen" }).isVisible(), false);
    assert.equal(await page.locator("main .kern-btn:visible").count(), 0);
    await page.close();
  });
});
