import type { Tx } from "#platform/database";
import { asClient } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import type { Outcome } from "./refusal.ts";

/** Seconds: half of them within, and 95 of 100 within. */
export interface Spread { readonly p50: number; readonly p95: number }

/** Counts of one service over a range of legal days; what happened outside the permission is not among them. */
export interface ServiceFigures {
  readonly service: string;
  readonly submitted: number;
  readonly withdrawn: number;
  readonly answered: number;
  readonly decided: number;
  /** From the submission to the office's first word. */
  readonly answer: Spread | undefined;
}

/** Both days included, `YYYY-MM-DD`. */
export interface FigureDays { readonly from: string; readonly until: string }

/** Where figures come from: the room that counts them stands beside this one. */
export interface FiguresPort { of(tx: Tx, range: FigureDays & { readonly tenant: string }): Promise<readonly ServiceFigures[]> }

export function townFigures(deps: ExtensionsDeps, bearer: Bearer, days: FigureDays): Promise<Outcome<readonly ServiceFigures[]>> {
  return asClient(deps, bearer, "kennzahlen.lesen", async (tx, access) => (await deps.figures.of(tx, { ...days, tenant: access.tenant })).filter(({ service }) => access.services?.includes(service) ?? true));
}
