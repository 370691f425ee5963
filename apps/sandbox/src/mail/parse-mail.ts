export interface ParsedMail {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  /** The first text/plain part, or "" when there is none. */
  readonly text: string;
  /** The first text/html part, as source. */
  readonly html: string;
  /** All header fields, names in lower case, decoded; the last of a name wins. */
  readonly headers: Readonly<Record<string, string>>;
}

const MAX_DEPTH = 10;
const MAX_PARTS = 100;

/** Reads a message (RFC 5322, MIME) as far as a person wants to see it: headers, first text, first HTML. Never throws. */
export function parseMail(message: Buffer): ParsedMail {
  const found: { text?: string; html?: string; parts: number } = { parts: 0 };
  const headers = readPart(message.toString("latin1"), found, 0);
  return {
    subject: headers["subject"] ?? "", from: headers["from"] ?? "", to: headers["to"] ?? "",
    text: found.text ?? "", html: found.html ?? "", headers,
  };
}

function readPart(part: string, found: { text?: string; html?: string; parts: number }, depth: number): Record<string, string> {
  const end = /\r?\n\r?\n/.exec(part);
  const head = end ? part.slice(0, end.index) : part;
  const body = end ? part.slice(end.index + end[0].length) : "";
  const headers = readHeaders(head);
  if (depth > MAX_DEPTH || (found.parts += 1) > MAX_PARTS) return headers;
  const type = headers["content-type"] ?? "text/plain";
  const boundary = /boundary="?([^";]{1,70})"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary !== undefined) {
    const [, ...parts] = `\n${body}`.split(`\n--${boundary}`);
    for (const inner of parts) if (!inner.startsWith("--")) readPart(inner.replace(/^[ \t]*\r?\n/, "").replace(/\r$/, ""), found, depth + 1);
  } else if (!/^attachment/i.test(headers["content-disposition"] ?? "")) {
    const content = (): string => decodeBody(body, headers["content-transfer-encoding"] ?? "", charsetOf(type));
    if (/^text\/html/i.test(type)) found.html ??= content();
    else if (/^text\/plain/i.test(type)) found.text ??= content();
  }
  return headers;
}

function readHeaders(head: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).trim().toLowerCase()] = decodeWords(line.slice(colon + 1).trim());
  }
  return headers;
}

/** Encoded words of RFC 2047; raw bytes are taken as UTF-8. */
function decodeWords(value: string): string {
  const joined = value.replace(/(\?=)\s+(=\?)/g, "$1$2");
  const parts = joined.split(/(=\?[\w-]+\?[bq]\?[^?]*\?=)/i);
  return parts.map((part) => {
    const word = /^=\?([\w-]+)\?([bq])\?([^?]*)\?=$/i.exec(part);
    if (!word) return decode(Buffer.from(part, "latin1"), "utf-8");
    const [, charset = "", encoding = "", text = ""] = word;
    return decode(encoding.toLowerCase() === "b" ? Buffer.from(text, "base64") : quoted(text.replaceAll("_", " ")), charset);
  }).join("");
}

function decodeBody(body: string, encoding: string, charset: string): string {
  switch (encoding.trim().toLowerCase()) {
    case "base64": return decode(Buffer.from(body, "base64"), charset);
    case "quoted-printable": return decode(quoted(body.replace(/=[ \t]*\r?\n/g, "")), charset);
    default: return decode(Buffer.from(body, "latin1"), charset);
  }
}

function quoted(text: string): Buffer {
  return Buffer.from(text.replace(/=([0-9a-f]{2})/gi, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), "latin1");
}

function charsetOf(type: string): string {
  return /charset="?([\w-]+)"?/i.exec(type)?.[1] ?? "utf-8";
}

function decode(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
