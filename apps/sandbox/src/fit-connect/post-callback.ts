import { Agent as HttpAgent, request as httpRequest } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { isHere, publicLookup, type Resolve } from "./callback-address.ts";

const TIMEOUT = 10_000;

export interface Poster {
  /** Status of the answer, 0 for none at all. Redirects are not followed; of the world only places in the world are called. */
  post(address: string, body: string, headers: Readonly<Record<string, string>>): Promise<number>;
  close(): void;
}

/** Connections to receivers are used again, as any service does that calls the same ones all day. */
export function createPoster(resolve?: Resolve): Poster {
  const keep = { keepAlive: true, maxFreeSockets: 8 };
  const [plain, secured, lookup] = [new HttpAgent(keep), new HttpsAgent(keep), publicLookup(resolve)];
  const once = (url: URL, body: string, headers: Readonly<Record<string, string>>): Promise<number | "stale"> => new Promise((done) => {
    const secure = url.protocol === "https:";
    const call = (secure ? httpsRequest : httpRequest)({
      // Node does not resolve `*.localhost`: connect to 127.0.0.1 with the name as Host.
      host: isHere(url) ? "127.0.0.1" : url.hostname.replace(/^\[|\]$/g, ""), lookup, port: url.port === "" ? undefined : url.port, path: url.pathname + url.search, method: "POST", agent: secure ? secured : plain, timeout: TIMEOUT,
      headers: { host: url.host, "user-agent": "kommunalportal-sandbox/0.1", ...headers, "content-length": String(Buffer.byteLength(body)) },
    }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    call.on("timeout", () => { call.destroy(); });
    // A kept connection that the receiver has closed meanwhile brought nothing to anybody.
    call.on("error", (error) => { done(call.reusedSocket && "code" in error && error.code === "ECONNRESET" ? "stale" : 0); });
    call.end(body);
  });
  return {
    async post(address, body, headers) {
      const url = new URL(address);
      const status = await once(url, body, headers);
      if (status !== "stale") return status;
      const again = await once(url, body, headers);
      return again === "stale" ? 0 : again;
    },
    close() { for (const agent of [plain, secured]) agent.destroy(); },
  };
}
