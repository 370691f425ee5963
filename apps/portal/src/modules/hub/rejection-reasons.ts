import { z } from "zod";
import { open, seal } from "#platform/crypto";

const stored = z.array(z.string());
const context = (delivery: string): string => `hub.delivery.reasons:${delivery}`;

/** A receiver may repeat in its reasons what a person wrote, so they are content: sealed, opened only for the page that shows them. */
export function sealReasons(tenantKey: Buffer, delivery: string, reasons: readonly string[]): Buffer {
  return seal(tenantKey, JSON.stringify(reasons), context(delivery));
}

export function openReasons(tenantKey: Buffer, delivery: string, sealed: Buffer): readonly string[] {
  return stored.parse(JSON.parse(open(tenantKey, sealed, context(delivery)).toString("utf8")));
}
