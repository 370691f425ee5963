import { arsPrefix, covers } from "@kommunalportal/regional-keys";
import { objektKey, type Identifikator, type Zustaendigkeit } from "@kommunalportal/xzufi";
import type { Rolle } from "../responsibility.ts";
import { hashOf } from "./canonical.ts";
import type { Became } from "./import-state.ts";
import { forget, importedOf, objectOf, remember, type Outcome, type Work } from "./plan.ts";

type Row = NonNullable<Became["rows"]>[number];

/** What stands here today of the rows that an import has made. */
export function rowsHash(work: Pick<Work, "responsibilities" | "online" | "owner">, { rows = [] }: Became): string {
  return hashOf(rows.map((row) => {
    const found = find(work, row);
    return found === undefined ? null : "rolle" in found ? found.rolle : found.facts;
  }));
}

function find(work: Pick<Work, "responsibilities" | "online" | "owner">, row: Row) {
  return row.url === undefined
    ? work.responsibilities.find((each) => each.leikaKey === row.leikaKey && each.area === row.area && each.office === row.office)
    : work.online.find((each) => each.leikaKey === row.leikaKey && each.area === row.area && each.url === row.url);
}

/** Where a Zuständigkeit stands: inside its object, or on its own as a ZustaendigkeitTransferObjekt. */
export interface Standing { readonly parent: Identifikator; readonly parentName: string; readonly line: number; readonly inline: boolean }

/** Within an object its agency goes without saying. */
const withAgency = (id: Identifikator, parent: Identifikator): Identifikator => (id.schemeAgencyID === undefined && parent.schemeAgencyID !== undefined ? { ...id, schemeAgencyID: parent.schemeAgencyID } : id);

/** Its id, or one made of what it says. */
function objectOfZustaendigkeit({ id, leistungID, gebietID }: Zustaendigkeit, parent: Identifikator): ReturnType<typeof objectOf> {
  return objectOf("zustaendigkeit", withAgency(id ?? { value: `${parent.value}/${leistungID.value}/${gebietID.map(({ value }) => value).join(",")}` }, parent));
}

/** A Zuständigkeit becomes rows of responsibility of an office, or places where an online service is offered. */
export function planZustaendigkeit(work: Work, zustaendigkeit: Zustaendigkeit, { parent, parentName, line, inline }: Standing): void {
  const leistungID = withAgency(zustaendigkeit.leistungID, parent);
  const object = objectOfZustaendigkeit(zustaendigkeit, parent);
  const say = (outcome: Outcome): void => { work.entries.push({ line, kind: "zustaendigkeit", id: object.id, name: `${parentName}: ${leistungID.value}`.slice(0, 200), outcome }); };

  const keys = work.keysOf.get(objektKey(leistungID)) ?? importedOf(work, objectOf("leistung", leistungID))?.became.keys ?? (work.known.has(leistungID.value) ? [leistungID.value] : []);
  if (keys.length === 0) return say("unknown-service");
  const role = work.roleOf.get(objektKey(parent)) ?? importedOf(work, objectOf("organisationseinheit", parent))?.became.role;
  const online = work.onlineOf.get(objektKey(parent));
  if (online === undefined && (role === undefined || !work.offices.has(role))) return say("unknown-parent");
  const areas = zustaendigkeit.gebietID.flatMap(({ value }) => ownArea(work.owner.ars, value));
  if (areas.length < zustaendigkeit.gebietID.length || areas.length === 0) say("outside");
  if (areas.length === 0) return;

  const wanted: readonly Row[] = [...new Set(areas)].flatMap((area) => keys.map((leikaKey): Row => ({ leikaKey, area, ...(online === undefined ? { office: role! } : { url: online.url }) })));
  const before = importedOf(work, object);
  if (before !== undefined && rowsHash(work, before.became) !== before.hash && !work.overwrite) return say("changed-here");
  // A row that the town made itself stays its own: a later `loesche` must not take it away.
  const own = (row: Row): boolean => find(work, row) !== undefined && !(before?.became.rows ?? []).some((each) => hashOf(each) === hashOf(row));
  const rows = work.overwrite ? wanted.filter((row) => row.url === undefined || find(work, row) === undefined || isOurs(work, row)) : wanted.filter((row) => !own(row));
  if (rows.length === 0) return say("already-here");

  const rolle: Rolle = (["01", "02", "03"] as const).find((code) => code === zustaendigkeit.rolle?.code) ?? "01";
  const count = work.steps.length;
  for (const row of before?.became.rows ?? []) if (!rows.some((each) => hashOf(each) === hashOf(row))) dropRow(work, row);
  for (const row of rows) putRow(work, row, rolle);
  const differs = work.steps.length > count;
  const became: Became = { parent: objektKey(parent), rows, ...(inline ? { made: true } : {}) };
  remember(work, { ...object, became, hash: rowsHash(work, became) });
  say(before === undefined ? "new" : differs ? "changed" : "same");
}

