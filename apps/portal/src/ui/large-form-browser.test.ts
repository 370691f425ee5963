import assert from "node:assert/strict";
import { after, test } from "node:test";
import { compileForm, parseStep, stepView, type Answers, type FormDefinition, type Node } from "@kommunalportal/form-engine";
import { html } from "@kommunalportal/html";
import { barriers } from "../testing/barriers.ts";
import { launchChromium } from "../testing/chromium.ts";
import { formStep } from "./form-step.ts";
import { servePages } from "./gallery/serve-pages.ts";
import { tooWide } from "./gallery/too-wide.ts";
import { page } from "./page.ts";
import { themeAsset } from "./theme.ts";

const today = "2026-11-22";
const de = (text: string) => ({ de: text, en: text });
const kinds = ["text", "integer", "date", "yesno", "email", "longtext", "amount", "phone"] as const;
const field = (id: string, i: number): Node => ({ kind: "field", id, type: kinds[i % kinds.length] ?? "text", label: de(`Frage ${i + 1} mit einem längeren Wortlaut`), required: false } as Node);
const definition: FormDefinition = { id: "gross", version: "1.0.0", title: de("Groß"), steps: [
  { id: "felder", title: de("Vierhundert Fragen"), nodes: Array.from({ length: 400 }, (_, i) => field(`f${i}`, i)) },
  { id: "zeilen", title: de("Tausend Zeilen"), nodes: [{ kind: "group", id: "zeilen", title: de("Personen"), repeat: { min: 1, max: 1_000, addLabel: de("Weitere Person"), itemTitle: de("Person") }, nodes: [field("name", 0), field("tag", 2), field("mail", 4)] }] },
] };
const form = compileForm(definition);
const answers: Answers = { zeilen: Array.from({ length: 1_000 }, (_, i) => ({ name: `Person Nummer ${i + 1}` })) };

const theme = themeAsset("musterstadt", { primary: "#0b5d4e", primaryDark: "#6fd3bd" });
const rendered = (step: "felder" | "zeilen"): string => {
  const { nodes, step: { definition: { title } } } = stepView(form, step, answers, today);
  return page({ lang: "de", title: title.de, main: formStep("de", { service: "Große Anfrage", title: title.de, nodes, errors: [], steps: [], action: "/schritt", csrf: "x", canSave: true }), tenant: { name: "Musterstadt", slug: "musterstadt", kind: "Stadt", isDemo: true, themeUrl: theme.url }, breadcrumb: [], nav: [] });
};
const pages = new Map<string, string>([["felder", rendered("felder")], ["zeilen", rendered("zeilen")]]);
const server = await servePages(pages, theme);
const browser = await launchChromium();
after(async () => { await browser.close(); await server.close(); });

test("400 fields and 1,000 rows stay usable on a phone without JavaScript: nothing too wide, a page of bounded size, every row reachable", async () => {
  const context = await browser.newContext({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  const one = await context.newPage();
  for (const [name, inputs, kilobytes] of [["felder", 400, 900], ["zeilen", 20 * 3, 200]] as const) {
    await one.goto(`${server.origin}/${name}`);
    assert.deepEqual(await tooWide(one), [], name);
    assert.ok((await one.locator("main input:not([type=hidden]), main textarea").count()) >= inputs, name);
    assert.ok(Buffer.byteLength(pages.get(name) ?? "") < kilobytes * 1024, `${name}: ${Math.round(Buffer.byteLength(pages.get(name) ?? "") / 1024)} KB`);
  }
  // Only a window of the rows is on the page; buttons lead to the others and post what was typed.
  assert.equal(await one.locator("main input[name$='.name']").count(), 20);
  const turn = one.locator("main button[name^='rows:zeilen.'][value='1']").last();
  assert.ok(await turn.isVisible());
  const posted = new Map([["zeilen.$rows", ["0-20"]], [await turn.getAttribute("name") ?? "", ["1"]], ...Array.from({ length: 20 }, (_, i) => [`zeilen.${i}.name`, [`Neu ${i}`]] as [string, string[]])]);
  const parsed = parseStep(form, "zeilen", posted, answers, today);
  assert.equal(parsed.action?.kind, "rows");
  assert.deepEqual((parsed.answers["zeilen"] as readonly Answers[]).slice(18, 21).map(({ name }) => name), ["Neu 18", "Neu 19", "Person Nummer 21"]);
  await context.close();
  const looking = await browser.newContext({ viewport: { width: 320, height: 640 }, reducedMotion: "reduce" });
  const checked = await looking.newPage();
  await checked.goto(`${server.origin}/zeilen`);
  assert.deepEqual(await barriers(checked, "everything"), []);
});

test("a step of 400 fields is shown and read within a few milliseconds of CPU", () => {
  const filled = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`f${i}`, kinds[i % kinds.length] === "text" ? "Wort" : undefined]));
  const post = new Map(Array.from({ length: 400 }, (_, i) => [`f${i}`, [kinds[i % kinds.length] === "text" ? "Wort" : ""]]));
  const times = Array.from({ length: 15 }, () => {
    const cpu = process.cpuUsage();
    void html`${stepView(form, "felder", { ...filled }, today).nodes.length}`;
    parseStep(form, "felder", post, { ...filled }, today);
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / 1000;
  }).toSorted((a, b) => a - b);
  // The middle of many runs; generous, so that only growth of another order fails on a busy machine.
  assert.ok((times[7] ?? 0) < 40, `${times[7]} ms`);
});
