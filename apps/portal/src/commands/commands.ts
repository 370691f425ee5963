import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { importSchemaUsage } from "../seed/import-schema-wish.ts";
import type { Config } from "../config.ts";
import type { CommandHouse } from "./command-house.ts";
import { CommandProblem } from "./command-problem.ts";
import type { packageCommands } from "./package-commands.ts";

export interface CommandCall { readonly config: Config; readonly args: readonly string[]; /** From which file names count. */ readonly folder: string }
/** Prints what it did. Resolves with the exit code. */
type Command = (call: CommandCall) => Promise<number>;

// What a command does is loaded when it is called and its arguments are right: a refusal comes in a third of the time.
const packageCommand = (name: keyof typeof packageCommands): Command => async (call) => (await import("./package-commands.ts")).packageCommands[name](call);

export const usage = `Aufruf: npm run production -- <Befehl>
  serve                                  startet das Portal (Vorgabe)
  migrate                                bringt die Datenbank auf diesen Stand
  found-towns --towns <name>,… | --all   legt Städte, Gemeinden und Kreise an; vorhandene bleiben, wie sie sind
  publish <Ordner>                       veröffentlicht die Dienste eines Ordners
  switch <Stadt> <Dienst> [--file <einstellungen.json>] [--off]
                                         schaltet einen Dienst in einer Stadt ein oder aus
  ${importSchemaUsage.replaceAll("\n", "\n  ")}
  export-package <Dienst> --out <datei.json> [--version 1.0.0] [--town <stadt>]
                                         schreibt einen veröffentlichten Dienst als unterschriebene Datei; mit --town auch, wie die Stadt ihn betreibt
  import-package <datei.json> [--check] [--town <stadt> | --all-towns]
                                         prüft eine solche Datei, sagt, was nicht passt, veröffentlicht sie und schaltet den Dienst ein
  trust-publisher <Fingerabdruck> --name <Herausgeber>
                                         glaubt künftig, was mit diesem Schlüssel unterschrieben ist; ohne Angaben: der eigene Fingerabdruck
  withdraw-publisher <Fingerabdruck> [--name <Herausgeber>]
                                         glaubt nicht mehr, was mit diesem Schlüssel unterschrieben ist
  change-package-key [--lost]            unterschreibt künftig mit einem neuen Schlüssel, den der alte bestätigt; mit --lost nicht, und der alte gilt nicht mehr
  import-leika <liste.csv>               liest die LeiKa-Liste in den Leistungskatalog ein
  rewrap-keys                            verpackt alle Schlüssel mit dem neuesten Installationsschlüssel`;

