import { resolve } from "node:path";
import type { RuleReview } from "@kommunalportal/xdatenfelder";
import { createCatalogue, type Catalogue } from "#modules/catalogue";
import { createForms, type SchemaImportOutcome } from "#modules/forms";
import { createTenants, serviceSwitch, type Tenant } from "#modules/tenants";
import { systemClock } from "#platform/clock";
import { createKeyring } from "#platform/crypto";
import { connect, createDatabase, type Database } from "#platform/database";
import { CommandProblem, sentenceOf } from "../commands/command-problem.ts";
import { offerInCatalogue } from "../commands/offer-in-catalogue.ts";
import { readWish, type Wish } from "./import-schema-wish.ts";
import { readSchemaFile } from "./read-schema-file.ts";

export { importSchemaUsage } from "./import-schema-wish.ts";

/** Schema → form → published service → switched on in a town or in all municipalities. Says what an editor has to look at. File names count from `folder`. @throws CommandProblem */
export async function importSchemaCommand(args: readonly string[], url: string, folder: string): Promise<void> {
  const began = performance.now();
  const wish = readWish(args);
  const db = createDatabase(connect({ url, max: 2, name: "kommunalportal import-schema", onIdleError: () => {} }));
  try {
    const { towns, office } = await checkPlaces(db, wish);
    const forms = createForms({ db, clock: systemClock });
    const outcome = await forms.importSchema({
      xml: await readSchemaFile(resolve(folder, wish.file)), codelists: await Promise.all(wish.codelists.map((file) => readSchemaFile(resolve(folder, file)))), slug: wish.slug, leikaKey: wish.leika, office,
      trustLevel: wish.level, account: wish.level !== "none", retentionMonths: 24, publishUndecided: wish.publishUndecided,
      ...(wish.minutes === undefined ? {} : { minutes: wish.minutes }), ...(wish.asVersion === undefined ? {} : { asVersion: wish.asVersion }),
    });
    if (!outcome.ok) throw new CommandProblem(refusal(outcome));
    const { service, form } = outcome.service;
    const published = { slug: service.slug, version: form.definition.version, package: outcome.service, form, publishedAt: systemClock.now() };
    const tenants = await tenantsOf(db);
    await db.asOperator("switch on an imported service", async (tx) => {
      for (const town of towns) {
        await tenants.storeSwitch(tx, town.id, serviceSwitch.parse({ service: service.slug, enabled: true, retentionMonths: service.retentionMonths }));
        await offerInCatalogue(tx, town, published, systemClock.now(), { otherWays: { de: ["Persönlich im Amt, nach Vereinbarung", "Auf Papier per Post"], en: ["In person at the office, by appointment", "On paper by post"] } });
      }
    });
    const where = wish.town === undefined ? `${towns.length} Kommunen` : towns.map(({ name }) => name).join(", ");
    const fields = [...form.nodes.values()].filter(({ kind }) => kind === "field").length;
    console.log(`»${service.title.de}« ist ${outcome.published === "now" ? "veröffentlicht" : "schon veröffentlicht gewesen"} und in ${where} eingeschaltet: ${form.definition.steps.length} Schritte, ${fields} Felder, ${((performance.now() - began) / 1000).toFixed(1).replace(".", ",")} Sekunden.`);
    console.log(`Aufrufen: /antrag/${service.slug}`);
    console.log(`Zuständig: ${office}${wish.office === undefined ? " (anders mit --office)" : ""}`);
    for (const { kind, path, text } of outcome.notes) console.log(`  ${noteKinds[kind] ?? kind}${path ? ` (${path})` : ""}: ${text}`);
    if (outcome.undecided.length > 0) console.log(`Veröffentlicht, obwohl ${undecidedLines(outcome.undecided)}`);
  } finally {
    await db.close();
  }
}

/** What would stop the switch is looked at before the form is published, which cannot be taken back. */
async function checkPlaces(db: Database, wish: Wish): Promise<{ readonly towns: readonly Tenant[]; readonly office: string }> {
  const tenants = await tenantsOf(db);
  const towns = wish.town === undefined ? tenants.all().filter(({ kind }) => kind === "municipality") : [tenants.bySlug(wish.town)].filter((town) => town !== undefined);
  if (towns.length === 0) throw new CommandProblem(wish.town === undefined ? "Es ist noch keine Kommune angelegt (found-towns). Nichts geändert." : `Es gibt keine Stadt mit dem Namen ${wish.town}. Nichts geändert.`);
  const catalogue = await createCatalogue({ db, clock: systemClock, keyring: noKeys(), tenants });
  if (!catalogue.service(wish.leika)) throw new CommandProblem(`Der Leistungskatalog kennt den LeiKa-Schlüssel ${wish.leika} nicht. Prüfen Sie die 14 Ziffern, oder lesen Sie zuerst die LeiKa-Liste ein (import-leika). Nichts geändert.`);
  return { towns, office: wish.office ?? await namedOffice(catalogue, towns, wish.leika) };
}