/** Rows of a parent that no longer stand in it. */
export function dropMissing(work: Work, parent: Identifikator, parentName: string, line: number, present: readonly Zustaendigkeit[]): void {
  const ids = new Set(present.map((each) => objectOfZustaendigkeit(each, parent).id));
  for (const each of work.imported.values()) {
    if (each.kind !== "zustaendigkeit" || each.became.parent !== objektKey(parent) || each.became.made !== true || ids.has(each.id)) continue;
    dropZustaendigkeit(work, each, (outcome) => { work.entries.push({ line, kind: "zustaendigkeit", id: each.id, name: parentName.slice(0, 200), outcome }); });
  }
}

export function dropZustaendigkeit(work: Work, each: { readonly agency: string; readonly kind: "leistung" | "organisationseinheit" | "zustaendigkeit"; readonly id: string; readonly became: Became; readonly hash: string }, say: (outcome: Outcome) => void): boolean {
  if (rowsHash(work, each.became) !== each.hash && !work.overwrite) { say("changed-here"); return false; }
  for (const row of each.became.rows ?? []) dropRow(work, row);
  forget(work, each);
  say("removed");
  return true;
}

const isOurs = (work: Work, row: Row): boolean => work.online.some((each) => each.tenant === work.owner.id && each.leikaKey === row.leikaKey && each.area === row.area && each.url === row.url);

function putRow(work: Work, row: Row, rolle: Rolle): void {
  const found = find(work, row);
  if (row.url === undefined) {
    if (found !== undefined && "rolle" in found && found.rolle === rolle) return;
    work.responsibilities = [...work.responsibilities.filter((each) => each !== found), { leikaKey: row.leikaKey, area: row.area, office: row.office!, rolle }];
    work.steps.push({ do: "responsibility", row: { leikaKey: row.leikaKey, arsPrefix: row.area, office: row.office!, rolle } });
    return;
  }
  const given = [...work.onlineOf.values()].find(({ url }) => url === row.url)?.facts ?? {};
  const facts = found !== undefined && "facts" in found ? { ...found.facts, ...given } : given;
  if (found !== undefined && "facts" in found && hashOf(found.facts) === hashOf(facts)) return;
  work.online = [...work.online.filter((each) => each !== found), { tenant: work.owner.id, leikaKey: row.leikaKey, area: row.area, url: row.url, facts }];
  work.steps.push({ do: "online", row: { leikaKey: row.leikaKey, arsPrefix: row.area, url: row.url, facts } });
}

function dropRow(work: Work, row: Row): void {
  const found = find(work, row);
  if (found === undefined) return;
  if (row.url === undefined) {
    work.responsibilities = work.responsibilities.filter((each) => each !== found);
    work.steps.push({ do: "drop-responsibility", row: { leikaKey: row.leikaKey, area: row.area, office: row.office! } });
  } else {
    work.online = work.online.filter((each) => each !== found);
    work.steps.push({ do: "drop-online", row: { leikaKey: row.leikaKey, area: row.area, url: row.url } });
  }
}

/** The canonical prefix where the town answers for that area itself. */
function ownArea(ars: string, raw: string): readonly string[] {
  try {
    return covers(ars, raw) ? [arsPrefix(raw)] : [];
  } catch {
    return [];
  }
}
