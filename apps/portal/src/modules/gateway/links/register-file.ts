import type { Actor } from "#modules/audit";
import type { Tenant } from "#modules/tenants";
import type { Cell, Table } from "#platform/sheets";
import { type ConnectionFacts, connectionFacts } from "./connection.ts";
import { connectionsOf, lockRegister } from "./link-store.ts";
import { readCsv } from "./read-csv.ts";
import { factsVersion, offeredTo, type RegisterDeps, storeConnection, townRegister } from "./register.ts";

/** Columns of a town's register as a spreadsheet; the words of the cells are German, as on the page. */
export const registerColumns = ["dienst", "einzelabruf", "aktenzeichen", "gilt-ab", "endet-am", "geoeffnet", "amt", "organisationseinheit", "adresse", "funktionspostfach", "pvog"] as const;
type Column = (typeof registerColumns)[number];

const callOffWords = { nein: "none", bestellt: "ordered", ja: "signed", beendet: "ended" } as const;
const mostBytes = 1_000_000;

const dayCell = (day: string | undefined): Cell => (day === undefined ? null : { day });

/** A town's register for its spreadsheet. */
export async function exportRegister(deps: RegisterDeps, town: Pick<Tenant, "id" | "ars">): Promise<Table> {
  const { entries } = await townRegister(deps, town);
  return {
    columns: registerColumns,
    rows: entries.map(({ service, connection: one }) => [
      service.id, Object.entries(callOffWords).find(([, word]) => word === (one?.callOff ?? "none"))?.[0] ?? "nein", one?.reference ?? null, dayCell(one?.from), dayCell(one?.until), one?.open === true,
      one?.office ?? null, one?.oe ?? null, one?.entry ?? null, one?.mailbox ?? null, one?.pvog ?? null,
    ]),
  };
}

export interface FileProblem { readonly line: number; readonly message: string }
export type RegisterImport =
  | { readonly ok: true; readonly changed: readonly string[]; readonly same: number }
  | { readonly ok: false; readonly problems: readonly FileProblem[] };

/**
 * Takes a spreadsheet back. All of it or nothing; services that are not in it stay as they are. With `dryRun` it only says what would change.
 * An empty cell clears the fact.
 */
export async function importRegister(deps: RegisterDeps, given: { readonly town: Pick<Tenant, "id" | "ars">; readonly actor: Actor; readonly text: string; readonly dryRun: boolean; readonly offices: ReadonlySet<string> }): Promise<RegisterImport> {
  if (given.text.length > mostBytes) return { ok: false, problems: [{ line: 0, message: "Die Datei ist größer als 1 MB." }] };
  const read = readCsv(given.text);
  if (!read.ok) return { ok: false, problems: [{ line: read.line, message: `Die Zeile ist nicht lesbar: ${read.problem}.` }] };
  const [head, ...records] = read.records;
  const at = new Map(registerColumns.map((name) => [name, head?.cells.indexOf(name) ?? -1]));
  if (!head || (at.get("dienst") ?? -1) < 0) return { ok: false, problems: [{ line: 1, message: `In der ersten Zeile stehen die Namen der Spalten, mindestens »dienst«. Möglich sind: ${registerColumns.join(", ")}.` }] };
  const known = new Set(offeredTo(deps.services(), given.town).map(({ id }) => id));
  const problems: FileProblem[] = [];
  const wanted = new Map<string, ConnectionFacts>();
  for (const { line, cells } of records) {
    const cell = (name: Column): string => cells[at.get(name) ?? -1] ?? "";
    const service = cell("dienst");
    if (!known.has(service)) problems.push({ line, message: `Den Dienst »${service}« gibt es für diesen Ort nicht.` });
    else if (wanted.has(service)) problems.push({ line, message: `Der Dienst »${service}« steht zweimal in der Datei.` });
    else {
      const facts = factsOf(cell);
      const office = cell("amt");
      if (office !== "" && !given.offices.has(office)) problems.push({ line, message: `Das Amt »${office}« steht nicht im Verzeichnis der Ämter.` });
      if (!facts.ok) problems.push(...facts.messages.map((message) => ({ line, message })));
      else wanted.set(service, facts.facts);
    }
  }
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, 100) };
  return deps.db.inTenant(given.town.id, async (tx): Promise<RegisterImport> => {
    await lockRegister(tx, given.town.id);
    const before = new Map((await connectionsOf(tx, given.town.id)).map((one) => [one.service, one]));
    // A service in which the town takes no part stands in the file all the same, with »nein«: that is no change.
    const none = connectionFacts.parse({});
    const changed = [...wanted].filter(([service, facts]) => factsVersion(before.get(service) ?? none) !== factsVersion(facts));
    if (!given.dryRun) for (const [service, facts] of changed) await storeConnection(tx, deps, { tenant: given.town.id, service, actor: given.actor }, facts);
    return { ok: true, changed: changed.map(([service]) => service), same: wanted.size - changed.length };
  });
}

