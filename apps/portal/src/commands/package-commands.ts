import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { createCatalogue } from "#modules/catalogue";
import { createServicePackages, type Operation, type PackageFinding, type ServicePackages } from "#modules/forms";
import { serviceSwitch, type Tenant } from "#modules/tenants";
import type { Config } from "../config.ts";
import { openCommandHouse, type CommandHouse } from "./command-house.ts";
import { CommandProblem } from "./command-problem.ts";
import { offerInCatalogue } from "./offer-in-catalogue.ts";

interface Call { readonly config: Config; readonly args: readonly string[]; readonly folder: string }

/** Services as files: out, in, and whose signature is believed. */
export const packageCommands = {
  "export-package": ({ config, args, folder }: Call) => withPackages(config, async (house, packages) => {
    const { values, positionals: [slug] } = read(args, { out: { type: "string" }, version: { type: "string" }, town: { type: "string" } });
    const { out, version, town } = values;
    if (slug === undefined || typeof out !== "string") throw new CommandProblem("Aufruf: export-package <Dienst> --out <datei.json> [--version 1.0.0] [--town <stadt>]");
    const operation = typeof town === "string" ? operationOf(house, town, slug) : undefined;
    const file = await packages.export({ slug, ...(typeof version === "string" ? { version } : {}), ...(operation === undefined ? {} : { operation }) });
    if (file === undefined) throw new CommandProblem(`${slug}${typeof version === "string" ? ` ${version}` : ""} ist nicht veröffentlicht.`);
    await writeFile(resolve(folder, out), `${JSON.stringify(file, null, 1)}\n`);
    console.log(`${slug} ${String(file.form["version"])} steht in ${out}, unterschrieben mit ${await packages.fingerprint()}.`);
    return 0;
  }),
  "import-package": ({ config, args, folder }: Call) => withPackages(config, async (house, packages) => {
    const { values, positionals: [from] } = read(args, { check: { type: "boolean" }, town: { type: "string" }, "all-towns": { type: "boolean" } });
    const { check, town, "all-towns": everywhere } = values;
    if (from === undefined || (town !== undefined && everywhere === true)) throw new CommandProblem("Aufruf: import-package <datei.json> [--check] [--town <stadt> | --all-towns]");
    const towns = everywhere === true ? house.tenants.all().filter(({ kind }) => kind === "municipality") : typeof town === "string" ? [townOf(house, town)] : [];
    const bytes = await readFile(resolve(folder, from)).catch((cause: unknown) => { throw new CommandProblem(`Die Datei lässt sich nicht lesen: ${from}`, { cause }); });
    const catalogue = await catalogueOf(house);
    const [only, ...others] = towns;
    const done = await packages.read(bytes, only !== undefined && others.length === 0 ? { offices: new Set(catalogue.officesOf(only.id).map(({ role }) => role)), bank: only.profile.bank !== undefined } : {});
    if (done.content === undefined) throw new CommandProblem(`Nicht eingelesen, nichts geändert:\n${lines(done.findings)}`);
    const { service: { service, definition }, operation } = done.content;
    if (done.findings.length > 0) console.log(`Zu beachten:\n${lines(done.findings)}`);
    if (check === true) { console.log(`${service.slug} ${definition.version} passt hierher. Geändert wurde nichts.`); return 0; }
    const { content } = done;
    const outcome = await house.db.asOperator("import a service package", async (tx) => {
      const published = await packages.publish(tx, content);
      if (!published.ok) return published;
      for (const one of towns) {
        const settings = serviceSwitch.parse({ service: service.slug, enabled: true, notificationArea: service.legalArea, retentionMonths: service.retentionMonths, ...operation, ...(one.profile.bank ? {} : { paymentWays: (operation?.paymentWays ?? ["online"]).filter((way) => way !== "transfer") }) });
        await house.tenants.storeSwitch(tx, one.id, settings);
        if (catalogue.service(service.leika) !== undefined) await offerInCatalogue(tx, one, { slug: service.slug, version: definition.version, package: content.service, form: content.service.form, publishedAt: house.clock.now() }, house.clock.now());
        await house.audit.record(tx, { tenant: one.id, actor: { kind: "system", what: "command" }, action: "service.switch-on", subject: { kind: "online-service", id: service.slug } });
      }
      return published;
    });
    if (!outcome.ok) throw new CommandProblem(`Version ${definition.version} von ${service.slug} ist inzwischen mit anderem Inhalt veröffentlicht worden. Nichts geändert.`);
    console.log(`»${service.title.de}« ${definition.version} ist ${outcome.published === "now" ? "veröffentlicht" : "schon veröffentlicht gewesen"}${towns.length === 0 ? "" : ` und in ${others.length === 0 ? only?.name ?? "" : `${towns.length} Kommunen`} eingeschaltet`}.`);
    return 0;
  }),
  "trust-publisher": ({ config, args }: Call) => withPackages(config, async (_house, packages) => {
    const { values: { name }, positionals: [fingerprint] } = read(args, { name: { type: "string" } });
    if (fingerprint === undefined) {
      console.log(`Fingerabdruck dieser Installation: ${await packages.fingerprint()}`);
      for (const [known, called] of await packages.publishers()) console.log(`  ${known}  ${called}`);
      return 0;
    }
    if (!/^[A-Za-z0-9_-]{43}$/.test(fingerprint) || typeof name !== "string" || name.length === 0 || name.length > 200) throw new CommandProblem("Aufruf: trust-publisher <Fingerabdruck, 43 Zeichen> --name <Herausgeber>");
    await packages.trust(fingerprint, name);
    console.log(`Pakete von »${name}« werden angenommen.`);
    return 0;
  }),
  "withdraw-publisher": ({ config, args }: Call) => withPackages(config, async (_house, packages) => {
    const { values: { name }, positionals: [fingerprint] } = read(args, { name: { type: "string" } });
    if (fingerprint === await packages.fingerprint()) throw new CommandProblem("Das ist der eigene Schlüssel. Ist er in falsche Hände geraten: change-package-key --lost");
    const called = typeof name === "string" ? name : fingerprint === undefined ? undefined : (await packages.publishers()).get(fingerprint);
    if (fingerprint === undefined || !/^[A-Za-z0-9_-]{43}$/.test(fingerprint) || called === undefined || called.length > 200) throw new CommandProblem("Aufruf: withdraw-publisher <Fingerabdruck, 43 Zeichen> [--name <Herausgeber>], der Name nur bei einem, der hier nicht bekannt ist");
    await packages.withdraw(fingerprint, called);
    console.log(`Pakete von »${called}« werden nicht mehr angenommen, auch keine mit einem Schlüssel, den dieser bestätigt. Was eingelesen ist, bleibt.`);
    return 0;
  }),
  "change-package-key": ({ config, args }: Call) => withPackages(config, async (_house, packages) => {
    const { values: { lost } } = read(args, { lost: { type: "boolean" } });
    const fingerprint = await packages.changeKey(lost === true);
    console.log(`Ab jetzt wird mit ${fingerprint} unterschrieben. ${lost === true ? "Der alte Schlüssel bestätigt nichts und gilt auch hier nicht mehr: Sagen Sie den neuen Fingerabdruck allen, die Ihre Pakete lesen, auf einem anderen Weg." : "Der alte Schlüssel bestätigt ihn in jeder Datei: Wer ihm glaubt, liest weiter."}`);
    return 0;
  }),
};

