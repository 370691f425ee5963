import type { Accounts, Level } from "#modules/accounts";
import type { Applicant, Applications } from "#modules/applications";
import type { Audit } from "#modules/audit";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import type { EvidenceRegister } from "./register.ts";

/** From this level of sign-in on a register is asked about somebody (STORK 3, substantial). */
export const fetchLevel: Level = 3;

export interface EvidenceDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly audit: Pick<Audit, "record">;
  readonly accounts: Pick<Accounts, "accountKey">;
  readonly applications: Pick<Applications, "openDraft" | "addFile">;
  /** Name of the authority that will read the evidence. */
  readonly authorityOf: (tenant: string) => string;
  /** Left out: nothing is fetched, and no form offers it. */
  readonly register?: EvidenceRegister;
}

/** A field of a draft, by whoever fills it in. The surface has checked that the field is on the page now. */
export interface AtField { readonly applicant: Applicant; readonly draft: string; readonly path: string }
