import assert from "node:assert/strict";
import { after, test } from "node:test";
import { issueCertificate } from "@kommunalportal/bundid";
import type { Page } from "playwright-core";
import { z } from "zod";
import { askSandbox } from "../apps/portal/src/testing/ask-sandbox.ts";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { answers, tickAll, walkSteps } from "./answers.ts";
import { beginSignedIn } from "./begin.ts";
import { checkPage } from "./check-page.ts";
import { inOneWay, press, visitor } from "./projects.ts";
import { signInAsStaff } from "./sign-in.ts";
import { deadDog, smallDog, submitFor } from "./submit-for.ts";

const world = await startWorld();
const { house, sandbox } = world;
const apex = world.origin();
const town = world.origin("musterstadt");
const chromium = await launchChromium();
after(() => chromium.close());
const musterstadt = house.tenants.bySlug("musterstadt")!;
const actor = { kind: "system", what: "test" } as const;

const ask = (site: string, path: string, body?: object): Promise<Response> => askSandbox(sandbox.port, site, path, body);
async function control(site: string, path: string, body: object): Promise<void> {
  const answer = await ask(site, path, body);
  assert.ok(answer.ok, `${site}${path}: ${answer.status} ${await answer.text()}`);
}
const behave = (mode: "normal" | "down" | "rejectAll", times: number | null = null): Promise<void> => control("fachverfahren", "/_control", { mode, times });

const effectsSchema = z.object({ applications: z.array(z.object({ applicationId: z.string(), effects: z.number(), duplicates: z.number() })) });
/** How often an application took effect, by the Fachverfahren's own word. */
const effects = async (application: string): Promise<number[]> => effectsSchema.parse(await (await ask("fachverfahren", "/_effects")).json()).applications.filter((one) => one.applicationId === application).flatMap((one) => [one.effects, one.duplicates]);
const casesSchema = z.object({ cases: z.array(z.object({ reference: z.string(), repeats: z.number() })) });
const cases = async (reference: string) => casesSchema.parse(await (await ask("xta", "/_effects")).json()).cases.filter((one) => one.reference === reference);

const words = async (page: Page): Promise<string> => (await page.locator("main").innerText()).replace(/\s+/g, " ");
/** What the worker does shows after a while; the page is loaded again until it does. */
const onPage = (page: Page, url: string, text: RegExp): Promise<string> => until(`${url}: ${text}`, async () => {
  await page.goto(url);
  const found = await words(page);
  return text.test(found) ? found : undefined;
});
const deliveriesOf = (application: string) => house.db.inTenant(musterstadt.id, (tx) => house.hub.ofApplication(tx, application));

