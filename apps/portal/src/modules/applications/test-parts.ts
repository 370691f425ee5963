import assert from "node:assert/strict";
import { parseServicePackage } from "@kommunalportal/form-engine";
import { serviceSwitch } from "#modules/tenants";
import type { Mail } from "#platform/mail";
import { newId } from "#platform/ids";
import { erika, draftOf, testWorld, visitor } from "./test-world.ts";
import { reportService } from "./test-services.ts";

/** An application of two people: whoever begins says what it is about, the other fills in a part. */
export const world = await testWorld();
const mails: Mail[] = [];
export const applications = world.with({ comeBack: { mailer: { send: (mail: Mail) => { mails.push(mail); return Promise.resolve({ kind: "accepted" as const }); } }, townOrigin: () => "https://musterstadt.example" } });
const de = (text: string) => ({ de: text });
const service = parseServicePackage(
  { ...reportService.service, slug: "zuzweit", signIn: "optional", recipients: ["steueramt"] },
  {
    id: "zuzweit", version: "1.0.0", title: de("Zu zweit"),
    steps: [
      { id: "erste", title: de("Erste"), nodes: [{ kind: "field", id: "was", type: "text", label: de("Was") }, { kind: "field", id: "zuZweit", type: "yesno", label: de("Zu zweit?") }] },
      { id: "zweite", title: de("Zweite"), person: "andere", nodes: [
        { kind: "field", id: "einkommen", type: "text", label: de("Einkommen") },
        { kind: "field", id: "nachweis", type: "upload", label: de("Nachweis"), required: false, accept: ["application/pdf"], maxSize: 100_000, maxFiles: 2 },
      ] },
    ],
    people: [{ id: "andere", title: de("Andere Person"), when: { "===": [{ var: "zuZweit" }, true] } }],
  },
);
/** The same, and whoever begins reads the other's answers after the sending. */
const openService = parseServicePackage({ ...service.service, slug: "offen" }, { ...service.definition, people: service.definition.people!.map((one) => ({ ...one, shown: true })) });
/** The same with a fee that comes first, and somebody who confirms. */
const feeService = parseServicePackage({ ...service.service, slug: "kostet", together: { title: de("Mitbeantragen"), most: 1, required: false }, fee: { cents: 3050, text: de("30,50 Euro"), due: "before", ways: ["online", "transfer"], bookingData: [] } }, { ...service.definition, id: "kostet" });
await world.db.asOperator("test", async (tx) => {
  for (const one of [service, openService, feeService]) {
    await world.forms.publish(tx, one);
    await world.tenants.storeSwitch(tx, world.musterstadt.id, serviceSwitch.parse({ service: one.service.slug, enabled: true }));
  }
});
await world.tenants.refresh();
world.forms.refresh();

export const town = world.musterstadt.id;
const linkIn = (mail: Mail | undefined) => /\/beteiligung\/([A-Za-z0-9_-]{22})\n/.exec(mail?.text ?? "")?.[1] ?? "";
export async function own(zuZweit = true, slug = "zuzweit") {
  const applicant = erika(1);
  return { applicant, draft: await draftOf(world, applicant, { service: slug, answers: { was: "Schlagloch", zuZweit } }) };
}
type Own = Awaited<ReturnType<typeof own>>;
export async function invited({ draft, applicant }: Own) {
  const outcome = await applications.invite({ draft: draft.id, applicant, kind: "co-applicant", person: "andere", name: "Max Muster", address: `${newId()}@post.example`, network: newId() });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return { link: linkIn(mails.at(-1)), code: outcome.code, network: newId(), participant: outcome.participant };
}
/** Somebody who reads and confirms. */
export async function confirmer({ draft, applicant }: Own) {
  const outcome = await applications.invite({ draft: draft.id, applicant, kind: "co-applicant", name: "Moni Muster", address: `${newId()}@post.example`, network: newId() });
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return { link: linkIn(mails.at(-1)), code: outcome.code, network: newId(), participant: outcome.participant, level: 0 as const };
}
export const send = ({ draft, applicant }: Own) => applications.submit({ draft: draft.id, tenant: town, applicant, confirmed: true, requestId: newId() });
/** The other's part, filled in and handed in. */
export async function partOf(invitation: Awaited<ReturnType<typeof invited>>, einkommen = "geheim", to = visitor()) {
  const begun = await applications.beginPart({ ...invitation, to, language: "de" });
  assert.ok(begun.ok, JSON.stringify(begun));
  const saved = await applications.saveStep({ draft: begun.draft, applicant: to, step: "zweite", revision: 1, fields: new Map([["einkommen", [einkommen]]]) });
  assert.ok(saved.ok);
  return { applicant: to, draft: begun.draft };
}
/** What the submission says while the other's part is missing. */
export const missing = { kind: "problems", problems: [{ path: "people.andere", code: "not-confirmed", step: undefined, message: { de: "Andere Person" } }] };
