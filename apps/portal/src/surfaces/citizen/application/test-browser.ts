import assert from "node:assert/strict";
import { readPage, type PageElement } from "#ui/gallery/read-page";
import type { TestPortal } from "./test-portal.ts";

export interface Page { readonly status: number; readonly path: string; readonly body: string; readonly all: readonly PageElement[]; readonly headers: Readonly<Record<string, unknown>> }
export interface ChosenFile { readonly field: string; readonly name: string; readonly content: Buffer }

/** A browser without JavaScript: keeps cookies, follows redirects, reads every page strictly. */
export function browser(portal: TestPortal, options: { readonly host?: string; readonly signedIn?: string } = {}) {
  const cookies = new Map<string, string>(options.signedIn === undefined ? [] : [["__Host-sitzung", options.signedIn]]);
  const host = options.host ?? "musterstadt.portal.localhost:8080";

  async function send(method: "GET" | "POST", path: string, body?: { readonly type: string; readonly payload: string | Buffer }): Promise<Page & { readonly location: string | undefined }> {
    const answer = await portal.app.inject({
      method, url: path.split("#", 1)[0] ?? path,
      headers: { host, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; "), ...(body ? { "content-type": body.type, origin: `http://${host}` } : {}) }, ...(body ? { payload: body.payload } : {}),
    });
    for (const cookie of [answer.headers["set-cookie"] ?? []].flat()) {
      const [name = "", value = ""] = (cookie.split(";", 1)[0] ?? "").split("=");
      cookies.set(name, value);
    }
    const { location } = answer.headers;
    const isHtml = String(answer.headers["content-type"] ?? "").startsWith("text/html");
    return { status: answer.statusCode, path, body: answer.body, all: isHtml ? checked(path, answer.body) : [], headers: answer.headers, location: typeof location === "string" ? location : undefined };
  }

  /** Follows redirects on this host. */
  async function follow(page: Page & { readonly location: string | undefined }): Promise<Page> {
    let current = page;
    for (let i = 0; i < 8 && current.location?.startsWith("/") === true; i += 1) current = await send("GET", current.location);
    return current;
  }

  return {
    cookies, send,
    get: async (path: string): Promise<Page> => follow(await send("GET", path)),
    post: async (path: string, fields: Fields): Promise<Page> => follow(await send("POST", path, urlencoded(fields))),
    postOnce: (path: string, fields: Fields) => send("POST", path, urlencoded(fields)),
    /** A form with files, as a browser sends it: fields and files in the order given. */
    upload: async (path: string, fields: Fields, files: readonly ChosenFile[]): Promise<Page> => follow(await send("POST", path, multipart(fields, files))),
  };
}

export type Browser = ReturnType<typeof browser>;
export type Fields = readonly (readonly [string, string])[];

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
  for (const link of links) {
    assert.ok(ids.includes(link.attributes.get("href")?.slice(1) ?? ""), `${path}: the error »${link.text}« leads to its field`);
    assert.ok(all.some((element) => element.attributes.get("class") === "kern-error" && element.text.endsWith(link.text)), `${path}: »${link.text}« stands at the field`);
  }
  const errors = all.filter(({ tag, path: at }) => tag === "li" && at.includes("portal-error-list"));
  assert.equal(errors.length > 0, /^(?:Fehler|Error): /.test(all.find(({ tag }) => tag === "title")?.text ?? ""), `${path}: the title says whether there are errors`);
  assert.ok(!/\{[a-z]+\}/.test(body.replace(/<script[\s\S]*?<\/script>/g, "").replace(/data-[a-z-]+="[^"]*"/g, "")), `${path}: no placeholder is left`);
  return all;
}

/** Text of the page's heading. */
export const headingOf = (page: Page): string => page.all.find(({ tag }) => tag === "h1")?.text ?? "";
export const textOf = (page: Page): string => (page.all.find(({ tag }) => tag === "main")?.text ?? "").replace(/\s+/g, " ");
export const errorsOf = (page: Page): readonly string[] => page.all.filter(({ tag, path }) => tag === "li" && path.includes("portal-error-list")).map(({ text }) => text);

/** The hidden fields of the form in main that holds the named field or leads to the named action. */
export function hiddenOf(page: Page): Fields {
  return page.all.filter(({ tag, attributes, path }) => tag === "input" && attributes.get("type") === "hidden" && path.includes("portal-main"))
    .map(({ attributes }): readonly [string, string] => [attributes.get("name") ?? "", attributes.get("value") ?? ""]);
}

export const csrfOf = (page: Page): readonly [string, string] => ["_csrf", page.all.find(({ tag, attributes, path }) => tag === "input" && attributes.get("name") === "_csrf" && path.includes("portal-main"))?.attributes.get("value") ?? ""];

/** What stands in an input now. */
export function valueIn(page: Page, name: string): string | undefined {
  const element = page.all.find(({ attributes, tag }) => ["input", "textarea", "select"].includes(tag) && attributes.get("name") === name);
  return element?.tag === "textarea" ? element.text : element?.attributes.get("value");
}

/** Presses the button of the other language, as a browser does it: with the fields of the form that the button belongs to. */
export async function switchLanguage(citizen: Browser, page: Page, typed: Fields): Promise<Page> {
  const button = page.all.find(({ tag, attributes }) => tag === "button" && attributes.get("name") === "sprache")?.attributes ?? assert.fail(`${page.path} has no button for the language`);
  const from = page.all.findIndex(({ tag, attributes }) => tag === "form" && attributes.get("id") === button.get("form"));
  assert.notEqual(from, -1, "its form is on the page");
  const rest = page.all.slice(from + 1);
  const until = rest.findIndex(({ tag }) => tag === "form");
  const hidden = rest.slice(0, until === -1 ? undefined : until).filter(({ tag, attributes }) => tag === "input" && attributes.get("type") === "hidden");
  const english = await citizen.postOnce(button.get("formaction") ?? "", [["sprache", "1"], ...hidden.map(({ attributes }): readonly [string, string] => [attributes.get("name") ?? "", attributes.get("value") ?? ""]), ...typed]);
  assert.deepEqual([english.status, errorsOf(english)], [200, []], "nothing is checked");
  assert.ok(english.path.startsWith("/en/") && !english.path.includes("?") && english.body.includes('<html lang="en"'), english.path);
  return english;
}
