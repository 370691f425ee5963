import type { SeenReceipt, Sighting } from "../channel.ts";
import type { Dispatch } from "../dispatch.ts";
import { answerOf } from "../webhook/answer-of.ts";
import { pathIn } from "./path-in.ts";
import type { SftpFolder } from "./sftp-folder.ts";
import type { SftpSettings } from "./sftp-settings.ts";

const largestReceipt = 64 * 1024;
/** What the office system puts beside: the file's own name and this. */
export const receiptSuffix = ".quittung.json";

/** What became of a file: the receipt's word where one is asked for, else that it was fetched, else that it lies there. A receipt reads like the answer to a webhook. */
export async function lookAtReceipt(folder: SftpFolder, settings: SftpSettings, { parcel }: Dispatch, now: Date): Promise<Sighting> {
  const receipt = settings.receipts === undefined ? undefined : await folder.read(pathIn(settings.receipts, `${parcel}${receiptSuffix}`), largestReceipt);
  if (receipt) return wordOf(parcel, receipt.toString("utf8"), now);
  const there = await folder.size(pathIn(settings.folder, parcel)) !== undefined;
  const receipts: SeenReceipt[] = there ? [{ id: `${parcel}#placed`, what: "handed-over", at: now, evidence: JSON.stringify({ folder: settings.folder, file: parcel }) }]
    : [{ id: `${parcel}#fetched`, what: "forwarded", at: now, evidence: JSON.stringify({ folder: settings.folder, file: parcel, gone: now.toISOString() }) }];
  if (settings.confirmation === "placed" || (settings.confirmation === "fetched" && !there)) return { kind: "accepted", at: now, receipt: parcel, receipts };
  return { kind: "waiting", receipts };
}

function wordOf(parcel: string, text: string, now: Date): Sighting {
  const word = answerOf(200, null, text);
  const receipts = (what: SeenReceipt["what"]): SeenReceipt[] => [{ id: `${parcel}#${what}`, what, at: now, evidence: text }];
  if (word.kind === "accepted") return { kind: "accepted", at: now, receipt: word.receipt, receipts: receipts("accepted") };
  if (word.kind === "rejected") return { kind: "rejected", reasons: word.reasons, receipts: receipts("rejected") };
  // Half written, or something else: it is looked at again, and the operator sees that it cannot be read.
  return { kind: "unreachable", reason: "not-understood" };
}
