import type { Readable } from "node:stream";

export interface StoredFile {
  /** bytes */
  readonly size: number;
  /** SHA-256 as 64 hexadecimal digits */
  readonly sha256: string;
}

/**
 * The port to the place where files lie. Content arrives sealed (see put-sealed.ts), so a store needs to be durable, not secret.
 * A key is made by `newFileKey`; any other shape is a fault.
 */
export interface FileStore {
  /**
   * Reads the stream to its end and resolves only when the file is on the disk for good; before that nobody sees it.
   * Repeated under the same key it replaces the file as a whole.
   * @throws FileTooLarge, StoreFull; the stream's own error
   */
  put(key: string, content: Readable, limits: { readonly maxBytes: number }): Promise<StoredFile>;
  /** @throws FileMissing */
  get(key: string): Promise<Readable>;
  /** False where there was none. */
  delete(key: string): Promise<boolean>;
  exists(key: string): Promise<boolean>;
  /** Whether a file of so many bytes may come: asked before an upload begins, so a full disk refuses in words. */
  hasRoomFor(bytes: number): Promise<boolean>;
  /** Bytes that may still be written before the reserve is touched; 0 when full. */
  freeBytes(): Promise<number>;
}
