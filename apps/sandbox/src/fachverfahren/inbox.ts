import { randomUUID } from "node:crypto";
import { z } from "zod";
import { openJournal } from "../frame/journal.ts";
import type { Delivery } from "./delivery.ts";

const arrivedSchema = z.object({
  kind: z.literal("arrived"), webhookId: z.string(), receiptId: z.string(), applicationId: z.string(), effectKey: z.string(), type: z.string(),
  reference: z.string().optional(), at: z.string(), body: z.string(),
});
const entrySchema = z.discriminatedUnion("kind", [
  arrivedSchema,
  /** The same webhook-id again: the sender did not hear our answer. */
  z.object({ kind: z.literal("repeat"), webhookId: z.string(), at: z.string() }),
  /** The same effect under a new webhook-id: a fault of the sender, caught here. */
  z.object({ kind: z.literal("duplicate"), webhookId: z.string(), effectKey: z.string(), at: z.string() }),
]);
type Entry = z.infer<typeof entrySchema>;
export type Arrived = z.infer<typeof arrivedSchema>;

export interface Effects {
  readonly applicationId: string;
  readonly reference: string | undefined;
  /** Business effects in this system: 1 for an application that was delivered whole. */
  effects: number;
  /** Deliveries that came again under their webhook-id and had no second effect. */
  repeats: number;
  /** Deliveries of an effect that was already there under another webhook-id; no second effect either. */
  duplicates: number;
}

/** Everything that arrived, each once; written through before it is acknowledged. */
export interface Inbox {
  /** Durable when it resolves; the same delivery gets the same receipt, however often and at once it comes. */
  receive(webhookId: string, delivery: Delivery, body: Buffer, at: Date): Promise<{ readonly receiptId: string; readonly repeated: boolean }>;
  knows(webhookId: string): boolean;
  effects(): readonly Effects[];
  find(receiptId: string): Arrived | undefined;
  /** Newest first. */
  latest(count: number): readonly Arrived[];
  close(): Promise<void>;
}

export async function openInbox(path: string): Promise<Inbox> {
  const arrived: Arrived[] = [];
  const receipts = new Map<string, { readonly receiptId: string; readonly effectKey: string }>();
  const byEffect = new Map<string, Arrived>();
  const perApplication = new Map<string, Effects>();

  const apply = (entry: Entry): void => {
    if (entry.kind === "arrived") {
      arrived.push(entry);
      receipts.set(entry.webhookId, entry);
      byEffect.set(entry.effectKey, entry);
      const known = perApplication.get(entry.applicationId);
      if (known) known.effects += 1;
      else perApplication.set(entry.applicationId, { applicationId: entry.applicationId, reference: entry.reference, effects: 1, repeats: 0, duplicates: 0 });
      return;
    }
    const effectKey = entry.kind === "duplicate" ? entry.effectKey : receipts.get(entry.webhookId)?.effectKey;
    const original = byEffect.get(effectKey ?? "");
    const counts = original && perApplication.get(original.applicationId);
    if (!original || !counts) throw new Error("a repeat stands before its original in the journal");
    if (entry.kind === "duplicate") receipts.set(entry.webhookId, original);
    counts[entry.kind === "repeat" ? "repeats" : "duplicates"] += 1;
  };

  const journal = await openJournal(path, (entry) => { apply(entrySchema.parse(entry)); });
  const pending = new Map<string, Promise<unknown>>();

  const store = async (webhookId: string, delivery: Delivery, body: Buffer, at: Date) => {
    const known = receipts.get(webhookId);
    const original = byEffect.get(delivery.effectKey);
    const receiptId = known?.receiptId ?? original?.receiptId ?? randomUUID();
    const base = { webhookId, at: at.toISOString() };
    const entry: Entry = known ? { kind: "repeat", ...base }
      : original ? { kind: "duplicate", ...base, effectKey: delivery.effectKey }
      : { kind: "arrived", ...base, receiptId, ...delivery, body: body.toString("utf8") };
    await journal.append(entry);
    apply(entry);
    return { receiptId, repeated: entry.kind !== "arrived" };
  };

  return {
    async receive(webhookId, delivery, body, at) {
      const keys = [`id ${webhookId}`, `effect ${delivery.effectKey}`];
      const before = Promise.allSettled(keys.map((key) => pending.get(key) ?? Promise.resolve()));
      const turn = before.then(() => store(webhookId, delivery, body, at));
      for (const key of keys) pending.set(key, turn);
      try {
        return await turn;
      } finally {
        for (const key of keys) if (pending.get(key) === turn) pending.delete(key);
      }
    },
    knows: (webhookId) => receipts.has(webhookId),
    effects: () => [...perApplication.values()],
    find: (receiptId) => arrived.find((entry) => entry.receiptId === receiptId),
    latest: (count) => arrived.slice(-count).reverse(),
    close: () => journal.close(),
  };
}
