import type { Locator } from "playwright-core";
import { pdf, picture } from "./answers.ts";
import { mouse, type Hands } from "./hands.ts";
import type { Visitor } from "./projects.ts";

/** A recent day, one for a birth, one that lies ahead. */
const years: readonly string[] = ["2026", "1985", "2099"];

/** One thing to enter for each way the message beside a field may ask for it; tried in this order until the step is accepted. */
const tries: readonly string[] = ["Beispiel", "12", "12345", "2024", "12,50", "erika@beispiel.example", "0999 555100", "DE02120300000000202051", "https://www.beispiel.example", "AB123456", "1", "100", "12345678", "M"];

async function enter(hands: Hands, input: Locator, round: number): Promise<void> {
  const { tag, type, name, inputmode, autocomplete } = await input.evaluate((element) => ({
    tag: element.tagName, type: element.getAttribute("type") ?? "text", name: element.getAttribute("name") ?? "", inputmode: element.getAttribute("inputmode") ?? "", autocomplete: element.getAttribute("autocomplete") ?? "",
  }));
  if (tag === "SELECT") { await hands.select(input, 1); return; }
  if (type === "checkbox" || type === "radio") { await hands.check(input); return; }
  if (type === "file") { await hands.attach(input, (await input.getAttribute("accept"))?.includes("png") ? picture : pdf); return; }
  const known = name.endsWith(".day") ? "1" : name.endsWith(".month") ? "3" : name.endsWith(".year") ? years[round % years.length] : type === "email" || autocomplete === "email" ? "erika@beispiel.example" : autocomplete === "postal-code" ? "12345" : type === "tel" ? "0999 555100" : undefined;
  await hands.fill(input, known ?? (round === 0 && /numeric|decimal/.test(inputmode) ? "12" : tries[round] ?? ""));
}

/**
 * Fills every empty input on the page; on a later round also the ones marked wrong, each time with the next thing to try. One of a group of
 * radio buttons is enough: the first.
 */
async function fillStep({ page }: Visitor, hands: Hands, round: number): Promise<void> {
  const chosen = new Set<string>();
  for (const input of await page.locator("main form :is(input, select, textarea):not([type=hidden]):not([type=submit])").all()) {
    if (!await input.isVisible() || await input.isDisabled()) continue;
    const state = await input.evaluate((element) => ({
      name: element.getAttribute("name") ?? "", wrong: element.getAttribute("aria-invalid") === "true", type: element.getAttribute("type") ?? "", given: (element as HTMLInputElement).value,
      ticked: (element as HTMLInputElement).checked, someTicked: element.getAttribute("type") === "radio" && document.querySelector(`input[name="${CSS.escape(element.getAttribute("name") ?? "")}"]:checked`) !== null,
    }));
    const choice = state.type === "radio" || state.type === "checkbox";
    if (choice ? chosen.has(state.name) || state.ticked || state.someTicked : state.given !== "" && !state.wrong) continue;
    chosen.add(state.name);
    await enter(hands, input, round);
  }
}

/** A list that the message asks for and that has no entry yet gets its first one. */
async function addMissingEntry({ page }: Visitor, hands: Hands): Promise<boolean> {
  const missing = page.locator('main fieldset.kern-fieldset--error > .portal-group__body:not(:has(> .portal-entry)) > button[name^="add:"]');
  if (await missing.count() === 0) return false;
  await hands.press(missing.first());
  await page.waitForLoadState();
  return true;
}

/** Walks a form that nobody wrote answers for from the step shown to »Angaben prüfen«; `onPage` sees each step before it is filled in. Says the steps. */
export async function walkGenerated(visitor: Visitor, onPage: (where: string) => Promise<void>, hands: Hands = mouse): Promise<readonly string[]> {
  const { page } = visitor;
  const steps: string[] = [];
  for (let at = page.url(), round = 0; ;) {
    if (new URL(at).pathname.endsWith("/pruefen")) return steps;
    const where = new URL(at).pathname.split("/").at(-1) ?? "";
    if (steps.at(-1) !== where) steps.push(where);
    if (round === 0) await onPage(where);
    await fillStep(visitor, hands, round);
    await hands.press(page.getByRole("button", { name: "Weiter", exact: true }).first());
    await page.waitForLoadState();
    const wrong = (await page.title()).startsWith("Fehler: ");
    if (wrong && round === tries.length) throw new Error(`not accepted on ${page.url()}: ${(await page.locator(".portal-error-summary, [role=alert]").first().innerText()).replace(/\s+/g, " ")}`);
    round = wrong && !await addMissingEntry(visitor, hands) ? round + 1 : 0;
    at = page.url();
    if (steps.length > 60) throw new Error(`no end of steps: ${at}`);
  }
}
