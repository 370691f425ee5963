import { type Database, sql } from "#platform/database";
import { newId } from "#platform/ids";

let numbers = 0;

/** A town of its own for a test; gives its id. */
export async function newTown(db: Database, slug: string): Promise<string> {
  const id = newId();
  const digits = String(numbers += 1).padStart(3, "0");
  await db.asOperator("test", (tx) => tx.run(sql`insert into tenants.tenant (id, slug, kind, ars, name, official_name, type_name, district_prefix, regbez_prefix, regbez_name, is_demo)
    values (${id}, ${slug}, 'municipality', ${`059990000${digits}`}, ${slug}, ${slug}, 'Stadt', '05999', '059', 'Musterbezirk', true)`));
  return id;
}