const expected: Readonly<Partial<Record<Column, string>>> = {
  "gilt-ab": "ein Tag wie 31.12.2026", "endet-am": "ein Tag wie 31.12.2026", amt: "das Kürzel eines Amts wie sozialamt", adresse: "eine ganze Adresse ohne Platzhalter im Namen des Servers", funktionspostfach: "eine E-Mail-Adresse", pvog: "eine Adresse mit https://",
};

function factsOf(cell: (name: Column) => string): { readonly ok: true; readonly facts: ConnectionFacts } | { readonly ok: false; readonly messages: readonly string[] } {
  const messages: string[] = [];
  const word = cell("einzelabruf").toLowerCase() || "nein";
  if (!Object.hasOwn(callOffWords, word)) messages.push(`»einzelabruf« ist ${Object.keys(callOffWords).join(", ")}.`);
  const open = cell("geoeffnet").toLowerCase() || "nein";
  if (open !== "ja" && open !== "nein") messages.push("»geoeffnet« ist ja oder nein.");
  const filled = (name: Column, key: keyof ConnectionFacts, convert: (text: string) => string = (text) => text) => (cell(name) === "" ? {} : { [key]: convert(cell(name)) });
  const checked = connectionFacts.safeParse({
    callOff: callOffWords[word as keyof typeof callOffWords], open: open === "ja", ...filled("aktenzeichen", "reference"), ...filled("gilt-ab", "from", isoDay), ...filled("endet-am", "until", isoDay),
    ...filled("amt", "office"), ...filled("organisationseinheit", "oe"), ...filled("adresse", "entry"), ...filled("funktionspostfach", "mailbox"), ...filled("pvog", "pvog"),
  });
  const names: Readonly<Record<string, Column>> = { reference: "aktenzeichen", from: "gilt-ab", until: "endet-am", office: "amt", oe: "organisationseinheit", entry: "adresse", mailbox: "funktionspostfach", pvog: "pvog" };
  const issues = checked.success || messages.length > 0 ? [] : checked.error.issues;
  for (const { path } of issues) {
    const name = names[String(path[0])];
    messages.push(`Die Spalte »${name ?? String(path[0])}« ist so nicht verständlich.${name === undefined ? "" : ` Erwartet wird ${expected[name] ?? "ein Text mit höchstens 200 Zeichen"}.`}`);
  }
  if (checked.success && checked.data.from !== undefined && checked.data.until !== undefined && checked.data.until <= checked.data.from) messages.push("»endet-am« liegt nicht nach »gilt-ab«.");
  return checked.success && messages.length === 0 ? { ok: true, facts: checked.data } : { ok: false, messages };
}

/** »31.12.2026« as a spreadsheet writes it, or `2026-12-31`. */
function isoDay(text: string): string {
  const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  return german ? `${german[3]}-${german[2]!.padStart(2, "0")}-${german[1]!.padStart(2, "0")}` : text;
}
