import { Refused } from "./refusal.ts";

/** A position as programs get it: opaque, so that nobody reckons with it. */
export function cursorOf(position: number): string {
  return Buffer.from(`1:${position}`).toString("base64url");
}

/** 0 for the beginning. */
export function positionOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const position = /^1:(\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString("latin1"))?.[1];
  if (position === undefined || cursor.length > 40) throw new Refused({ why: "cursor-invalid" });
  return Number(position);
}

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; ask again with it later: what happens meanwhile comes after it. */
  readonly next: string;
  /** More is there right now. */
  readonly more: boolean;
}
