import { seal } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { placePages } from "../../../modules/extensions/places/placed-pages.ts";
import { hashOf, keyFrom } from "../../../modules/extensions/places/launch-keys.ts";
import { insertLaunch } from "../../../modules/extensions/places/launch-store.ts";
import type { LaunchContext } from "../../../modules/extensions/places/launch.ts";
import { contextOf } from "../../../modules/extensions/places/start-launch.ts";
import { exampleCode, exampleResult } from "../launch-schemas.ts";
import type { apiWorld } from "./api-world.ts";

/** Launches under the codes of the document's examples: one of a tab, and one of a step whose code was exchanged already. */
export async function exampleLaunches(world: Awaited<ReturnType<typeof apiWorld>>, given: { readonly client: string; readonly application: string }): Promise<void> {
  const tenant = world.musterstadt.id;
  const now = world.deps.clock.now();
  const expiresAt = new Date(now.getTime() + 300_000);
  await world.db.inTenant(tenant, async (tx) => {
    await tx.run(sql`delete from extension_places.launch`);
    await placePages(tx, { tenant, client: given.client, pages: ["reiter", "termin"] });
    const { id } = await tx.one<{ id: string }>(sql`select id from extensions.permission where tenant_id = ${tenant} and client_id = ${given.client} and revoked_at is null`);
    const row = (code: string, page: string, context: LaunchContext) => ({
      code_hash: hashOf(code), tenant_id: tenant, client_id: given.client, permission_id: id, page, person_hash: hashOf("somebody"), place: context.place,
      context: seal(keyFrom(code), JSON.stringify(context), contextOf(hashOf(code))), expires_at: expiresAt,
    });
    await insertLaunch(tx, { ...row(exampleCode, "reiter", { place: "case-tab", language: "de", application: given.application, role: "clerk", office: "steueramt" }), application_id: given.application, draft_id: null, service: null, form_version: null, step: null }, now);
    const step = { service: "termin-im-buergerbuero", formVersion: "1.0.0", step: "termin" };
    await insertLaunch(tx, { ...row(`${exampleCode}-`, "termin", { ...step, place: "form-step", language: "de", trustLevel: 0, fields: {}, returnTo: undefined }), application_id: null, draft_id: newId(), service: step.service, form_version: step.formVersion, step: step.step }, now);
    await tx.run(sql`update extension_places.launch set result_hash = ${hashOf(exampleResult)} where place = 'form-step'`);
  });
}
