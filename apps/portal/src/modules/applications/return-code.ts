import { randomBytes } from "node:crypto";
import { derive, keyedHash } from "./keys.ts";
import { lookupCodeFor } from "./lookup-code.ts";

/** Both are needed to come back to a draft; the link goes by mail, the code is shown once and stored nowhere. */
export interface ReturnSecrets {
  /** 128 bits, base64url: a part of an address. */
  readonly link: string;
  /** Like a look-up code: `K7MQ2-XWP9F-HR4TL`. */
  readonly code: string;
}

export function newReturn(): ReturnSecrets {
  return { link: randomBytes(16).toString("base64url"), code: lookupCodeFor(randomBytes(32), "return") };
}

export function isReturnLink(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text);
}

/** By what a link is found. */
export function linkHash(pepper: Buffer, link: string): Buffer {
  return keyedHash(pepper, "return link", link);
}

/** What closes the draft's key. Neither the database nor a mail box is enough to make it. */
export function returnKey(pepper: Buffer, { link, code }: ReturnSecrets): Buffer {
  return derive(keyedHash(pepper, "return key", link, code), "return");
}
