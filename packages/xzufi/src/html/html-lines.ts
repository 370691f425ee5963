import { safeHref } from "./clean-html.ts";
import { tokensOf } from "./tokens.ts";

const BLOCK = /^(p|br|h[1-6]|ul|ol|li|div|section|article|table|thead|tbody|tr|dl|dt|dd|blockquote|pre|hr|figure|header|footer|main|nav|aside|address)$/;

/**
 * HTML as plain lines: one for each paragraph, heading, entry of a list and line break. The address of a link follows its words in brackets,
 * because it would be lost otherwise. A text without any block element keeps its own line breaks.
 */
export function htmlLines(html: string): readonly string[] {
  const tokens = tokensOf(html);
  const isMarkup = tokens.some((token) => token.kind !== "text" && BLOCK.test(token.name));
  const lines: string[] = [];
  let line = "";
  let href: string | undefined;
  let words = "";
  const end = (): void => {
    const text = line.replace(/[\s\u00a0]+/g, " ").replaceAll("\u00ad", "").trim();
    if (text !== "") lines.push(text);
    line = "";
  };
  const endLink = (): void => {
    if (href !== undefined && !sameAddress(href, words)) line += ` (${href.replace(/^(mailto|tel):/i, "")})`;
    href = undefined;
  };
  for (const token of tokens) {
    if (token.kind === "text") {
      const parts = isMarkup ? [token.text] : token.text.split(/\r?\n/);
      for (const [at, part] of parts.entries()) {
        if (at > 0) end();
        line += part;
        if (href !== undefined) words += part;
      }
    } else if (token.name === "a") {
      endLink();
      if (token.kind === "open") [href, words] = [safeHref(token.href), ""];
    } else if (BLOCK.test(token.name)) {
      endLink();
      end();
    }
  }
  endLink();
  end();
  return lines;
}

function sameAddress(href: string, words: string): boolean {
  const bare = (text: string): string => text.trim().toLowerCase().replace(/^(https?:\/\/|mailto:|tel:)/, "").replace(/\/$/, "");
  return bare(href) === bare(words);
}
