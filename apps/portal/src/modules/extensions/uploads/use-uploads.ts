import type { Tx } from "#platform/database";
import type { Access } from "../access.ts";
import type { ExtensionsDeps } from "../deps.ts";
import { Refused } from "../refusal.ts";
import { findUpload, type KeptUpload } from "./upload-store.ts";

/** The uploads that a request names, in their order; locked until the transaction ends. `pointer` says where in the request one stands. */
export async function namedUploads(tx: Tx, deps: ExtensionsDeps, access: Access, named: readonly { readonly upload: string; readonly pointer: string }[]): Promise<readonly KeptUpload[]> {
  const tenantKey = await deps.tenants.tenantKey(access.tenant);
  const found: KeptUpload[] = [];
  for (const { upload, pointer } of named) {
    const one = await findUpload(tx, { tenant: access.tenant, client: access.client, id: upload, tenantKey, now: deps.clock.now(), lockOf: (known) => deps.applications.fileLock(known) });
    if (!one || found.some(({ lock }) => lock.id === upload)) throw new Refused({ why: "upload-unknown", errors: [{ pointer, message: "this upload is not there, was used or has ended" }] });
    found.push(one);
  }
  return found;
}
