import type { Answer, UploadedFile, UploadField } from "../../definition.ts";
import { hasControlCharacter } from "../../characters.ts";
import type { Problem } from "../../problems.ts";
import { empty, type FieldFactory, valued } from "../field-behaviour.ts";
import { problem, say, wrongType } from "../messages.ts";

const names: ReadonlyMap<string, string> = new Map([["application/pdf", "PDF"], ["image/jpeg", "JPG"], ["image/png", "PNG"], ["text/plain", "TXT"], ["image/tiff", "TIFF"]]);

export const defaultAccept: readonly string[] = ["application/pdf", "image/jpeg", "image/png"];
export const defaultMaxSize = 10 * 1024 * 1024;

function isUploadedFile(value: unknown): value is UploadedFile {
  if (typeof value !== "object" || value === null) return false;
  const of = (key: string): unknown => (Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined);
  const [id, name, size, type, sha256] = [of("id"), of("name"), of("size"), of("type"), of("sha256")];
  return typeof id === "string" && id !== "" && typeof name === "string" && name.length <= 255 && !hasControlCharacter(name) && typeof type === "string"
    && typeof size === "number" && Number.isSafeInteger(size) && size >= 0 && typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256)
    && Object.keys(value).length === 5;
}

export function filesOf(value: Answer | undefined): readonly UploadedFile[] {
  return Array.isArray(value) ? value.filter(isUploadedFile) : [];
}

/**
 * Files that the server has already received, checked and stored; the answer is a list of {@link UploadedFile}. Nothing of it
 * is read from the post (a person could name another's file): `attachFile` puts files in, the button `remove:<path>.<i>` takes them out.
 */
export const uploadBehaviour: FieldFactory<UploadField> = (field, report) => {
  const { label } = field;
  const accept = field.accept ?? defaultAccept;
  const maxSize = field.maxSize ?? defaultMaxSize;
  const maxFiles = field.maxFiles ?? 1;
  if (accept.length === 0 || accept.some((type) => !/^[a-z]+\/[a-z0-9.+-]+$/.test(type))) report("accept lists media types such as application/pdf");
  if (!Number.isSafeInteger(maxSize) || maxSize < 1 || !Number.isSafeInteger(maxFiles) || maxFiles < 1 || maxFiles > 50) report("maxSize is at least 1 byte, maxFiles 1 to 50");

  const kinds = accept.map((type) => names.get(type) ?? type);
  const megabytes = Math.max(0.1, Math.floor(maxSize / 1024 / 102.4) / 10);
  const ofType = (name: string): Problem => problem("file-type", label, (l) => `Laden Sie bei ${l} statt »${name}« eine Datei dieser Art hoch: ${kinds.join(", ")}.`, (l) => `For ${l}, upload a file of one of these kinds instead of “${name}”: ${kinds.join(", ")}.`);
  const ofSize = (name: string): Problem => problem("file-size", label, (l) => `Verkleinern Sie bei ${l} die Datei »${name}« auf höchstens ${String(megabytes).replace(".", ",")} MB.`, (l) => `For ${l}, reduce the file “${name}” to ${megabytes} MB or less.`);
  const tooMany = problem("too-many", label, (l) => `Laden Sie bei ${l} höchstens ${maxFiles === 1 ? "eine Datei" : `${maxFiles} Dateien`} hoch.`, (l) => `Upload no more than ${maxFiles === 1 ? "one file" : `${maxFiles} files`} for ${l}.`);

  return {
    inputs: [""],
    missing: field.fetched !== undefined
      ? say(label, (l) => `Rufen Sie bei ${l} den Nachweis ab, oder wählen Sie einen anderen Weg.`, (l) => `For ${l}, retrieve the evidence, or choose another way.`)
      : say(label, (l) => `Laden Sie bei ${l} eine Datei hoch.`, (l) => `Upload a file for ${l}.`),
    parse: (_submitted, previous) => (filesOf(previous).length === 0 ? empty : valued(filesOf(previous))),
    check(value) {
      if (!Array.isArray(value) || !value.every(isUploadedFile)) return wrongType(label);
      const files = filesOf(value);
      for (const file of files) {
        if (!accept.includes(file.type)) return ofType(file.name);
        if (file.size > maxSize) return ofSize(file.name);
      }
      return files.length > maxFiles ? tooMany : undefined;
    },
    shown: () => ({ "": [] }),
    summary: (value) => filesOf(value).map((file) => file.name).join(", "),
    // Size and digest stand in the list of enclosures.
    document: (value) => filesOf(value).map((file) => file.name).join("\n"),
    exported: (value) => filesOf(value).map(({ id, name, size, type, sha256 }) => ({ id, name, size, type, sha256 })),
    schema: () => ({
      type: "array", minItems: 1, maxItems: maxFiles,
      items: {
        type: "object", additionalProperties: false, required: ["id", "name", "size", "type", "sha256"],
        properties: { id: { type: "string" }, name: { type: "string", maxLength: 255 }, size: { type: "integer", minimum: 0, maximum: maxSize }, type: { type: "string", enum: accept }, sha256: { type: "string", pattern: "^[0-9a-f]{64}$" } },
      },
    }),
  };
};
