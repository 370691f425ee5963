/**
 * Where decrypted bytes go before they are proved. Authenticated encryption proves a stream only at its end, so nothing may be readable from here until
 * `release`: write to a file that nobody else opens, or to storage under a key that is thrown away on `discard`.
 *
 * The library calls exactly one of `release` and `discard`, once, after the last `write`; only what `release` returns ever reaches the caller.
 * @template T what the proved content is to the caller: bytes, a path, an id in a store
 */
export interface SealedSink<T> {
  /** The next bytes, in order. The buffer belongs to the sink, which may give its memory back at once (`freeBytes`). Rejecting ends the transfer. */
  write(chunk: Uint8Array): void | Promise<void>;
  /** Tag and hash of everything written were right. */
  release(): T | Promise<T>;
  /** Something was wrong: destroy what was written. Must not reject. */
  discard(): void | Promise<void>;
}

/** Content that is complete and proved, but not yet given out: others that belong to it may still fail. */
export interface ProvedContent<T> {
  readonly sha512: string;
  readonly bytes: number;
  release(): Promise<T>;
  discard(): Promise<void>;
}
