import { hkdfSync } from "node:crypto";

/** With it the gateway acts for the sender of one submission (replies, documents), as a look-up code would. Never stored. */
export function accessKeyOf(tenantKey: Buffer, submission: string): Buffer {
  return Buffer.from(hkdfSync("sha256", tenantKey, Buffer.alloc(0), `kommunalportal gateway access ${submission}`, 32));
}
