import { KeyVersionMissing, SealBroken } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { CommandHouse } from "./command-house.ts";
import { allWrappedKeys, type WrappedKeys } from "./wrapped-keys.ts";

export interface RewrappedKeys {
  readonly name: string;
  readonly rewrapped: number;
  /** Rows whose key could not be opened, and why: the installation key of a version is not in the settings, or the bytes are broken. */
  readonly left: readonly { readonly id: string; readonly why: "broken" | { readonly missingVersion: number } }[];
}

/** Processes that were not restarted yet go on wrapping with the old key: what they leave is found by going through again, at most so often. */
const rounds = 5;

/**
 * Wraps every key again that is not of the current installation key's version. Content is not touched, and no key changes. Each batch is a
 * transaction of its own, so it may be cut off and called again; what runs beside it waits for one batch at most.
 * The old installation key is no longer needed when nothing is left.
 */
export async function rewrapKeys(house: Pick<CommandHouse, "db" | "keyring" | "audit">, options: { readonly batch?: number } = {}): Promise<readonly RewrappedKeys[]> {
  const totals = new Map(allWrappedKeys.map(({ name }) => [name, 0]));
  let results: RewrappedKeys[] = [];
  for (let round = 0; round < rounds; round += 1) {
    results = [];
    for (const place of allWrappedKeys) results.push(await rewrapPlace(house, place, options.batch ?? 500));
    for (const { name, rewrapped } of results) totals.set(name, (totals.get(name) ?? 0) + rewrapped);
    if (results.every(({ rewrapped }) => rewrapped === 0)) break;
  }
  const done = results.map(({ name, left }) => ({ name, rewrapped: totals.get(name) ?? 0, left }));
  if (done.some(({ rewrapped }) => rewrapped > 0)) {
    await house.db.asOperator("rewrap keys: who did it", (tx) => house.audit.record(tx, {
      actor: { kind: "system", what: "command" }, action: "installation-key.rewrap", subject: { kind: "installation-key", id: String(house.keyring.current) },
    }));
  }
  return done;
}

async function rewrapPlace({ db, keyring }: Pick<CommandHouse, "db" | "keyring">, place: WrappedKeys, batch: number): Promise<RewrappedKeys> {
  const left: RewrappedKeys["left"][number][] = [];
  let rewrapped = 0;
  let after: string | undefined;
  for (;;) {
    const rows = await db.asOperator("rewrap keys", async (tx) => {
      const found = await staleKeys(tx, place, keyring.current, after, batch);
      for (const { id, key } of found) {
        let renewed: Buffer;
        try {
          renewed = keyring.rewrap(key, place.context(id));
        } catch (error) {
          if (error instanceof KeyVersionMissing) left.push({ id, why: { missingVersion: error.version } });
          else if (error instanceof SealBroken) left.push({ id, why: "broken" });
          else throw error;
          continue;
        }
        rewrapped += await tx.run(sql`update ${place.table} set ${place.key} = ${renewed} where ${place.id} = ${id}`);
      }
      return found;
    });
    after = rows.at(-1)?.id;
    if (rows.length < batch) return { name: place.name, rewrapped, left };
  }
}

/** Keys of another version in order of their rows, locked. Bytes 2 to 5 of a wrapped key are the version (platform/crypto/keyring.ts). */
async function staleKeys(tx: Tx, { table, id, key, only }: WrappedKeys, current: number, after: string | undefined, limit: number): Promise<readonly { readonly id: string; readonly key: Buffer }[]> {
  const version = Buffer.alloc(4);
  version.writeUInt32BE(current);
  const beyond = after === undefined ? sql`true` : sql`${id} > ${after}`;
  return tx.rows<{ id: string; key: Buffer }>(sql`select ${id}::text as id, ${key} as key from ${table}
    where ${only} and substring(${key} from 2 for 4) <> ${version} and ${beyond} order by ${table}.${id} limit ${limit} for update`);
}
