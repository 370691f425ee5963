import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { signInTen, type Citizen } from "./citizens.ts";
import { machineFacts } from "./machine.ts";
import { pace } from "./pace.ts";
import { isMet, detailsOf, tableOf, type Line, type Result } from "./report.ts";
import { openStage, type Stage } from "./stage.ts";
import { extensionApi } from "./lines/extension-api.ts";
import { fitConnectRate } from "./lines/fit-connect-rate.ts";
import { fitConnect } from "./lines/fit-connect.ts";
import { formStep } from "./lines/form-step.ts";
import { hub } from "./lines/hub.ts";
import { inbox } from "./lines/inbox.ts";
import { journey } from "./lines/journey.ts";
import { largeForms } from "./lines/large-form.ts";
import { memory } from "./lines/memory.ts";
import { search } from "./lines/search.ts";
import { servicePages } from "./lines/service-page.ts";
import { signInCost } from "./lines/sign-in.ts";
import { statementsPerRequest } from "./lines/statements.ts";
import { submissions } from "./lines/submission.ts";
import { sustained } from "./lines/sustained.ts";

type Measure = (stage: Stage, citizens: readonly Citizen[]) => Promise<readonly Line[]>;

/** In this order: what needs an idle worker comes before the worker, memory comes last. */
const measures: readonly (readonly [string, string, Measure])[] = [
  ["service-page", "Leistungsseiten", servicePages],
  ["search", "Suche", search],
  ["step", "Schritt eines Formulars", formStep],
  ["large-form", "Große Formulare", largeForms],
  ["statements", "SQL-Anweisungen je Anfrage", statementsPerRequest],
  ["journey", "Ganzer Antrag", journey],
  ["sign-in", "Anmeldung", signInCost],
  ["submission", "Absenden", submissions],
  ["sustained", "Absenden mit Zustellung und PDF", sustained],
  ["hub", "Datendrehscheibe", hub],
  ["extension-api", "Extension-API", extensionApi],
  ["inbox", "Eingang der Sachbearbeitung", inbox],
  ["fit-connect-rate", "Zustellungen über FIT-Connect", fitConnectRate],
  ["fit-connect", "FIT-Connect, große Anlage", fitConnect],
  ["memory", "Speicher", memory],
];

// `npm run bench [-- --quick] [-- --only step,search] [-- --profile folder]`
const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, only: { type: "string" }, profile: { type: "string" } } });
const only = values.only?.split(",");
const folder = mkdtempSync(join(tmpdir(), "kommunalportal-bench-"));
const began = performance.now();
const facts = machineFacts();
const stage = await openStage(folder, { quick: values.quick, profileFolder: values.profile });
const results: Result[] = [];
/** Before the first line and after each. */
const paces: Record<string, number> = {};
try {
  const citizens = await signInTen(stage);
  // The first calls are compiled.
  pace();
  paces["before"] = pace();
  for (const [id, title, measure] of measures) {
    if (only && !only.includes(id)) continue;
    const start = performance.now();
    process.stdout.write(`${title} …`);
    try {
      results.push(...await measure(stage, citizens));
    } catch (error) {
      // One line that cannot be measured must not hide the others; it counts as missed.
      // Its stack is for who watches: it names this machine's folders, which have no place in a file that is kept.
      console.error(error);
      results.push({ id, title, error: error instanceof Error ? error.message : String(error) });
    }
    const { megabytes, peak } = stage.webMemory();
    paces[id] = pace();
    process.stdout.write(` ${((performance.now() - start) / 1000).toFixed(1)} s, danach ${megabytes.toFixed(0)} MB${peak === undefined ? "" : `, bisher höchstens ${peak.toFixed(0)}`}; feste Rechnung ${paces[id].toLocaleString("de-DE")} ms\n`);
  }
  for (const { connection } of citizens) connection.close();
} finally {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
}
const seconds = Math.round((performance.now() - began) / 1000);
process.stdout.write(`\n${tableOf(results)}\n\n${detailsOf(results)}\n\n${seconds} s\n`);
// A part of the lines is no result to keep beside whole ones.
const file = join(import.meta.dirname, "results", values.quick || only ? "partial.local.json" : "latest.json");
mkdirSync(join(import.meta.dirname, "results"), { recursive: true });
writeFileSync(file, `${JSON.stringify({ measuredAt: new Date().toISOString(), seconds, quick: values.quick, machine: { ...facts(), postgres: stage.postgresVersion, webProcesses: stage.webProcesses }, paceMs: paces, lines: results.map((line) => ("error" in line ? line : { ...line, met: isMet(line) ?? null })) }, null, 2)}\n`);
process.exitCode = results.some((line) => "error" in line) ? 1 : 0;
