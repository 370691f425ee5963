import type { ReceivedData } from "@kommunalportal/fit-connect";
import { getSealed, type FileStore } from "#platform/files";
import { type DataSection, labelKey, type Labels, spoken } from "./data-rows.ts";
import { embeddedFiles } from "./embedded-data.ts";
import type { KeptFile } from "./file-sink.ts";
import { DataRefused, type Leaf, readData } from "./read-data.ts";

/** Larger PDFs are not looked into: they are scans. */
const largestPdf = 20_000_000;
const mostPdfs = 5;
const mostDifferences = 20;

export interface Difference { readonly path: Leaf["path"]; readonly inData: string | undefined; readonly inPdf: string | undefined }
export interface Conflict { readonly file: string; readonly differences: readonly Difference[]; readonly more: boolean }

/**
 * PDFs that carry data along which differ from the structured data. The structured data are binding, a PDF is a rendition of them; whoever decides has to see that the
 * two do not say the same. A PDF without data inside says nothing that a program could compare.
 */
export async function conflictsOf(files: FileStore, data: ReceivedData | undefined, attachments: readonly { readonly kept: KeptFile; readonly name: string }[]): Promise<Conflict[]> {
  if (data === undefined) return [];
  const found: Conflict[] = [];
  for (const { kept, name } of attachments.filter(({ kept: { type, size } }) => type === "application/pdf" && size <= largestPdf).slice(0, mostPdfs)) {
    const chunks: Buffer[] = [];
    for await (const chunk of await getSealed(files, kept.lock.storeKey, { dek: kept.lock.key, context: kept.lock.context }) as AsyncIterable<Buffer>) chunks.push(chunk);
    for (const inside of embeddedFiles(Buffer.concat(chunks))) {
      const differences = differencesBetween(data, inside);
      if (differences.length > 0) found.push({ file: name, differences: differences.slice(0, mostDifferences), more: differences.length > mostDifferences });
    }
  }
  return found;
}

/** Empty where they say the same, and where the file inside is something else altogether. */
export function differencesBetween(data: Pick<ReceivedData, "bytes" | "mimeType">, inside: Buffer): Difference[] {
  if (inside.equals(Buffer.from(data.bytes))) return [];
  const mimeType = /^\s*(?:\u00ef\u00bb\u00bf)?\s*[{[]/.test(inside.toString("latin1", 0, 200)) ? "application/json" : "application/xml";
  const [theirs, ours] = [leavesOf(inside, mimeType), leavesOf(data.bytes, data.mimeType)];
  // XML and JSON of one schema agree in the names of their fields, not in the ways to them.
  const keyOf = mimeType === data.mimeType ? ({ path }: Leaf): string => JSON.stringify(path) : ({ path }: Leaf): string => String(path.findLast((part) => typeof part === "string") ?? "");
  const [inPdf, inData] = [Map.groupBy(theirs, keyOf), Map.groupBy(ours, keyOf)];
  if (![...inPdf.keys()].some((key) => inData.has(key))) return [];
  return [...new Set([...inData.keys(), ...inPdf.keys()])].flatMap((key): Difference[] => {
    const [own, other] = [inData.get(key) ?? [], inPdf.get(key) ?? []];
    if (JSON.stringify(own.map(({ value }) => plain(value)).toSorted()) === JSON.stringify(other.map(({ value }) => plain(value)).toSorted())) return [];
    const path = (own[0] ?? other[0])?.path ?? [];
    return [{ path, inData: wordsOf(own), inPdf: wordsOf(other) }];
  });
}

function leavesOf(bytes: Uint8Array, mimeType: ReceivedData["mimeType"]): readonly Leaf[] {
  try { return readData(bytes, mimeType).leaves; } catch (error) { if (error instanceof DataRefused) return []; throw error; }
}

/** How JSON and XML write the same value. */
const plain = (value: string): string => (value === "true" || value === "1" ? "ja" : value === "false" || value === "0" ? "nein" : value.replace(",", ".").replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "").replace(/\s+/g, " "));
const wordsOf = (leaves: readonly Leaf[]): string | undefined => (leaves.length === 0 ? undefined : leaves.map(({ value }) => value).join(", ").slice(0, 300));

/** What the office reads, before everything else. */
export function conflictSections(conflicts: readonly Conflict[], labels: Labels): DataSection[] {
  return conflicts.map(({ file, differences, more }) => ({
    title: `Widerspruch: »${file}« sagt etwas anderes als die Daten`,
    lines: [
      { label: "Hinweis", value: "Verbindlich sind die Daten. Im PDF liegen Daten, die davon abweichen; fragen Sie nach, bevor Sie sich auf das PDF stützen." },
      ...differences.map(({ path, inData, inPdf }) => ({
        label: labels.get(labelKey(path)) ?? spoken(String(path.findLast((part) => typeof part === "string") ?? "Wert")),
        value: `in den Daten: ${inData ?? "nichts"} · im PDF: ${inPdf ?? "nichts"}`,
      })),
      ...(more ? [{ label: "Weitere", value: "Es gibt mehr Abweichungen, als hier stehen." }] : []),
    ],
  }));
}
