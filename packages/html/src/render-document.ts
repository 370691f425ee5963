import type { Html } from "./html.ts";

/** The whole document as it is sent, with the doctype that keeps browsers out of quirks mode. */
export function renderDocument(document: Html): string {
  return `<!DOCTYPE html>\n${document.toString()}\n`;
}
