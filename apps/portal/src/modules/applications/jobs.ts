import type { JobHandler } from "#platform/jobs";
import { addDays, legalDate, startOfLegalDay } from "#platform/clock";
import { deleteUnpaid } from "./delete-unpaid.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { endRetention } from "./end-retention.ts";
import { expireDrafts } from "./expire-drafts.ts";
import { forgetQuotas } from "./quota.ts";
import { indexNames } from "./index-names.ts";
import { renderSummary } from "./render-summary.ts";
import { rescanFiles } from "./rescan-files.ts";
import { sweepFiles } from "./sweep-files.ts";

/** All of them may run twice and at the same time as another process's. */
export function createJobs(deps: ApplicationsDeps) {
  return {
    "application.render": async (payload) => { await renderSummary(deps, { application: String(payload["application"]), tenant: String(payload["tenant"]) }); },
    "applications:rescan-files": async () => { await rescanFiles(deps); },
    "applications:sweep-files": async () => { await sweepFiles(deps); },
    "applications:expire-drafts": async () => { await expireDrafts(deps); },
    "applications:index-names": async () => { await indexNames(deps); },
    "applications:delete-unpaid": async () => { await deleteUnpaid(deps); },
    "applications:end-retention": async () => { await endRetention(deps); },
    "applications:forget-quotas": async () => {
      const before = startOfLegalDay(addDays(legalDate(deps.clock.now()), -1));
      await deps.db.asOperator("counters of past days", (tx) => forgetQuotas(tx, before));
    },
  } satisfies Record<string, JobHandler>;
}

/** Names in a crontab hold no dots. Times are UTC; the nightly ones spread, so that they do not meet. */
export const crontab: readonly string[] = [
  "*/2 * * * * applications:rescan-files",
  "*/10 * * * * applications:sweep-files",
  "7 * * * * applications:expire-drafts",
  "*/10 * * * * applications:index-names",
  "17 2 * * * applications:delete-unpaid",
  "37 2 * * * applications:end-retention",
  "57 2 * * * applications:forget-quotas",
];
