import { z } from "zod";
import { open, seal } from "#platform/crypto";

const stored = z.array(z.string()).min(1).max(5);

/** Bound to its row: moved to another destination they do not open. */
const context = (destination: string): string => `hub.destination.secrets:${destination}`;

/** Several secrets sign side by side while the receiver changes from one to the other. */
export function sealSecrets(tenantKey: Buffer, destination: string, secrets: readonly string[]): Buffer {
  return seal(tenantKey, JSON.stringify(secrets), context(destination));
}

/** @throws SealBroken */
export function openSecrets(tenantKey: Buffer, destination: string, sealed: Buffer): readonly string[] {
  return stored.parse(JSON.parse(open(tenantKey, sealed, context(destination)).toString("utf8")));
}
