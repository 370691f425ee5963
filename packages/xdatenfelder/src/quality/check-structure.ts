import type { Datenfeld, Datenfeldgruppe, Stammdatenschema, Struktur } from "../model.ts";
import type { Findings } from "./finding.ts";

type Holder = Stammdatenschema | Datenfeldgruppe;
const DEFAULT_FIELD = "F60000000001";
const DEFAULT_STECKBRIEF = "D99000000001";

/** What a schema or group says by what stands in it. */
export function checkStructure(holder: Holder, around: readonly string[], out: Findings): void {
  const { struktur, identifikation: { id, version } } = holder;
  const schema = holder.art === "stammdatenschema";
  const seen = new Set<string>();
  for (const { enthaelt, anzahl, bezug } of struktur) {
    const child = enthaelt.identifikation;
    const key = `${child.id} ${child.version ?? ""}`;
    if (seen.has(key)) out.add(schema ? 1025 : 1004, holder, child.id);
    seen.add(key);
    if (version !== undefined && child.version === undefined) out.add(1135, holder, child.id);
    if (version === undefined && child.version !== undefined && child.id.slice(1, 6) === id.slice(1, 6) && enthaelt.schemaelementart === "RNG") out.add(1134, holder, child.id);
    if (!schema && holder.schemaelementart === "RNG" && /^(ABS|HAR)$/.test(enthaelt.schemaelementart ?? "") && bezug.length === 0) out.add(1022, holder, child.id);
    if (enthaelt.art === "datenfeld" && enthaelt.datentyp === "file" && anzahl.max !== "*") out.add(1139, enthaelt);
    if (child.id === DEFAULT_FIELD) out.add(struktur.length > 1 ? 1094 : 1095, holder);
    if (enthaelt.art === "datenfeldgruppe" && [...around, id].includes(child.id)) out.add(1026, enthaelt);
    checkPublished(holder, enthaelt, out);
  }
  if (holder.art === "stammdatenschema") checkSchema(holder, out);
  else checkGroup(holder, out);
}

function checkPublished(holder: Holder, child: Datenfeld | Datenfeldgruppe, out: Findings): void {
  if (holder.veroeffentlichungsdatum === undefined) return;
  const schema = holder.art === "stammdatenschema";
  if (child.veroeffentlichungsdatum === undefined) out.add(schema ? 1127 : 1128, holder, child.identifikation.id);
  if (/^[12]$/.test(child.freigabestatus)) out.add(schema ? 1129 : 1130, holder, child.identifikation.id);
}

function checkGroup(group: Datenfeldgruppe, out: Findings): void {
  const { struktur } = group;
  if (group.gruppenart === "X") {
    if (struktur.length < 2) out.add(1043, group);
    if (struktur.some(({ anzahl }) => anzahl.min !== 0 || anzahl.max !== 1)) out.add(1118, group);
  } else if (struktur.length === 1) out.add(1106, group);
}

function checkSchema(schema: Stammdatenschema, out: Findings): void {
  const { dokumentsteckbrief, freigabestatus, ableitungsmodifikationenStruktur: structure, ableitungsmodifikationenRepraesentation: representation } = schema;
  if (dokumentsteckbrief === undefined) out.add(1007, schema);
  else if (dokumentsteckbrief.id === DEFAULT_STECKBRIEF) out.add(/^[456]$/.test(freigabestatus) ? 1097 : 1096, schema);
  if (!/^[0-3]$/.test(structure ?? "")) out.add(1033, schema, structure ?? "");
  if (!/^[01]$/.test(representation ?? "")) out.add(1034, schema, representation ?? "");
}

/** Elements and code lists that the schema uses in several versions. */
export function checkVersions(schema: Stammdatenschema, elements: readonly (Datenfeld | Datenfeldgruppe)[], out: Findings): void {
  const versions = new Map<string, Set<string>>();
  const lists = new Map<string, Set<string>>();
  for (const element of elements) {
    remember(versions, element.identifikation.id, element.identifikation.version);
    const list = element.art === "datenfeld" ? element.codelisteReferenz : undefined;
    if (list !== undefined) remember(lists, list.canonicalIdentification, list.version);
  }
  for (const [id, of] of versions) if (of.size > 1) out.add(1003, schema, `${id}: ${[...of].join(", ")}`);
  for (const [uri, of] of lists) if (of.size > 1) out.add(1037, schema, `${uri}: ${[...of].join(", ")}`);
}

function remember(into: Map<string, Set<string>>, id: string, version: string | undefined): void {
  const known = into.get(id) ?? new Set();
  into.set(id, known.add(version ?? "ohne Version"));
}

export function* elementsIn(struktur: readonly Struktur[]): Generator<Datenfeld | Datenfeldgruppe> {
  for (const { enthaelt } of struktur) {
    yield enthaelt;
    if (enthaelt.art === "datenfeldgruppe") yield* elementsIn(enthaelt.struktur);
  }
}
