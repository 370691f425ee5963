import { XtaFormatError } from "../xta-format-error.ts";

/** A body that is read in pieces and never held whole; counts what came and stops at the limit. */
export class ByteSource {
  buffer: Buffer = Buffer.alloc(0);
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #limit: number;
  #seen = 0;

  constructor(body: AsyncIterable<Uint8Array>, limit: number) {
    this.#chunks = body[Symbol.asyncIterator]();
    this.#limit = limit;
  }

  /** Adds the next piece to the buffer; false at the end. */
  async more(): Promise<boolean> {
    const { done, value } = await this.#chunks.next();
    if (done) return false;
    this.#seen += value.byteLength;
    if (this.#seen > this.#limit) throw new XtaFormatError("too-large", "", `the message is larger than ${this.#limit} bytes`);
    const chunk = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    this.buffer = this.buffer.length === 0 ? chunk : Buffer.concat([this.buffer, chunk]);
    return true;
  }

  /** Up to the delimiter, piece by piece; the delimiter is taken away. @throws XtaFormatError when it never comes */
  async *until(delimiter: Buffer): AsyncGenerator<Buffer, void> {
    for (;;) {
      const at = this.buffer.indexOf(delimiter);
      if (at !== -1) {
        const piece = this.buffer.subarray(0, at);
        this.buffer = this.buffer.subarray(at + delimiter.length);
        if (piece.length > 0) yield piece;
        return;
      }
      const sure = this.buffer.length - delimiter.length + 1;
      if (sure > 0) {
        const piece = this.buffer.subarray(0, sure);
        this.buffer = this.buffer.subarray(sure);
        yield piece;
      }
      if (!await this.more()) throw new XtaFormatError("mime", "", "the message ends in the middle");
    }
  }

  /** The same in one piece. */
  async allUntil(delimiter: Buffer, limit: number, place: string): Promise<Buffer> {
    return collectBytes(this.until(delimiter), limit, place);
  }

  /** Everything that is left. */
  async *rest(): AsyncGenerator<Buffer, void> {
    do {
      const piece = this.buffer;
      this.buffer = Buffer.alloc(0);
      if (piece.length > 0) yield piece;
    } while (await this.more());
  }

  async stop(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** All of a stream in memory, up to a limit. @throws XtaFormatError too-large */
export async function collectBytes(pieces: AsyncIterable<Uint8Array>, limit: number, place: string): Promise<Buffer> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.byteLength;
    if (size > limit) throw new XtaFormatError("too-large", place, `larger than ${limit} bytes`);
    kept.push(piece);
  }
  return Buffer.concat(kept);
}
