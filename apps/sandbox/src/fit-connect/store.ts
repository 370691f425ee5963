import { join } from "node:path";
import { openJournal, type Journal } from "../frame/journal.ts";
import type { Destination } from "./destination.ts";
import { changeSchema, type Callback, type Case, type Change, type Client, type LoggedEvent, type Parcel } from "./records.ts";

/** Everything the delivery service knows; changed only by `commit`, which is durable when it resolves. */
export interface Store {
  readonly clients: ReadonlyMap<string, Client>;
  readonly destinations: ReadonlyMap<string, Destination>;
  readonly cases: ReadonlyMap<string, Case>;
  readonly parcels: ReadonlyMap<string, Parcel>;
  /** Not yet delivered. */
  readonly callbacks: ReadonlyMap<string, Callback>;
  /** The log of a case, in order. */
  events(caseId: string): readonly LoggedEvent[];
  hasEvent(jti: string): boolean;
  parcelsOf(caseId: string): readonly Parcel[];
  /** Submitted or forwarded, oldest first. */
  waiting(destinationId: string, kind: Parcel["kind"]): readonly Parcel[];
  /** Writes the change through, then shows it. */
  commit(change: Change): Promise<void>;
  /** The same for what may as well happen again after a crash: nobody waits for the disk. */
  note(change: Change): void;
  /** Runs what is given for one case (or destination) after the other, so that nobody decides on what another is changing. */
  inTurn<T>(key: string, run: () => Promise<T>): Promise<T>;
  /** Is called after each change. */
  onChange(listener: (change: Change) => void): void;
  close(): Promise<void>;
}

export async function openStore(folder: string): Promise<Store> {
  const clients = new Map<string, Client>();
  const destinations = new Map<string, Destination>();
  const cases = new Map<string, Case>();
  const parcels = new Map<string, Parcel>();
  const callbacks = new Map<string, Callback>();
  const events = new Map<string, LoggedEvent[]>();
  const jtis = new Set<string>();
  const byCase = new Map<string, string[]>();
  const waiting = new Map<string, Set<string>>();
  const listeners: ((change: Change) => void)[] = [];

  const setParcel = (parcel: Parcel): void => {
    if (!parcels.has(parcel.id)) byCase.set(parcel.caseId, [...byCase.get(parcel.caseId) ?? [], parcel.id]);
    parcels.set(parcel.id, parcel);
    const queue = queueOf(parcel.destinationId, parcel.kind);
    const ids = waiting.get(queue) ?? new Set();
    if (isWaiting(parcel)) ids.add(parcel.id);
    else ids.delete(parcel.id);
    waiting.set(queue, ids);
  };
  const forget = (caseId: string): void => {
    for (const { jti } of events.get(caseId) ?? []) jtis.delete(jti);
    for (const id of byCase.get(caseId) ?? []) parcels.delete(id);
    for (const index of [events, byCase, cases]) index.delete(caseId);
  };
  const apply = (change: Change): void => {
    if (change.client) clients.set(change.client.clientId, change.client);
    if (change.destination) destinations.set(change.destination.destinationId, change.destination);
    if (change.case) cases.set(change.case.caseId, change.case);
    if (change.parcel) setParcel(change.parcel);
    for (const event of change.events ?? []) {
      const log = events.get(event.caseId);
      if (log) log.push(event);
      else events.set(event.caseId, [event]);
      jtis.add(event.jti);
    }
    for (const callback of change.callbacks ?? []) callbacks.set(callback.id, callback);
    if (change.settledCallback !== undefined) callbacks.delete(change.settledCallback);
    if (change.forgottenCase !== undefined) forget(change.forgottenCase);
  };

  const journal: Journal = await openJournal(join(folder, "journal.jsonl"), (entry) => { apply(changeSchema.parse(entry)); });
  const turns = new Map<string, Promise<unknown>>();

  return {
    clients, destinations, cases, parcels, callbacks,
    events: (caseId) => events.get(caseId) ?? [],
    hasEvent: (jti) => jtis.has(jti),
    parcelsOf: (caseId) => (byCase.get(caseId) ?? []).flatMap((id) => parcels.get(id) ?? []),
    waiting: (destinationId, kind) => [...waiting.get(queueOf(destinationId, kind)) ?? []].flatMap((id) => parcels.get(id) ?? []),
    async commit(change) {
      await journal.append(change);
      apply(change);
      for (const listener of listeners) listener(change);
    },
    note(change) {
      journal.note(change);
      apply(change);
      for (const listener of listeners) listener(change);
    },
    async inTurn(key, run) {
      const before = turns.get(key) ?? Promise.resolve();
      const turn = before.catch(() => undefined).then(run);
      turns.set(key, turn);
      try {
        return await turn;
      } finally {
        if (turns.get(key) === turn) turns.delete(key);
      }
    },
    onChange(listener) { listeners.push(listener); },
    close: () => journal.close(),
  };
}

function isWaiting({ state }: Parcel): boolean {
  return state === "submitted" || state === "forwarded";
}

function queueOf(destinationId: string, kind: Parcel["kind"]): string {
  return `${kind} ${destinationId}`;
}
