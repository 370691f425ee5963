import assert from "node:assert/strict";
import { readPage, type PageElement } from "#ui/gallery/read-page";
import type { TestPortal } from "./test-portal.ts";

export interface Page { readonly status: number; readonly path: string; readonly body: string; readonly raw: Buffer; readonly all: readonly PageElement[]; readonly headers: Readonly<Record<string, unknown>>; readonly location: string | undefined }
export type Fields = readonly (readonly [string, string])[];
export interface ChosenFile { readonly field: string; readonly name: string; readonly content: Buffer }

/** A browser without JavaScript: keeps cookies, follows redirects, reads every page strictly. */
export function browser(portal: TestPortal, cookie: string | undefined, host = "musterstadt.portal.localhost:8080") {
  const cookies = new Map<string, string>(cookie === undefined ? [] : [["__Host-sitzung", cookie]]);

  async function send(method: "GET" | "POST", path: string, body?: { readonly type: string; readonly payload: string | Buffer }): Promise<Page> {
    const answer = await portal.app.inject({
      method, url: path.split("#", 1)[0] ?? path,
      headers: { host, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "), ...(body ? { "content-type": body.type, origin: `http://${host}` } : {}) }, ...(body ? { payload: body.payload } : {}),
    });
    for (const set of [answer.headers["set-cookie"] ?? []].flat()) {
      const [name = "", value = ""] = (set.split(";", 1)[0] ?? "").split("=");
      cookies.set(name, value);
    }
    const { location } = answer.headers;
    const isHtml = String(answer.headers["content-type"] ?? "").startsWith("text/html");
    return { status: answer.statusCode, path, body: answer.body, raw: answer.rawPayload, all: isHtml ? checked(path, answer.body) : [], headers: answer.headers, location: typeof location === "string" ? location : undefined };
  }

  async function follow(page: Page): Promise<Page> {
    let current = page;
    for (let i = 0; i < 8 && current.location?.startsWith("/") === true; i += 1) current = await send("GET", current.location);
    return current;
  }

  return {
    cookies, send,
    get: async (path: string): Promise<Page> => follow(await send("GET", path)),
    /** Sends the form of a page that leads to `action`, with what is typed in; the hidden fields come from the page. */
    submit: async (page: Page, action: string, typed: Fields = [], files?: readonly ChosenFile[]): Promise<Page> => {
      const fields = [...hiddenOf(page, action), ...typed];
      return follow(await send("POST", action, files === undefined ? urlencoded(fields) : multipart(fields, files)));
    },
    post: (path: string, fields: Fields) => send("POST", path, urlencoded(fields)),
  };
}

export type Browser = ReturnType<typeof browser>;

function urlencoded(fields: Fields): { readonly type: string; readonly payload: string } {
  return { type: "application/x-www-form-urlencoded", payload: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString() };
}

function multipart(fields: Fields, files: readonly ChosenFile[]): { readonly type: string; readonly payload: Buffer } {
  const boundary = "----test-boundary";
  const parts = [
    ...fields.map(([name, value]) => Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)),
    ...files.map(({ field, name, content }) => Buffer.concat([Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${field}"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`), content, Buffer.from("\r\n")])),
    Buffer.from(`--${boundary}--\r\n`),
  ];
  return { type: `multipart/form-data; boundary=${boundary}`, payload: Buffer.concat(parts) };
}

/** What every page of ours has to keep: strict HTML, ids once, references that lead somewhere, names for inputs, one h1, linked errors. */
function checked(path: string, body: string): readonly PageElement[] {
  const { parseErrors, all } = readPage(body);
  assert.deepEqual(parseErrors, [], `${path} parses`);
  const ids = all.flatMap((element) => element.attributes.get("id") ?? []);
  assert.deepEqual(ids.filter((id, index) => ids.indexOf(id) !== index), [], `${path}: ids are used once`);
  const references = all.flatMap((element) => ["aria-describedby", "aria-labelledby", "for"].flatMap((name) => (element.attributes.get(name) ?? "").split(" ").filter((id) => id !== "")));
  assert.deepEqual(references.filter((id) => !ids.includes(id)), [], `${path}: references lead to ids that are there`);
  const labelled = new Set(all.filter(({ tag }) => tag === "label").map((label) => label.attributes.get("for")));
  const controls = all.filter(({ tag, attributes }) => ["input", "select", "textarea"].includes(tag) && attributes.get("type") !== "hidden");
  assert.deepEqual(controls.filter(({ attributes }) => !labelled.has(attributes.get("id")) && !attributes.has("aria-label")).map(({ attributes }) => attributes.get("name")), [], `${path}: every input has a label`);
  const levels = all.filter(({ tag }) => /^h[1-6]$/.test(tag)).map(({ tag }) => Number(tag.slice(1)));
  assert.equal(levels.filter((level) => level === 1).length, 1, `${path}: one h1`);
  levels.forEach((level, index) => assert.ok(index === 0 || level <= (levels[index - 1] ?? 0) + 1, `${path}: h${levels[index - 1]} is followed by h${level}`));
  const links = all.filter(({ tag, attributes, path: at }) => tag === "a" && at.includes("portal-error-list") && attributes.has("href"));
  for (const link of links) assert.ok(ids.includes(link.attributes.get("href")?.slice(1) ?? ""), `${path}: the error »${link.text}« leads to its field`);
  const errors = all.some(({ path: at }) => at.includes("portal-error-list"));
  assert.equal(errors, /^(?:Fehler|Error): /.test(all.find(({ tag }) => tag === "title")?.text ?? ""), `${path}: the title says whether there are errors`);
  assert.ok(!/\{[a-z]+\}/i.test(body.replace(/<script[\s\S]*?<\/script>/g, "").replace(/data-[a-z-]+="[^"]*"/g, "")), `${path}: no placeholder is left`);
  // Tokens and digests are random: now and then one spells NaN.
  assert.ok(!/undefined|\[object|NaN|Invalid Date/.test(body.replace(/[\w-]{32,}/g, "")), `${path}: nothing unfinished is shown`);
  return all;
}

export const headingOf = (page: Page): string => page.all.find(({ tag }) => tag === "h1")?.text ?? "";
export const textOf = (page: Page): string => (page.all.find(({ tag }) => tag === "main")?.text ?? "").replace(/\s+/g, " ");
export const errorsOf = (page: Page): readonly string[] => page.all.filter(({ tag, path }) => tag === "li" && path.includes("portal-error-list")).map(({ text }) => text);
export const linksOf = (page: Page): readonly string[] => page.all.filter(({ tag, path }) => tag === "a" && path.includes("portal-main")).map(({ attributes }) => attributes.get("href") ?? "");

/** The hidden fields of the form that leads to an address. */
function hiddenOf(page: Page, action: string): Fields {
  const from = page.all.findIndex(({ tag, attributes }) => tag === "form" && attributes.get("action") === action);
  assert.notEqual(from, -1, `${page.path} has a form for ${action}`);
  const rest = page.all.slice(from + 1);
  const until = rest.findIndex(({ tag }) => tag === "form");
  return rest.slice(0, until === -1 ? undefined : until).filter(({ tag, attributes }) => tag === "input" && attributes.get("type") === "hidden")
    .map(({ attributes }): readonly [string, string] => [attributes.get("name") ?? "", attributes.get("value") ?? ""]);
}
