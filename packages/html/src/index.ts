export { attr, type Attr, type AttrValue } from "./attr.ts";
export { escapeHtml } from "./escape.ts";
export { html, Html, raw, type Content } from "./html.ts";
export { jsonScript } from "./json-script.ts";
export { renderDocument } from "./render-document.ts";
