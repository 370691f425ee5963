import http from "node:http";
import { parsePage, type FormOnPage, type ParsedPage } from "./page.ts";

export interface Reply {
  readonly status: number;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** Parsed on demand. */
  readonly page: ParsedPage;
}

/**
 * A browser without JavaScript, without pictures, and without mercy: keeps host-only cookies, follows redirects across our hosts,
 * fills in forms as they stand on the page. `*.localhost` is the loopback.
 */
export function openBrowser(options: { readonly agent?: http.Agent; /** Address behind a trusted proxy: many people are not one network. */ readonly address?: string } = {}) {
  const cookies = new Map<string, Map<string, string>>();
  const agent = options.agent ?? new http.Agent({ keepAlive: true });

  function once(url: URL, init: { readonly method: string; readonly body?: string | Buffer; readonly type?: string; readonly from?: string; readonly headers?: Readonly<Record<string, string>> }): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: Buffer }> {
    const jar = cookies.get(url.host);
    const sameOrigin = init.from !== undefined && new URL(init.from).host === url.host;
    const crossSite = init.from !== undefined && new URL(init.from).hostname.split(".").slice(-2).join(".") !== url.hostname.split(".").slice(-2).join(".");
    const headers: Record<string, string> = { host: url.host, accept: "text/html", "user-agent": "Mozilla/5.0 (test)", "sec-fetch-mode": "navigate", "sec-fetch-site": init.from === undefined ? "none" : sameOrigin ? "same-origin" : crossSite ? "cross-site" : "same-site", ...(options.address ? { "x-forwarded-for": options.address } : {}), ...init.headers };
    // A cross-site POST brings no Lax cookies.
    if (jar && jar.size > 0 && !(crossSite && init.method === "POST")) headers["cookie"] = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    if (init.method === "POST") headers["origin"] = init.from === undefined ? url.origin : new URL(init.from).origin;
    if (init.type !== undefined) headers["content-type"] = init.type;
    if (init.body !== undefined) headers["content-length"] = String(Buffer.byteLength(init.body));
    return new Promise((resolve, reject) => {
      const request = http.request({ host: "127.0.0.1", port: url.port, path: url.pathname + url.search, method: init.method, headers, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          for (const line of response.headers["set-cookie"] ?? []) keep(url.host, line);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
        });
        response.on("error", reject);
      });
      request.on("error", reject);
      request.end(init.body);
    });
  }

  function keep(host: string, line: string): void {
    const [pair = "", ...attributes] = line.split(";");
    const [name = "", value = ""] = pair.split("=");
    const jar = cookies.get(host) ?? new Map<string, string>();
    if (attributes.some((a) => /^\s*max-age=0/i.test(a)) || value === "") jar.delete(name.trim());
    else jar.set(name.trim(), value.trim());
    cookies.set(host, jar);
  }

  async function go(start: string, init: Parameters<typeof once>[1] & { readonly follow?: boolean }): Promise<Reply> {
    let url = new URL(start);
    let { method, body, type } = init;
    let from = init.from;
    for (let hop = 0; hop < 20; hop += 1) {
      const answer = await once(url, { method, ...(body === undefined ? {} : { body }), ...(type === undefined ? {} : { type }), ...(from === undefined ? {} : { from }), ...(init.headers ? { headers: init.headers } : {}) });
      const location = answer.headers.location;
      if (init.follow === false || location === undefined || answer.status < 300 || answer.status > 399) {
        const text = answer.body.toString("utf8");
        let page: ParsedPage | undefined;
        return { ...answer, url: url.href, text, get page() { return page ??= parsePage(text); } };
      }
      url = new URL(location, url);
      if (answer.status === 303 || method === "POST") { method = "GET"; body = undefined; type = undefined; }
      from ??= url.href;
    }
    throw new Error(`too many redirects from ${start}`);
  }

  return {
    cookies,
    get: (url: string, headers?: Readonly<Record<string, string>>) => go(url, { method: "GET", ...(headers ? { headers } : {}) }),
    /** Sends a form of a page as it stands, with some values changed; `button` is the text of the button pressed. */
    async submit(page: Reply, form: FormOnPage, values: Readonly<Record<string, string | readonly string[]>> = {}, button?: string | RegExp, options: { readonly follow?: boolean; readonly files?: readonly { readonly field: string; readonly name: string; readonly type: string; readonly bytes: Buffer }[] } = {}): Promise<Reply> {
      const pressed = button === undefined ? form.buttons[0] : form.buttons.find(({ text }) => (typeof button === "string" ? text.startsWith(button) : button.test(text)));
      if (button !== undefined && !pressed) throw new Error(`no button ${String(button)}; there are ${form.buttons.map(({ text }) => text).join(" | ")}`);
      const pairs = [...form.fields.filter(([name]) => !(name in values)), ...Object.entries(values).flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const)),
        ...(pressed && pressed.name !== "" ? [[pressed.name, pressed.value] as const] : [])];
      const target = new URL(pressed?.formaction ?? form.action, page.url);
      if (form.method === "get") { target.search = new URLSearchParams(pairs.map(([n, v]): [string, string] => [n, v])).toString(); return go(target.href, { method: "GET", from: page.url }); }
      const common = { method: "POST", from: page.url, ...(options.follow === undefined ? {} : { follow: options.follow }) };
      if (!form.multipart) return go(target.href, { ...common, type: "application/x-www-form-urlencoded", body: new URLSearchParams(pairs.map(([n, v]): [string, string] => [n, v])).toString() });
      const boundary = "----kommunalportal-test-boundary";
      const parts: Buffer[] = pairs.map(([name, value]) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
      for (const file of options.files ?? []) parts.push(Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${file.field}"; filename="${file.name}"\r\nContent-Type: ${file.type}\r\n\r\n`), file.bytes, Buffer.from("\r\n"));
      parts.push(Buffer.from(`--${boundary}--\r\n`));
      return go(target.href, { ...common, type: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) });
    },
    /** From a page of the portal that offers »Weiter zur BundID« through the simulated BundID and back to where it began. */
    async signIn(page: Reply, who: { readonly person?: string; readonly way?: string } = {}): Promise<Reply> {
      let at = await this.submit(page, page.page.form("Weiter zur BundID"), {}, "Weiter zur BundID");
      if (/\/anmeldung\/bundid\/start/.test(at.url)) at = await this.submit(at, at.page.form("Weiter zur BundID"));
      if (!/bundid\./.test(at.url)) return at;
      at = await this.submit(at, at.page.form("Weiter"), { ...(who.person ? { person: who.person } : {}), ...(who.way ? { weg: who.way } : {}) }, "Weiter");
      at = await this.submit(at, at.page.form("Daten übermitteln"), {}, "Daten übermitteln");
      return this.submit(at, at.page.form("Weiter zum Portal"));
    },
    close(): void { agent.destroy(); },
  };
}

export type Browser = ReturnType<typeof openBrowser>;
