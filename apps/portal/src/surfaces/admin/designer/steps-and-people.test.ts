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

test("who else fills in, confirms or waits is set in words and lists, by the buttons of the page, and taken back like everything", async () => {
  const ede = world.as("ede");
  const empty = fine(await ede.at("/formulare/neu"));
  let page = fine(await ede.submit(empty, empty.page.form("Anlegen"), { titel: "Umzug zu zweit", leika: "99115005060000", amt: "buergeramt", anmeldung: "optional" }));
  const base = page.url.split("?")[0]!;
  page = fine(await ede.submit(page, page.page.form("Hinzufügen"), { text: "Zieht noch jemand um?", art: "yesno" }));
  page = fine(await ede.get(`${base}/personen`));
  assert.match(page.page.text, /Niemand\. Alle Schritte füllt aus, wer den Antrag beginnt\..*bis zu drei Menschen um Hilfe bitten/);
  page = fine(await ede.get(`${base}/personen/neu`));
  const refused = fine(await ede.submit(page, page.page.form("Speichern"), { wer: "" }), 422);
  assert.match(refused.page.text, /Sagen Sie, wer das ist.*Wählen Sie mindestens einen Schritt/);
  assert.match(fine(await ede.submit(page, page.page.form("Speichern"), { wer: "Zweite Person", schritte: ["angaben"] }), 422).page.text, /Mindestens einen Schritt füllt aus, wer den Antrag beginnt/);
  page = fine(await ede.submit(refused, refused.page.form("Speichern"), { wer: "Zweite Person", "neuer-schritt": "Ihre Angaben", "wenn-frage-0": "ziehtNochJemandUm", "wenn-wie-0": "is", "wenn-wert-0": "ja" }));
  assert.match(page.page.text, /Person Zweite Person Schritte Ihre Angaben Wann »Zieht noch jemand um\?« ist ja Wer liest nur das Amt/);
  const content = async () => (await house.workshop.open({ tenant: house.tenants.bySlug("musterstadt")!.id, copy: base.split("/").at(-1)! }))!.content;
  assert.deepEqual((await content()).form.people, [{ id: "zweitePerson", title: { de: "Zweite Person" }, when: { "===": [{ var: "ziehtNochJemandUm" }, true] } }]);

  // The step is theirs, says so, stays theirs when its page is saved, and its question cannot be read by the other's condition.
  let bench = fine(await ede.get(base));
  assert.match(bench.page.text, /2\. Ihre Angaben Zweite Person/);
  bench = fine(await ede.submit(bench, bench.page.forms.find(({ fields }) => fields.some(([name, value]) => name === "ort" && value === "schritt:ihreAngaben"))!, { text: "Wie lange arbeiten Sie schon dort?", art: "text" }));
  const step = fine(await ede.get(`${base}/schritt/ihreAngaben`));
  assert.match(step.page.text, /Wer füllt diesen Schritt aus\?/);
  fine(await ede.submit(step, step.page.form("Speichern"), { titel: "Ihre Angaben als zweite Person" }));
  assert.equal((await content()).form.steps[1]?.person, "zweitePerson");
  const hints = fine(await ede.get(`${base}/vorschau`));
  assert.match(hints.page.text, /Person »Zweite Person« ?: In den Schritten dieser Person wird kein Name gefragt/);
  assert.doesNotMatch(hints.page.text, /Jeder Antrag wartet/);
  const own = fine(await ede.get(`${base}/frage/ziehtNochJemandUm`));
  assert.ok(!own.text.includes('value="wieLangeArbeitenSieSchon"'), "an answer of somebody else is not offered");
  assert.match(fine(await ede.submit(own, own.page.form("Speichern"), { "wenn-frage-0": "wieLangeArbeitenSieSchon", "wenn-wie-0": "filled" }), 422).page.text, /Wählen Sie eine Frage und einen Vergleich, die hier stehen/);

  // Shown to whoever began; somebody confirms; undone and done again.
  page = fine(await ede.get(`${base}/personen/zweitePerson`));
  page = fine(await ede.submit(page, page.page.form("Speichern"), { liest: "auch" }));
  assert.match(page.page.text, /nach dem Absenden auch, wer beantragt/);
  assert.match(fine(await ede.submit(page, page.page.form("Speichern"), { mit: "muss", "mit-wer": "", "mit-viele": "0" }), 422).page.text, /Sagen Sie, wer mitbeantragt.*Geben Sie 1 bis 10 ein/);
  page = fine(await ede.submit(page, page.page.form("Speichern"), { mit: "muss", "mit-wer": "Mit umziehende Person", "mit-viele": "2" }));
  assert.deepEqual((await content()).service.together, { title: { de: "Mit umziehende Person" }, most: 2, required: true });
  page = fine(await ede.submit(page, page.page.form("Rückgängig")));
  assert.equal((await content()).service.together, undefined);
  page = fine(await ede.get(`${base}/personen`));
  page = fine(await ede.submit(page, page.page.form("Löschen")));
  assert.deepEqual([(await content()).form.people, (await content()).form.steps.map(({ person }) => person)], [undefined, [undefined, undefined]]);
  page = fine(await ede.submit(page, page.page.form("Rückgängig")));
  assert.equal((await content()).form.people?.[0]?.shown, true);

  // A whole step is pulled by what the script sends; nowhere else.
  const pull = async (fields: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const now = fine(await ede.get(base));
    fine(await ede.submit(now, { action: `${new URL(base).pathname}/ordnung`, method: "post", multipart: false, fields: [...now.page.form("Rückgängig").fields, ...Object.entries(fields)], buttons: [], controls: [] }, {}));
    return (await content()).form.steps.map(({ id }) => id);
  };
  assert.deepEqual(await pull({ "schritt-ziehen": "ihreAngaben", vor: "angaben" }), ["ihreAngaben", "angaben"]);
  assert.deepEqual(await pull({ "schritt-ziehen": "ihreAngaben", vor: "" }), ["angaben", "ihreAngaben"]);
  for (const nowhere of [{ "schritt-ziehen": "nichts", vor: "" }, { "schritt-ziehen": "angaben", vor: "nichts" }, { "schritt-ziehen": "angaben", vor: "angaben" }, { "schritt-ziehen": "<x>", vor: "<x>" }]) assert.deepEqual(await pull(nowhere), ["angaben", "ihreAngaben"]);
});
