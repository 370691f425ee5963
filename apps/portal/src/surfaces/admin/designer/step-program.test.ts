import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { addNode } from "@kommunalportal/form-engine";
import { newId } from "#platform/ids";
import type { Reply } from "../../../testing/browser.ts";
import { adminWorld } from "../test-admin.ts";

const world = await adminWorld();
const { house } = world;
const musterstadt = house.tenants.bySlug("musterstadt") ?? assert.fail("no Musterstadt");
const manifest = JSON.parse(readFileSync(new URL("../../../../../../examples/terminwahl-extension/manifest.json", import.meta.url), "utf8")) as { readonly id: string };
const actor = { kind: "system", what: "test" } as const;
const published = await house.forms.service("fundsache-melden") ?? await house.forms.service("maengelmelder") ?? assert.fail("no service");
const made = await house.workshop.create({
  tenant: musterstadt.id, by: { id: newId(), name: "Ede Editor" }, what: "Test", mayAll: true,
  content: {
    service: { ...published.package.service, slug: "termin-test", signIn: "never", trustLevel: "none", account: false },
    form: { id: "termin-test", version: "1.0.0", title: { de: "Termin" }, steps: [
      { id: "termin", title: { de: "Ihr Termin" }, nodes: [{ kind: "field", id: "anliegen", type: "text", label: { de: "Anliegen" } }, { kind: "field", id: "wann", type: "text", label: { de: "Wann" } }, { kind: "field", id: "stimmt", type: "declaration", label: { de: "Stimmt" } }] },
      { id: "mehr", title: { de: "Mehr" }, nodes: [{ kind: "field", id: "notiz", type: "text", label: { de: "Notiz" } }] },
    ] },
  },
});
assert.ok(made.ok, JSON.stringify(made));
const { id } = made.copy;
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1} ${reply.page.text.slice(0, 800)}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};
const stepNow = async () => (await house.workshop.open({ tenant: musterstadt.id, copy: id }))?.content.form.steps[0];
const at = (): Promise<Reply> => world.as("ede").at(`/formulare/${id}/schritt/termin`);
const save = async (values: Readonly<Record<string, string | string[]>>, status = 200): Promise<Reply> => {
  const page = fine(await at());
  return fine(await world.as("ede").submit(page, page.page.form("Speichern"), values, "Speichern"), status);
};

test("where the town has let no program appear, the step's page says nothing of programs", async () => {
  assert.doesNotMatch(fine(await at()).page.text, /Seite eines Programms/);
});

test("a program's page is put into a step from lists; what it gets and fills is chosen, and only from what it may have", async () => {
  assert.ok((await house.extensions.takeManifest({ manifest, actor })).ok);
  const given = await house.extensions.givePermission({ tenant: musterstadt.id, client: manifest.id, scopes: ["formulare.ergaenzen"], pages: ["termin"], actor });
  assert.ok(given.ok, JSON.stringify(given));
  const page = fine(await at());
  assert.match(page.page.text, /Seite eines Programms.*Das bekommt das Programm.*Anliegen.*Wann.*Mehr|Seite eines Programms/);
  const wrong = await save({ programm: `${manifest.id} termin`, "programm-bekommt": ["anliegen"] }, 422);
  assert.match(wrong.page.text, /Wählen Sie mindestens eine Frage dieses Schritts/);
  assert.equal((await stepNow())?.extension, undefined);
  // A declaration and a question of another step are not among what is offered, and are not taken when they are sent all the same.
  await save({ programm: `${manifest.id} termin`, "programm-bekommt": ["anliegen"], "programm-fuellt": ["wann"] });
  assert.deepEqual((await stepNow())?.extension, { client: manifest.id, page: "termin", sends: ["anliegen"], fills: ["wann"] });
});

test("who changes only the heading keeps the program, and a program that is not permitted any more is named and can be taken away", async () => {
  await save({ titel: "Wann passt es?" });
  assert.deepEqual([(await stepNow())?.title.de, (await stepNow())?.extension?.page], ["Wann passt es?", "termin"]);
  assert.ok(await house.extensions.revokePermission({ tenant: musterstadt.id, client: manifest.id, actor }));
  assert.match(fine(await at()).page.text, /termin \(terminwahl-beispiel, hier nicht zugelassen\)/);
  await save({ programm: "" });
  assert.equal((await stepNow())?.extension, undefined);
});

test("a step that takes files shows no program: files have their own way", async () => {
  assert.ok((await house.extensions.givePermission({ tenant: musterstadt.id, client: manifest.id, scopes: ["formulare.ergaenzen"], pages: ["termin"], actor })).ok);
  const now = (await house.workshop.open({ tenant: musterstadt.id, copy: id })) ?? assert.fail("the copy is gone");
  const edited = await house.workshop.edit({ tenant: musterstadt.id, copy: id, seen: now.revision, by: { id: newId(), name: "Ede Editor" } }, { what: "Foto", part: () => true, apply: (content) => ({ ...content, form: addNode(content.form, { step: "termin" }, { kind: "field", id: "foto", type: "upload", label: { de: "Foto" }, accept: ["image/jpeg"], maxSize: 1_000_000, maxFiles: 1 }) }) });
  assert.ok(edited.ok, JSON.stringify(edited));
  const refused = await save({ programm: `${manifest.id} termin`, "programm-fuellt": ["wann"] }, 422);
  assert.match(refused.page.text, /kann nichts hochgeladen werden/);
});
