import type { CodelistLookup } from "../codelist.ts";
import { readTolerantly } from "../read-schema.ts";
import type { ReadOptions } from "../read-schema.ts";
import type { Datenfeldgruppe, Stammdatenschema } from "../model.ts";
import { checkElement } from "./check-element.ts";
import { checkField } from "./check-field.ts";
import { checkRules } from "./check-rules.ts";
import { checkStructure, checkVersions, elementsIn } from "./check-structure.ts";
import { Findings } from "./finding.ts";
import type { Finding } from "./finding.ts";
import { mendedFindings, readerFinding } from "./reader-findings.ts";

/**
 * The quality report of a file, with the message numbers of the official quality check (list Meldungen_xdfm 1.8). A file with errors is
 * checked as far as it can be read. Each element is reported once per message; the order is that of the file.
 */
export function qualityReport(xml: string | Uint8Array, lookup: CodelistLookup, options: ReadOptions = {}): readonly Finding[] {
  const { nachricht, problems } = readTolerantly(xml, { ...options, keepRelations: true });
  const found = new Findings();
  const root = nachricht?.inhalt;
  if (root?.art === "datenfeld") {
    checkElement(root, found);
    checkField(root, lookup, found);
    checkRules(root, found);
  } else if (root !== undefined) visit(root, [], lookup, found);
  if (root?.art === "stammdatenschema") checkVersions(root, [...elementsIn(root.struktur)], found);
  return [...problems.errors.map(readerFinding), ...mendedFindings(problems.warnings), ...found.all].toSorted((a, b) => a.line - b.line);
}

function visit(holder: Stammdatenschema | Datenfeldgruppe, around: readonly string[], lookup: CodelistLookup, found: Findings): void {
  checkElement(holder, found);
  checkStructure(holder, around, found);
  checkRules(holder, found);
  for (const { enthaelt } of holder.struktur) {
    if (enthaelt.art === "datenfeldgruppe") visit(enthaelt, [...around, holder.identifikation.id], lookup, found);
    else {
      checkElement(enthaelt, found);
      checkField(enthaelt, lookup, found);
      checkRules(enthaelt, found);
    }
  }
}
