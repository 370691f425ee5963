import type { XtaLimits } from "../limits.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import type { ByteSource } from "./byte-source.ts";
import type { ContentType } from "./content-type.ts";
import { readPartHeaders, type PartHeaders } from "./part-headers.ts";

const HEADER_LIMIT = 16 * 1024;
const PREAMBLE_LIMIT = 4 * 1024;
const BLANK_LINE = Buffer.from("\r\n\r\n");

export interface Part extends PartHeaders {
  /** Has to be read to its end before the next part is asked for. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/**
 * The parts of `multipart/related` in their order (RFC 2046, 5.1; RFC 2387), each as a stream. The first has to be the root,
 * as every MTOM stack writes it: only so can the rest be streamed.
 */
export async function* readMultipart(source: ByteSource, contentType: ContentType, limits: XtaLimits): AsyncGenerator<Part, void> {
  const boundary = contentType.parameters.get("boundary") ?? "";
  if (!/^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/.test(boundary)) throw new XtaFormatError("mime", "", "the boundary is missing or not allowed");
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  source.buffer = Buffer.concat([Buffer.from("\r\n"), source.buffer]);
  await source.allUntil(delimiter, PREAMBLE_LIMIT, "preamble");
  for (let count = 0; !await isLast(source); count += 1) {
    if (count >= limits.maxParts) throw new XtaFormatError("too-large", "", `more than ${limits.maxParts} parts`);
    const headers = readPartHeaders(await headersOf(source));
    let ended = false;
    const bytes = (async function* () {
      yield* source.until(delimiter);
      ended = true;
    })();
    yield { ...headers, bytes };
    if (!ended) for await (const _ of bytes) continue;
    if (!ended) throw new XtaFormatError("mime", "", "a part was left before its end");
  }
  for await (const _ of source.rest()) continue;
}

/** After a delimiter: `--` at the end of all, a line break before the next part. */
async function isLast(source: ByteSource): Promise<boolean> {
  const truncated = (): XtaFormatError => new XtaFormatError("mime", "", "the message ends in the middle");
  while (source.buffer.length < 2) if (!await source.more()) throw truncated();
  if (source.buffer.subarray(0, 2).equals(Buffer.from("--"))) return true;
  while (!source.buffer.includes("\r\n")) if (source.buffer.length > 200 || !await source.more()) throw truncated();
  const line = source.buffer.indexOf("\r\n");
  if (!/^[ \t]*$/.test(source.buffer.toString("latin1", 0, line))) throw new XtaFormatError("mime", "", "a boundary is broken");
  // The line break stays: a part without headers begins with an empty line at once.
  source.buffer = source.buffer.subarray(line);
  return false;
}

async function headersOf(source: ByteSource): Promise<Buffer> {
  return source.allUntil(BLANK_LINE, HEADER_LIMIT, "part header");
}
