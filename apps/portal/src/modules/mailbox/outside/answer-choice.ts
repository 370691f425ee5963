import { sql, type Tx } from "#platform/database";
import type { OutsideKind } from "./outside-mailbox.ts";
import { chosenOutside } from "./outside-store.ts";

/** Where the answers to one application shall arrive besides; undefined: nowhere. Said again it counts anew. Sent with the commit. */
export function chooseForApplication(tx: Tx, given: { readonly application: string; readonly account: string; readonly kind: OutsideKind | undefined; readonly at: Date }): void {
  tx.later(sql`insert into mailbox.answer_choice (application_id, account_id, kind, chosen_at) values (${given.application}, ${given.account}, ${given.kind ?? null}, ${given.at})
    on conflict (application_id) do update set kind = excluded.kind, chosen_at = excluded.chosen_at where mailbox.answer_choice.account_id = excluded.account_id`);
}

/** As was chosen for the application, else for the account. */
export async function chosenFor(tx: Tx, { account, application }: { readonly account: string; readonly application: string | null }): Promise<OutsideKind | undefined> {
  const own = application === null ? undefined : await tx.maybe<{ kind: OutsideKind | null }>(sql`select kind from mailbox.answer_choice where application_id = ${application} and account_id = ${account}`);
  return own ? own.kind ?? undefined : chosenOutside(tx, account);
}
