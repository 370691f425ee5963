import { sql, type Reading } from "#platform/database";
import { type CaseRows, caseRows } from "./citizen-case.ts";
import { type DraftHeadRow, type DraftRow, draftsByOwner } from "./draft-store.ts";

/**
 * What a page reads in the same exchange with the database as the session of its person (`accounts.citizenWith`), so before anybody knows who that is: the transaction
 * is in the scope of the session's owner and finds nothing else. Given to the use case it takes the place of its own reading; what that checks, it checks all the same.
 */
export interface FoundDraft { readonly id: string; readonly row: DraftRow | undefined }
export interface FoundDrafts { readonly rows: readonly DraftHeadRow[] }
export interface FoundCase { readonly id: string; readonly rows: CaseRows }

export const findAhead = {
  draft: (id: string) => async (tx: Reading): Promise<FoundDraft> => ({ id, row: await tx.maybe<DraftRow>(sql`select * from applications.draft where id = ${id}`) }),
  drafts: () => async (tx: Reading): Promise<FoundDrafts> => ({ rows: await tx.rows<DraftHeadRow>(draftsByOwner(sql`(select app.account())`)) }),
  case: (id: string) => async (tx: Reading): Promise<FoundCase> => ({ id, rows: await caseRows(tx, id) }),
};
