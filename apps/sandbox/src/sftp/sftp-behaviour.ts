import { z } from "zod";

/** normal | down: connections are cut at once | wrongHostKey: shows the key of another server | refuseKey: nobody is let in | slow: waits `delayMs` before each answer | full: writes fail after `afterBytes` |
 *  readOnly: no file may be made | cutUpload: cuts the connection after `afterBytes` of an upload | cutBeforeRename: cuts it where a file is to be renamed | cutAfterRename: renames, then cuts the connection instead of answering. */
export const SFTP_MODES = ["normal", "down", "wrongHostKey", "refuseKey", "slow", "full", "readOnly", "cutUpload", "cutBeforeRename", "cutAfterRename"] as const;

export interface SftpBehaviour {
  readonly mode: (typeof SFTP_MODES)[number];
  /** How often the mode strikes before it is normal again; null: always. */
  readonly times: number | null;
  readonly delayMs: number;
  readonly afterBytes: number;
  /** What the Fachverfahren does: takes and confirms, takes and refuses, takes without a word, or leaves everything where it is. */
  readonly reader: "accept" | "reject" | "silent" | "off";
  readonly fetchEveryMs: number;
}

export const STANDARD_SFTP_BEHAVIOUR: SftpBehaviour = { mode: "normal", times: null, delayMs: 5_000, afterBytes: 0, reader: "accept", fetchEveryMs: 1_000 };

export const sftpBehaviourSchema = z.strictObject({
  mode: z.enum(SFTP_MODES),
  times: z.int().min(1).max(1_000_000).nullable(),
  delayMs: z.int().min(0).max(120_000),
  afterBytes: z.int().min(0).max(1_000_000_000),
  reader: z.enum(["accept", "reject", "silent", "off"]),
  fetchEveryMs: z.int().min(50).max(3_600_000),
});

/** Counts one strike of the mode; whether it is set. */
export function strikes(behaviour: { current: SftpBehaviour }, mode: SftpBehaviour["mode"]): boolean {
  const now = behaviour.current;
  if (now.mode !== mode) return false;
  if (now.times !== null) behaviour.current = now.times > 1 ? { ...now, times: now.times - 1 } : { ...now, mode: "normal", times: null };
  return true;
}
