import type { Clock } from "#platform/clock";
import { sql, type Database } from "#platform/database";
import { csvRecords } from "./csv.ts";
import { slugOf } from "./service.ts";
import { putServices, type NewService } from "./write-services.ts";

export interface LeikaImport {
  /** Records of the file without its head. */
  readonly rows: number;
  /** Distinct keys that were taken over or were there already. */
  readonly services: number;
  readonly added: number;
  readonly changed: number;
  /** The same key again: one LeiKa service may stand in several OZG services. */
  readonly repeated: number;
  /** Came with an earlier list and are not in this one: they stay. Many of them: the list may not be whole. */
  readonly missing: number;
  /** What could not be taken, and why; at most 1,000 are named. */
  readonly rejected: readonly { readonly line: number; readonly why: "no-key" | "no-name" | "too-few-columns" }[];
  readonly rejectedCount: number;
}

/** The file is not the list it claims to be; the message says what is missing. */
export class NotALeikaList extends Error {}

const columns = ["leika_schluessel", "leistung", "leika_typ", "rechtsgrundlage", "ozg_id", "ozg_leistung"] as const;
const batchSize = 500;

/**
 * Takes the whole LeiKa list over from the CSV of the KDN database (columns leika_schluessel, leistung, leika_typ, rechtsgrundlage,
 * ozg_id, ozg_leistung). Read as a stream, written in one transaction: all of it or nothing. Repeating it changes nothing. Services worded
 * for this portal keep their words.
 * @throws NotALeikaList, and Error for broken CSV
 */
export async function importLeika({ db, clock }: { readonly db: Database; readonly clock: Clock }, chunks: AsyncIterable<string>): Promise<LeikaImport> {
  const now = clock.now();
  const seen = new Set<string>();
  const rejected: { line: number; why: "no-key" | "no-name" | "too-few-columns" }[] = [];
  const counts = { rows: 0, added: 0, changed: 0, repeated: 0, rejectedCount: 0 };
  const reject = (line: number, why: (typeof rejected)[number]["why"]): void => {
    counts.rejectedCount += 1;
    if (rejected.length < 1000) rejected.push({ line, why });
  };

  const missing = await db.asOperator("import of the LeiKa list", async (tx) => {
    let width = 0;
    let at: Record<(typeof columns)[number], number> | undefined;
    let batch: NewService[] = [];
    const write = async (): Promise<void> => {
      const { added, changed } = await putServices(tx, batch, now, { keepWorded: true });
      counts.added += added;
      counts.changed += changed;
      batch = [];
    };
    for await (const { line, fields, ended } of csvRecords(chunks)) {
      if (!at) { at = headOf(fields); width = fields.length; continue; }
      // Half a name is a name too: taken over, nobody would notice.
      if (!ended && fields.length < width) throw new NotALeikaList(`die Datei bricht mitten in Zeile ${line} ab. Holen Sie die Liste noch einmal.`);
      counts.rows += 1;
      const value = (name: (typeof columns)[number]): string => (fields[at![name]] ?? "").trim().replace(/\s+/g, " ");
      const key = value("leika_schluessel");
      if (fields.length < width) reject(line, "too-few-columns");
      else if (!/^99\d{12}$/.test(key)) reject(line, "no-key");
      else if (value("leistung") === "") reject(line, "no-name");
      else if (seen.has(key)) counts.repeated += 1;
      else { seen.add(key); batch.push(serviceOf(key, value)); }
      if (batch.length >= batchSize) await write();
    }
    if (!at) throw new NotALeikaList("die Datei ist leer");
    if (batch.length > 0) await write();
    return (await tx.one<{ count: number }>(sql`select count(*)::int as count from catalogue.service where position is null and leika_key <> all(${[...seen]}::text[])`)).count;
  });
  return { ...counts, services: seen.size, missing, rejected };
}

function headOf(fields: readonly string[]): Record<(typeof columns)[number], number> {
  const at = Object.fromEntries(columns.map((name) => [name, fields.findIndex((field) => field.trim() === name)])) as Record<(typeof columns)[number], number>;
  const missing = columns.filter((name) => at[name] < 0);
  if (missing.length > 0) throw new NotALeikaList(`die erste Zeile nennt diese Spalten nicht: ${missing.join(", ")}`);
  return at;
}

function serviceOf(leikaKey: string, value: (name: (typeof columns)[number]) => string): NewService {
  const name = value("leistung").slice(0, 300);
  const basis = /^(.*?)\s*(?:\[(https?:\/\/[^\]\s]+)\])?$/.exec(value("rechtsgrundlage").slice(0, 2000));
  const url = basis?.[2]?.replace(/^http:/, "https:");
  const ozgId = value("ozg_id");
  return {
    leikaKey, slug: slugOf(name), title: { de: name }, officialName: name, level: undefined, types: value("leika_typ").split(/[,\s]+/).filter((type) => type !== ""),
    ozg: /^10\d{3}$/.test(ozgId) ? { id: ozgId, name: value("ozg_leistung") } : undefined, pvLage: undefined,
    legalBasis: basis?.[1] ? [{ text: basis[1], ...(url === undefined ? {} : { url }) }] : [], position: undefined,
  };
}
