import { rounded } from "../figures.ts";
import { memoryOf } from "../processes.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

/** Memory of the web process after everything else was measured on it (resident set, caches full). */
export function memory(stage: Stage): Promise<Line[]> {
  const { megabytes, peak } = memoryOf(stage.web());
  return Promise.resolve([{ id: "memory", title: "Speicher des Portal-Prozesses am Ende", measured: rounded(megabytes, 0), unit: "MB", aim: { at: "most", value: 250 }, ...(peak === undefined ? {} : { details: { "höchstens MB": rounded(peak, 0) } }) }]);
}
