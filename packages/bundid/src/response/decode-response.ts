import { reject } from "../bundid-rejection.ts";

/** A real response has about 15,000 characters; ten times that is room enough and still nothing to parse for long. */
export const maximumResponseCharacters = 200_000;

/** The limit comes first: everything behind it costs time in proportion. */
export function limitSize(samlResponse: string): void {
  if (samlResponse.length > maximumResponseCharacters) reject("too-large");
}

/** SAML Bindings 3.5.4: base64, where browsers may have broken the lines. */
export function decodeBase64(samlResponse: string): Uint8Array {
  const compact = samlResponse.replace(/[\r\n\t ]/g, "");
  if (compact.length === 0 || compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) reject("not-base64");
  return Buffer.from(compact, "base64");
}

/** UTF-8 only. Other encodings would hide a DOCTYPE from whoever looks for it. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    return reject("not-utf8", cause);
  }
}
