import type { Tx } from "#platform/database";
import type { KeySource } from "./application.ts";
import type { KeyRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { contexts, unwrapKey } from "./keys.ts";

/**
 * The key of one application, by way of the town, the account or the look-up code. The row came through the transaction's policies;
 * whoever holds no key to it gets nothing even so.
 */
export async function applicationKey(tx: Tx, deps: Pick<ApplicationsDeps, "towns" | "accounts">, row: KeyRow, source: KeySource): Promise<Buffer> {
  switch (source.kind) {
    case "tenant":
      if (tx.scope.kind === "account" || (tx.scope.kind === "tenant" && tx.scope.tenant !== row.tenant_id)) throw new Error("only the town itself opens with the town's key");
      return unwrapKey(await deps.towns.tenantKey(row.tenant_id), row.tenant_wrapped_key, contexts.applicationKey(row.id, "tenant"));
    case "account": {
      const account = tx.scope.kind === "account" || tx.scope.kind === "tenant" ? tx.scope.account : undefined;
      if (row.account_id === null || !row.account_wrapped_key || account !== row.account_id) throw new Error("only the applicant opens with the account's key");
      return unwrapKey(await deps.accounts.accountKey(tx, row.account_id), row.account_wrapped_key, contexts.applicationKey(row.id, "account"));
    }
    case "lookup":
      if (!row.lookup_wrapped_key) throw new Error("this application has no look-up code");
      return unwrapKey(source.key, row.lookup_wrapped_key, contexts.applicationKey(row.id, "lookup"));
  }
}
