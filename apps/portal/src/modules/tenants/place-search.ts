import type { Tenant } from "./tenant.ts";

export interface PlaceHit {
  readonly tenant: Tenant;
  /** exact: name or postcode as typed · start: of the name or the postcode · part: of the name · near: after mending a typing error. */
  readonly match: "exact" | "start" | "part" | "near";
}

/** Folds what people type: case, umlauts and their spellings, hyphens, "Sankt". */
export function foldPlace(text: string): string {
  return text.toLowerCase().normalize("NFC").replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/ß/g, "ss")
    .normalize("NFD").replace(/\p{M}/gu, "").replace(/\bst\.?\s/g, "sankt ").replace(/[^a-z0-9]+/g, " ").trim();
}

const rank = { exact: 0, start: 1, part: 2, near: 3 } as const;

/** Searches by name or postcode over all tenants at once: 430 names fit in a loop. Never more than `limit` hits, best first, larger towns first. */
export function createPlaceSearch(tenants: readonly Tenant[]): (query: string, limit: number) => PlaceHit[] {
  const entries = tenants.map((tenant) => ({ tenant, names: [...new Set([foldPlace(tenant.name), foldPlace(tenant.officialName.split(",")[0]!)])] }));
  return (query, limit) => {
    const text = foldPlace(query.slice(0, 100));
    if (text === "") return [];
    const postcode = /\b(\d{5})\b/.exec(text)?.[1];
    const begun = /^\d{2,4}$/.test(text);
    const hits: PlaceHit[] = [];
    for (const { tenant, names } of entries) {
      const match = postcode ? (tenant.postcodes.includes(postcode) ? "exact" : undefined) : begun ? (tenant.postcodes.some((one) => one.startsWith(text)) ? "start" : undefined) : matchOf(names, text);
      if (match) hits.push({ tenant, match });
    }
    return hits.sort((a, b) => rank[a.match] - rank[b.match] || (b.tenant.population ?? 0) - (a.tenant.population ?? 0) || a.tenant.name.localeCompare(b.tenant.name, "de")).slice(0, limit);
  };
}

/** Whole names and postcodes at once, without looking through all: for places inside a longer question. */
export function createPlaceNames(tenants: readonly Tenant[]): (text: string) => readonly Tenant[] {
  const named = new Map<string, Tenant[]>();
  const add = (name: string, tenant: Tenant): void => { const known = named.get(name); if (!known) named.set(name, [tenant]); else if (!known.includes(tenant)) known.push(tenant); };
  for (const tenant of tenants) for (const name of [foldPlace(tenant.name), foldPlace(tenant.officialName.split(",")[0]!), ...tenant.postcodes]) add(name, tenant);
  return (text) => named.get(foldPlace(text.slice(0, 100))) ?? [];
}

function matchOf(names: readonly string[], text: string): PlaceHit["match"] | undefined {
  if (names.includes(text)) return "exact";
  if (names.some((name) => name.startsWith(text))) return "start";
  if (text.length >= 3 && names.some((name) => name.includes(text))) return "part";
  if (text.length >= 4 && names.some((name) => within(name.split(" ")[0]!, text, text.length > 7 ? 2 : 1) || within(name, text, text.length > 7 ? 2 : 1))) return "near";
  return undefined;
}

/** Whether two words differ by at most `most` insertions, deletions, replacements or swapped neighbours. */
export function within(a: string, b: string, most: number): boolean {
  if (Math.abs(a.length - b.length) > most) return false;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    if (Math.min(...row) > most) return false;
    before = last;
    last = row;
  }
  return last[b.length]! <= most;
}
