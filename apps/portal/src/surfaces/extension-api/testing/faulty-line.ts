export type Json = Readonly<Record<string, unknown>>;

export interface PlantedFault {
  readonly what: string;
  /** Id of the check that has to find it. */
  readonly breaks: string;
  /** A faulty portal: the right one, seen through this. */
  through(right: typeof fetch, given: { readonly token: () => Promise<string> }): typeof fetch;
}

export interface Seen { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly request: Request }

export const seen = (request: Request): Seen => { const url = new URL(request.url); return { method: request.method, path: url.pathname, query: url.searchParams, request }; };

/** Changes the request before it arrives. */
export function before(change: (one: Seen) => Promise<Request> | Request): PlantedFault["through"] {
  return (right) => async (input, init) => { const request = new Request(input, init); return right(await change(seen(request))); };
}
/** Changes the answer on its way back. */
export function after(matches: (one: Seen) => boolean, change: (answer: Response, one: Seen) => Promise<Response> | Response): PlantedFault["through"] {
  return (right) => async (input, init) => {
    const request = new Request(input, init);
    const one = seen(request.clone() as Request);
    const answer = await right(request);
    return matches(one) ? change(answer, one) : answer;
  };
}
export function body(change: (json: Json) => unknown): (answer: Response) => Promise<Response> {
  return async (answer) => new Response([204, 304].includes(answer.status) ? null : JSON.stringify(change(await answer.json() as Json)), { status: answer.status, headers: answer.headers });
}
export const header = (name: string, value: string | undefined) => (answer: Response): Response => {
  const headers = new Headers(answer.headers);
  if (value === undefined) headers.delete(name); else headers.set(name, value);
  return new Response(answer.body, { status: answer.status, headers });
};
export const status = (given: number) => async (answer: Response): Promise<Response> => new Response(await answer.text(), { status: given, headers: answer.headers });
export const at = (pattern: RegExp, method?: string) => (one: Seen): boolean => pattern.test(one.path) && (method === undefined || one.method === method);
export const with_ = (request: Request, name: string, value: string | undefined): Request => { const headers = new Headers(request.headers); if (value === undefined) headers.delete(name); else headers.set(name, value); return new Request(request, { headers }); };
/** A POST with other words in it. */
export const rewritten = async (request: Request, from: string | RegExp, to: string): Promise<Request> => new Request(request.url, { method: "POST", headers: request.headers, body: (await request.clone().text()).replace(from, to) });
export const items = (json: Json): readonly Json[] => json["items"] as readonly Json[];
export const isApi = (one: Seen): boolean => one.path.startsWith("/api/v1/") && !one.path.endsWith("openapi.json");
export const signedIn = (one: Seen): boolean => isApi(one) && one.request.headers.has("authorization");
