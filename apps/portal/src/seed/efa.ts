import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { House } from "../compose.ts";

const seedSchema = z.strictObject({
  services: z.record(z.string(), z.looseObject({ entry: z.string() })),
  towns: z.record(z.string(), z.strictObject({ framework: z.unknown(), connections: z.record(z.string(), z.unknown()) })),
});

/** The invented online service of another state, and how the invented towns take part. What a town has entered since is not touched. */
export async function seedEfa({ config, gateway, tenants }: Pick<House, "config" | "gateway" | "tenants">): Promise<void> {
  const origin = config.EFA_SERVICE_URL?.replace(/\/$/, "");
  if (origin === undefined) return;
  const { services, towns } = seedSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, "..", "..", "seeds", "efa.json"), "utf8").replaceAll("{{origin}}", origin)));
  const imported = await gateway.links.importServices(JSON.stringify(services), { dryRun: false });
  if (!imported.ok) throw new Error(`the seeds of services run elsewhere are not right: ${imported.problems.join("; ")}`);
  await gateway.refresh();
  const actor = { kind: "system", what: "demo" } as const;
  for (const [slug, { framework, connections }] of Object.entries(towns)) {
    const town = tenants.bySlug(slug);
    if (!town) throw new Error(`the town ${slug} of the seeds is no tenant`);
    // Only where nothing stands: a version of nothing fits nothing else.
    await gateway.links.changeFramework({ tenant: town.id, actor, facts: framework, seen: gateway.links.nothingStored });
    for (const [service, facts] of Object.entries(connections)) await gateway.links.changeConnection({ tenant: town.id, service, actor, facts, seen: gateway.links.nothingStored });
  }
}
