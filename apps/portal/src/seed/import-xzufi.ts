import { readFile, stat } from "node:fs/promises";
import { parseArgs } from "node:util";
import { createAudit } from "#modules/audit";
import { createXzufiImport, largestTransfer, type ImportOutcome, type Owner } from "#modules/catalogue";
import { systemClock } from "#platform/clock";
import { connect, createDatabase, sql, type Database } from "#platform/database";

const usage = "Aufruf: npm run import-xzufi -- <stadt> <datei.xml> [--uebernehmen] [--ueberschreiben]\nOhne --uebernehmen wird nur gezeigt, was sich ändern würde. Mit --ueberschreiben gilt die Datei auch, wo hier etwas geändert wurde.";

const words: Readonly<Record<ImportOutcome, string>> = {
  new: "neu", changed: "geändert", same: "unverändert", removed: "fällt weg", "changed-here": "hier geändert, bleibt", "already-here": "hier steht schon etwas Eigenes, bleibt", "no-key": "kein Leistungsschlüssel", "unknown-key": "Leistungsschlüssel nicht im Katalog",
  twice: "für diese Leistung gibt es schon einen übernommenen Text", "no-text": "kein Text, den das Portal zeigt", "too-long": "ein Abschnitt ist zu lang und bleibt weg", "no-name": "kein Name auf Deutsch", "unknown-service": "Leistung nicht bekannt", "unknown-parent": "Amt oder Dienst nicht bekannt",
  outside: "Gebiet außerhalb des eigenen", "no-link": "keine Adresse mit https", "still-used": "wird noch gebraucht, bleibt", "not-here": "war nie hier", "other-kind": "diese Art wird nicht übernommen",
};

/**
 * Takes an XZuFi file over into a town: with DATABASE_URL (the role kp_app). Running portals notice by themselves. Exit code 1: nothing was changed,
 * the message says why.
 */
async function main(args: readonly string[], url: string | undefined): Promise<number> {
  const given = argumentsOf(args);
  if (given === undefined) { console.error(usage); return 1; }
  if (url === undefined) { console.error("DATABASE_URL fehlt: die Datenbank, in die eingelesen wird (Rolle kp_app)."); return 1; }
  const bytes = await fileOf(given.file);
  if (bytes === undefined) return 1;
  const db = createDatabase(connect({ url, max: 2, name: "kommunalportal import-xzufi", onIdleError: (error) => { console.error(`Verbindung zur Datenbank: ${error.message}`); } }));
  try {
    const owner = await ownerOf(db, given.town);
    if (owner === undefined) { console.error(`Die Stadt »${given.town}« gibt es hier nicht.`); return 1; }
    const roles = await rolesInUse(db, owner.id);
    const xzufi = createXzufiImport({ db, clock: systemClock, audit: createAudit({ db, clock: systemClock, keepYears: 3 }), rolesInUse: () => roles });
    const view = given.take ? await xzufi.takeOver(owner, bytes, { overwrite: given.overwrite, actor: { kind: "system", what: "import-xzufi" } }) : await xzufi.preview(owner, bytes, given.overwrite);
    if (!view.ok) {
      console.error("Die Datei lässt sich nicht lesen, nichts geändert:");
      for (const { line, path, message } of view.errors.slice(0, 20)) console.error(`  ${line === 0 ? "" : `Zeile ${line}, ${path}: `}${message}`);
      return 1;
    }
    for (const { line, kind, id, name, outcome } of view.entries.filter((entry) => entry.outcome !== "same" && entry.outcome !== "not-here")) console.log(`Zeile ${line}: ${kind} ${id} (${name}): ${words[outcome]}`);
    for (const { line, message } of view.warnings) console.log(`Zeile ${line}: ${message}`);
    console.log(`${view.entries.length} Objekte angesehen, ${view.changes} Änderungen${given.take ? " übernommen" : ""}.${given.take || view.changes === 0 ? "" : " Nichts geändert: das war eine Probe. Übernehmen mit --uebernehmen."}`);
    return 0;
  } catch (error) {
    console.error(`Nicht eingelesen, nichts geändert: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await db.close();
  }
}

function argumentsOf(args: readonly string[]): { readonly town: string; readonly file: string; readonly take: boolean; readonly overwrite: boolean } | undefined {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: { uebernehmen: { type: "boolean" }, ueberschreiben: { type: "boolean" } } });
    const [town, file, ...more] = positionals;
    return town === undefined || file === undefined || more.length > 0 ? undefined : { town, file, take: values.uebernehmen === true, overwrite: values.ueberschreiben === true };
  } catch {
    return undefined;
  }
}

async function fileOf(file: string): Promise<Buffer | undefined> {
  try {
    if ((await stat(file)).size <= largestTransfer) return await readFile(file);
    console.error(`Die Datei ist größer als ${largestTransfer / 1024 / 1024} MB.`);
  } catch (error) {
    console.error((error as NodeJS.ErrnoException).code === "ENOENT" ? `Die Datei gibt es nicht: ${file}` : `Die Datei lässt sich nicht lesen: ${error instanceof Error ? error.message : String(error)}`);
  }
  return undefined;
}

function ownerOf(db: Database, slug: string): Promise<Owner | undefined> {
  return db.published((tx) => tx.maybe<Owner>(sql`select id, ars from tenants.tenant where slug = ${slug}`));
}

/** Offices that the town's online services name. */
async function rolesInUse(db: Database, tenant: string): Promise<ReadonlySet<string>> {
  const rows = await db.inTenant(tenant, (tx) => tx.rows<{ role: string }>(sql`select distinct value as role from tenants.service_switch, jsonb_each_text(settings->'offices') where tenant_id = ${tenant}`));
  return new Set(rows.map(({ role }) => role));
}

process.exitCode = await main(process.argv.slice(2), process.env["DATABASE_URL"]);
