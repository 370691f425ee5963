import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { serviceSwitch, type Tenant } from "#modules/tenants";
import type { House } from "../compose.ts";
import { demoExamples, manifestAt, secretOf } from "../demo-examples.ts";

const folder = join(import.meta.dirname, "..", "..", "..", "..", "examples");
const actor = { kind: "system", what: "demo" } as const;

/** The examples of extensions, as if their makers had brought them and the town had permitted them. May be repeated: what the town has changed stays. */
export async function seedExamples(house: Pick<House, "db" | "forms" | "tenants" | "extensions">, given: { readonly town: Tenant; readonly first: number; readonly secret: string }): Promise<void> {
  await seedAppointments(house, given.town);
  for (const example of demoExamples) {
    const { folder: name, id, services, offices } = example;
    const manifest = JSON.parse(manifestAt(await readFile(join(folder, name, "manifest.json"), "utf8"), given.first)) as { readonly version: string };
    await house.extensions.ensureClient({ manifest, secret: secretOf(example, given.secret), tenant: given.town.id, actor, ...(services ? { services } : {}), ...(offices ? { offices } : {}) });
    const known = await house.extensions.installs.conformity(id);
    if (known.some(({ version }) => version === manifest.version)) continue;
    const taken = await house.extensions.installs.takeConformity({ client: id, signed: await readFile(join(folder, "conformity", `${id}.jws`), "utf8"), actor });
    if (!taken.ok) throw new Error(`the conformity result of ${id} was not taken: ${taken.why}`);
  }
}

/** No online service of the catalogue: an appointment is not the thing itself. The form that has a step and a check of the appointments' example. Once: whoever takes it out of the town's services keeps it out. */
async function seedAppointments({ db, forms, tenants }: Pick<House, "db" | "forms" | "tenants">, town: Tenant): Promise<void> {
  for (const service of await forms.loadPackages(join(folder, "terminwahl-extension", "services"))) {
    const { slug } = service.service;
    if (tenants.switches(town.id).has(slug)) continue;
    await db.asOperator("publish the example's service", async (tx) => {
      const outcome = await forms.publish(tx, service);
      if (!outcome.ok) throw new Error(`the example's service ${slug} was changed without a new version`);
      await tenants.storeSwitch(tx, town.id, serviceSwitch.parse({ service: slug, enabled: true, paymentWays: ["counter"], notificationArea: "vwvfg" }));
    });
    forms.refresh();
  }
}
