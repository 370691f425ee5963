import { createPrivateKey, randomBytes } from "node:crypto";
import type { Channel, ChannelResult, OpenedDestination, OutgoingMessage, UnreachableReason } from "../channel.ts";
import type { HubDeps } from "../deps.ts";
import type { Dispatch, DispatchJournal } from "../dispatch.ts";
import { keptPerDestination } from "../kept-per-destination.ts";
import { fetchAnswers } from "./fetch-answers.ts";
import { keepSession, type KeptSession } from "./kept-session.ts";
import { lookAtReceipt } from "./look-at-receipt.ts";
import { pathIn } from "./path-in.ts";
import { packageName, packageOf } from "./package-of.ts";
import type { SftpFolder } from "./sftp-folder.ts";
import { SftpProblem } from "./sftp-problem.ts";
import { openSession } from "./sftp-session.ts";
import { publicKeys, settingProblems, settingsOf, sshKeys } from "./sftp-settings.ts";

/**
 * A file for each message in a folder of the office's server. It is written under another name, forced to the disk where the server offers that, and then renamed: whoever
 * looks into the folder sees whole files only. What was reached is written down before each step, so that a try after any crash goes on where the one before ended.
 */
export function createSftpChannel(deps: Pick<HubDeps, "outboundSocket" | "clock" | "settings">): Channel {
  const timeoutMs = deps.settings.timeoutMs;
  const sessionOf = keptPerDestination((destination): KeptSession => keepSession(() => openSession(settingsOf(destination), destination.secrets, { socket: deps.outboundSocket, timeoutMs }), timeoutMs));
  return {
    check: settingProblems,
    secrets: sshKeys,
    shown: (destination) => ({ publicKeys: publicKeys(destination) }),
    async send(message, destination, journal) {
      const progress = { renaming: false };
      return guarded(() => sessionOf(destination).with((folder) => place(folder, message, destination, journal, progress)), () => progress.renaming);
    },
    test: (destination, { id }) => guarded(() => sessionOf(destination).with((folder) => tryOut(folder, destination, id)), () => false),
    intermediary: {
      async look(dispatch, destination) {
        const seen = await guarded(() => sessionOf(destination).with((folder) => lookAtReceipt(folder, settingsOf(destination), dispatch, deps.clock.now())), () => false);
        return seen.kind === "unreachable" ? { kind: "unreachable", reason: seen.reason } : seen;
      },
      replies: async (destination, take) => {
        const settings = settingsOf(destination);
        return settings.receipts === undefined ? 0 : sessionOf(destination).with((folder) => fetchAnswers(folder, settings.receipts!, take));
      },
    },
  };
}

async function guarded<T>(work: () => Promise<T>, mayHaveArrived: () => boolean): Promise<T | { readonly kind: "unreachable"; readonly reason: UnreachableReason; readonly mayHaveArrived: boolean }> {
  try {
    return await work();
  } catch (error) {
    // Anything else is a fault of ours, such as a file that cannot be read.
    if (!(error instanceof SftpProblem)) throw error;
    return { kind: "unreachable", reason: error.reason, mayHaveArrived: mayHaveArrived() };
  }
}

/** No office system takes a name that begins with a dot for an application. */
const temporaryName = (name: string): string => `.${name}.${randomBytes(6).toString("hex")}.part`;

async function place(folder: SftpFolder, message: OutgoingMessage, destination: OpenedDestination, journal: DispatchJournal, progress: { renaming: boolean }): Promise<ChannelResult> {
  const first = message.type === "application.submitted";
  if (!first && message.about.bracket === undefined) return { kind: "refused-permanently", reason: "no-case" };
  const settings = settingsOf(destination);
  const name = packageName(message);
  const target = pathIn(settings.folder, name);
  const placed: ChannelResult = { kind: "received", handedOver: { memory: { placed: true }, told: false } };
  const known = await journal.known();
  progress.renaming = known?.memory["whole"] === true;
  // An earlier try of ours had done it: nobody else has this name.
  if (await folder.size(target) !== undefined) return placed;
  const before = known && temporaryOf(known);
  if (before !== undefined) {
    const there = await folder.size(pathIn(settings.folder, before)) !== undefined;
    if (progress.renaming) {
      // Only the renaming takes a whole file away: it was done, and the office system has fetched it since.
      if (!there) return placed;
      await folder.rename(pathIn(settings.folder, before), target);
      return placed;
    }
    if (there) await folder.remove(pathIn(settings.folder, before));
  }
  const temporary = temporaryName(name);
  const written: Dispatch = { parcel: name, bracket: message.about.bracket ?? name, memory: { temporary, title: message.about.title, ...(message.about.leikaKey === undefined ? {} : { leikaKey: message.about.leikaKey }) } };
  const kept = await journal.keep(written, known?.parcel);
  // Another worker was faster; it goes on.
  if (temporaryOf(kept) !== temporary) return { kind: "unreachable", reason: "busy", mayHaveArrived: true };
  const at = pathIn(settings.folder, temporary);
  await upload(folder, at, message, destination);
  await journal.keep({ ...written, memory: { ...written.memory, whole: true } }, name);
  progress.renaming = true;
  await folder.rename(at, target);
  return placed;
}

async function upload(folder: SftpFolder, at: string, message: OutgoingMessage, destination: OpenedDestination): Promise<void> {
  try {
    const written = await folder.write(at, packageOf(message, createPrivateKey(destination.secrets[0] ?? "")));
    if (await folder.size(at) !== written) throw new SftpProblem("not-stored");
  } catch (error) {
    // A half file that stays is found by its name at the next try.
    await folder.remove(at).catch(() => undefined);
    throw error;
  }
}

function temporaryOf({ memory }: Dispatch): string | undefined {
  const { temporary } = memory;
  return typeof temporary === "string" ? temporary : undefined;
}

/** Everything that a delivery needs, with a file of a few bytes that nobody takes for an application. */
async function tryOut(folder: SftpFolder, destination: OpenedDestination, id: string): Promise<ChannelResult> {
  const settings = settingsOf(destination);
  const temporary = pathIn(settings.folder, temporaryName(`probe-${id}`));
  const renamed = `${temporary.slice(0, -".part".length)}.ok`;
  const bytes = Buffer.from("Probe\n");
  try {
    if (await folder.write(temporary, one(bytes)) !== bytes.length || await folder.size(temporary) !== bytes.length) throw new SftpProblem("not-stored");
    await folder.rename(temporary, renamed);
  } finally {
    await Promise.allSettled([folder.remove(temporary), folder.remove(renamed)]);
  }
  if (settings.receipts !== undefined) await folder.list(settings.receipts);
  return { kind: "accepted", receipt: settings.folder };
}

async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> { yield bytes; }
