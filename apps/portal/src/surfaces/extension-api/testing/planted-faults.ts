type Json = Readonly<Record<string, unknown>>;

export interface PlantedFault {
  readonly what: string;
  /** Id of the check that has to find it. */
  readonly breaks: string;
  /** A faulty portal: the right one, seen through this. */
  through(right: typeof fetch, given: { readonly token: () => Promise<string> }): typeof fetch;
}

interface Seen { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly request: Request }

const seen = (request: Request): Seen => { const url = new URL(request.url); return { method: request.method, path: url.pathname, query: url.searchParams, request }; };

/** Changes the request before it arrives. */
function before(change: (one: Seen) => Promise<Request> | Request): PlantedFault["through"] {
  return (right) => async (input, init) => { const request = new Request(input, init); return right(await change(seen(request))); };
}
/** Changes the answer on its way back. */
function after(matches: (one: Seen) => boolean, change: (answer: Response, one: Seen) => Promise<Response> | Response): PlantedFault["through"] {
  return (right) => async (input, init) => {
    const request = new Request(input, init);
    const one = seen(request.clone() as Request);
    const answer = await right(request);
    return matches(one) ? change(answer, one) : answer;
  };
}
function body(change: (json: Json) => unknown): (answer: Response) => Promise<Response> {
  return async (answer) => new Response([204, 304].includes(answer.status) ? null : JSON.stringify(change(await answer.json() as Json)), { status: answer.status, headers: answer.headers });
}
const header = (name: string, value: string | undefined) => (answer: Response): Response => {
  const headers = new Headers(answer.headers);
  if (value === undefined) headers.delete(name); else headers.set(name, value);
  return new Response(answer.body, { status: answer.status, headers });
};
const status = (given: number) => async (answer: Response): Promise<Response> => new Response(await answer.text(), { status: given, headers: answer.headers });
const at = (pattern: RegExp, method?: string) => (one: Seen): boolean => pattern.test(one.path) && (method === undefined || one.method === method);
const with_ = (request: Request, name: string, value: string | undefined): Request => { const headers = new Headers(request.headers); if (value === undefined) headers.delete(name); else headers.set(name, value); return new Request(request, { headers }); };
/** A POST with other words in it. */
const rewritten = async (request: Request, from: string, to: string): Promise<Request> => new Request(request.url, { method: "POST", headers: request.headers, body: (await request.clone().text()).replace(from, to) });
const items = (json: Json): readonly Json[] => json["items"] as readonly Json[];
const isApi = (one: Seen): boolean => one.path.startsWith("/api/v1/") && !one.path.endsWith("openapi.json");
const signedIn = (one: Seen): boolean => isApi(one) && one.request.headers.has("authorization");

let lastCursor = 0;

