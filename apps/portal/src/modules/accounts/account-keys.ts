import type { Clock } from "#platform/clock";
import type { Keyring } from "#platform/crypto";
import { sql, type Scope, type Tx } from "#platform/database";
import { keptForAMinute } from "./kept-for-a-minute.ts";
import { contexts } from "./wrapped-keys.ts";

/** For what people do themselves: their clicks follow each other and each was let in by a session, so a key stays in memory for a minute. */
export interface OwnKeys {
  readonly accountKey: AccountKey;
  /** Only for somebody whose session was read for this very request. */
  keyInMemory(account: string): Buffer | undefined;
}
type AccountKey = (tx: Tx, account: string) => Promise<Buffer>;

/** The accounts' content keys, 32 bytes each. Both need a scope that admits the account. */
export function createAccountKeys({ keyring, clock }: { readonly keyring: Keyring; readonly clock: Clock }): { readonly accountKey: AccountKey; readonly ownKeys: OwnKeys } {
  const kept = keptForAMinute<Buffer>(clock, 5_000);

  const accountKey: AccountKey = async (tx, account) => {
    const { wrapped_key } = await tx.one<{ wrapped_key: Buffer }>(sql`select wrapped_key from accounts.account where id = ${account}`);
    return keyring.unwrap(wrapped_key, contexts.account(account));
  };

  return {
    /** From the database, so only while there is the account: for whoever puts something new into it from outside. */
    accountKey,
    ownKeys: {
      keyInMemory: kept.get,
      async accountKey(tx, account) {
        const known = admits(tx.scope, account) ? kept.get(account) : undefined;
        if (known) return known;
        const key = await accountKey(tx, account);
        kept.set(account, key);
        return key;
      },
    },
  };
}

/** A person's own scope; everybody else asks the database. */
function admits(scope: Scope, account: string): boolean {
  return (scope.kind === "account" || scope.kind === "tenant") && scope.account === account;
}
