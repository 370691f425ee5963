import { sql, type Tx } from "#platform/database";
import type { MailboxDeps } from "./deps.ts";

/**
 * The provision of a message ends unread (§ 41 (2a) sentence 5 VwVfG): from now on it cannot be opened. What was opened before stays open.
 * Repeated it has no further effect. In a town's transaction only for messages of that town.
 */
export async function endMessage(tx: Tx, deps: Pick<MailboxDeps, "clock">, message: string): Promise<void> {
  const at = deps.clock.now();
  if (tx.scope.kind === "tenant") {
    // The town sees no message: the foreign key tells whether it is its own.
    await tx.run(sql`insert into mailbox.ending (message_id, tenant_id, at) values (${message}, ${tx.scope.tenant}, ${at}) on conflict do nothing`);
    return;
  }
  await tx.run(sql`insert into mailbox.ending (message_id, tenant_id, at) select id, tenant_id, ${at} from mailbox.message where id = ${message} on conflict do nothing`);
}
