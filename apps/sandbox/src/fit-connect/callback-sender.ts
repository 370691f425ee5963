import { createHmac, randomUUID } from "node:crypto";
import { z } from "zod";
import { allowedCallback } from "./callback-address.ts";
import type { Behaviour } from "./behaviour.ts";
import { callbacksAbout } from "./callbacks.ts";
import { createPoster, type Poster } from "./post-callback.ts";
import type { Callback } from "./records.ts";
import { serviceEvent } from "./service-event.ts";
import { now, type Service } from "./service.ts";

/** The rule is not published (delivery.md 1.11): first again after a second, then twice as long each time up to ten minutes, for three days. */
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 600_000;
const GIVE_UP_AFTER = 3 * 86_400_000;
const LATE_SECONDS = 600;
const MOST_AT_ONCE = 20;
/** What comes for one receiver within a moment, or while it has not answered yet, is told in one call: the lists in a callback are there for it (1.11). How long the real service waits is not published. */
const GATHER_MS = 40;
const MOST_TOGETHER = 100;

export type Disturbance = Behaviour["callbacks"];

export interface CallbackSender {
  /** Sends what is due by the service's clock, in a moment; `close` waits for what has begun. */
  run(): void;
  /** One callback as the control asks for it, apart from the queue. Resolves with the status of the receiver. */
  sendOnce(callback: Pick<Callback, "to" | "body">, as: Disturbance): Promise<number>;
  close(): Promise<void>;
}

/** Sends callbacks until the receiver answers 2xx; what is pending survives a restart. Redirects are never followed (delivery.md 7.9). */
export function createCallbackSender(host: Service): CallbackSender {
  const { store } = host;
  const attempts = new Map<string, { readonly count: number; readonly next: number }>();
  const running = new Map<string, Promise<void>>();
  const addresses = (): Behaviour["callbackAddresses"] => host.behaviour.current.callbackAddresses;
  const poster = createPoster();
  let ended = false;
  let soon: NodeJS.Timeout | undefined;
  const sendOnce: CallbackSender["sendOnce"] = (callback, as) => send(callback, as, Math.floor(now(host) / 1000), addresses(), poster);

  const attempt = async ({ to, type, some }: Group): Promise<void> => {
    const at = now(host);
    const [told, news] = [some.filter((callback) => isTold(host, callback)), some.filter((callback) => !isTold(host, callback))];
    for (const { id } of told) store.note({ settledCallback: id });
    if (news.length === 0) return;
    const status = await sendOnce({ to, body: bodyOf(type, news) }, host.behaviour.current.callbacks);
    await Promise.all(news.map(async (callback) => {
      if (status >= 200 && status < 300) {
        attempts.delete(callback.id);
        return settle(host, callback);
      }
      const count = (attempts.get(callback.id)?.count ?? 0) + 1;
      attempts.set(callback.id, { count, next: at + Math.min(FIRST_RETRY * 2 ** (count - 1), LONGEST_RETRY) });
      if (at - callback.at > GIVE_UP_AFTER) await store.commit({ settledCallback: callback.id });
      return undefined;
    }));
  };

  /** What is due, by receiver and kind of news. */
  const due = (): Map<string, Group> => {
    const groups = new Map<string, Group>();
    for (const callback of store.callbacks.values()) {
      if ((callback.onlyNotified !== undefined && callback.at > now(host)) || (attempts.get(callback.id)?.next ?? 0) > now(host)) continue;
      const { type } = newsOf(callback);
      const key = `${type} ${callback.to.url} ${callback.to.secret}`;
      if (running.has(key)) continue;
      const known = groups.get(key);
      if (!known) groups.set(key, { to: callback.to, type, some: [callback] });
      else if (known.some.length < MOST_TOGETHER) known.some.push(callback);
    }
    return groups;
  };
  const sweep = (): void => {
    soon = undefined;
    for (const [key, group] of due()) {
      if (ended || running.size >= MOST_AT_ONCE) return;
      const one = attempt(group).catch((error: unknown) => { process.stderr.write(`callback fault: ${error instanceof Error ? error.stack ?? error.message : "?"}\n`); });
      running.set(key, one);
      // Whoever had to wait, for a place or for this receiver, has one now.
      void one.then(() => { running.delete(key); if (store.callbacks.size > 0) run(); });
    }
  };
  const run = (): void => { if (!ended) soon ??= setTimeout(sweep, GATHER_MS); };
  return {
    sendOnce, run,
    async close() {
      ended = true;
      clearTimeout(soon);
      await Promise.all(running.values());
      poster.close();
    },
  };
}

interface Group { readonly to: Callback["to"]; readonly type: string; readonly some: Callback[] }

const newsSchema = z.object({ type: z.string() }).catchall(z.array(z.unknown()));

const read = new WeakMap<object, z.infer<typeof newsSchema>>();

/** Each is looked at again and again while it waits, and read once. */
function newsOf(callback: Pick<Callback, "body">): z.infer<typeof newsSchema> {
  const known = read.get(callback);
  if (known) return known;
  const news = newsSchema.parse(JSON.parse(callback.body));
  read.set(callback, news);
  return news;
}

/** One body for news of one kind: their lists one after the other. */
function bodyOf(type: string, some: readonly Callback[]): string {
  const [only] = some;
  if (only && some.length === 1) return only.body;
  const lists: Record<string, unknown[]> = {};
  for (const callback of some) for (const [name, list] of Object.entries(newsOf(callback))) if (Array.isArray(list)) (lists[name] ??= []).push(...(list as unknown[]));
  return JSON.stringify({ type, ...lists });
}

/** The queue forgets it; that the recipient knows stands in the log, unless it has already answered. */
async function settle(host: Service, { id, parcelId }: Callback): Promise<void> {
  const { store } = host;
  const found = parcelId === undefined ? undefined : store.parcels.get(parcelId);
  // Without the event: were this lost, the receiver would hear the same once more.
  if (!found) return store.note({ settledCallback: id });
  return store.inTurn(found.caseId, async () => {
    const parcel = store.parcels.get(found.id);
    if (!parcel || (parcel.state !== "submitted" && parcel.state !== "forwarded")) return store.note({ settledCallback: id });
    const event = await serviceEvent(host, parcel, "notify", { notifyType: "callback", authenticationTags: parcel.tags });
    const bracket = store.cases.get(parcel.caseId);
    return store.commit({ settledCallback: id, events: [event], ...(bracket && { callbacks: callbacksAbout(host, { about: "notified", bracket, parcel }) }) });
  });
}

/** Its event was followed by another of this parcel, and whoever is called was told of that: the same words (1.11). */
function isTold({ store }: Service, { onlyNotified }: Callback): boolean {
  return onlyNotified !== undefined && store.parcels.get(onlyNotified)?.state !== "submitted";
}

/** 0 for no answer at all. */
async function send({ to, body }: Pick<Callback, "to" | "body">, as: Disturbance, seconds: number, addresses: Behaviour["callbackAddresses"], { post }: Poster): Promise<number> {
  if (as === "withheld" || !allowedCallback(to.url, addresses)) return 0;
  const timestamp = String(as === "late" ? seconds - LATE_SECONDS : seconds);
  const secret = as === "forged" ? randomUUID() : to.secret;
  const authentication = createHmac("sha512", secret).update(`${timestamp}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "callback-timestamp": timestamp, ...(as !== "unsigned" && { "callback-authentication": authentication }) };
  const status = await post(to.url, body, headers);
  return as === "replayed" ? post(to.url, body, headers) : status;
}
