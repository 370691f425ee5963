import type { ReadLimits } from "./limits.ts";
import type { Problems } from "./problem.ts";

/**
 * Turns an XML file into text that may be parsed: at most `maxBytes`, UTF-8 only, and without any DOCTYPE,
 * so that no entity bomb and no external entity ever reaches a parser. Returns undefined after reporting why not.
 */
export function decodeXml(xml: string | Uint8Array, limits: ReadLimits, problems: Problems): string | undefined {
  const size = typeof xml === "string" ? xml.length : xml.byteLength;
  if (size > limits.maxBytes) {
    problems.error("too-large", 0, "", `Die Datei ist größer als ${Math.floor(limits.maxBytes / 1024)} KB.`);
    return undefined;
  }
  const text = typeof xml === "string" ? xml : utf8(xml);
  if (text === undefined || declaresOtherEncoding(text)) {
    problems.error("not-utf8", 1, "", "Die Datei ist nicht als UTF-8 gespeichert.");
    return undefined;
  }
  const doctype = /<!DOCTYPE/i.exec(text);
  if (doctype !== null) {
    problems.error("doctype", text.slice(0, doctype.index).split("\n").length, "", "Die Datei enthält eine DOCTYPE-Angabe. Aus Sicherheitsgründen wird sie nicht gelesen.");
    return undefined;
  }
  return text;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function declaresOtherEncoding(text: string): boolean {
  const declared = /^\uFEFF?<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(text)?.[1];
  return declared !== undefined && !/^(utf-?8|us-ascii)$/i.test(declared);
}
