/** One ASN.1 element: tag, content, and all its bytes. */
export interface DerElement { readonly tag: number; readonly content: Buffer; readonly bytes: Buffer }

/** The elements that follow each other in these bytes. Throws a RangeError for anything that is no DER with short tags and definite lengths. */
export function elementsOf(bytes: Buffer): DerElement[] {
  const elements: DerElement[] = [];
  let at = 0;
  while (at < bytes.length) {
    const [tag, first] = [bytes[at], bytes[at + 1]];
    if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new RangeError("not DER");
    const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
    if (first === 0x80 || lengthBytes > 4 || at + 2 + lengthBytes > bytes.length) throw new RangeError("not DER");
    const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    if (start + length > bytes.length) throw new RangeError("not DER");
    elements.push({ tag, content: bytes.subarray(start, start + length), bytes: bytes.subarray(at, start + length) });
    at = start + length;
  }
  return elements;
}

/** The element at this place of a sequence, which must have the tag. */
export function elementAt(elements: readonly DerElement[], index: number, tag?: number): DerElement {
  const element = elements[index];
  if (element === undefined || (tag !== undefined && element.tag !== tag)) throw new RangeError("not the expected DER structure");
  return element;
}

/** Content of an OBJECT IDENTIFIER in dotted form. */
export function dotted(content: Buffer): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= 0x80) continue;
    if (arcs.length === 0) { const first = Math.min(2, Math.floor(value / 40)); arcs.push(first, value - first * 40); } else arcs.push(value);
    value = 0;
  }
  return arcs.join(".");
}
