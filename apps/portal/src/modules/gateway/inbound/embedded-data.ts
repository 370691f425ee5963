import { inflateSync } from "node:zlib";

/** What of one PDF is looked at: more files than these, or larger ones, no form carries along. */
const mostFiles = 5;
const largest = 5_000_000;
const mostLookedAt = 1_000;

/**
 * Files that lie inside a PDF (ISO 32000-1, 7.11.4: streams of the type `EmbeddedFile`, as PDF/A-3 carries data along), unpacked. A stream always stands by itself in the
 * file, so no cross-reference table is needed. What is encrypted or packed otherwise than with Flate is not seen.
 */
export function embeddedFiles(pdf: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let from = 0;
  for (let looked = 0; looked < mostLookedAt && found.length < mostFiles; looked += 1) {
    const at = pdf.indexOf("/EmbeddedFile", from);
    if (at === -1) break;
    from = at + "/EmbeddedFile".length;
    // `/EmbeddedFiles` is the list of their names.
    if (/[A-Za-z]/.test(pdf.toString("latin1", from, from + 1))) continue;
    const content = streamAround(pdf, at);
    if (content) found.push(content);
  }
  return found;
}

function streamAround(pdf: Buffer, at: number): Buffer | undefined {
  const begin = pdf.lastIndexOf("obj", at);
  const [stream, end] = [pdf.indexOf("stream", at), pdf.indexOf("endobj", at)];
  if (begin === -1 || stream === -1 || (end !== -1 && end < stream)) return undefined;
  const dictionary = pdf.toString("latin1", begin, stream);
  const start = stream + "stream".length + (pdf[stream + 6] === 0x0d && pdf[stream + 7] === 0x0a ? 2 : 1);
  const length = /\/Length\s+(\d+)(?!\s+\d+\s+R)\b/.exec(dictionary)?.[1];
  const stop = length === undefined ? pdf.indexOf("endstream", start) : start + Number(length);
  if (stop < start || stop - start > largest || stop > pdf.length) return undefined;
  const bytes = pdf.subarray(start, stop);
  if (!dictionary.includes("/Filter")) return Buffer.from(bytes);
  if (!/\/Filter\s*\[?\s*\/FlateDecode\s*\]?/.test(dictionary) || dictionary.includes("/DecodeParms")) return undefined;
  try { return inflateSync(bytes, { maxOutputLength: largest }); } catch { return undefined; }
}
