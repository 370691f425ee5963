import { html, type Content, type Html } from "@kommunalportal/html";
import { formatFileSize, formatMediaTypes } from "./format.ts";
import { icon } from "./icon.ts";
import type { Lang } from "./text.ts";

export interface FileItem {
  readonly name: string;
  readonly href?: string;
  readonly size?: number;
  readonly type?: string;
  /** Such as »nicht auf Schadsoftware geprüft«. */
  readonly remark?: string;
  readonly action?: Content;
}

/** Files to open or save, with type and size before the click (WCAG technique G197). */
export function fileList(lang: Lang, files: readonly FileItem[]): Html {
  return html`<ul class="portal-files">${files.map((file) => {
    const facts = [file.type === undefined ? "" : formatMediaTypes([file.type], lang), file.size === undefined ? "" : formatFileSize(file.size, lang), file.remark ?? ""].filter((fact) => fact !== "").join(", ");
    return html`<li class="portal-files__item">${icon("draft")}<span class="portal-files__name">${file.href === undefined ? file.name : html`<a class="kern-link" href="${file.href}">${file.name}</a>`}${facts !== "" && html` <span class="portal-muted">(${facts})</span>`}</span>${file.action}</li>`;
  })}</ul>`;
}
