import { parseArgs } from "node:util";
import { CommandProblem } from "../commands/command-problem.ts";

export const importSchemaUsage = `import-schema <schema.xdf3.xml[.gz]> --slug <name> --leika <14 Ziffern> [--town musterstadt | --all-towns] [--office buergerbuero]
  [--level none|basis|substantiell|hoch] [--codelist <datei.xml> …] [--minutes 20] [--as-version 1.0.1] [--publish-undecided]
  Macht aus einem XDatenfelder-Schema einen Online-Dienst und schaltet ihn in einer Stadt oder in allen Kommunen ein. Regeln, über die noch niemand entschieden hat,
  werden genannt; veröffentlicht wird dann nur mit --publish-undecided. Ohne --office ist das Amt zuständig, das der Katalog in der Stadt für den LeiKa-Schlüssel nennt.`;

const levels = ["none", "basis", "substantiell", "hoch"] as const;

export interface Wish {
  readonly file: string;
  readonly slug: string;
  readonly leika: string;
  /** Undefined: all municipalities. */
  readonly town: string | undefined;
  /** Role of the competent office; undefined: the one that the catalogue names. */
  readonly office: string | undefined;
  readonly level: (typeof levels)[number];
  readonly codelists: readonly string[];
  readonly minutes: number | undefined;
  /** Number of the form's version where the schema's own is taken already. */
  readonly asVersion: string | undefined;
  readonly publishUndecided: boolean;
}

/** @throws CommandProblem with the usage */
export function readWish(args: readonly string[]): Wish {
  const usage = `Aufruf: npm run ${importSchemaUsage}`;
  let given;
  try {
    given = parseArgs({ args: [...args], allowPositionals: true, options: {
      slug: { type: "string" }, leika: { type: "string" }, town: { type: "string" }, "all-towns": { type: "boolean", default: false }, office: { type: "string" },
      level: { type: "string", default: "none" }, codelist: { type: "string", multiple: true, default: [] }, minutes: { type: "string" }, "as-version": { type: "string" }, "publish-undecided": { type: "boolean", default: false },
    } });
  } catch (cause) {
    throw new CommandProblem(usage, { cause });
  }
  const { values: { slug, leika, town, office, codelist, "all-towns": allTowns, "as-version": asVersion, "publish-undecided": publishUndecided, ...values }, positionals: [file, ...more] } = given;
  const level = levels.find((known) => known === values.level);
  const minutes = values.minutes === undefined ? undefined : Number(values.minutes);
  if (!file || more.length > 0 || !slug || !leika || !level || (minutes !== undefined && !Number.isInteger(minutes)) || (allTowns && town !== undefined)) throw new CommandProblem(usage);
  if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(slug)) throw new CommandProblem("--slug steht in der Adresse: kleine Buchstaben ohne Umlaute, Ziffern und Bindestriche, zum Beispiel lastenrad-foerderung.");
  if (!/^\d{14}$/.test(leika)) throw new CommandProblem("--leika braucht die 14 Ziffern des LeiKa-Schlüssels, zum Beispiel 99108012005000.");
  if (asVersion !== undefined && !/^\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(asVersion)) throw new CommandProblem(`--as-version braucht drei Zahlen mit Punkten, zum Beispiel 1.0.1.`);
  return { file, slug, leika, town: allTowns ? undefined : town ?? "musterstadt", office, level, codelists: codelist, minutes, asVersion, publishUndecided };
}