/** The office that the catalogue names for the service, in the first town that has one of its own; where nobody is named, the one that every town has. */
async function namedOffice(catalogue: Catalogue, towns: readonly Tenant[], leika: string): Promise<string> {
  for (const town of towns.filter(({ id }) => catalogue.officesOf(id).length > 0)) {
    const who = await catalogue.officeFor(town, leika);
    if (who?.known === true && who.at.id === town.id) return who.office.role;
  }
  return "buergerbuero";
}

/** The command opens nothing that is sealed. */
const noKeys = (): ReturnType<typeof createKeyring> => createKeyring({ keys: [{ version: 1, key: Buffer.alloc(32) }], current: 1 });
const tenantsOf = (db: Database): ReturnType<typeof createTenants> => createTenants({ db, keyring: noKeys() });

const mostLines = 20;

/** Of a file of another kind there would be hundreds. */
function firstOf(lines: readonly string[]): string {
  return [...lines.slice(0, mostLines), ...(lines.length > mostLines ? [`  … und ${lines.length - mostLines} weitere`] : [])].join("\n");
}

function refusal(outcome: Extract<SchemaImportOutcome, { ok: false }>): string {
  switch (outcome.why) {
    case "unreadable": return `Nicht eingelesen, nichts geändert:\n${firstOf(outcome.errors.map(({ line, path, message }) => `  ${line > 0 ? `Zeile ${line}${path === "" ? "" : ` (${path.length > 200 ? `… ${path.slice(-200)}` : path})`}: ` : ""}${message}`))}`;
    case "not-a-service": return `Daraus wird kein Dienst, nichts geändert:\n${firstOf(outcome.problems.map(({ path, problem }) => `  ${path}: ${problem}`))}`;
    case "undecided-rules": return `Nicht veröffentlicht, weil ${undecidedLines(outcome.undecided)}
Das Schema ist gespeichert. Entscheiden Sie unter /mitarbeit/<stadt>/redaktion/schemata/${outcome.schema.id}/${outcome.schema.version}/regeln und lesen Sie es dann noch einmal ein,
oder wiederholen Sie den Befehl mit --publish-undecided: Dann gilt, was hier steht.`;
    case "version-already-published": return "Diese Version des Formulars ist schon veröffentlicht und sagt etwas anderes. Geben Sie der geänderten Fassung eine eigene Nummer, zum Beispiel --as-version 1.0.1.";
  }
}

/** Each rule nobody has decided about, and what the form does with it. */
function undecidedLines(undecided: readonly RuleReview[]): string {
  const lines = undecided.map(({ key, sentence, words, reason, fields }) => `  ${key}: ${sentence.replace(/\s+/g, " ").trim().slice(0, 300)}
    ${words.length > 0 ? `Das Formular: ${words.join(" ")}` : `Das Formular setzt sie nicht um${reason === undefined ? "" : ` (${reason})`}. Felder: ${fields.map(({ label }) => label).join(", ") || "keine"}`}`);
  return `über ${undecided.length === 1 ? "eine Regel" : `${undecided.length} Regeln`} des Schemas noch niemand entschieden hat:\n${lines.join("\n")}`;
}

const noteKinds: Readonly<Record<string, string>> = { rule: "Regel prüfen", assumption: "Annahme", codelist: "Codeliste fehlt", pattern: "Muster", limit: "Grenze", omitted: "Ausgelassen", status: "Freigabestatus" };

// `npm run import-schema`, on the running demonstration or with DATABASE_URL given.
if (import.meta.main) {
  try {
    const url = process.env["DATABASE_URL"];
    if (!url) throw new CommandProblem("DATABASE_URL fehlt: die Datenbank, in die eingelesen wird (Rolle kp_app).");
    await importSchemaCommand(process.argv.slice(2), url, process.cwd());
  } catch (error) {
    console.error(sentenceOf(error) ?? error);
    process.exitCode = 1;
  }
}
