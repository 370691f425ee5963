import { createHash } from "node:crypto";
import pg from "pg";
import { Sentence } from "./sentence.ts";

/**
 * A database of one's own server is used by one demonstration at a time; the lock ends with the connection. The roles belong to the whole server: their passwords are not
 * taken from one that runs in another of its databases.
 */
export async function claimDatabase(url: string, ownerUrl: string, folder: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: `kommunalportal instance ${createHash("sha256").update(folder).digest("hex").slice(0, 8)}` });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock(7300010) as held");
    if (rows[0]?.held !== true) throw new Sentence("Mit dieser Datenbank arbeitet schon ein Kommunalportal. Beenden Sie es zuerst, oder geben Sie mit DATABASE_URL eine andere an.");
    const others = await client.query<{ database: string }>("select distinct datname as database from pg_stat_activity where usename in ('kp_owner', 'kp_app', 'kp_worker') and datname <> current_database()");
    if (others.rows.length > 0 && await refusesPassword(ownerUrl)) {
      throw new Sentence(`Auf diesem Server arbeitet schon ein Kommunalportal mit der Datenbank ${others.rows.map(({ database }) => database).join(", ")}. Beide hießen dort gleich (kp_app), mit verschiedenen Kennwörtern. Beenden Sie es zuerst, oder geben Sie mit DATABASE_URL einen anderen Server an.`);
    }
    return client;
  } catch (error) {
    await client.end();
    throw error;
  }
}

async function refusesPassword(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return false;
  } catch (error) {
    return (error as { code?: string }).code === "28P01";
  } finally {
    await client.end().catch(() => {});
  }
}
