import { encodeText } from "./entities.ts";
import { tokensOf } from "./tokens.ts";

/** What PVOG allows in HTML fields: p br h1–h6 b strong i em sup sub ul ol li a[href]. */
const ALLOWED = /^(p|br|h[1-6]|b|strong|i|em|sup|sub|ul|ol|li|a)$/;

/** Only these may be followed from a public page. */
export function safeHref(href: string | undefined): string | undefined {
  return href !== undefined && /^(?:https?:\/\/[^\s<>"]+|mailto:[^\s<>"]+|tel:[+0-9() /-]+)$/i.test(href) ? href : undefined;
}

/**
 * HTML of a foreign source with nothing but the allowed tags, each closed, and `href` of http, https, mailto and tel only. Other tags vanish, their
 * text stays; scripts, styles and the like vanish with their content.
 */
export function cleanHtml(html: string): string {
  const open: string[] = [];
  const out: string[] = [];
  const close = (name: string): void => {
    if (!open.includes(name)) return;
    for (let last = open.pop(); last !== undefined; last = open.pop()) {
      out.push(`</${last}>`);
      if (last === name) return;
    }
  };
  for (const token of tokensOf(html)) {
    if (token.kind === "text") out.push(encodeText(token.text));
    else if (!ALLOWED.test(token.name)) continue;
    else if (token.name === "br") { if (token.kind === "open") out.push("<br>"); }
    else if (token.kind === "close") close(token.name);
    else if (open.length < 50) {
      const href = safeHref(token.href);
      if (token.name === "a" && href === undefined) continue;
      // These never stand inside themselves; a forgotten end tag is added.
      if (/^(p|h[1-6]|a)$/.test(token.name)) close(token.name);
      out.push(token.name === "a" ? `<a href="${encodeText(href ?? "").replaceAll('"', "&quot;")}">` : `<${token.name}>`);
      open.push(token.name);
    }
  }
  for (const name of open.toReversed()) out.push(`</${name}>`);
  return out.join("").trim();
}
