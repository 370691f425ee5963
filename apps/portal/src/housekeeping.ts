import type { Clock } from "#platform/clock";
import type { JobHandler } from "#platform/jobs";

/** No upload takes a day: what is older was cut off by a crash, in whichever process. */
const unfinishedHours = 24;

/** Jobs of the house that belong to no room. Repeated they have no further effect. */
export function createHousekeeping({ files, clock }: { readonly files: { removeUnfinished(before: Date): Promise<number> }; readonly clock: Clock }) {
  return {
    jobs: {
      "files.remove-unfinished": async () => { await files.removeUnfinished(new Date(clock.now().getTime() - unfinishedHours * 3_600_000)); },
    } satisfies Record<string, JobHandler>,
    crontab: ["41 2 * * * files.remove-unfinished"],
  };
}
