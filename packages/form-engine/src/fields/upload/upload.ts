import { z } from "zod";
import { fieldBase, optional, short } from "../../definition-schema.ts";
import type { FieldModule } from "../field-module.ts";
import { uploadBehaviour } from "./upload-behaviour.ts";

export const upload: FieldModule<"upload"> = {
  schema: z.strictObject({ ...fieldBase, type: z.literal("upload"), accept: optional(z.array(short).max(50)), maxSize: optional(z.int()), maxFiles: optional(z.int()), fetched: optional(z.string().regex(/^[a-z][a-z0-9-]{0,59}$/)) }),
  behaviour: uploadBehaviour,
  repeatable: false,
  prefill: [],
  inside: ([number = "", key, ...rest]) => /^\d{1,2}$/.test(number) && rest.length === 0 && (key === undefined || ["id", "name", "size", "type", "sha256"].includes(key)),
  editor: {
    name: { de: "Dokument hochladen", en: "Upload" },
    use: { de: "Für Nachweise; mit dem Telefon auch als Foto.", en: "For evidence; by telephone also as a photograph." },
    start: (id, label) => ({ kind: "field", id, type: "upload", label }),
    properties: {
      accept: { label: { de: "Erlaubte Dateiarten", en: "Accepted kinds" }, control: "media-types" },
      maxSize: { label: { de: "Größte Datei", en: "Largest file" }, control: "bytes" },
      maxFiles: { label: { de: "Höchstens so viele Dateien", en: "Most files" }, control: "whole-number" },
      fetched: { label: { de: "Nur aus dem Register: Nachweisart", en: "From a register only: kind of evidence" }, control: "text", hint: { de: "Meist besser: die Frage »Nachweis«, bei der man auch hochladen kann.", en: "Mostly better: the question “Evidence”, which also takes uploads." } },
    },
  },
};
