import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { createCatalogue } from "#modules/catalogue";
import { createForms, type SchemaImportOutcome } from "#modules/forms";
import { createTenants, serviceSwitch, type Tenant } from "#modules/tenants";
import { systemClock } from "#platform/clock";
import { createKeyring } from "#platform/crypto";
import { connect, createDatabase, type Database } from "#platform/database";
import { CommandProblem, sentenceOf } from "../commands/command-problem.ts";
import { offerInCatalogue } from "../commands/offer-in-catalogue.ts";

export const importSchemaUsage = `import-schema <schema.xdf3.xml[.gz]> --slug <name> --leika <14 Ziffern> [--town musterstadt] [--office jugendamt]
  [--level none|basis|substantiell|hoch] [--codelist <datei.xml> …] [--minutes 20]
  Macht aus einem XDatenfelder-3-Schema einen Online-Dienst und schaltet ihn in einer Stadt ein.`;

const levels = ["none", "basis", "substantiell", "hoch"] as const;

/** Schema → form → published service → switched on in a town. Says what an editor has to look at. File names count from `folder`. @throws CommandProblem */
export async function importSchemaCommand(args: readonly string[], url: string, folder: string): Promise<void> {
  const wish = readWish(args);
  const db = createDatabase(connect({ url, max: 2, name: "kommunalportal import-schema", onIdleError: () => {} }));
  try {
    const town = await checkPlace(db, wish);
    const forms = createForms({ db, clock: systemClock });
    const outcome = await forms.importSchema({
      xml: await read(resolve(folder, wish.file)), codelists: await Promise.all(wish.codelists.map((file) => read(resolve(folder, file)))), slug: wish.slug, leikaKey: wish.leika, office: wish.office,
      trustLevel: wish.level, account: wish.level !== "none", retentionMonths: 24, ...(wish.minutes === undefined ? {} : { minutes: wish.minutes }),
    });
    if (!outcome.ok) throw new CommandProblem(refusal(outcome));
    const { service, form } = outcome.service;
    const published = { slug: service.slug, version: form.definition.version, package: outcome.service, form, publishedAt: systemClock.now() };
    const tenants = await tenantsOf(db);
    await db.asOperator("switch on an imported service", async (tx) => {
      await tenants.storeSwitch(tx, town.id, serviceSwitch.parse({ service: service.slug, enabled: true, retentionMonths: service.retentionMonths }));
      await offerInCatalogue(tx, town, published, systemClock.now(), { otherWays: { de: ["Persönlich im Amt, nach Vereinbarung", "Auf Papier per Post"], en: ["In person at the office, by appointment", "On paper by post"] } });
    });
    console.log(`»${service.title.de}« ist ${outcome.published === "now" ? "veröffentlicht" : "schon veröffentlicht gewesen"} und in ${town.name} eingeschaltet: ${form.definition.steps.length} Schritte, ${[...form.nodes.values()].filter(({ kind }) => kind === "field").length} Felder.`);
    console.log(`Aufrufen: /antrag/${service.slug}`);
    for (const { kind, path, text } of outcome.notes) console.log(`  ${noteKinds[kind] ?? kind}${path ? ` (${path})` : ""}: ${text}`);
    if (outcome.undecided.length > 0) console.log(`Über ${outcome.undecided.length} Regeln des Schemas hat noch niemand entschieden:`);
    for (const { key, sentence, fields, status, proposal } of outcome.undecided) {
      const does = status === "translated" ? `Das Formular setzt sie um (${proposal.conditions.length} Bedingungen, ${proposal.checks.length} Prüfungen)` : "Das Formular setzt sie nicht um";
      console.log(`  ${key}: ${sentence.replace(/\s+/g, " ").slice(0, 300)}\n    ${does}. Felder: ${fields.map(({ label }) => label).join(", ") || "keine"}`);
    }
  } finally {
    await db.close();
  }
}

interface Wish { readonly file: string; readonly slug: string; readonly leika: string; readonly town: string; readonly office: string; readonly level: (typeof levels)[number]; readonly codelists: readonly string[]; readonly minutes: number | undefined }

function readWish(args: readonly string[]): Wish {
  let given;
  try {
    given = parseArgs({ args: [...args], allowPositionals: true, options: {
      slug: { type: "string" }, leika: { type: "string" }, town: { type: "string", default: "musterstadt" }, office: { type: "string", default: "jugendamt" },
      level: { type: "string", default: "none" }, codelist: { type: "string", multiple: true, default: [] }, minutes: { type: "string" },
    } });
  } catch (cause) {
    throw new CommandProblem(`Aufruf: npm run ${importSchemaUsage}`, { cause });
  }
  const { values: { slug, leika, town, office, codelist, ...values }, positionals: [file, ...more] } = given;
  const level = levels.find((known) => known === values.level);
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  if (!file || more.length > 0 || !slug || !leika || !level || (minutes !== undefined && !Number.isInteger(minutes))) throw new CommandProblem(`Aufruf: npm run ${importSchemaUsage}`);
  return { file, slug, leika, town, office, level, codelists: codelist, minutes };
}

/** What would stop the switch is looked at before the form is published, which cannot be taken back. */
async function checkPlace(db: Database, wish: Wish): Promise<Tenant> {
  const tenants = await tenantsOf(db);
  const town = tenants.bySlug(wish.town);
  if (!town) throw new CommandProblem(`Es gibt keine Stadt mit dem Namen ${wish.town}. Nichts geändert.`);
  const catalogue = await createCatalogue({ db, clock: systemClock, keyring: noKeys(), tenants });
  if (!catalogue.service(wish.leika)) throw new CommandProblem(`Der Leistungskatalog kennt den LeiKa-Schlüssel ${wish.leika} nicht. Prüfen Sie die 14 Ziffern, oder lesen Sie zuerst die LeiKa-Liste ein (import-leika). Nichts geändert.`);
  return town;
}

/** The command opens nothing that is sealed. */
const noKeys = (): ReturnType<typeof createKeyring> => createKeyring({ keys: [{ version: 1, key: Buffer.alloc(32) }], current: 1 });
const tenantsOf = (db: Database): ReturnType<typeof createTenants> => createTenants({ db, keyring: noKeys() });

function refusal(outcome: Extract<SchemaImportOutcome, { ok: false }>): string {
  if (outcome.why === "unreadable") return `Nicht eingelesen, nichts geändert:\n${outcome.errors.map(({ line, path, message }) => `  Zeile ${line} (${path}): ${message}`).join("\n")}`;
  if (outcome.why === "not-a-service") return `Daraus wird kein Dienst, nichts geändert:\n${outcome.problems.map(({ path, problem }) => `  ${path}: ${problem}`).join("\n")}`;
  return "Diese Version des Schemas ist schon veröffentlicht und sagt etwas anderes. Eine geänderte Fassung braucht eine neue Version.";
}

const noteKinds: Readonly<Record<string, string>> = { rule: "Regel prüfen", assumption: "Annahme", codelist: "Codeliste fehlt", pattern: "Muster", limit: "Grenze", omitted: "Ausgelassen", status: "Freigabestatus" };

async function read(path: string): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: 100_000_000 }) : bytes;
  } catch (cause) {
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    throw new CommandProblem(missing ? `Die Datei gibt es nicht: ${path}` : `Die Datei lässt sich nicht lesen: ${path}`, { cause });
  }
}

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
