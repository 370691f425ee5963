import assert from "node:assert/strict";
import { after, test } from "node:test";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { launchChromium } from "../apps/portal/src/testing/chromium.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { checkPage } from "./check-page.ts";
import { inOneWay, press, visitor } from "./projects.ts";
import { signInAsStaff } from "./sign-in.ts";
import { smallDog, submitFor } from "./submit-for.ts";

const world = await startWorld();
const { house } = world;
const apex = world.origin();
const chromium = await launchChromium();
after(() => chromium.close());
const musterstadt = house.tenants.bySlug("musterstadt")!;
const pictures = process.env["HUB_PICTURES"];

async function submitted(): Promise<string> {
  const outcome = await submitFor(house, { service: "hund-anmelden", answers: smallDog });
  await until("the application arrives", async () => {
    const deliveries = await house.db.inTenant(musterstadt.id, (tx) => house.hub.ofApplication(tx, outcome.application));
    return deliveries.length > 0 && deliveries.every(({ state }) => state === "accepted");
  });
  return outcome.reference;
}

for (const project of inOneWay("auf dem Telefon")) {
  test(`an editor sets a way, a clerk hands an application over to the right town, the operator reads its whole story: ${project.name}`, async () => {
    const reference = await submitted();
    const look = async (who: Awaited<ReturnType<typeof visitor>>, where: string): Promise<void> => {
      await checkPage(who, where);
      if (pictures !== undefined) await who.page.screenshot({ path: `${pictures}/${where.replaceAll(" ", "-")}-${project.viewport.width}${project.javaScript ? "" : "-js-off"}.png`, fullPage: true, animations: "disabled" });
    };

    const ede = await visitor(chromium, project);
    await signInAsStaff(ede, apex, "Ede Editor");
    await ede.page.goto(`${apex}/mitarbeit/musterstadt/redaktion/wege?leistung=hund-anmelden`);
    await look(ede, "ways of a town");
    assert.match(await ede.page.locator("main").innerText(), /Fachverfahren der Vorführung,? weil der Weg/);
    await ede.page.getByRole("link", { name: "Weg anlegen" }).click();
    await press(ede.page, "Weg anlegen");
    await look(ede, "new way with mistakes");
    await ede.page.getByLabel("Leistung").selectOption({ label: "Hund anmelden" });
    await ede.page.getByLabel("Ziel").selectOption({ label: "Fachverfahren der Vorführung" });
    await press(ede.page, "Weg anlegen");
    const link = ede.page.getByRole("link", { name: /^Ändern: Weg für/ }).first();
    await link.waitFor();
    await link.click();
    await look(ede, "change a way");
    await ede.close();

    const sabine = await visitor(chromium, project);
    await signInAsStaff(sabine, apex, "Sven Super");
    await sabine.page.goto(`${apex}/mitarbeit/musterstadt/eingang?text=${reference}&status=all`);
    const [one] = (await house.casework.inbox({ tenant: musterstadt.id, staff: newId(), name: "", offices: "all", supervisor: true }, { text: reference, state: "all" }, { at: "first" })).lines;
    await sabine.page.goto(`${apex}/mitarbeit/musterstadt/vorgang/${one!.id}`);
    await look(sabine, "case with ways to pass it on");
    await sabine.page.goto(`${apex}/mitarbeit/musterstadt/vorgang/${one!.id}/ortsabgabe`);
    await press(sabine.page, "Antrag abgeben");
    await look(sabine, "hand over with mistakes");
    await sabine.page.getByLabel("Zuständige Stadt").selectOption({ label: "Beispielhausen" });
    await sabine.page.getByLabel("Grundlage der Abgabe").selectOption({ value: "consent" });
    await sabine.page.getByLabel(/^Angaben zur Grundlage/).fill("am Telefon, heute");
    await sabine.page.getByLabel("Grund", { exact: true }).fill("Der Hund wird in Beispielhausen gehalten.");
    await press(sabine.page, "Antrag abgeben");
    await sabine.page.getByRole("heading", { name: /abgegeben an Beispielhausen/ }).waitFor();
    await look(sabine, "handed over");
    await sabine.close();

    const olga = await visitor(chromium, project);
    await signInAsStaff(olga, apex, "Olga Operator");
    await olga.page.goto(`${apex}/betrieb/vorgaenge/${reference}`);
    await look(olga, "story of an application");
    const story = (await olga.page.locator("main").innerText()).replace(/\s+/g, " ");
    for (const words of ["Eingereiht: Antrag", "Versuch 1: angekommen", "An eine andere Stadt abgegeben"]) assert.ok(story.includes(words), `${words}: ${story}`);
    for (const [path, where] of [["/betrieb/ziele?ort=musterstadt&leistung=hund-anmelden&zeit=2030-01-01T12:00", "destinations and preview"], ["/betrieb/ziele/neu?art=pull", "new destination pull"], ["/betrieb/ziele/neu?art=mail", "new destination mail"], ["/betrieb", "overview"], ["/betrieb/kennzahlen", "figures"]] as const) {
      await olga.page.goto(apex + path);
      await look(olga, where);
    }
    // The figures stand last: their tables have the most columns of all, and those stand side by side on a wide screen only.
    await olga.page.setViewportSize({ width: 1280, height: 900 });
    await look(olga, "figures on a wide screen");
    await olga.close();
  });
}
