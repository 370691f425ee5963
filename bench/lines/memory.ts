import { rounded } from "../figures.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

/** Memory of the largest web process over everything that was measured on it: at most, its start included (where the system tells), and at the end. */
export function memory(stage: Stage): Promise<Line[]> {
  const { megabytes, peak } = stage.webMemory();
  const aim = { at: "most", value: 250 } as const;
  return Promise.resolve([
    ...(peak === undefined ? [] : [{ id: "memory-peak", title: "Speicher des Portal-Prozesses, höchstens", measured: rounded(peak, 0), unit: "MB", aim }]),
    { id: "memory", title: "Speicher des Portal-Prozesses am Ende", measured: rounded(megabytes, 0), unit: "MB", aim },
  ]);
}
