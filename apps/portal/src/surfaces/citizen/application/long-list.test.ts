import assert from "node:assert/strict";
import { test } from "node:test";
import { parseServicePackage } from "@kommunalportal/form-engine";
import { browser, hiddenOf, textOf, valueIn, type Page } from "./test-browser.ts";
import { begin } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";
import { wideService } from "./test-wide-service.ts";

const label = (de: string) => ({ de, en: de });
const longList = parseServicePackage({ ...wideService.service, slug: "lange-liste" }, {
  id: "lange-liste", version: "1.0.0", title: label("Lange Liste"), steps: [{ id: "kinder", title: label("Kinder"), nodes: [{
    kind: "group", id: "kinder", title: label("Kinder"), repeat: { min: 25, max: 1000, addLabel: label("Weiteres Kind"), itemTitle: label("Kind") }, nodes: [{ kind: "field", id: "name", type: "text", label: label("Name") }],
  }] }],
});
const portal = await testPortal({ more: [longList] });
const pathOf = ({ path }: Page): string => path.split("?", 1)[0] ?? "";
const names = (page: Page): readonly string[] => [...page.body.matchAll(/name="(kinder\.\d+\.name)"/g)].map(([, name]) => name!);

test("a list of many entries can be filled in one entry a page, without a script, and several a page again; nothing typed is lost", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "lange-liste");
  assert.equal(names(first).length, 20);
  const single = await citizen.post(pathOf(first), [...hiddenOf(first), ["kinder.0.name", "Ada"], ["rows:kinder.0", "single"]]);
  assert.equal(single.status, 200);
  assert.match(single.path, /\?eintrag=kinder\.0&einzeln=kinder/);
  assert.deepEqual([names(single), valueIn(single, "kinder.0.name")], [["kinder.0.name"], "Ada"]);
  assert.ok(textOf(single).includes("Kind 1 von 25"));
  const second = await citizen.post(pathOf(first), [...hiddenOf(single), ["kinder.0.name", "Ada"], ["rows:kinder.1", "1"]]);
  assert.deepEqual([names(second), textOf(second).includes("Kind 2 von 25")], [["kinder.1.name"], true]);
  const wrong = await citizen.post(pathOf(first), [...hiddenOf(second), ["kinder.1.name", "Ж"], ["rows:kinder.2", "1"]]);
  assert.deepEqual([names(wrong), valueIn(wrong, "kinder.1.name")], [["kinder.1.name"], "Ж"], "what is wrong stays on the page, which still shows one");
  const added = await citizen.post(pathOf(first), [...hiddenOf(wrong), ["kinder.1.name", "Ben"], ["add:kinder", "1"]]);
  assert.deepEqual([names(added), textOf(added).includes("Kind 26 von 26")], [["kinder.25.name"], true]);
  const on = await citizen.post(pathOf(first), [...hiddenOf(added), ["kinder.25.name", "Zoe"]]);
  assert.deepEqual([on.status, names(on)], [422, ["kinder.2.name"]], "on the way on, the first entry that is missing is shown, still alone");
  const many = await citizen.post(pathOf(first), [...hiddenOf(on), ["kinder.2.name", "Cem"], ["rows:kinder.2", "many"]]);
  assert.equal(names(many).length, 20);
  assert.deepEqual(["kinder.0.name", "kinder.1.name", "kinder.2.name"].map((name) => valueIn(many, name)), ["Ada", "Ben", "Cem"]);
  assert.ok(!many.path.includes("einzeln"));
  assert.equal((await citizen.get(`${pathOf(first)}?einzeln=%3Cb%3E&einzeln=nirgends`)).status, 200);
});
