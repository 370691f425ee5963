/** Bytes that arrive in any sizes and leave in the sizes that are asked for. Holds no more than one write beyond one piece. */
export class ByteQueue {
  #parts: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(part: Buffer): void {
    if (part.length === 0) return;
    this.#parts.push(part);
    this.#length += part.length;
  }

  /** Takes exactly `size` bytes; there must be as many. */
  take(size: number): Buffer {
    if (size > this.#length) throw new Error(`${size} bytes asked for, ${this.#length} there`);
    const first = this.#parts[0];
    if (first && first.length === size) {
      this.#parts.shift();
      this.#length -= size;
      return first;
    }
    const piece = Buffer.allocUnsafe(size);
    let filled = 0;
    let used = 0;
    for (const part of this.#parts) {
      if (filled === size) break;
      const copied = part.copy(piece, filled, 0, Math.min(part.length, size - filled));
      filled += copied;
      if (copied < part.length) {
        this.#parts[used] = part.subarray(copied);
        break;
      }
      used += 1;
    }
    this.#parts = this.#parts.slice(used);
    this.#length -= size;
    return piece;
  }
}
