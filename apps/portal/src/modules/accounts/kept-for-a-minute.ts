import type { Clock } from "#platform/clock";

const keepMs = 60_000;

/** What a person's next click needs again: in memory for a minute, `most` of it, the oldest out first. */
export function keptForAMinute<T>(clock: Clock, most: number): { get(id: string): T | undefined; set(id: string, value: T): void } {
  const kept = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    get(id) {
      const known = kept.get(id);
      return known && known.until > clock.now().getTime() ? known.value : undefined;
    },
    set(id, value) {
      kept.delete(id);
      // A map keeps the order of insertion: the first is the oldest.
      if (kept.size >= most) kept.delete(kept.keys().next().value ?? "");
      kept.set(id, { value, until: clock.now().getTime() + keepMs });
    },
  };
}
