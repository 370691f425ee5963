import { XtaFormatError } from "../xta-format-error.ts";

export interface ContentType {
  /** Lower case. */
  readonly type: string;
  /** Names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /;[ \t]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:"((?:[^"\\\r\n]|\\[^\r\n])*)"|([!#$%&'*+.^_`|~0-9A-Za-z/:-]+))[ \t]*/y;

/** Reads a Content-Type (RFC 2045, 5.1). @throws XtaFormatError also when a parameter stands twice */
export function readContentType(header: string | undefined, place: string): ContentType {
  const refuse = (): XtaFormatError => new XtaFormatError("content-type", place, "the Content-Type is not understood");
  const head = /^[ \t]*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)[ \t]*/.exec(header ?? "");
  if (header === undefined || header.length > 2000 || !head?.[1]) throw refuse();
  const parameters = new Map<string, string>();
  PARAMETER.lastIndex = head[0].length;
  while (PARAMETER.lastIndex < header.length) {
    const rest = header.slice(PARAMETER.lastIndex);
    if (/^;?[ \t]*$/.test(rest)) break;
    const match = PARAMETER.exec(header);
    const name = match?.[1]?.toLowerCase();
    if (!match || name === undefined || parameters.has(name)) throw refuse();
    parameters.set(name, match[2]?.replace(/\\(.)/g, "$1") ?? match[3] ?? "");
  }
  return { type: head[1].toLowerCase(), parameters };
}
