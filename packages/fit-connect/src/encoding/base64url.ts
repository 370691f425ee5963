/** base64url without padding (RFC 4648, 5; RFC 7515, 2). */
export function toBase64url(bytes: Uint8Array | string): string {
  return (typeof bytes === "string" ? Buffer.from(bytes, "utf8") : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).toString("base64url");
}

/** The bytes, or undefined when the text is not exactly what encoding these bytes gives: foreign characters, padding and stray bits are refused. */
export function fromBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : undefined;
}

/** Encodes bytes piece by piece; the pieces joined are the encoding of the bytes joined. Results are ASCII bytes. */
export class Base64urlEncoder {
  #rest = Buffer.alloc(0);

  encode(chunk: Uint8Array): Buffer {
    let bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let head = "";
    if (this.#rest.length > 0) {
      const taken = Math.min(3 - this.#rest.length, bytes.length);
      this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, taken)]);
      bytes = bytes.subarray(taken);
      if (this.#rest.length < 3) return Buffer.alloc(0);
      head = this.#rest.toString("base64url");
    }
    const whole = bytes.length - (bytes.length % 3);
    // A copy: the caller may use its buffer again.
    this.#rest = Buffer.from(bytes.subarray(whole));
    return Buffer.from(head + bytes.toString("base64url", 0, whole), "latin1");
  }

  end(): Buffer {
    return Buffer.from(this.#rest.toString("base64url"), "latin1");
  }
}

/** Decodes ASCII bytes piece by piece. Both methods return undefined for anything that is no canonical base64url. */
export class Base64urlDecoder {
  #rest = "";
  #scratch = Buffer.alloc(0);

  /** The bytes lie in a buffer that the next call uses again. */
  decode(chunk: Buffer): Buffer | undefined {
    if (chunk.includes(PLUS) || chunk.includes(SLASH)) return undefined;
    const taken = this.#rest === "" ? 0 : Math.min(4 - this.#rest.length, chunk.length);
    this.#rest += chunk.toString("latin1", 0, taken);
    const head = this.#rest.length === 4 ? this.#rest : "";
    if (head === "" && this.#rest !== "") return Buffer.alloc(0);
    const whole = chunk.length - ((chunk.length - taken) % 4);
    const size = ((head.length + whole - taken) / 4) * 3;
    if (this.#scratch.length < size) this.#scratch = Buffer.allocUnsafe(size);
    // Node skips what is foreign, so a foreign character shows as missing bytes.
    const written = this.#scratch.write(head, "base64url") + this.#scratch.write(chunk.toString("latin1", taken, whole), head === "" ? 0 : 3, "base64url");
    this.#rest = chunk.toString("latin1", whole);
    return written === size ? this.#scratch.subarray(0, size) : undefined;
  }

  end(): Buffer | undefined {
    return this.#rest === "" ? Buffer.alloc(0) : fromBase64url(this.#rest);
  }
}

/** Of the other base64 alphabet, which Node would accept. */
const [PLUS, SLASH] = [0x2b, 0x2f];
