import type { Hash } from "node:crypto";
import { createInflateRaw, type InflateRaw } from "node:zlib";
import { Base64urlDecoder } from "../encoding/base64url.ts";
import { VerificationError } from "../errors/verification-error.ts";
import type { DecryptionKey } from "../keys/decryption-key.ts";
import { finish, openDecipher } from "./content-cipher.ts";
import type { ZipRule } from "./jwe-header.ts";
import { readSegments } from "./segment-reader.ts";

/** The inner step of `receiveContent`: writes unproved bytes with `write` and says whether they were right. Not exported by the package. */
export interface UnprovedStream {
  readonly source: AsyncIterable<Uint8Array>;
  readonly keys: readonly DecryptionKey[];
  /** Of the JWE and, for compressed ones, of what it inflates to. */
  readonly maxBytes: number;
  readonly zip: ZipRule;
  readonly hash: Hash;
  readonly write: (chunk: Uint8Array) => void | Promise<void>;
}

/**
 * Decrypts any size with constant memory.
 * @returns the tag as it came, and how many bytes were written
 * @throws VerificationError jwe-…; then everything that was written is worthless
 */
export async function decryptJweStream(stream: UnprovedStream): Promise<{ readonly tag: string; readonly bytes: number }> {
  const decoder = new Base64urlDecoder();
  let opened: Awaited<ReturnType<typeof openDecipher>> | undefined;
  let inflater: InflateStep | undefined;
  let tag: string | undefined;
  let bytes = 0;
  const give = async (plain: Buffer): Promise<void> => {
    if (plain.length === 0) return;
    bytes += plain.length;
    if (bytes > stream.maxBytes) throw new VerificationError("jwe-too-large", `more than ${stream.maxBytes} bytes`);
    stream.hash.update(plain);
    await stream.write(plain);
  };
  const decrypt = async (encrypted: Buffer | undefined): Promise<void> => {
    if (encrypted === undefined || opened === undefined) throw new VerificationError("jwe-shape", "the ciphertext is no base64url");
    const plain = opened.decipher.update(encrypted);
    if (inflater === undefined) await give(plain);
    else for (const part of await inflater.push(plain)) await give(part);
  };
  for await (const piece of readSegments(stream.source, stream.maxBytes)) {
    if (piece.kind === "front") {
      opened = await openDecipher(piece.segments, stream.keys, stream.zip);
      if (opened.header.deflated) inflater = inflateStep();
    } else if (piece.kind === "ciphertext") await decrypt(decoder.decode(piece.bytes));
    else {
      await decrypt(decoder.end());
      if (opened !== undefined) finish(opened.decipher, piece.tag);
      if (inflater !== undefined) for (const part of await inflater.end()) await give(part);
      tag = piece.tag;
    }
  }
  if (tag === undefined) throw new VerificationError("jwe-shape", "cut off");
  return { tag, bytes };
}

interface InflateStep { push(chunk: Buffer): Promise<readonly Buffer[]>; end(): Promise<readonly Buffer[]> }

/** One piece that inflates to more than this is a bomb. */
const MAX_INFLATED_PIECE = 16_000_000;

/** zlib as plain calls: what came out for what was put in. */
function inflateStep(): InflateStep {
  const inflate: InflateRaw = createInflateRaw();
  let out: Buffer[] = [];
  let waiting = 0;
  let failed: Error | undefined;
  inflate.on("error", (error) => { failed = error; });
  inflate.on("data", (chunk: Buffer) => {
    out.push(chunk);
    waiting += chunk.length;
    if (waiting > MAX_INFLATED_PIECE) inflate.destroy(new RangeError("inflates too far"));
  });
  const taken = (): readonly Buffer[] => {
    if (failed !== undefined) throw new VerificationError("jwe-compressed", "does not inflate", { cause: failed });
    const all = out;
    [out, waiting] = [[], 0];
    return all;
  };
  return {
    push: async (chunk) => {
      // A stream that was destroyed calls back no more, it only closes.
      if (!inflate.destroyed) await new Promise<void>((resolve) => {
        inflate.once("close", resolve);
        inflate.write(chunk, () => { inflate.off("close", resolve); resolve(); });
      });
      return taken();
    },
    end: async () => {
      if (!inflate.destroyed) await new Promise<void>((resolve) => { inflate.once("close", resolve); inflate.end(); });
      return taken();
    },
  };
}
