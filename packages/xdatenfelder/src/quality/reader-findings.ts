import type { XdfError } from "../problem.ts";
import type { Finding } from "./finding.ts";
import { MESSAGES } from "./messages.ts";
import type { MessageNumber } from "./messages.ts";

/** Errors of the reader as findings, with the official number where there is one. */
export function readerFinding({ code, line, path, message, about }: XdfError): Finding {
  const number = numberOf(code, about, path, message);
  return { ...(number === undefined ? {} : { number }), severity: number === undefined ? "FehlerKritisch" : MESSAGES[number][0], line, element: path.split("/").slice(-2).join("/"), message };
}

/** What the reader could mend by itself and the quality check still wants: a title or label that is missing. */
export function mendedFindings(warnings: readonly XdfError[]): readonly Finding[] {
  return warnings.filter(({ code, about }) => code === "missing" && about !== undefined).map(readerFinding);
}

const MISSING: Readonly<Record<string, MessageNumber>> = {
  name: 1002, bezeichnung: 1050, bezeichnungEingabe: 1009, anzahl: 1021, feldart: 1027, datentyp: 1028, vorbefuellung: 1030, freigabestatus: 1032, id: 1038, identifikation: 1038,
  canonicalIdentification: 1040,
};
const UNKNOWN: Readonly<Record<string, MessageNumber>> = { feldart: 1027, datentyp: 1028, vorbefuellung: 1030, freigabestatus: 1032 };
const INVALID: Readonly<Record<string, MessageNumber>> = { identifikation: 1039, objekt: 1039, dokumentsteckbrief: 1039, art: 1042, wert: 1045 };

function numberOf(code: XdfError["code"], about: string | undefined, path: string, message: string): MessageNumber | undefined {
  if (about === undefined) return undefined;
  if (code === "missing" && about === "struktur") return path.endsWith("stammdatenschema") ? 1078 : 1023;
  // A list entry has an element `name` of its own, and a relation without object has its own message.
  if (code === "missing" && path.endsWith("/wert")) return undefined;
  if (code === "missing" && about === "objekt") return 1091;
  if (code === "missing") return MISSING[about];
  if (code === "unknown-code") return UNKNOWN[about];
  if (code !== "invalid") return undefined;
  if (about === "identifikation" && message.includes("Versionsnummer")) return undefined;
  const numbers = /»(\d+):(\d+)«/.exec(message);
  if (about === "anzahl") return numbers !== null && Number(numbers[1]) > Number(numbers[2]) ? 1047 : 1046;
  return INVALID[about];
}
