import { z } from "zod";
import { optional, textSchema } from "../../definition-schema.ts";
import type { Field, Logic, Option } from "../../definition.ts";
import type { CompoundModule } from "../compound-module.ts";
import { compoundBase } from "../compound-schema.ts";

/** The ways to prove something, in the order in which they are offered. */
export type EvidenceWay = "upload" | "register" | "declare";

const ways: { readonly [W in EvidenceWay]: Option } = {
  upload: { value: "upload", label: { de: "Ein Dokument hochladen oder aus meinen Dokumenten nehmen", en: "Upload a document or take one of my documents", easy: "Ich gebe ein Papier ab" } },
  register: {
    value: "register", label: { de: "Bei der zuständigen Stelle abrufen lassen", en: "Have it retrieved from the authority that holds it", easy: "Das Amt soll selbst nachsehen" },
    hint: { de: "Sie sehen den Nachweis, bevor er verwendet wird.", en: "You see the evidence before it is used.", easy: "Sie sehen zuerst, was das Amt gefunden hat." },
  },
  declare: { value: "declare", label: { de: "Ich erkläre es selbst", en: "I declare it myself", easy: "Ich sage es selbst" } },
};

/**
 * A piece of evidence by the way a person chooses: a document (uploaded, or from the safe), fetched from a register after consent and with a
 * preview (§ 5 EGovG), or declared. What was fetched has a field of its own that nobody can upload to, so the office sees by the path that
 * it comes from the register.
 */
export const evidence: CompoundModule<"evidence"> = {
  schema: z.strictObject({ ...compoundBase, type: z.literal("evidence"), register: optional(z.string().regex(/^[a-z][a-z0-9-]{0,59}$/)), declare: optional(textSchema), maxFiles: optional(z.int()) }),
  parts({ register, declare, maxFiles }, pathOf) {
    const offered = [ways.upload, ...(register === undefined ? [] : [ways.register]), ...(declare === undefined ? [] : [ways.declare])];
    const only = (way: EvidenceWay): { readonly when?: Logic } => (offered.length === 1 ? {} : { when: { "===": [{ var: pathOf("way") }, way] } });
    const fields: Field[] = offered.length === 1 ? [] : [{
      kind: "field", id: "way", type: "choice", options: offered,
      label: { de: "Wie möchten Sie das nachweisen?", en: "How would you like to prove this?", easy: "Wie zeigen Sie uns das?" }, outputLabel: { de: "Nachweis durch", en: "Proved by" },
    }];
    fields.push({ kind: "field", id: "files", type: "upload", label: { de: "Dokument", en: "Document", easy: "Papier" }, ...(maxFiles === undefined ? {} : { maxFiles }), ...only("upload") });
    if (register !== undefined) fields.push({
      kind: "field", id: "fetched", type: "upload", fetched: register, accept: ["application/pdf"], ...only("register"),
      label: { de: "Nachweis aus dem Register", en: "Evidence from the register", easy: "Was das Amt gefunden hat" },
      outputLabel: { de: "Aus dem Register abgerufen, mit Einwilligung", en: "Retrieved from the register, with consent" },
    });
    if (declare !== undefined) fields.push({
      kind: "field", id: "declared", type: "declaration", label: declare, ...only("declare"),
      outputLabel: { de: "Eigene Erklärung (nicht geprüft)", en: "Own declaration (not verified)" },
    });
    return fields;
  },
  reads: [],
  summary: (words) => ["way", "files", "fetched", "declared"].map(words).filter((line) => line !== ""),
  editor: {
    name: { de: "Nachweis", en: "Evidence" },
    use: { de: "Wenn etwas zu belegen ist: als Dokument, auf Wunsch aus einem Register abgerufen oder selbst erklärt.", en: "Where something has to be proved: by a document, retrieved from a register on request, or declared." },
    start: (id, label) => ({ kind: "compound", id, type: "evidence", label }),
    properties: {
      register: { label: { de: "Nachweisart im Register", en: "Kind of evidence in the register" }, control: "text", hint: { de: "Unter diesem Namen gibt ein Register den Nachweis heraus, zum Beispiel leistungsbezug. Leer: kein Abruf.", en: "By this name a register gives the evidence, for example leistungsbezug. Empty: nothing is retrieved." } },
      declare: { label: { de: "Wortlaut der eigenen Erklärung", en: "Words of the declaration" }, control: "words", hint: { de: "Nur, wo das Recht eine Erklärung genügen lässt. Leer: keine.", en: "Only where the law is content with a declaration. Empty: none." } },
      maxFiles: { label: { de: "Höchstens so viele Dateien", en: "Most files" }, control: "whole-number" },
    },
  },
};
