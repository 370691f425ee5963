import type { Intermediary } from "../channel.ts";
import { inTurn } from "../in-turn.ts";
import { parseOfficeAnswer } from "../office-answer.ts";
import type { OfficeReply, ReplyFile } from "../office-reply.ts";
import { pathIn } from "./path-in.ts";
import type { SftpFolder } from "./sftp-folder.ts";
import { SftpProblem } from "./sftp-problem.ts";

const largestAnswer = 256 * 1024;
const largestLetter = 20 * 1024 * 1024;
/** At most so many are taken at one look; the others at the next. What answers nothing of ours does not count: it would keep the others from their turn for ever. */
const mostAtOnce = 100;
/** `<file that was sent>.antwort-<n>.json`, beside it `….pdf` as the letter of a decision. */
const answerName = /^(.{1,200}\.zip)\.antwort-\d{1,6}\.json$/;

/**
 * Answers that an office system put into the folder of receipts. Each is taken once, whatever it is called then; what was taken is renamed to `….uebernommen`, what
 * was refused to `….zurueckgewiesen` with the reasons beside it. One that cannot be taken holds up no other.
 */
export async function fetchAnswers(folder: SftpFolder, receipts: string, take: Parameters<Intermediary["replies"]>[1]): Promise<number> {
  let taken = 0;
  const names = (await folder.list(receipts)).filter((name) => answerName.test(name)).toSorted();
  return inTurn(names, async (name) => {
    const parcel = answerName.exec(name)?.[1];
    if (parcel === undefined || taken >= mostAtOnce) return false;
    const path = pathIn(receipts, name);
    const verdict = await take({ id: name, to: { parcel } }, () => opened(folder, path));
    if (verdict.kind !== "taken" && verdict.kind !== "refused") return false;
    taken += 1;
    if (verdict.kind === "refused") await note(folder, `${path}.gruende.txt`, verdict.reasons);
    const renamed = `${path}.${verdict.kind === "taken" ? "uebernommen" : "zurueckgewiesen"}`;
    // Left there by a worker that died between the two.
    await folder.remove(renamed);
    await folder.rename(path, renamed);
    return true;
  }, (error) => error instanceof SftpProblem);
}

async function opened(folder: SftpFolder, path: string): Promise<OfficeReply> {
  const bytes = await readWithin(folder, path, largestAnswer);
  const answer = bytes === "too-large" ? undefined : bytes && parseOfficeAnswer(parsed(bytes));
  if (!answer) return { kind: "broken", reasons: [bytes === "too-large" ? "answer-too-large" : "schema-violation"] };
  const letter = await readWithin(folder, path.replace(/\.json$/, ".pdf"), largestLetter);
  if (letter === "too-large") return { kind: "broken", reasons: ["answer-too-large"] };
  const files: ReplyFile[] = letter ? [{ name: "Bescheid.pdf", type: "application/pdf", bytes: letter }] : [];
  return { kind: "intact", answer, files };
}

async function readWithin(folder: SftpFolder, path: string, most: number): Promise<Buffer | undefined | "too-large"> {
  try {
    return await folder.read(path, most);
  } catch (error) {
    if (error instanceof SftpProblem && error.reason === "answer-too-large") return "too-large";
    throw error;
  }
}

function parsed(bytes: Buffer): unknown {
  try { return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)); } catch { return undefined; }
}

async function note(folder: SftpFolder, path: string, reasons: readonly string[]): Promise<void> {
  await folder.remove(path);
  await folder.write(path, lines(reasons));
}

async function* lines(reasons: readonly string[]): AsyncGenerator<Uint8Array, void, undefined> { yield Buffer.from(reasons.map((reason) => `${reason}\n`).join("")); }