/** One fingerprint in 64 begins with a hyphen and would be read as an option. */
const hyphened = /^-[A-Za-z0-9_-]{42}$/;

function read(args: readonly string[], options: ParseArgsOptionsConfig) {
  try {
    const done = parseArgs({ args: [...args.filter((one) => !hyphened.test(one)), "--", ...args.filter((one) => hyphened.test(one))], options, allowPositionals: true });
    if (done.positionals.length <= 1) return done;
  } catch (cause) {
    throw new CommandProblem("Diesen Aufruf gibt es nicht. Ohne Befehl zeigt das Programm alle.", { cause });
  }
  throw new CommandProblem("Es wird nur eine Angabe ohne »--« erwartet.");
}

async function withPackages(config: Config, work: (house: CommandHouse, packages: ServicePackages) => Promise<number>): Promise<number> {
  const house = await openCommandHouse(config);
  try {
    const catalogue = await catalogueOf(house);
    return await work(house, createServicePackages({ db: house.db, clock: house.clock, forms: house.forms, pepper: config.INSTALLATION_PEPPER, origin: config.PUBLIC_ORIGIN, knowsService: (leika) => catalogue.service(leika) !== undefined }));
  } finally {
    await house.close();
  }
}

const catalogueOf = (house: CommandHouse) => createCatalogue({ db: house.db, clock: house.clock, keyring: house.keyring, tenants: house.tenants });

function townOf(house: CommandHouse, slug: string): Tenant {
  const town = house.tenants.bySlug(slug);
  if (!town) throw new CommandProblem(`Es gibt keine Stadt und keinen Kreis mit dem Namen ${slug}.`);
  return town;
}

/** What of a town's settings may travel: nothing that is its own. */
function operationOf(house: CommandHouse, town: string, service: string): Operation {
  const settings = house.tenants.switches(townOf(house, town).id).get(service);
  if (!settings) throw new CommandProblem(`In ${town} ist ${service} nicht eingerichtet.`);
  const { delivery, notificationArea, retentionMonths, paymentWays } = settings;
  return { delivery, notificationArea, retentionMonths, paymentWays };
}

function lines(findings: readonly PackageFinding[]): string {
  return findings.map(({ severity, path, text }) => `  ${severity === "error" ? "Fehler" : "Hinweis"}${path === undefined ? "" : ` (${path})`}: ${text}`).join("\n");
}