for (const project of inOneWay("am Rechner")) {
  test(`S15: the Fachverfahren is away, nothing is lost and nothing comes twice; what it refuses is corrected and sent again: ${project.name}`, async () => {
    await behave("down");
    const erika = await visitor(chromium, project);
    await beginSignedIn(erika, town, "hund-anmelden");
    await walkSteps(erika, answers["hund-anmelden"]!);
    await tickAll(erika);
    await press(erika.page, /verbindlich/i);
    await erika.page.waitForURL(/\/eingang\//);
    await checkPage(erika, "acknowledged while the Fachverfahren is away");
    const reference = /MUS-\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await words(erika.page))?.[0] ?? assert.fail("no reference");

    const olga = await visitor(chromium, project);
    await signInAsStaff(olga, apex, "Olga Operator");
    // Two tries in a row make the alarm.
    const alarm = await onPage(olga.page, `${apex}/betrieb`, /Ziel antwortet nicht/);
    assert.match(alarm, /Ziel antwortet nicht \(1\) (?:Wo )?Musterstadt: Fachverfahren der Vorführung .*Das Fachverfahren ist vorübergehend nicht bereit\. Nichts geht verloren: Es wird aufbewahrt und nachgeliefert/);
    await checkPage(olga, "alarm of a destination");
    await olga.page.goto(`${apex}/betrieb/zustellungen?stand=queued`);
    await olga.page.getByRole("link", { name: reference }).click();
    const waiting = olga.page.url();
    assert.match(await words(olga.page), /wartet .*Das Fachverfahren ist vorübergehend nicht bereit\. .*Nächster Versuch /);
    await checkPage(olga, "a delivery that waits");
    await erika.page.goto(`${town}/vorgaenge`);
    await erika.page.getByRole("link", { name: /Hund anmelden/ }).first().click();
    const myCase = erika.page.url();
    const before = await words(erika.page);
    assert.ok(before.includes(reference), before);
    assert.doesNotMatch(before, /Angekommen im Fachverfahren/);

    await behave("normal");
    await olga.page.goto(waiting);
    await press(olga.page, "Jetzt versuchen");
    await olga.page.waitForURL(/meldung=wiederholt/);
    await onPage(olga.page, waiting, /^.{0,200}angekommen.*Quittung/);
    const { applications } = effectsSchema.parse(await (await ask("fachverfahren", "/_effects")).json());
    assert.ok(applications.length > 0);
    assert.deepEqual(applications.filter((one) => one.effects !== 1 || one.duplicates !== 0), []);
    await onPage(olga.page, `${apex}/betrieb`, /^(?!.*Ziel antwortet nicht)/);
    await onPage(erika.page, myCase, /Angekommen im Fachverfahren/);
    await checkPage(erika, "my case after the bad day");
    await erika.close();

    await behave("rejectAll", 1);
    const poison = await submitFor(house, { service: "hund-anmelden", answers: smallDog });
    await onPage(olga.page, `${apex}/betrieb`, /Unzustellbar \(1\) (?:Wo )?Musterstadt: Fachverfahren der Vorführung/);
    await olga.page.getByRole("link", { name: "Unzustellbar" }).click();
    await olga.page.getByRole("link", { name: poison.reference }).click();
    assert.match(await words(olga.page), /zurückgewiesen .*Das Fachverfahren nennt als Gründe: Das Fachverfahren lehnt zurzeit alles ab\./);
    assert.deepEqual(await effects(poison.application), []);
    await checkPage(olga, "a dead letter with reasons");
    await olga.page.locator("details summary", { hasText: "Korrigieren und neu senden" }).click();
    await olga.page.getByLabel("Ziel").selectOption({ label: "Fachverfahren der Vorführung" });
    await press(olga.page, "Korrigiert senden");
    await olga.page.waitForURL(/meldung=korrigiert/);
    assert.match(await words(olga.page), /Ersetzt die frühere Zustellung/);
    await onPage(olga.page, olga.page.url().split("?")[0]!, /^.{0,200}angekommen.*Quittung/);
    assert.deepEqual(await effects(poison.application), [1, 0]);
    await onPage(olga.page, `${apex}/betrieb`, /^(?!.*Unzustellbar)/);
    await olga.close();
  });

  test(`S16: a certificate is warned of and exchanged in order, and what is sent meanwhile arrives once: ${project.name}`, async () => {
    const { authority } = sandbox.xtaIdentities;
    const server = `https://127.0.0.1:${sandbox.xtaPort}`;
    const certificate = (days: number) => issueCertificate(authority, { commonName: "Kommunalportal", usage: "client", from: new Date(Date.now() - 86_400_000), days });
    const [old, fresh] = await Promise.all([certificate(31.5), certificate(800)]);
    await control("xta", "/_control/dvdv", { client: "portal", certificate: old.certificate });
    const made = await house.hub.setDestination({
      tenant: musterstadt.id, actor, name: `Hundesteuer XTA ${project.name}`, channel: "xta", address: `${server}/send`, secrets: { certificate: old.certificate, key: old.privateKey, authorities: authority.certificate },
      settings: {
        managementUrl: `${server}/management`, msgBoxUrl: `${server}/msgbox`, author: { type: "XTA_ID", value: "kommunalportal" }, reader: { type: "XTA_ID", value: "ars:059990001001" },
        messageType: { listUri: "urn:de:musterland:nachrichten", listVersionId: "1.0", code: "antrag.0100", payloadSchema: "urn:de:musterland:antrag:1.0" }, answerSchema: "urn:de:musterland:xta:antwort:1.0", waitsForAnswer: true,
      },
    });
    if (!made.ok) assert.fail(JSON.stringify(made));
    const routed = await house.db.inTenant(musterstadt.id, (tx) => house.hub.addRoute(tx, { destination: made.destination, service: "hund-abmelden", validFrom: new Date(Date.now() - 1_000), actor }));
    assert.ok(routed.ok, JSON.stringify(routed));
    const settings = house.tenants.switches(musterstadt.id).get("hund-abmelden") ?? assert.fail("no hund-abmelden");
    await house.db.asOperator("test", (tx) => house.tenants.storeSwitch(tx, musterstadt.id, { ...settings, delivery: "fachverfahren" }));
    await house.tenants.refresh();
    const sent: { readonly application: string; readonly reference: string }[] = [];
    const oneMore = async (): Promise<void> => { sent.push(await submitFor(house, { service: "hund-abmelden", answers: deadDog })); };

    const olga = await visitor(chromium, project);
    await signInAsStaff(olga, apex, "Olga Operator");
    const { page } = olga;
    await page.goto(`${apex}/betrieb`);
    assert.match(await words(page), /Zertifikat läuft bald ab (?:Wo )?Musterstadt: Hundesteuer XTA .{0,30}in (29|30),\d Tagen (?:Was tun )?Erneuern Sie es rechtzeitig/);
    await page.getByRole("link", { name: "Zertifikat läuft bald ab" }).click();
    await page.getByRole("link", { name: "Zertifikat tauschen" }).click();
    assert.match(await words(page), /noch (29|30) Tage/);
    await checkPage(olga, "exchange not begun");
    await oneMore();
    await page.getByLabel("Neues Zertifikat (PEM)").fill(fresh.certificate);
    await page.getByLabel("Privater Schlüssel (PEM)").fill(fresh.privateKey);
    await press(page, "Hinterlegen");
    await page.getByRole("heading", { name: "Schritt 1: Eintrag im DVDV" }).waitFor();
    await checkPage(olga, "exchange: DVDV");
    // The page offers only the step that is next; an old window may still send a later one: the server before the DVDV.
    await page.evaluate(() => {
      const form = document.querySelector<HTMLInputElement>('main input[name="schritt"][value="dvdv"]')!.form!;
      form.querySelector<HTMLInputElement>('input[name="schritt"]')!.value = "zeigen";
    });
    await press(page, "Eintrag vermerken");
    await page.getByText("Dieser Schritt ist jetzt nicht dran. Die Reihenfolge ist: DVDV, XTA-Server, Fachverfahren.").waitFor();
    await checkPage(olga, "wrong order");
    await oneMore();
    await page.getByLabel("Vermerk zum Eintrag").fill("eingetragen am 3. März");
    await press(page, "Eintrag vermerken");
    await page.getByRole("heading", { name: "Schritt 2: XTA-Server" }).waitFor();
    // It is noted, and not there yet: the server says so, and the old one stays in use.
    await press(page, "Beim XTA-Server zeigen und benutzen");
    await page.getByText("Der XTA-Server nimmt das neue Zertifikat nicht an").waitFor();
    await control("xta", "/_control/dvdv", { client: "portal", certificate: fresh.certificate });
    await oneMore();
    await press(page, "Beim XTA-Server zeigen und benutzen");
    await page.getByRole("heading", { name: "Schritt 3: Fachverfahren" }).waitFor();
    await oneMore();
    await press(page, "Fachverfahren ist umgestellt, altes löschen");
    await page.getByText("Das Zertifikat ist getauscht").waitFor();
    await checkPage(olga, "exchanged");
    await oneMore();

    await page.goto(`${apex}/betrieb`);
    assert.doesNotMatch(await words(page), /Zertifikat läuft bald ab/);
    for (const { application, reference } of sent) {
      await until(`${reference} is handed over`, async () => { const all = await deliveriesOf(application); return all.length === 1 && ["received", "accepted"].includes(all[0]!.state) ? true : undefined; });
      await until(`${reference} is fetched`, async () => { await control("xta", "/_fetch", {}); return (await cases(reference)).length > 0 ? true : undefined; });
    }
    for (const { reference } of sent) assert.deepEqual(await cases(reference), [{ reference, repeats: 0 }]);
    // The next way of walking has a destination of its own.
    await house.db.inTenant(musterstadt.id, async (tx) => { for (const route of await house.hub.routes(tx)) if (route.destination === made.destination) await house.hub.endRoute(tx, { route: route.id, actor }); });
    await olga.close();
  });
}
