import { createHash, type KeyObject } from "node:crypto";
import { Readable } from "node:stream";
import { type ZipEntry, zipStream } from "#platform/sheets";
import type { OutgoingMessage } from "../channel.ts";
import { sshSignature } from "./key.ts";

/** Name of the file in the office's folder: the same at every try, so that the office system can take each once. */
export function packageName({ id, about }: Pick<OutgoingMessage, "id" | "about">): string {
  return `${about.reference.replace(/[^A-Za-z0-9-]/g, "_")}_${id}.zip`;
}

interface Content { readonly path: string; readonly sha256: string; open(): Promise<Readable> }

/**
 * One message as a ZIP archive, written while it is read: `nachricht.json` (what a webhook would hold, without files), `fachdaten.xml` and `.json` where the form has an imported
 * schema, `antrag.pdf` (a rendition), `anlagen/…`; `pruefsummen.sha256` names the SHA-256 of each (`sha256sum -c`), and its signature vouches for all of them.
 */
export function packageOf(message: OutgoingMessage, key: KeyObject): Readable {
  const { xfall, ...data } = message.data;
  const attachments = message.files.filter(({ purpose }) => purpose === "attachment").map((file, i) => ({ file, path: `anlagen/${String(i + 1).padStart(2, "0")}_${cleanName(file.name)}` }));
  const form = message.files.find(({ purpose }) => purpose === "form");
  const files = attachments.map(({ file: { id, name, type, size, sha256 }, path }) => ({ id, name, type, size, sha256, path }));
  const contents: Content[] = [
    text("nachricht.json", `${JSON.stringify({ id: message.id, type: message.type, timestamp: message.timestamp, data: { ...data, files } }, null, 2)}\n`),
    ...factsOf(xfall),
    ...(form ? [{ path: "antrag.pdf", sha256: form.sha256, open: () => form.open() }] : []),
    ...attachments.map(({ file, path }) => ({ path, sha256: file.sha256, open: () => file.open() })),
  ];
  const sums = contents.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join("");
  const all = [text("pruefsummen.sha256", sums), text("pruefsummen.sha256.sig", sshSignature(key, Buffer.from(sums))), ...contents];
  const modified = new Date(message.timestamp);
  return zipStream(all.map(({ path, open }): ZipEntry => ({ name: path, modified, open })));
}

function factsOf(xfall: unknown): Content[] {
  if (typeof xfall !== "object" || xfall === null) return [];
  const { xml, json } = xfall as { readonly xml?: unknown; readonly json?: unknown };
  return [...(typeof xml === "string" ? [text("fachdaten.xml", xml)] : []), ...(json === undefined ? [] : [text("fachdaten.json", `${JSON.stringify(json, null, 2)}\n`)])];
}

function text(path: string, words: string): Content {
  const bytes = Buffer.from(words);
  return { path, sha256: createHash("sha256").update(bytes).digest("hex"), open: () => Promise.resolve(Readable.from([bytes])) };
}

/** A name that every file system and `sha256sum` read as it is written. */
function cleanName(name: string): string {
  const clean = name.normalize("NFC").replace(/[^\p{L}\p{N}._-]+/gu, "_").replace(/^\.+/, "").slice(-80).replace(/[. ]+$/, "");
  return clean === "" ? "Datei" : clean;
}
