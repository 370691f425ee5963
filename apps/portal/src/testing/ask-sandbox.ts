import { localRequest } from "../../../sandbox/src/testing/local-request.ts";

/** What a site of the sandbox answers: its control, its effects, its pages. With a body it is asked by POST, unless a method is given; an object goes as JSON. */
export function askSandbox(port: number, site: string, path: string, body?: object | string, { method, type = "application/json" }: { readonly method?: string | undefined; readonly type?: string } = {}): Promise<Response> {
  const text = typeof body === "object" ? JSON.stringify(body) : body;
  return localRequest(`http://${site}.sandbox.localhost:${port}${path}`, {
    method: method ?? (text === undefined ? "GET" : "POST"), ...(text === undefined ? {} : { body: text, headers: { "content-type": type } }),
  });
}
