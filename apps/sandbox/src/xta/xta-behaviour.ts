import { z } from "zod";

/** normal | down: 503 | slow: answers after `delayMs` | error: 500 with a page | garbage: 200 with a page | cutAnswer: half of the answer |
 *  dropAnswer: does the work, then cuts the connection: the sender must ask or send again | redirect: 302 to elsewhere |
 *  wrongCertificate: shows the certificate of another authority | technicalProblem: fault 9030. */
export const XTA_MODES = ["normal", "down", "slow", "error", "garbage", "cutAnswer", "dropAnswer", "redirect", "wrongCertificate", "technicalProblem"] as const;

export interface XtaBehaviour {
  readonly mode: (typeof XTA_MODES)[number];
  /** How many requests (connections for wrongCertificate) the mode applies to before it is normal again; null: all. */
  readonly times: number | null;
  readonly delayMs: number;
  /** Past this a message is refused with 9023; the standard says 40. */
  readonly maxMegabytes: number;
  /** Tolerate what known clients do wrong: see `packages/xta`. */
  readonly lenient: boolean;
  /** What the Fachverfahren does with what it fetches; `off`: it does not fetch. */
  readonly reader: "accept" | "reject" | "keep" | "off";
  /** How often the Fachverfahren looks into its mailboxes. */
  readonly fetchEveryMs: number;
}

export const STANDARD_XTA_BEHAVIOUR: XtaBehaviour = {
  mode: "normal", times: null, delayMs: 5_000, maxMegabytes: 40, lenient: true, reader: "accept", fetchEveryMs: 2_000,
};

export const xtaBehaviourSchema = z.strictObject({
  mode: z.enum(XTA_MODES),
  times: z.int().min(1).max(1_000_000).nullable(),
  delayMs: z.int().min(0).max(120_000),
  maxMegabytes: z.int().min(1).max(1024),
  lenient: z.boolean(),
  reader: z.enum(["accept", "reject", "keep", "off"]),
  fetchEveryMs: z.int().min(50).max(3_600_000),
});

/** Counts one use of the mode. */
export function takeXtaMode(behaviour: { current: XtaBehaviour }): XtaBehaviour {
  const now = behaviour.current;
  if (now.mode !== "normal" && now.times !== null) behaviour.current = now.times > 1 ? { ...now, times: now.times - 1 } : { ...now, mode: "normal", times: null };
  return now;
}
