/** What a person's browser got in the end, after the redirects at the extension itself. */
export interface Seen {
  readonly status: number;
  /** Path and query where it ended. */
  readonly path: string;
  /** Where the extension has sent it elsewhere. */
  readonly left: string | undefined;
  readonly text: string;
  readonly headers: Headers;
  /** Every `Set-Cookie` and every address on the way. */
  readonly cookies: readonly string[];
  readonly addresses: readonly string[];
}

export interface PageForm { readonly method: string; readonly action: string; readonly fields: readonly { readonly name: string; readonly type: string; readonly value: string; readonly set: boolean }[] }
export type Entries = Readonly<Record<string, string | readonly string[]>>;

/** A browser without scripts: cookies of one host, redirects, links, forms. */
export interface Visitor {
  get(path: string): Promise<Seen>;
  submit(form: PageForm, entries: Entries, options?: { readonly hidden?: boolean; readonly from?: "same-origin" | "cross-site" }): Promise<Seen>;
  /** The cookies that it would send now. */
  cookie(): string;
  /** Another one with the same cookies. */
  twin(): Visitor;
}

const mostRedirects = 10;

/** @param own other names of the extension's origin, as its manifest gives them */
export function visitor(origin: string, own: readonly string[] = [], cookies: ReadonlyMap<string, string> = new Map()): Visitor {
  const jar = new Map(cookies);
  const cookie = (): string => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

  async function request(address: string, init: RequestInit): Promise<Seen> {
    const [set, addresses] = [[] as string[], [] as string[]];
    let [url, next] = [new URL(address, origin), init];
    for (let hop = 0; hop < mostRedirects; hop += 1) {
      const answer = await fetch(url, { ...next, redirect: "manual", signal: AbortSignal.timeout(10_000), headers: { ...next.headers as Record<string, string>, ...(jar.size === 0 ? {} : { cookie: cookie() }) } });
      for (const line of answer.headers.getSetCookie()) { set.push(line); remember(jar, line); }
      const location = answer.headers.get("location");
      const seen = { status: answer.status, path: url.pathname + url.search, headers: answer.headers, cookies: set, addresses };
      if (answer.status < 300 || answer.status >= 400 || location === null) return { ...seen, left: undefined, text: await answer.text() };
      await answer.arrayBuffer();
      const to = new URL(location, url);
      addresses.push(to.href);
      if (to.origin !== origin && !own.includes(to.origin)) return { ...seen, left: to.href, text: "" };
      [url, next] = [new URL(to.pathname + to.search, origin), { method: "GET" }];
    }
    throw new Error(`${address}: more than ${mostRedirects} redirects`);
  }

  return {
    get: (path) => request(path, { method: "GET" }),
    submit(form, entries, { hidden = true, from = "same-origin" } = {}) {
      const values = new URLSearchParams();
      for (const { name, type, value, set } of form.fields) if (set && entries[name] === undefined && (hidden || type !== "hidden")) values.append(name, value);
      for (const [name, value] of Object.entries(entries)) for (const one of [value].flat()) values.append(name, one);
      const shown = { origin: from === "same-origin" ? origin : "https://anderswo.example", "sec-fetch-site": from };
      if (form.method !== "post") return request(`${form.action}?${values.toString()}`, { method: "GET" });
      return request(form.action, { method: "POST", body: values.toString(), headers: { "content-type": "application/x-www-form-urlencoded", ...shown } });
    },
    cookie,
    twin: () => visitor(origin, own, jar),
  };
}

/** RFC 6265, 5.2, as far as one host needs it. */
function remember(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const [name, value] = [pair.slice(0, pair.indexOf("=")).trim(), pair.slice(pair.indexOf("=") + 1).trim()];
  if (value === "" || attributes.some((one) => /^\s*max-age=(?:0|-\d+)\s*$/i.test(one))) jar.delete(name);
  else jar.set(name, value);
}

const plain = (text: string): string => text.replace(/&#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code))).replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
function attributesOf(tag: string): ReadonlyMap<string, string> {
  return new Map([...tag.matchAll(/\s([a-z-]+)(?:="([^"]*)")?/gi)].map(([, name = "", value = ""]) => [name.toLowerCase(), plain(value)]));
}

/** Paths of links that stay at the extension. */
export function linksOf(origin: string, seen: Seen): readonly string[] {
  return [...seen.text.matchAll(/<a(\s[^>]*)>/gi)].flatMap(([, tag = ""]) => {
    const url = URL.parse(attributesOf(tag).get("href") ?? "", `${origin}${seen.path}`);
    return url?.origin === origin ? [url.pathname + url.search] : [];
  });
}

export function formsOf(origin: string, seen: Seen): readonly PageForm[] {
  return [...seen.text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, tag = "", inner = ""]) => {
    const own = attributesOf(tag);
    const action = new URL(own.get("action") ?? "", `${origin}${seen.path}`);
    const fields = [...inner.matchAll(/<(input|textarea|select|button)\b([^>]*)>/gi)].flatMap(([, kind = "", attributes = ""]) => {
      const facts = attributesOf(attributes);
      const [name, type] = [facts.get("name"), kind.toLowerCase() === "input" ? facts.get("type") ?? "text" : kind.toLowerCase()];
      return name === undefined ? [] : [{ name, type, value: facts.get("value") ?? "", set: type === "radio" || type === "checkbox" ? facts.has("checked") : type !== "button" && type !== "submit" }];
    });
    return { method: (own.get("method") ?? "get").toLowerCase(), action: action.pathname + action.search, fields };
  });
}
