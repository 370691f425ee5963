import type { Store } from "@kommunalportal/extension-sdk";

/** A free appointment; `at` is `YYYY-MM-DDTHH:MM`, German legal time. */
export interface Slot { readonly slot: string; readonly at: string }

const times = ["08:30", "10:00", "14:00"] as const;
const daysAhead = 7;

/** Weekdays of the next week from the day after tomorrow, without what is given away. */
export async function freeSlots(store: Store, now: Date): Promise<readonly Slot[]> {
  const taken = new Set(await store.names("taken:"));
  const free: Slot[] = [];
  for (let ahead = 2; ahead < 2 + daysAhead; ahead += 1) {
    const day = new Date(now.getTime() + ahead * 86_400_000);
    if ([0, 6].includes(day.getUTCDay())) continue;
    const date = day.toISOString().slice(0, 10);
    for (const time of times) {
      const slot = `buero-${date}-${time.replace(":", "")}`;
      if (!taken.has(`taken:${slot}`)) free.push({ slot, at: `${date}T${time}` });
    }
  }
  return free;
}

/** Gives one away, once; false where somebody else was faster. The same result may ask again. */
export async function takeSlot(store: Store, slot: string, result: string): Promise<boolean> {
  const holder = await store.read(`taken:${slot}`);
  if (holder !== undefined && holder !== "" && holder !== result) return false;
  await store.note(`taken:${slot}`, result);
  return true;
}
