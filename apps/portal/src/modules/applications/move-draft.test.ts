import assert from "node:assert/strict";
import { test } from "node:test";
import { parseServicePackage } from "@kommunalportal/form-engine";
import { serviceSwitch } from "#modules/tenants";
import { newId } from "#platform/ids";
import { draftOf, erika, testWorld } from "./test-world.ts";
import { reportService } from "./test-services.ts";

const world = await testWorld();
const applications = world.with({ comeBack: { mailer: { send: () => Promise.resolve({ kind: "accepted" as const }) }, townOrigin: () => "https://musterstadt.example" } });
const field = (id: string, type = "text"): object => ({ kind: "field", id, type, label: { de: id } });
let number = 0;

/** A service of its own in the town; `next` publishes its next version. */
async function service(first: readonly object[]) {
  number += 1;
  const slug = `dienst-${number}`;
  let minor = 0;
  const publish = (nodes: readonly object[], changes: object = {}) => world.db.asOperator("test", async (tx) => {
    await world.forms.publish(tx, parseServicePackage({ ...reportService.service, slug, signIn: "optional", ...changes }, { id: slug, version: `1.${minor}.0`, title: { de: slug }, steps: [{ id: "eins", title: { de: "Eins" }, nodes }, { id: "zwei", title: { de: "Zwei" }, nodes: [field("schluss")] }] }));
    minor += 1;
  });
  await publish(first);
  await world.db.asOperator("test", (tx) => world.tenants.storeSwitch(tx, world.musterstadt.id, serviceSwitch.parse({ service: slug, enabled: true })));
  await world.tenants.refresh();
  world.forms.refresh();
  return { slug, next: async (nodes: readonly object[], changes: object = {}) => { await publish(nodes, changes); world.forms.refresh(); } };
}

async function begun(slug: string) {
  const applicant = erika(1);
  const draft = await draftOf(world, applicant, { service: slug, answers: {} });
  const saved = await applications.saveStep({ draft: draft.id, applicant, step: "eins", revision: draft.revision, fields: new Map([["was", ["Schlagloch"]]]) });
  assert.ok(saved.ok && saved.parsed.errors.length === 0, JSON.stringify(saved));
  return { applicant, draft: draft.id };
}
const opened = async (given: Awaited<ReturnType<typeof begun>>) => { const found = await applications.openDraft(given); return found.ok ? found.draft : assert.fail(found.why); };

test("a draft is taken along where nothing is lost, and asked only what is new", async () => {
  const { slug, next } = await service([field("was")]);
  const mine = await begun(slug);
  assert.deepEqual(await applications.moveDraft(mine), { kind: "stays" }, "there is no newer version");
  await next([field("was")]);
  assert.deepEqual(await applications.moveDraft(mine), { kind: "moved", from: "1.0.0", to: "1.1.0" });
  const same = await opened(mine);
  assert.deepEqual([same.formVersion, same.answers, Object.keys(same.savedSteps)], ["1.1.0", { was: "Schlagloch" }, ["eins"]]);
  assert.deepEqual(await applications.moveDraft(mine), { kind: "stays" }, "once is enough");
  await next([field("was"), field("neu")]);
  assert.equal((await applications.moveDraft(mine)).kind, "moved");
  const asked = await opened(mine);
  assert.deepEqual([asked.answers, Object.keys(asked.savedSteps)], [{ was: "Schlagloch" }, []], "the step with the new question is asked again");
});

test("a draft finishes on its version where an answer would be lost, more sign-in is asked, or others are in it", async () => {
  const lost = await service([field("was")]);
  const mine = await begun(lost.slug);
  await lost.next([field("was", "integer")]);
  assert.deepEqual(await applications.moveDraft(mine), { kind: "stays" });
  assert.deepEqual((await opened(mine)).answers, { was: "Schlagloch" });
  const stricter = await service([field("was")]);
  const low = await begun(stricter.slug);
  await stricter.next([field("was")], { trustLevel: "hoch", signIn: "required" });
  assert.deepEqual(await applications.moveDraft(low), { kind: "stays" });
  const shared = await service([field("was")]);
  const ours = await begun(shared.slug);
  assert.ok((await applications.invite({ ...ours, kind: "helper", name: "Hanna", address: "hanna@post.example", network: newId() })).ok);
  await shared.next([field("was")]);
  assert.deepEqual(await applications.moveDraft(ours), { kind: "stays" });
  assert.equal((await opened(ours)).formVersion, "1.0.0");
});

test("nobody moves another's draft, and two moves at once make one", async () => {
  const { slug, next } = await service([field("was")]);
  const mine = await begun(slug);
  await next([field("was")]);
  assert.deepEqual(await applications.moveDraft({ draft: mine.draft, applicant: erika(3) }), { kind: "stays" });
  const both = await Promise.all([applications.moveDraft(mine), applications.moveDraft(mine)]);
  assert.deepEqual(both.map(({ kind }) => kind).toSorted(), ["moved", "stays"]);
});

test("editors see how many drafts run on which version", async () => {
  const { slug, next } = await service([field("was")]);
  const [first] = [await begun(slug), await begun(slug)];
  await next([field("was")]);
  await applications.moveDraft(first);
  assert.deepEqual(await applications.draftVersions({ service: slug, tenants: [world.musterstadt.id] }), new Map([["1.0.0", 1], ["1.1.0", 1]]));
  assert.deepEqual(await applications.draftVersions({ service: slug, tenants: [world.beispielhausen.id] }), new Map());
  assert.equal((await applications.draftVersions({ service: slug, tenants: "all" })).size, 2);
});
