import { open } from "#platform/crypto";
import { sql } from "#platform/database";
import { nameHashes } from "./applicant-name.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { contexts } from "./keys.ts";

const batch = 500;

interface Row { readonly id: string; readonly tenant_id: string; readonly applicant_name: Buffer | null }

/**
 * Applications from before names were found by how their words begin get what is missing in the index: their names are opened once, with the town's key. A
 * batch is one transaction; rows that somebody holds are left for the next time. @returns how many were looked at
 */
export async function indexNames(deps: Pick<ApplicationsDeps, "db" | "towns">): Promise<number> {
  let looked = 0;
  for (;;) {
    const done = await deps.db.asOperator("names indexed by whole words only", async (tx) => {
      const rows = await tx.rows<Row>(sql`select id, tenant_id, applicant_name from applications.application where words_only order by id limit ${batch} for update skip locked`);
      const words: { readonly tenant: string; readonly application: string; readonly hash: Buffer }[] = [];
      for (const { id, tenant_id: tenant, applicant_name: sealed } of rows) {
        if (sealed === null) continue;
        const key = await deps.towns.tenantKey(tenant);
        for (const hash of nameHashes(key, open(key, sealed, contexts.applicantName(id)).toString("utf8"))) words.push({ tenant, application: id, hash });
      }
      await tx.run(sql`insert into applications.search_word (tenant_id, hash, application_id)
        select * from unnest(${words.map(({ tenant }) => tenant)}::uuid[], ${words.map(({ hash }) => hash)}::bytea[], ${words.map(({ application }) => application)}::uuid[]) on conflict do nothing`);
      await tx.run(sql`update applications.application set words_only = false where id = any(${rows.map(({ id }) => id)}::uuid[])`);
      return rows.length;
    });
    looked += done;
    if (done < batch) return looked;
  }
}
