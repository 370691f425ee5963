import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";

/** Any two starts of the portal exclude each other here; the number is arbitrary and never changes. */
const migrationLock = 7_300_001;

/**
 * Applies the numbered `.sql` files of a folder, forward only, each in a transaction that inserts its number first.
 * Safe to start twice at once. Returns the numbers applied now. Must run as the owner role.
 */
export async function migrate(ownerUrl: string, folder: string): Promise<number[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: "kommunalportal migrate" });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [migrationLock]);
    await client.query(`create table if not exists public.migration (
      number int primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`);
    const known = new Map((await client.query<{ number: number; sha256: string }>("select number, sha256 from public.migration")).rows.map((r) => [r.number, r.sha256]));
    const applied: number[] = [];
    for (const name of (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort()) {
      const number = Number(/^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name)?.[1] ?? Number.NaN);
      if (Number.isNaN(number)) throw new Error(`migration ${name}: the name must be NNNN_words.sql`);
      const text = await readFile(join(folder, name), "utf8");
      const sha256 = createHash("sha256").update(text).digest("hex");
      const before = known.get(number);
      if (before !== undefined) {
        if (before !== sha256) throw new Error(`migration ${name} was changed after it had been applied; write a new one instead`);
        continue;
      }
      await apply(client, number, name, sha256, text);
      applied.push(number);
    }
    return applied;
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, number: number, name: string, sha256: string, text: string): Promise<void> {
  await client.query("begin");
  try {
    await client.query("insert into public.migration (number, name, sha256) values ($1, $2, $3)", [number, name, sha256]);
    await client.query(text);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw new Error(`migration ${name} failed and was rolled back`, { cause: error });
  }
}
