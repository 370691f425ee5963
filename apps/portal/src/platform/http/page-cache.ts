import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { createHash } from "node:crypto";

export interface CachedPage {
  readonly plain: Buffer;
  readonly brotli: Buffer;
  /** Made when somebody first asks for it: nearly every browser takes brotli. */
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

/** Pages for everybody, compressed once, least recently used out first, bounded in bytes. */
export function createPageCache(maxBytes: number): PageCache {
  const pages = new Map<string, CachedPage>();
  let bytes = 0;
  let version = 1;
  const weight = (page: CachedPage): number => page.plain.length + page.brotli.length * 2 + 800;
  return {
    get(key) {
      const page = pages.get(key);
      if (!page) return undefined;
      pages.delete(key);
      pages.set(key, page);
      return page;
    },
    put(key, body, contentType, madeFrom, frames = []) {
      const plain = exact(Buffer.from(body));
      const page: CachedPage = {
        plain, contentType, frames, version: madeFrom,
        brotli: exact(brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length }, chunkSize: blockFor(plain) })),
        gzip: once(() => exact(gzipSync(plain, { level: 6, chunkSize: blockFor(plain) }))),
        etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
      };
      if (madeFrom !== version || weight(page) > maxBytes / 10) return page;
      const before = pages.get(key);
      if (before) { bytes -= weight(before); pages.delete(key); }
      pages.set(key, page);
      bytes += weight(page);
      for (const [oldest, old] of pages) {
        if (bytes <= maxBytes) break;
        pages.delete(oldest);
        bytes -= weight(old);
      }
      return page;
    },
    version: () => version,
    clear() { version += 1; pages.clear(); bytes = 0; },
    size: () => ({ pages: pages.size, bytes }),
  };
}

/** zlib writes into blocks of 64 KB unless told, and such a block outside the heap lies about until the next big collection. */
function blockFor(plain: Buffer): number {
  return Math.max(1_024, Math.ceil(plain.length / 2));
}

/** zlib's result is the beginning of its block and a short text stands in a pool: both would stay in memory with the page. */
function exact(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}

function once(make: () => Buffer): () => Buffer {
  let made: Buffer | undefined;
  return () => made ??= make();
}
