import { brotliCompressSync, brotliDecompressSync, constants, gzipSync } from "node:zlib";
import { createHash } from "node:crypto";

export interface CachedPage {
  readonly brotli: Buffer;
  /** These are made when somebody first asks for them: nearly every browser takes brotli. */
  readonly plain: () => Buffer;
  readonly gzip: () => Buffer;
  readonly etag: string;
  readonly contentType: string;
  /** Origins of others whose pages it shows in frames. */
  readonly frames: readonly string[];
  /** Version of the content the page was made from; a page of another version is not served. */
  readonly version: number;
}

export interface PageCache {
  get(key: string): CachedPage | undefined;
  /** Stores a page unless a change arrived since `version` was read; returns it in any case. */
  put(key: string, body: string, contentType: string, version: number, frames?: readonly string[]): CachedPage;
  /** The version to read before a page is made. */
  version(): number;
  /** Something changed: nothing made before may be served any more. */
  clear(): void;
  readonly size: () => { readonly pages: number; readonly bytes: number };
}

type Common = Omit<CachedPage, "brotli" | "plain" | "gzip">;
/** A page that is not kept. */
const passing = (common: Common, plain: Buffer, brotli: Buffer): CachedPage => ({ ...common, brotli, plain: () => plain, gzip: () => zipped(plain) });
const zipped = (plain: Buffer): Buffer => gzipSync(plain, { level: 6, chunkSize: blockFor(plain) });

interface Block { readonly bytes: Buffer; used: number; readonly keys: string[] }
interface Kept { readonly page: CachedPage; readonly block: Block }

/**
 * Pages for everybody, compressed once, oldest out first, bounded in bytes. They lie close together in blocks that are so large that the system gets them back as a whole:
 * thousands of small pieces would each leave a hole between what stays, and the process would keep them all for good.
 */
export function createPageCache(maxBytes: number): PageCache {
  const pages = new Map<string, Kept>();
  const blocks: Block[] = [];
  const blockBytes = Math.min(1_048_576, Math.ceil(maxBytes / 8));
  let version = 1;
  const allocated = (): number => blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);

  /** The newest block, or a new one where it has no room; older ones go for it. */
  function roomFor(length: number): Block {
    const newest = blocks.at(-1);
    if (newest && newest.bytes.length - newest.used >= length) return newest;
    const size = Math.max(blockBytes, length);
    while (blocks.length > 0 && allocated() + size > maxBytes) drop(blocks.shift()!);
    const block: Block = { bytes: Buffer.allocUnsafeSlow(size), used: 0, keys: [] };
    blocks.push(block);
    return block;
  }
  function keep(bytes: Buffer): readonly [Buffer, Block] {
    const block = roomFor(bytes.length);
    const from = block.used;
    block.used += bytes.copy(block.bytes, from);
    return [block.bytes.subarray(from, block.used), block];
  }
  /** A function of its own: one that is written where the page is made would hold on to all that was made there. */
  function kept(common: Common, brotli: Buffer, length: number): CachedPage {
    const plain = once(() => keep(brotliDecompressSync(brotli, { chunkSize: Math.max(1_024, length) }))[0]);
    return { ...common, brotli, plain, gzip: once(() => keep(zipped(plain()))[0]) };
  }
  /** What was put in once more lies in a newer block and stays. */
  function drop(block: Block): void {
    for (const key of block.keys) if (pages.get(key)?.block === block) pages.delete(key);
  }

  return {
    get: (key) => pages.get(key)?.page,
    put(key, body, contentType, madeFrom, frames = []) {
      const plain = Buffer.from(body);
      const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }, chunkSize: blockFor(plain) });
      const etag = `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`;
      const common = { etag, contentType, frames, version: madeFrom };
      if (madeFrom !== version || plain.length + brotli.length > maxBytes / 10) return passing(common, plain, brotli);
      const [own, block] = keep(brotli);
      const page = kept(common, own, plain.length);
      pages.set(key, { page, block });
      block.keys.push(key);
      return page;
    },
    version: () => version,
    clear() { version += 1; pages.clear(); blocks.length = 0; },
    size: () => ({ pages: pages.size, bytes: blocks.reduce((sum, { used }) => sum + used, 0) }),
  };
}

/** zlib writes into blocks of 64 KB unless told, and such a block outside the heap lies about until the next big collection. */
function blockFor(plain: Buffer): number {
  return Math.max(1_024, Math.ceil(plain.length / 2));
}

function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => made ??= make();
}
