/** The value, or undefined for anything that is no JSON text in UTF-8 (RFC 8259, 8.1; a byte order mark is refused). */
export function parseJson(text: string | Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(typeof text === "string" ? text : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(text));
    return value;
  } catch {
    return undefined;
  }
}
