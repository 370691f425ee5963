import { randomInt, randomUUID } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { PaymentRequest } from "@kommunalportal/xbezahldienste";
import { readJson, writeJson } from "../frame/atomic-json.ts";
import { decided, paymentRecordSchema, type Decision, type PaymentRecord } from "./payment-record.ts";

export interface NewPayment {
  readonly originatorId: string;
  readonly endPointId: string;
  readonly request: PaymentRequest;
  readonly at: Date;
}

/** All payments, one file each; every change is on the disk before it is answered. */
export interface PaymentStore {
  /** undefined: this originator and end point have used the `requestId` before. */
  create(payment: NewPayment): Promise<PaymentRecord | undefined>;
  find(transactionId: string): PaymentRecord | undefined;
  /** undefined: no such payment, or it is already decided. */
  decide(transactionId: string, decision: Decision, at: Date): Promise<PaymentRecord | undefined>;
  /** Newest first. */
  latest(count: number): readonly PaymentRecord[];
}

export async function openPaymentStore(folder: string): Promise<PaymentStore> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const records = new Map<string, PaymentRecord>();
  const taken = new Set<string>();
  for (const name of (await readdir(folder)).filter((file) => file.endsWith(".json"))) {
    const record = paymentRecordSchema.parse(await readJson(join(folder, name)));
    records.set(record.transactionId, record);
    taken.add(keyOf(record.originatorId, record.endPointId, record.request.requestId));
  }
  const save = async (record: PaymentRecord): Promise<PaymentRecord> => {
    await writeJson(join(folder, `${record.transactionId}.json`), record);
    records.set(record.transactionId, record);
    return record;
  };
  /** Who decides at the same moment waits for the other and then finds the payment decided. */
  const changing = new Map<string, Promise<PaymentRecord>>();

  return {
    async create({ originatorId, endPointId, request, at }) {
      const key = keyOf(originatorId, endPointId, request.requestId);
      if (taken.has(key)) return undefined;
      taken.add(key);
      try {
        return await save({
          transactionId: randomUUID(), originatorId, endPointId, request, status: "INITIAL",
          reference: `KZ-${randomInt(10 ** 9, 10 ** 10)}`, createdAt: at.toISOString(),
        });
      } catch (error) {
        taken.delete(key);
        throw error;
      }
    },
    find: (transactionId) => records.get(transactionId),
    async decide(transactionId, decision, at) {
      for (let other = changing.get(transactionId); other; other = changing.get(transactionId)) await other.catch(() => undefined);
      const record = records.get(transactionId);
      const next = record && decided(record, decision, at);
      if (!next) return undefined;
      const saved = save(next);
      changing.set(transactionId, saved);
      try {
        return await saved;
      } finally {
        changing.delete(transactionId);
      }
    },
    latest: (count) => [...records.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, count),
  };
}

function keyOf(originatorId: string, endPointId: string, requestId: string): string {
  return `${originatorId}/${endPointId}/${requestId}`;
}
