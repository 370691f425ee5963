import { Readable } from "node:stream";
import { FileTooLarge, getSealed, putSealed, StoreFull } from "#platform/files";
import { sniff, SNIFF_BYTES } from "#platform/scan";
import type { AnswersDeps } from "./ports.ts";

export type PdfRefusal = "pdf-empty" | "pdf-not-a-pdf" | "pdf-too-large" | "pdf-malware" | "pdf-cannot-be-checked" | "pdf-no-room";
export type KeptPdf = { readonly ok: true; readonly size: number; readonly sha256: string } | { readonly ok: false; readonly why: PdfRefusal };

export const largestPdf = 20 * 1024 * 1024;

/** A PDF that an office uploads: type by content, size, malware check; sealed. After a refusal nothing is in the store. */
export async function keepPdf(deps: Pick<AnswersDeps, "files" | "scanner" | "settings">, storeKey: string, content: Readable, options: { readonly dek: Buffer; readonly context: string }): Promise<KeptPdf> {
  const first: Buffer[] = [];
  let size = 0;
  const iterator = (content as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  while (size < SNIFF_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(Buffer.from(next.value));
    size += next.value.length;
  }
  const refuse = async (why: PdfRefusal): Promise<KeptPdf> => {
    while (!content.destroyed && (await iterator.next()).done !== true);
    return { ok: false, why };
  };
  if (size === 0) return refuse("pdf-empty");
  if ((await sniff(Buffer.concat(first), { allowed: ["application/pdf"] })).kind !== "accepted") return refuse("pdf-not-a-pdf");
  if (!(await deps.files.hasRoomFor(largestPdf))) return refuse("pdf-no-room");
  async function* whole(): AsyncGenerator<Buffer> {
    yield* first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield Buffer.from(next.value);
  }
  try {
    const stored = await putSealed(deps.files, storeKey, Readable.from(whole()), { ...options, maxBytes: largestPdf });
    const verdict = await deps.scanner.scan(await getSealed(deps.files, storeKey, options));
    if (verdict.kind === "clean" || (verdict.kind === "unavailable" && verdict.reason === "not-configured" && deps.settings.allowUnchecked)) return { ok: true, ...stored };
    await deps.files.delete(storeKey);
    return { ok: false, why: verdict.kind === "found" ? "pdf-malware" : "pdf-cannot-be-checked" };
  } catch (error) {
    if (error instanceof FileTooLarge) return refuse("pdf-too-large");
    if (error instanceof StoreFull) return refuse("pdf-no-room");
    await deps.files.delete(storeKey);
    throw error;
  }
}