export const commands: Readonly<Record<string, Command>> = {
  "found-towns": async ({ config, args }) => {
    const { values } = parse(args, { towns: { type: "string" }, all: { type: "boolean" } }, 0);
    const names = typeof values["towns"] === "string" ? values["towns"].split(",").map((name) => name.trim()).filter(Boolean) : [];
    if ((values["all"] === true) === names.length > 0) throw new CommandProblem(usage);
    return inHouse(config, async (house) => {
      const { foundTowns } = await import("./found-towns.ts");
      const { founded, skipped, missingDistricts } = await foundTowns(house, values["all"] === true ? "all" : names);
      console.log(`${founded.length} angelegt${listed(founded)}; ${skipped.length} waren schon da${listed(skipped)}.`);
      if (missingDistricts.length > 0) console.log(`Noch nicht angelegt, aber für Leistungen des Kreises nötig: ${missingDistricts.join(", ")}.`);
      return 0;
    });
  },
  publish: async ({ config, args, folder }) => {
    const [from] = parse(args, {}, 1).positionals;
    return inHouse(config, async (house) => {
      const { publishFolder } = await import("./publish-folder.ts");
      const words = { new: "neu veröffentlicht", unchanged: "unverändert", refused: "abgelehnt: Diese Version ist schon veröffentlicht und sagt etwas anderes. Geänderte Dienste brauchen eine neue Version." };
      const done = await publishFolder(house, resolve(folder, from!));
      for (const { slug, version, outcome } of done) console.log(`${slug} ${version}: ${words[outcome]}`);
      return done.some(({ outcome }) => outcome === "refused") ? 1 : 0;
    });
  },
  switch: async ({ config, args, folder }) => {
    const { values, positionals: [town, service] } = parse(args, { file: { type: "string" }, off: { type: "boolean" } }, 2);
    const given = typeof values["file"] === "string" ? { given: await readSettings(resolve(folder, values["file"])) } : {};
    return inHouse(config, async (house) => {
      const { switchTownService } = await import("./switch-town-service.ts");
      const done = await switchTownService(house, { town: town!, service: service!, off: values["off"] === true, ...given });
      console.log(`»${done.title}« ist in ${done.town.name} ${done.settings.enabled ? "eingeschaltet" : "ausgeschaltet"}.`);
      if (done.notInCatalogue) console.log("Der Leistungskatalog kennt die Leistung nicht: Sie ist über ihre Adresse erreichbar, aber nicht zu finden. Lesen Sie die LeiKa-Liste ein (import-leika) und schalten Sie noch einmal ein.");
      return 0;
    });
  },
  "export-package": packageCommand("export-package"),
  "import-package": packageCommand("import-package"),
  "trust-publisher": packageCommand("trust-publisher"),
  "withdraw-publisher": packageCommand("withdraw-publisher"),
  "change-package-key": packageCommand("change-package-key"),
  "import-schema": async ({ config, args, folder }) => {
    const { importSchemaCommand } = await import("../seed/import-schema.ts");
    await importSchemaCommand(args, config.DATABASE_URL, folder);
    return 0;
  },
  "import-leika": ({ config, args, folder }) => new Promise((done, failed) => {
    const [file] = parse(args, {}, 1).positionals;
    const child = spawn(process.execPath, ["--conditions=kommunalportal-source", join(import.meta.dirname, "..", "seed", "import-leika.ts"), resolve(folder, file!)], { stdio: "inherit", env: { ...process.env, DATABASE_URL: config.DATABASE_URL } });
    child.on("error", failed);
    child.on("exit", (code) => { done(code ?? 1); });
  }),
  "rewrap-keys": ({ config, args }) => {
    parse(args, {}, 0);
    return inHouse(config, async (house) => {
      const { rewrapKeys } = await import("./rewrap-keys.ts");
      const done = await rewrapKeys(house);
      for (const { name, rewrapped, left } of done) {
        console.log(`${name}: ${rewrapped} umgepackt${left.length > 0 ? `, ${left.length} nicht zu öffnen` : ""}`);
        for (const { id, why } of left.slice(0, 20)) console.log(`  ${id}: ${why === "broken" ? "beschädigt" : `Installationsschlüssel ${why.missingVersion} fehlt in INSTALLATION_KEYS`}`);
      }
      const current = house.keyring.current;
      if (done.some(({ left }) => left.length > 0)) { console.error("Nicht alles ist umgepackt. Kein Installationsschlüssel darf entfernt werden, bevor dieser Befehl ohne Rest endet."); return 1; }
      console.log(`Alles ist mit Installationsschlüssel ${current} verpackt. Ältere werden nur noch für Sicherungen gebraucht, die vor diesem Lauf entstanden; verwahren Sie sie getrennt, solange es solche gibt.`);
      return 0;
    });
  },
};

function parse(args: readonly string[], options: Record<string, { type: "string" | "boolean" }>, positionals: number) {
  let read;
  try {
    read = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw new CommandProblem(usage, { cause });
  }
  if (read.positionals.length !== positionals) throw new CommandProblem(usage);
  return read;
}

async function inHouse(config: Config, work: (house: CommandHouse) => Promise<number>): Promise<number> {
  const { openCommandHouse } = await import("./command-house.ts");
  const house = await openCommandHouse(config);
  try { return await work(house); } finally { await house.close(); }
}

async function readSettings(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => { throw new CommandProblem(`Die Datei lässt sich nicht lesen: ${path}`, { cause }); });
  try { return JSON.parse(text) as unknown; } catch (cause) { throw new CommandProblem(`Die Datei ist kein JSON: ${path}`, { cause }); }
}

function listed(slugs: readonly string[]): string {
  return slugs.length === 0 ? "" : slugs.length > 10 ? ` (${slugs.slice(0, 10).join(", ")} …)` : ` (${slugs.join(", ")})`;
}
