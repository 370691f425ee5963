import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { freePort } from "../apps/portal/src/testing/free-port.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { checkPage } from "./check-page.ts";
import { press, visitor, type Project } from "./projects.ts";
import { signInWithBundId } from "./sign-in.ts";

const folder = fileURLToPath(new URL("../examples/hausverwaltung-extension", import.meta.url));
const world = await startWorld({ worker: false });
const { extensions, tenants, db } = world.house;
const town = tenants.bySlug("musterstadt")!;
const [actor, port] = [{ kind: "system", what: "test" } as const, await freePort()];
const origin = `http://hausverwaltung.localhost:${port}`;

const manifest: unknown = JSON.parse(readFileSync(`${folder}/manifest.json`, "utf8").replaceAll("http://hausverwaltung.localhost:8099", origin));
const registered = await extensions.registerClient({ manifest, actor });
assert.ok(registered.ok, JSON.stringify(registered));
const { id: client, manifest: { scopes, pages } } = registered.client;
const secret = await extensions.addSecret({ client, actor });
assert.ok(secret.ok);
const given = await extensions.givePermission({ tenant: town.id, client, scopes: scopes.map(({ scope }) => scope), services: ["wohnungsgeberbestaetigung"], pages: pages.map(({ id }) => id), actor });
assert.ok(given.ok, JSON.stringify(given));

const child = spawn(process.execPath, ["--conditions=kommunalportal-source", `${folder}/src/main.ts`], {
  stdio: ["ignore", "pipe", "inherit"], env: { PATH: process.env["PATH"], PORTAL_URL: world.origin(), TENANT: "musterstadt", CLIENT_ID: client, CLIENT_SECRET: secret.secret, PORT: String(port), PUBLIC_ORIGIN: origin },
});
after(() => { child.kill("SIGKILL"); });
await new Promise<void>((resolve, reject) => {
  createInterface(child.stdout).on("line", (line) => { if (line.includes("listening")) resolve(); });
  child.once("exit", () => { reject(new Error("the example ended")); });
});
const browser = await launchChromium();
after(() => browser.close());

/** The narrowest screen without scripts, and a desktop with them for axe. */
const ways: readonly Project[] = [{ name: "320 Pixel, ohne JavaScript", javaScript: false, viewport: { width: 320, height: 640 } }, { name: "320 Pixel, mit JavaScript", javaScript: true, viewport: { width: 320, height: 640 } }];

for (const project of ways) {
  test(`from the town's page to a service of somebody else and back to one's own case (${project.name})`, async () => {
    const someone = await visitor(browser, project);
    const { page } = someone;
    await page.goto(`${world.origin("musterstadt")}/leistung/99115008000000`);
    await checkPage(someone, "service page");
    await page.getByRole("link", { name: "Einzug bei der Hausverwaltung bestätigen" }).click();
    const address = new URL(page.url());
    assert.deepEqual([address.origin, address.searchParams.get("ort"), address.searchParams.get("iss")], [origin, "musterstadt", `${world.origin("musterstadt")}/openid`]);
    await checkPage(someone, "start of the extension");
    await page.getByRole("link", { name: "Mit der BundID anmelden" }).click();
    await signInWithBundId(someone);
    await page.getByRole("heading", { name: "Angaben übergeben", level: 1 }).waitFor();
    assert.match(await page.textContent("main") ?? "", /Die Bestätigung nennt Ihre Anschrift/);
    await checkPage(someone, "consent");
    await press(page, "Angaben übergeben und weiter");
    await page.getByRole("heading", { name: "Ihre Bestätigung" }).waitFor();
    assert.ok(page.url().startsWith(origin));
    await checkPage(someone, "form of the extension");

    await press(page, "Verbindlich bestätigen");
    await page.locator(".summary").waitFor();
    assert.ok(await page.locator(".summary li").count() > 5, "what is missing is named");
    await checkPage(someone, "form with mistakes");
    await page.getByLabel("Ja", { exact: true }).check();
    for (const [label, value] of [["Straße", "Lindenweg"], ["Hausnummer", "9"], ["Postleitzahl", "00101"], ["Ort", "Musterstadt"], ["Tag des Einzugs", "15.11.2126"], ["Vor- und Familienname, Person 1", "Max Muster"]] as const) await page.getByLabel(label, { exact: true }).fill(value);
    await page.getByLabel(/Die Personen sind wirklich eingezogen/).check();
    await press(page, "Verbindlich bestätigen");
    await page.locator("#day-fehler").waitFor();
    assert.equal(await page.locator(".summary li").count(), 1, "what the portal's form refuses stands at our field");
    await page.getByLabel("Tag des Einzugs", { exact: true }).fill("15.11.2025");
    await press(page, "Verbindlich bestätigen");
    await page.getByRole("heading", { name: "Ihre Bestätigung ist eingegangen" }).waitFor();
    await checkPage(someone, "done");

    await page.getByRole("link", { name: "Zu meinem Vorgang im Portal" }).click();
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.match(page.url(), /\/vorgaenge\/[0-9a-f-]{36}$/);
    assert.match(await page.textContent("main") ?? "", /Wohnungsgeberbestätigung/i);

    // The account says who got what and when, and takes it back.
    await page.goto(`${world.origin("musterstadt")}/konto`);
    assert.match(await page.textContent("main") ?? "", /Beispiel-Hausverwaltung GmbH, Musterstadt/);
    await checkPage(someone, "account");
    await page.getByRole("button", { name: /^Einwilligung widerrufen/ }).click();
    assert.match(await page.textContent("main") ?? "", /Die Einwilligung ist widerrufen/);
    assert.equal((await db.asOperator("test", (tx) => tx.rows(sql`select from handover.consent where ended_at is null`))).length, 0);
    await someone.close();
  });
}
