import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { putOnlineServices } from "#modules/catalogue";
import { createForms, requiredLevel } from "#modules/forms";
import { createTenants, serviceSwitch } from "#modules/tenants";
import { systemClock } from "#platform/clock";
import { createKeyring } from "#platform/crypto";
import { connect, createDatabase, isUnavailable } from "#platform/database";

const usage = `Aufruf: npm run import-schema -- <schema.xdf3.xml[.gz]> --slug <name> --leika <14 Ziffern> [--town musterstadt] [--office jugendamt]
  [--level none|basis|substantiell|hoch] [--codelist <datei.xml> …] [--minutes 20]
Macht aus einem XDatenfelder-3-Schema einen Online-Dienst und schaltet ihn in einer Stadt ein.`;

/** `npm run import-schema`: schema → form → published service → switched on in a town. Says what an editor has to look at. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: {
    slug: { type: "string" }, leika: { type: "string" }, town: { type: "string", default: "musterstadt" }, office: { type: "string", default: "jugendamt" },
    level: { type: "string", default: "none" }, codelist: { type: "string", multiple: true, default: [] }, minutes: { type: "string" },
  } });
  const [file] = positionals;
  const level = (["none", "basis", "substantiell", "hoch"] as const).find((known) => known === values.level);
  const url = process.env["DATABASE_URL"];
  if (!file || !values.slug || !values.leika || !level || !url) { console.error(usage); return 1; }

  const db = createDatabase(connect({ url, max: 2, name: "kommunalportal import-schema", onIdleError: () => {} }));
  try {
    const tenants = await createTenants({ db, keyring: createKeyring({ keys: [{ version: 1, key: Buffer.alloc(32) }], current: 1 }) });
    const town = tenants.bySlug(values.town);
    if (!town) { console.error(`Es gibt keine Stadt mit dem Namen ${values.town}.`); return 1; }
    const forms = createForms({ db, clock: systemClock });
    const outcome = await forms.importSchema({
      xml: await read(file), codelists: await Promise.all(values.codelist.map(read)), slug: values.slug, leikaKey: values.leika, office: values.office,
      trustLevel: level, account: level !== "none", retentionMonths: 24, ...(values.minutes ? { minutes: Number(values.minutes) } : {}),
    });
    if (!outcome.ok) {
      if (outcome.why === "unreadable") for (const { line, path, message } of outcome.errors) console.error(`Zeile ${line} (${path}): ${message}`);
      else if (outcome.why === "not-a-service") for (const { path, problem } of outcome.problems) console.error(`${path}: ${problem}`);
      else console.error("Diese Version des Schemas ist schon veröffentlicht und sagt etwas anderes. Eine geänderte Fassung braucht eine neue Version.");
      return 1;
    }
    const { service } = outcome.service;
    await db.asOperator("switch on an imported service", async (tx) => {
      await tenants.storeSwitch(tx, town.id, serviceSwitch.parse({ service: service.slug, enabled: true, retentionMonths: service.retentionMonths }));
      await putOnlineServices(tx, town, [{ leikaKey: values.leika!, arsPrefix: town.ars, slug: service.slug, facts: {
        minutes: service.minutes, trustLevel: requiredLevel({ slug: service.slug, version: "", package: outcome.service, form: outcome.service.form, publishedAt: systemClock.now() }),
        otherWays: { de: ["Persönlich im Amt, nach Vereinbarung", "Auf Papier per Post"], en: ["In person at the office, by appointment", "On paper by post"] },
        privacy: { purpose: service.privacy.purpose, legalBasis: service.privacy.legalBasis, recipients: { de: service.privacy.recipients.map(({ de }) => de) }, retention: service.privacy.term },
      } }], systemClock.now());
    });
    const { form } = outcome.service;
    console.log(`»${service.title.de}« ist ${outcome.published === "now" ? "veröffentlicht" : "schon veröffentlicht gewesen"} und in ${town.name} eingeschaltet: ${form.definition.steps.length} Schritte, ${[...form.nodes.values()].filter(({ kind }) => kind === "field").length} Felder.`);
    console.log(`Aufrufen: /antrag/${service.slug}`);
    for (const { kind, path, text } of outcome.notes) console.log(`  ${noteKinds[kind] ?? kind}${path ? ` (${path})` : ""}: ${text}`);
    return 0;
  } catch (error) {
    if (isUnavailable(error)) { console.error("Die Datenbank antwortet nicht. Läuft die Vorführung (npm start)?"); return 1; }
    if ((error as NodeJS.ErrnoException).code === "ENOENT") { console.error(`Die Datei gibt es nicht: ${(error as NodeJS.ErrnoException).path ?? ""}`); return 1; }
    throw error;
  } finally {
    await db.close();
  }
}

const noteKinds: Readonly<Record<string, string>> = { rule: "Regel prüfen", assumption: "Annahme", codelist: "Codeliste fehlt", pattern: "Muster", limit: "Grenze", omitted: "Ausgelassen", status: "Freigabestatus" };

async function read(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: 100_000_000 }) : bytes;
}

process.exitCode = await main();
