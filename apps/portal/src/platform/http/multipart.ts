import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { formLimits, FormTooLarge, FormUnreadable, type FormFields } from "./form-fields.ts";

export interface UploadedPart {
  readonly field: string;
  readonly fileName: string;
  /** Streams; must be read to its end. */
  readonly stream: Readable;
  /** After the stream has ended: the file was longer than the limit and was cut. */
  truncated(): boolean;
}

export interface Multipart {
  readonly fields: FormFields;
}

/**
 * Reads `multipart/form-data` as it arrives. Files are handed to `onFile` one after the other as streams, each when the one before is done (an empty file field is
 * passed over; after one that fails no more are taken); fields that precede a file are already in `fieldsSoFar`. Nothing is held in memory but the text fields.
 */
export async function readMultipart(
  request: IncomingMessage,
  limits: { readonly maxFileBytes: number; readonly maxFiles: number },
  onFile: (part: UploadedPart, fieldsSoFar: FormFields) => Promise<void>,
): Promise<Multipart> {
  const fields = new Map<string, string[]>();
  /** All files so far. The next waits for it: several small ones arrive at once, and would be taken in any order. */
  let work: Promise<void> = Promise.resolve();
  const parser = parserFor(request, limits);
  let tooLarge: string | undefined;
  let characters = 0;
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error): void => { request.unpipe(parser); request.resume(); reject(error); };
    parser.on("field", (name, value, nameTruncated, valueTruncated) => {
      if (nameTruncated || valueTruncated) tooLarge ??= "a text field is too long";
      characters += value.length;
      if (characters > formLimits.characters) { tooLarge ??= "the text fields are too long together"; return; }
      const known = fields.get(name);
      if (known) known.push(value);
      else fields.set(name, [value]);
    });
    parser.on("file", (field, stream, fileName) => {
      // A form that is cut off ends the file by an error, perhaps before anybody reads it: without a listener it would end the process.
      stream.on("error", (error: Error) => { stream.destroy(error); });
      if (!fileName) { stream.resume(); return; }
      const part: UploadedPart = { field, fileName: cleanName(fileName), stream, truncated: () => Boolean((stream as { truncated?: boolean }).truncated) };
      work = work.then(() => onFile(part, fields)).catch((error: unknown) => { stream.resume(); throw error; });
      work.catch(() => {});
    });
    for (const event of ["partsLimit", "filesLimit", "fieldsLimit"] as const) parser.on(event, () => { tooLarge ??= event; });
    parser.on("error", (error) => { fail(new FormUnreadable("the form cannot be read", { cause: error, fields })); });
    parser.on("finish", resolve);
    request.on("aborted", () => { fail(new FormUnreadable("the upload was interrupted", { fields })); });
    request.pipe(parser);
  });
  await work;
  if (tooLarge) throw new FormTooLarge(tooLarge, fields);
  return { fields };
}

function parserFor(request: IncomingMessage, { maxFileBytes, maxFiles }: { readonly maxFileBytes: number; readonly maxFiles: number }): InstanceType<typeof Busboy> {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { fileSize: maxFileBytes + 1, files: maxFiles, fields: formLimits.fields, fieldNameSize: formLimits.nameLength, fieldSize: 100_000, parts: formLimits.fields + maxFiles, headerPairs: 20 },
    });
  } catch (error) {
    // It finds no boundary in the header.
    request.resume();
    throw new FormUnreadable("the form has no boundary", { cause: error });
  }
}

/** The last component of the name, without control characters, at most 200 characters. */
function cleanName(name: string): string {
  const last = name.normalize("NFC").split(/[/\\]/).at(-1) ?? "";
  const clean = last.replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  return [...clean].slice(-200).join("") || "Datei";
}
