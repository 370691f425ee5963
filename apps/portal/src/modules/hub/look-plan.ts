import { sql, type Tx } from "#platform/database";
import { wakeToLook } from "./wake.ts";

/** While the receiver has not answered: 5 s, 10 s, 20 s … a quarter of an hour. Where the intermediary tells by itself, the first of these is the safety net for a callback that never came. */
export const firstLookSeconds = 5;
const longestLookSeconds = 900;

export const lookAgainAfter = (looks: number, random: () => number): number => Math.min(firstLookSeconds * 2 ** Math.min(looks, 20), longestLookSeconds) * (0.9 + 0.2 * random()) * 1000;

/** Wakes for the next look of a destination, or the next asking for replies: now where it is due. Rows decide; what was not handed over yet is nobody's to look at. */
export async function wakeForNextLook(tx: Tx, given: { readonly tenant: string; readonly destination: string }, now: Date): Promise<void> {
  const { at } = await tx.one<{ at: Date | null }>(sql`select least((select min(look_at) from hub.dispatch where destination_id = ${given.destination} and look_at is not null and handed_over_at is not null),
    (select replies_at from hub.destination where id = ${given.destination})) as at`);
  if (at) await wakeToLook(tx, given, at > now ? at : undefined);
}
