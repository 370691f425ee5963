import { attr } from "./attr.ts";
import { Html } from "./html.ts";

const dangerous = /[<>&\u2028\u2029]/g;

/**
 * A data block, for example JSON-LD: `<script type="application/ld+json">…`. Browsers do not run it, so it needs no exception
 * from a strict content security policy. Every `<`, `>` and `&` is written as an escape, so nothing inside can end the element.
 */
export function jsonScript(data: unknown, options: { readonly type?: "application/json" | "application/ld+json"; readonly id?: string } = {}): Html {
  const json = JSON.stringify(data);
  if (typeof json !== "string") throw new TypeError(`JSON cannot hold a value of type ${typeof data}`);
  const body = json.replace(dangerous, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const id = attr("id", options.id).toString();
  return new Html(`<script type="${options.type ?? "application/json"}"${id === "" ? "" : ` ${id}`}>${body}</script>`);
}
