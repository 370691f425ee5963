import type { Clock } from "#platform/clock";
import type { Keyring } from "#platform/crypto";
import { sql, type Scope, type Tx } from "#platform/database";
import { contexts } from "./wrapped-keys.ts";

/** Long enough for the steps of a form, short enough that a deleted account's key is soon gone from memory too. */
const keepMs = 60_000;
const most = 5_000;

/** For what people do themselves: their clicks follow each other and each was let in by a session, so a key stays in memory for a minute. */
export interface OwnKeys {
  readonly accountKey: AccountKey;
  /** Only for somebody whose session was read for this very request. */
  keyInMemory(account: string): Buffer | undefined;
}
type AccountKey = (tx: Tx, account: string) => Promise<Buffer>;

/** The accounts' content keys, 32 bytes each. Both need a scope that admits the account. */
export function createAccountKeys({ keyring, clock }: { readonly keyring: Keyring; readonly clock: Clock }): { readonly accountKey: AccountKey; readonly ownKeys: OwnKeys } {
  const kept = new Map<string, { readonly key: Buffer; readonly until: number }>();

  const accountKey: AccountKey = async (tx, account) => {
    const { wrapped_key } = await tx.one<{ wrapped_key: Buffer }>(sql`select wrapped_key from accounts.account where id = ${account}`);
    return keyring.unwrap(wrapped_key, contexts.account(account));
  };

  const keyInMemory = (account: string): Buffer | undefined => {
    const known = kept.get(account);
    return known && known.until > clock.now().getTime() ? known.key : undefined;
  };

  return {
    /** From the database, so only while there is the account: for whoever puts something new into it from outside. */
    accountKey,
    ownKeys: {
      keyInMemory,
      async accountKey(tx, account) {
        const known = admits(tx.scope, account) ? keyInMemory(account) : undefined;
        if (known) return known;
        const key = await accountKey(tx, account);
        kept.delete(account);
        // A map keeps the order of insertion: the first is the oldest.
        if (kept.size >= most) kept.delete(kept.keys().next().value ?? "");
        kept.set(account, { key, until: clock.now().getTime() + keepMs });
        return key;
      },
    },
  };
}

/** A person's own scope; everybody else asks the database. */
function admits(scope: Scope, account: string): boolean {
  return (scope.kind === "account" || scope.kind === "tenant") && scope.account === account;
}
