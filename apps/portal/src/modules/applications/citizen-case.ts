import type { Reading } from "#platform/database";
import { SealBroken } from "#platform/crypto";
import { applicationKey } from "./application-key.ts";
import type { ApplicationContent, ApplicationEvent, ApplicationFile, ApplicationHead } from "./application.ts";
import { headOf, sealedRow, type SealedRow } from "./application-store.ts";
import { asCitizen, type CitizenAccess } from "./citizen-access.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { durations, type StatusSpan } from "./durations.ts";
import { eventRows, openTimeline } from "./event-log.ts";
import { openAbout } from "./file-about.ts";
import { applicationFiles } from "./file-rows.ts";
import { contexts, unwrapKey } from "./keys.ts";
import type { FoundCase } from "./read-ahead.ts";
import { openSubmitted } from "./read-content.ts";

export interface CitizenCase {
  readonly head: ApplicationHead;
  readonly events: readonly ApplicationEvent[];
  readonly durations: readonly StatusSpan[];
  /** What was submitted: for the account only. A code shows the status and what the office wrote, not the answers. */
  readonly content: ApplicationContent | undefined;
  /** Files without bytes; with a code the renditions are left out, because they repeat the answers. */
  readonly files: readonly ApplicationFile[];
}

/** One application as its citizen sees it. Undefined where it is not theirs. */
export async function citizenCase(deps: ApplicationsDeps, given: CaseWanted): Promise<CitizenCase | undefined> {
  const { access, application, found } = given;
  const holder = access.kind === "account" ? deps.accounts.keyInMemory?.(access.account) : undefined;
  if (holder && access.kind === "account") {
    const rows = found?.id === application ? found.rows : await deps.db.readTogether({ kind: "account", account: access.account }, (tx) => caseRows(tx, application));
    return opened(rows, deps, given, ({ id, account_wrapped_key: wrapped }) => {
      if (!wrapped) throw new Error("only the applicant opens with the account's key");
      return unwrapKey(holder, wrapped, contexts.applicationKey(id, "account"));
    });
  }
  return asCitizen(deps, access, application, async (tx, source) => opened(await caseRows(tx, application), deps, given, (row) => applicationKey(tx, deps, row, source)));
}

interface CaseWanted { readonly application: string; readonly access: CitizenAccess; readonly found?: FoundCase | undefined }

export type CaseRows = readonly [SealedRow | undefined, Awaited<ReturnType<typeof eventRows>>, Awaited<ReturnType<typeof applicationFiles>>];

/** None of these needs the other: one exchange with the database. */
export function caseRows(tx: Reading, application: string): Promise<CaseRows> {
  return Promise.all([sealedRow(tx, application), eventRows(tx, application, "citizen"), applicationFiles(tx, application)]);
}

async function opened([row, logged, stored]: CaseRows, deps: Pick<ApplicationsDeps, "clock">, { application, access }: CaseWanted, keyOf: (row: SealedRow) => Buffer | Promise<Buffer>): Promise<CitizenCase | undefined> {
  if (!row || (access.kind === "account" && row.account_id !== access.account)) return undefined;
  let key: Buffer;
  try { key = await keyOf(row); } catch (error) { if (error instanceof SealBroken) return undefined; throw error; }
  const events = await openTimeline(logged, () => key, "citizen");
  const files = stored.map((file) => openAbout(key, file));
  const signedIn = access.kind === "account";
  return {
    head: headOf(row), events, durations: durations(events, deps.clock.now()),
    content: signedIn ? { application, ...openSubmitted(key, row), files } : undefined,
    files: signedIn ? files : files.filter(({ kind }) => kind === "reply" || kind === "sent"),
  };
}
