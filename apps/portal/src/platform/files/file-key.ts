import { createHash, randomBytes } from "node:crypto";
import { join } from "node:path";

const KEY = /^[0-9a-f]{32}$/;

/** 128 random bits as 32 hexadecimal digits: says nothing about the file and can be no path. */
export function newFileKey(): string {
  return randomBytes(16).toString("hex");
}

/** Two levels of 256 folders, evenly filled whatever the keys look like. */
export function shardOf(key: string): string {
  if (!KEY.test(key)) throw new Error("a file key is 32 hexadecimal digits");
  const digest = createHash("sha256").update(key).digest("hex");
  return join(digest.slice(0, 2), digest.slice(2, 4));
}