/** Portals that are wrong in one way each. */
export const plantedFaults: readonly PlantedFault[] = [
  { what: "the document is OpenAPI 3.0", breaks: "document.served", through: after(at(/openapi\.json$/), body((json) => ({ ...json, openapi: "3.0.3" }))) },
  { what: "an operation is missing", breaks: "document.operations", through: after(at(/openapi\.json$/), body((json) => ({ ...json, paths: Object.fromEntries(Object.entries(json["paths"] as Json).filter(([path]) => path !== "/events")) }))) },
  { what: "an operation needs another right", breaks: "document.operations", through: after(at(/openapi\.json$/), async (answer) => new Response((await answer.text()).replaceAll("status.schreiben", "vorgaenge.lesen"), { headers: answer.headers })) },
  { what: "a right is not explained", breaks: "document.scopes", through: after(at(/openapi\.json$/), async (answer) => new Response((await answer.text()).replace(/"vorgaenge\.lesen":"[^"]*"/, '"vorgaenge.lesen":"x"'), { headers: answer.headers })) },
  { what: "tokens may be cached", breaks: "token.secret", through: after(at(/token$/), header("cache-control", "max-age=60")) },
  { what: "tokens live for a day", breaks: "token.secret", through: after(at(/token$/), body((json) => ({ ...json, expires_in: 86_400 }))) },
  { what: "an unknown program is answered differently", breaks: "token.refused", through: after(at(/token$/), async (answer, { request }) => ((await request.text()).includes("conformance-nobody") ? Response.json({ error: "invalid_client", error_description: "unknown" }, { status: 401 }) : answer)) },
  { what: "an unknown scope is ignored", breaks: "token.refused", through: before(async ({ request, path }) => (path.endsWith("/token") ? rewritten(request, "alles.duerfen", "vorgaenge.lesen") : request)) },
  { what: "a narrowed token holds everything", breaks: "token.narrowed", through: before(async ({ request, path }) => (path.endsWith("/token") ? rewritten(request, "&scope=vorgaenge.lesen", "") : request)) },
  { what: "the metadata name no key sign-in", breaks: "token.metadata", through: after(at(/well-known/), body((json) => ({ ...json, token_endpoint_auth_methods_supported: ["client_secret_basic"] }))) },
  { what: "an assertion counts twice", breaks: "token.key", through: (right) => { let first: Response | undefined; return async (input, init) => { const request = new Request(input, init); const is = (await request.clone().text()).includes("client_assertion="); const answer = await right(request); if (is && first === undefined) first = answer.clone(); return is && answer.status === 401 && first ? first.clone() : answer; }; } },
  { what: "the schema of the answers is another one", breaks: "journey.services", through: after(at(/\/schemas\//), body((json) => ({ ...json, required: ["etwas-anderes"] }))) },
  { what: "a key is ignored when submitting", breaks: "journey.submitted", through: before(({ request, path, method }) => (method === "POST" && path.endsWith("/applications") ? with_(request, "idempotency-key", crypto.randomUUID()) : request)) },
  { what: "a repeated answer is not marked", breaks: "journey.submitted", through: after(at(/\/applications$/, "POST"), header("idempotency-replayed", undefined)) },
  { what: "an answer was changed", breaks: "journey.data", through: after(at(/\/applications\/[^/]+$/, "GET"), async (answer) => new Response((await answer.text()).replace(/"vorname":"[^"]+"/, '"vorname":"Anders"'), { status: answer.status, headers: answer.headers })) },
  { what: "a page repeats an application", breaks: "journey.listed", through: after((one) => at(/\/applications$/, "GET")(one) && one.query.get("limit") === "1", (answer, { query }) => { if (query.has("cursor") && lastCursor++ % 2 === 0) return answer; return body((json) => ({ ...json, items: [...items(json), ...items(json)] }))(answer); }) },
  { what: "a page skips an application", breaks: "journey.listed", through: after((one) => at(/\/applications$/, "GET")(one) && one.query.get("limit") === "1" && !one.query.has("cursor"), body((json) => ({ ...json, items: [] }))) },
  { what: "acknowledged applications come again", breaks: "journey.acknowledged", through: before(({ request, query }) => (query.get("acknowledged") === "false" ? new Request(request.url.replace("acknowledged=false", "").replace("?&", "?"), request) : request)) },
  { what: "a message disappears", breaks: "journey.answered", through: after(at(/\/messages$/, "GET"), body(() => ({ items: [] }))) },
  { what: "an event comes twice", breaks: "journey.events", through: after(at(/\/events$/), body((json) => ({ ...json, items: items(json).flatMap((one) => [one, one]) }))) },
  { what: "events hold contents", breaks: "journey.events", through: after(at(/\/events$/), body((json) => ({ ...json, items: items(json).map((one) => ({ ...one, data: { text: "Diese Nachricht ist ein Versuch." } })) }))) },
  { what: "the portal says that everything may go electronically", breaks: "journey.decided", through: after(at(/\/decision-way$/), body(() => ({ electronic: "ja", reasons: [] }))) },
  { what: "a field is missing in an answer", breaks: "reading.schemas", through: after((one) => signedIn(one) && one.path.endsWith("/services"), body((json) => ({ items: items(json).map(({ version: _version, ...rest }) => rest) }))) },
  { what: "a time is written in words", breaks: "reading.schemas", through: after((one) => signedIn(one) && one.path.endsWith("/extension"), body((json) => ({ ...json, registeredAt: "gestern" }))) },
  { what: "an answer sets a cookie", breaks: "reading.headers", through: after(signedIn, header("set-cookie", "a=b")) },
  { what: "answers may be kept by anybody", breaks: "reading.headers", through: after(signedIn, header("cache-control", "public, max-age=600")) },
  { what: "no ETag", breaks: "reading.etags", through: after(signedIn, header("etag", undefined)) },
  { what: "every tag is taken for the right one", breaks: "reading.etags", through: before(async ({ request }) => (request.headers.get("if-none-match")?.includes("something-else") === true ? with_(request, "if-none-match", "*") : request)) },
  { what: "a wrong filter is ignored", breaks: "reading.filters", through: before(({ request, query }) => (query.has("unbekannt") ? new Request(request.url.replace("unbekannt=1", ""), request) : request)) },
  { what: "everybody gets in", breaks: "access.token", through: (right, { token }) => async (input, init) => { const request = new Request(input, init); return right(new URL(request.url).pathname.startsWith("/api/v1/") && !request.headers.has("authorization") ? with_(request, "authorization", `Bearer ${await token()}`) : request); } },
  { what: "a wrong token is answered with 403", breaks: "access.token", through: after((one) => one.request.headers.get("authorization")?.includes("kpt_AAAA") === true, status(403)) },
  { what: "one operation forgets its right", breaks: "access.scope", through: (right, { token }) => async (input, init) => { const request = new Request(input, init); return right(new URL(request.url).pathname.endsWith("/payments") ? with_(request, "authorization", `Bearer ${await token()}`) : request); } },
  { what: "problems are plain JSON", breaks: "access.absent", through: after((one) => isApi(one), (answer) => (answer.status >= 400 ? header("content-type", "application/json")(answer) : answer)) },
  { what: "the page of a problem is not there", breaks: "access.absent", through: after(at(/\/entwicklung\/fehler\//), status(404)) },
  { what: "another municipality sees the application", breaks: "access.stranger", through: (right, { token }) => async (input, init) => { const request = new Request(input, init); return right(/\/applications\/[^/]+\/messages$/.test(new URL(request.url).pathname) && request.method === "GET" ? with_(request, "authorization", `Bearer ${await token()}`) : request); } },
  { what: "a foreign application is refused with other words", breaks: "access.stranger", through: (right) => { const known = new Set<string>(); return async (input, init) => { const request = new Request(input, init); const { pathname } = new URL(request.url); const answer = await right(request); if (answer.ok && /\/applications\/[^/]+$/.test(pathname)) known.add(pathname); return answer.status === 404 && known.has(pathname) ? body((json) => ({ ...json, detail: "It belongs to somebody else." }))(answer) : answer; }; } },
  { what: "a write needs no key", breaks: "writing.key", through: before(({ request, method }) => (method === "POST" && !request.headers.has("idempotency-key") ? with_(request, "idempotency-key", crypto.randomUUID()) : request)) },
  { what: "a message is sent at every repetition", breaks: "writing.once", through: before(({ request, path, method }) => (method === "POST" && path.endsWith("/messages") ? with_(request, "idempotency-key", crypto.randomUUID()) : request)) },
  { what: "unknown fields are ignored", breaks: "writing.refused", through: before(async ({ request, path, method }) => (method === "POST" && path.endsWith("/webhooks") ? rewritten(request, ",\"unbekannt\":1", "") : request)) },
  { what: "a wrong field is not named", breaks: "writing.refused", through: after(at(/\/webhooks$/, "POST"), (answer) => (answer.status === 422 ? body(({ errors: _errors, ...rest }) => rest)(answer) : answer)) },
  { what: "the metadata service of a cloud may be called", breaks: "writing.inside", through: before(async ({ request, path, method }) => (method === "POST" && path.endsWith("/webhooks") ? rewritten(request, "https://169.254.169.254/latest/meta-data", "https://conformance.example.org/") : request)) },
  { what: "an application is taken that nobody declared binding", breaks: "writing.answers", through: before(async ({ request, path, method }) => (method === "POST" && path.endsWith("/applications") ? rewritten(request, "\"confirmed\":false", "\"confirmed\":true") : request)) },
];
