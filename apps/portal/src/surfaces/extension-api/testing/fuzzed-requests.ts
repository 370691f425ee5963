import { isRecord, recordOf, type Document } from "../contract/document.ts";
import { pathWith, requestsOf, type KnownIds } from "./document-requests.ts";

export interface FuzzedRequest { readonly id: string; readonly method: "GET" | "POST" | "DELETE"; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly payload: string | undefined }

/** The same seed gives the same numbers on every machine (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const odd: readonly unknown[] = [
  null, true, 0, -1, 1.5, 1e308, 2 ** 53, "", " ", "\u0000", "\ud800", "x".repeat(5_000), "ä".repeat(400), "'; drop table extensions.token; --", "../../../etc/passwd", "%00", "<script>", "2026-02-30", "9999-99-99",
  "01890a5d-ac96-774b-bcce-b302099a8057", "${7*7}", "\r\nset-cookie: a=b", [], {}, [[[[]]]], { $ref: "#" }, { constructor: { prototype: {} } }, [null], Array.from({ length: 200 }, () => "x"),
];
const oddText = odd.filter((value) => typeof value === "string");
const oddHeaders = ["", "attachment", "attachment; filename*=UTF-8''%", "attachment; filename=\"..\\..\\x\"", "sha-256=:AA:", "sha-256=:" + "A".repeat(43) + "=:", "application/json", "x".repeat(2_000)];
const oddBodies = ["", "null", "[]", "{", "{\"a\":1", "\"text\"", "1e999", `${"[".repeat(2_000)}${"]".repeat(2_000)}`, "{\"__proto__\":{\"a\":1}}", "\ufeff{}", "{\"status\":\"closed\",\"status\":\"waiting\"}"];

/** Requests without end made of a document: each is a documented one with something wrong, missing, doubled or strange in it; some are right. */
export function* fuzzedRequests(document: Document, ids: KnownIds, seed: number): Generator<FuzzedRequest, never> {
  const random = numbers(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const requests = requestsOf(document);
  for (let count = 0; ; count += 1) {
    const request = pick(requests);
    const { parameters } = request.operation.facts;
    const known = Array.isArray(parameters) ? parameters.filter(isRecord) : [];
    const chosen = random() < 0.7 ? ids : { ...ids, [pick(Object.keys(ids))]: encodeURIComponent(pick(oddText).toWellFormed()) };
    const query = known.filter((one) => one["in"] === "query" && random() < 0.5).map((one) => `${String(one["name"])}=${encodeURIComponent(random() < 0.3 ? valueFor(recordOf(one["schema"]), pick) : pick(oddText).toWellFormed())}`);
    if (random() < 0.1) query.push("limit=1", "%", "&&=");
    const headers: Record<string, string> = random() < 0.9 && request.method !== "GET" ? { "idempotency-key": random() < 0.8 ? `fuzz-${seed}-${count}` : pick(["", " ", "ü", "x".repeat(129)]) } : {};
    if (random() < 0.1) headers["accept-language"] = pick(["de", "xx-invalid;;q=9", "x".repeat(2_000)]);
    if (random() < 0.1) headers["if-none-match"] = pick(["*", "\"", "W/\"x\"", ",,,"]);
    let payload: string | undefined;
    if (request.example !== undefined) {
      headers["content-type"] = random() < 0.95 ? "application/json" : pick(["text/xml", "application/json; charset=utf-16", "multipart/form-data", "multipart/form-data; boundary=x"]);
      payload = random() < 0.15 ? pick(oddBodies) : JSON.stringify(random() < 0.1 ? request.example : mutated(request.example, random, pick));
    }
    if (request.file) {
      Object.assign(headers, random() < 0.8 ? request.file.headers : { ...request.file.headers, [pick(Object.keys(request.file.headers))]: pick(oddHeaders) });
      payload = random() < 0.4 ? request.file.bytes : pick([...oddBodies, "%PDF-", "\u0000\u0001", "x".repeat(100_000)]);
    }
    yield { id: request.id, method: request.method, path: `${pathWith(request.operation.path, chosen)}${query.length > 0 ? `?${query.join("&")}` : ""}`, headers, payload };
  }
}

function valueFor(schema: Readonly<Record<string, unknown>>, pick: <T>(from: readonly T[]) => T): string {
  return Array.isArray(schema["enum"]) ? String(pick(schema["enum"])) : pick(["1", "100", "true", "submitted,decided", "2026-03-02T09:00:00Z", "hund-anmelden", "MTox"]);
}

/** One place of a value replaced, removed or added. */
function mutated(value: unknown, random: () => number, pick: <T>(from: readonly T[]) => T): unknown {
  if (Array.isArray(value) && value.length > 0 && random() < 0.7) return value.map((one, at) => (at === 0 ? mutated(one, random, pick) : one as unknown));
  if (!isRecord(value) || Object.keys(value).length === 0 || random() < 0.05) return pick(odd);
  const name = pick(Object.keys(value));
  const { [name]: chosen, ...rest } = value;
  const how = random();
  if (how < 0.2) return rest;
  if (how < 0.3) return { ...value, [pick(["extra", "__proto__", "constructor", ""])]: pick(odd) };
  return { ...rest, [name]: random() < 0.5 ? pick(odd) : mutated(chosen, random, pick) };
}
