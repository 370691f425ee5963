import { codelistLookup, readGenericode, type Codelist, type CodelisteReferenz } from "@kommunalportal/xdatenfelder";
import type { Outbound } from "#platform/http";
import type { CodelistFile } from "../codelist-store.ts";

/** Where code lists are fetched from by URN and version: the XRepository of the KoSIT, or a copy of it. The address is a setting of the operator. */
export interface CodelistSource { readonly origin: string; readonly outbound: Outbound }

export type WhyNoList = "no-urn" | "not-there" | "too-many-requests" | "unreachable" | "unreadable" | "another-list";

export interface FetchedLists {
  readonly lists: readonly CodelistFile[];
  readonly failed: readonly { readonly reference: CodelisteReferenz; readonly why: WhyNoList }[];
}

/** The references that no list at hand answers. */
export function missingLists(references: readonly CodelisteReferenz[], lists: readonly Codelist[]): readonly CodelisteReferenz[] {
  const lookup = codelistLookup(lists);
  return references.filter(({ canonicalIdentification, version }) => lookup(canonicalIdentification, version) === undefined);
}

/** The largest lists of the federation (municipalities, nationalities in all columns) stay below. */
const largestList = 8 * 1024 * 1024;
const mostLists = 50;
const atOnce = 4;

/**
 * The lists behind references, each by its URN and version; of one without version that which is valid now. What could not be had is said for each,
 * and nothing throws: a form without a list still comes to be, with a text field. Only the source of the setting is asked.
 * Source: XRepository, `GET /api/version_codeliste/{urn}_{version}/genericode` and `GET /api/codeliste/{urn}/gueltigeVersion`.
 */
export async function fetchCodelists(source: CodelistSource, references: readonly CodelisteReferenz[]): Promise<FetchedLists> {
  const lists: CodelistFile[] = [];
  const failed: { reference: CodelisteReferenz; why: WhyNoList }[] = references.slice(mostLists).map((reference) => ({ reference, why: "too-many-requests" }));
  const waiting = references.slice(0, mostLists);
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let reference = waiting.shift(); reference !== undefined; reference = waiting.shift()) {
      const found = await fetchOne(source, reference);
      if (typeof found === "string") failed.push({ reference, why: found });
      else lists.push(found);
    }
  }));
  return { lists, failed };
}

async function fetchOne(source: CodelistSource, reference: CodelisteReferenz): Promise<CodelistFile | WhyNoList> {
  const { canonicalIdentification: urn } = reference;
  if (!/^urn:[A-Za-z0-9][A-Za-z0-9-]{1,31}:[\w.:-]{1,200}$/.test(urn)) return "no-urn";
  const version = reference.version ?? (await currentVersion(source, urn));
  if (typeof version !== "string") return version.why;
  if (!/^[\w.-]{1,60}$/.test(version)) return "no-urn";
  const file = await get(source, `version_codeliste/${encodeURIComponent(`${urn}_${version}`)}/genericode`);
  if (typeof file !== "string") return file.why;
  const read = readGenericode(file);
  if (!read.ok) return "unreadable";
  // Kept under its URN and version for everybody: what says another name must not get this one's place.
  return read.codelist.canonicalUri === urn && read.codelist.version === version ? { codelist: read.codelist, genericode: file } : "another-list";
}

async function currentVersion(source: CodelistSource, urn: string): Promise<string | { readonly why: WhyNoList }> {
  const answer = await get(source, `codeliste/${encodeURIComponent(urn)}/gueltigeVersion`);
  if (typeof answer !== "string") return answer;
  return /<(?:[\w-]+:)?version>\s*([^<\s]{1,60})\s*</.exec(answer)?.[1] ?? { why: "unreadable" };
}

async function get({ origin, outbound }: CodelistSource, path: string): Promise<string | { readonly why: WhyNoList }> {
  try {
    const answer = await outbound(`${origin.replace(/\/$/, "")}/api/${path}`, { headers: { accept: "application/xml" }, maxBytes: largestList, timeoutMs: 10_000 });
    if (answer.status === 404) return { why: "not-there" };
    if (answer.status === 429) return { why: "too-many-requests" };
    return answer.ok ? await answer.text() : { why: "unreachable" };
  } catch {
    // Refused by the guard, no connection, too slow, too large: the editor takes the file instead.
    return { why: "unreachable" };
  }
}
