import { DEFAULT_LIMITS } from "./limits.ts";
import type { ReadLimits } from "./limits.ts";
import type { XzufiProblem } from "./problem.ts";
import { TransferReader } from "./transfer-reader.ts";
import type { Receiver } from "./transfer-reader.ts";
import type { Loesche, Objekt, Transfer, Transferkopf, XzufiVersion } from "./transfer.ts";

export interface ReadOptions extends Partial<ReadLimits> {
  /** Further namespaces and the version after which they are read: that of 2.3.1 is not certain. */
  readonly namespaces?: Readonly<Record<string, XzufiVersion>>;
}

export type ReadResult<T> =
  | { readonly ok: true; readonly transfer: T; readonly warnings: readonly XzufiProblem[] }
  | { readonly ok: false; readonly errors: readonly XzufiProblem[]; readonly warnings: readonly XzufiProblem[] };

/**
 * Reads a whole message (XZuFi 2.2.0 or 2.3.1): any root element in the namespace that holds `nachrichtenkopf` and `schreibe` or `loesche`.
 * Nothing throws because of a file. Errors mean: not this file; warnings name what was not understood and left out.
 */
export function readTransfer(xml: string | Uint8Array, options: ReadOptions = {}): ReadResult<Transfer> {
  const schreibe: Objekt[] = [];
  const loesche: Loesche[] = [];
  const reader = readerOf({ objekt: (each) => { schreibe.push(each); }, loesche: (each) => { loesche.push(each); } }, options);
  if (typeof xml === "string") reader.write(xml);
  else {
    const decode = utf8(reader);
    for (let at = 0; at < xml.length && !reader.stopped; at += PIECE) decode(xml.subarray(at, at + PIECE));
    decode(undefined);
  }
  return finished(reader, (kopf) => ({ ...kopf, schreibe, loesche }));
}

/**
 * The same from a stream, object by object as they come: memory is bounded by the largest object. What was handed over before an error
 * was found is to be thrown away by the caller (for example by rolling back its transaction).
 */
export async function streamTransfer(chunks: AsyncIterable<Uint8Array>, receiver: Receiver, options: ReadOptions = {}): Promise<ReadResult<Transferkopf>> {
  const reader = readerOf(receiver, options);
  const decode = utf8(reader);
  for await (const chunk of chunks) {
    decode(chunk);
    if (reader.stopped) break;
  }
  decode(undefined);
  return finished(reader, (kopf) => kopf);
}

const PIECE = 65_536;

function readerOf(receiver: Receiver, { namespaces, ...limits }: ReadOptions): TransferReader {
  return new TransferReader(receiver, { ...DEFAULT_LIMITS, ...limits }, namespaces);
}

/** Feeds bytes; `undefined` ends. What is not UTF-8 stops the reader. */
function utf8(reader: TransferReader): (bytes: Uint8Array | undefined) => void {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return (bytes) => {
    if (reader.stopped) return;
    let text: string;
    try {
      text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      return reader.stopBecause("not-utf8", "Die Datei ist nicht als UTF-8 gespeichert.");
    }
    reader.write(text, bytes?.length ?? 0);
  };
}

function finished<T>(reader: TransferReader, made: (kopf: Transferkopf) => T): ReadResult<T> {
  const kopf = reader.close();
  const [errors, warnings] = [reader.problems.errors, reader.problems.warnings].map((list) => list.toSorted((a, b) => a.line - b.line)) as [XzufiProblem[], XzufiProblem[]];
  return kopf === undefined || errors.length > 0 ? { ok: false, errors, warnings } : { ok: true, transfer: made(kopf), warnings };
}
