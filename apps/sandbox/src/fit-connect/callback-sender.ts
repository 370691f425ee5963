import { createHmac, randomUUID } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { allowedCallback } from "./callback-address.ts";
import type { Behaviour } from "./behaviour.ts";
import type { Callback } from "./records.ts";
import { serviceEvent } from "./service-event.ts";
import { now, type Service } from "./service.ts";

/** The rule is not published (delivery.md 1.11): first again after a second, then twice as long each time up to ten minutes, for three days. */
const FIRST_RETRY = 1_000;
const LONGEST_RETRY = 600_000;
const GIVE_UP_AFTER = 3 * 86_400_000;
const TIMEOUT = 10_000;
const LATE_SECONDS = 600;

export type Disturbance = Behaviour["callbacks"];

export interface CallbackSender {
  /** Sends what is due by the service's clock; `close` waits for it. */
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
  const sendOnce: CallbackSender["sendOnce"] = (callback, as) => send(callback, as, Math.floor(now(host) / 1000), addresses());

  const attempt = async (callback: Callback): Promise<void> => {
    const status = await sendOnce(callback, host.behaviour.current.callbacks);
    if (status >= 200 && status < 300) {
      attempts.delete(callback.id);
      return settle(host, callback);
    }
    const count = (attempts.get(callback.id)?.count ?? 0) + 1;
    attempts.set(callback.id, { count, next: now(host) + Math.min(FIRST_RETRY * 2 ** (count - 1), LONGEST_RETRY) });
    if (now(host) - callback.at > GIVE_UP_AFTER) await store.commit({ settledCallback: callback.id });
    return undefined;
  };

  return {
    sendOnce,
    run() {
      for (const callback of store.callbacks.values()) {
        if (running.has(callback.id) || (attempts.get(callback.id)?.next ?? 0) > now(host) || running.size >= 20) continue;
        const one = attempt(callback).catch((error: unknown) => { process.stderr.write(`callback fault: ${error instanceof Error ? error.stack ?? error.message : "?"}\n`); });
        running.set(callback.id, one);
        void one.then(() => running.delete(callback.id));
      }
    },
    async close() { await Promise.all(running.values()); },
  };
}

/** The queue forgets it; that the recipient knows stands in the log, unless it has already answered. */
async function settle(host: Service, { id, parcelId }: Callback): Promise<void> {
  const { store } = host;
  const found = parcelId === undefined ? undefined : store.parcels.get(parcelId);
  if (!found) return store.commit({ settledCallback: id });
  return store.inTurn(found.caseId, async () => {
    const parcel = store.parcels.get(found.id);
    if (!parcel || (parcel.state !== "submitted" && parcel.state !== "forwarded")) return store.commit({ settledCallback: id });
    const event = await serviceEvent(host, parcel, "notify", { notifyType: "callback", authenticationTags: parcel.tags });
    return store.commit({ settledCallback: id, events: [event] });
  });
}

/** 0 for no answer at all. */
async function send({ to, body }: Pick<Callback, "to" | "body">, as: Disturbance, seconds: number, addresses: Behaviour["callbackAddresses"]): Promise<number> {
  if (as === "withheld" || !allowedCallback(to.url, addresses)) return 0;
  const timestamp = String(as === "late" ? seconds - LATE_SECONDS : seconds);
  const secret = as === "forged" ? randomUUID() : to.secret;
  const authentication = createHmac("sha512", secret).update(`${timestamp}.${body}`).digest("hex");
  const headers = { "content-type": "application/json", "callback-timestamp": timestamp, ...(as !== "unsigned" && { "callback-authentication": authentication }) };
  const status = await post(to.url, body, headers);
  return as === "replayed" ? post(to.url, body, headers) : status;
}

/** Node does not resolve `*.localhost`: connect to 127.0.0.1 with the name as Host. */
function post(address: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const url = new URL(address);
  const here = url.hostname === "localhost" || url.hostname.endsWith(".localhost");
  return new Promise((resolve) => {
    const call = (url.protocol === "https:" ? httpsRequest : httpRequest)({
      host: here ? "127.0.0.1" : url.hostname.replace(/^\[|\]$/g, ""), port: url.port === "" ? undefined : url.port, path: url.pathname + url.search, method: "POST", agent: false, timeout: TIMEOUT,
      headers: { host: url.host, "user-agent": "kommunalportal-sandbox/0.1", ...headers, "content-length": String(Buffer.byteLength(body)) },
    }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    call.on("timeout", () => { call.destroy(); });
    call.on("error", () => { resolve(0); });
    call.end(body);
  });
}
