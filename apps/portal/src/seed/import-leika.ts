import { open } from "node:fs/promises";
import { connect, createDatabase } from "#platform/database";
import { systemClock } from "#platform/clock";
import { importLeika } from "#modules/catalogue";

/**
 * Takes the whole LeiKa list over: `node --conditions=kommunalportal-source apps/portal/src/seed/import-leika.ts <list.csv>` with DATABASE_URL
 * (the role kp_app). Running portals notice by themselves. Exit code 1: nothing was changed, the message says why.
 */
async function main(file: string | undefined, url: string | undefined): Promise<number> {
  if (file === undefined || url === undefined) {
    console.error(file === undefined ? "Welche Datei? Aufruf: import-leika.ts <liste.csv>" : "DATABASE_URL fehlt: die Datenbank, in die eingelesen wird (Rolle kp_app).");
    return 1;
  }
  // Opened before the database: a wrong name is said at once, and no stream is left to fail unheard.
  const list = await open(file).catch((error: NodeJS.ErrnoException) => { console.error(error.code === "ENOENT" ? `Die Datei gibt es nicht: ${file}` : `Die Datei lässt sich nicht lesen: ${error.message}`); });
  if (!list) return 1;
  const db = createDatabase(connect({ url, max: 2, name: "kommunalportal import-leika", onIdleError: (error) => { console.error(`Verbindung zur Datenbank: ${error.message}`); } }));
  try {
    const done = await importLeika({ db, clock: systemClock }, utf8Of(list.createReadStream({ autoClose: false })));
    console.log(`${done.rows} Zeilen gelesen, ${done.services} Leistungen: ${done.added} neu, ${done.changed} geändert, ${done.services - done.added - done.changed} unverändert oder schon eigen formuliert; ${done.repeated} Wiederholungen.`);
    if (done.missing > 0) console.log(`${done.missing === 1 ? "1 Leistung aus einer früheren Liste steht" : `${done.missing} Leistungen aus einer früheren Liste stehen`} nicht in dieser und ${done.missing === 1 ? "bleibt" : "bleiben"}, wie ${done.missing === 1 ? "sie ist" : "sie sind"}. Sind es viel mehr als erwartet, ist die Liste wohl nicht vollständig: Holen Sie sie noch einmal.`);
    if (done.rejectedCount > 0) {
      console.log(`${done.rejectedCount} Zeilen nicht übernommen:`);
      const words = { "no-key": "kein 14-stelliger Schlüssel", "no-name": "keine Bezeichnung", "too-few-columns": "zu wenige Spalten" } as const;
      for (const { line, why } of done.rejected.slice(0, 20)) console.log(`  Zeile ${line}: ${words[why]}`);
      if (done.rejectedCount > 20) console.log(`  … und ${done.rejectedCount - 20} weitere`);
    }
    return 0;
  } catch (error) {
    console.error(`Nicht eingelesen, nichts geändert: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await list.close();
    await db.close();
  }
}

/** Umlauts that another coding would spoil for good are refused (a spreadsheet saves in its own unless asked). @throws Error */
async function* utf8Of(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const read = (chunk?: Buffer): string => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new Error("die Datei ist nicht in UTF-8 gespeichert. Speichern Sie sie als »CSV UTF-8« und lesen Sie sie noch einmal ein.");
    }
  };
  for await (const chunk of chunks) yield read(chunk);
  yield read();
}

process.exitCode = await main(process.argv[2], process.env["DATABASE_URL"]);
