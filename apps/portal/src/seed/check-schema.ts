import { codelistLookup, qualityReport, readGenericode, type Finding } from "@kommunalportal/xdatenfelder";
import { CommandProblem } from "../commands/command-problem.ts";
import { readSchemaFile } from "./read-schema-file.ts";

/** The quality report of a schema file, one line a finding. `codelists`: Genericode files it refers to. */
export function qualityLines(xml: Uint8Array, codelists: readonly Uint8Array[]): readonly string[] {
  const lists = codelists.flatMap((file) => {
    const read = readGenericode(file);
    return read.ok ? [read.codelist] : [];
  });
  const findings = qualityReport(xml, codelistLookup(lists));
  const count = (wanted: Finding["severity"]): number => findings.filter(({ severity }) => severity === wanted).length;
  return [
    ...findings.map(({ number, severity, line, element, message }) => `${number ?? "–"} ${severity}, Zeile ${line}, ${element}: ${message}`),
    `${findings.length} Meldungen: ${count("FehlerKritisch")} kritische und ${count("FehlerMethodisch")} methodische Fehler, ${count("Warnung")} Warnungen, ${count("Hinweis")} Hinweise.`,
  ];
}

// `npm run check-schema -- <schema.xml[.gz]> [<codelist.xml> …]`
if (import.meta.main) {
  const [file, ...codelists] = process.argv.slice(2);
  if (file === undefined) {
    console.error("Aufruf: npm run check-schema -- <schema.xml[.gz]> [<codeliste.xml> …]");
    process.exitCode = 1;
  } else {
    try {
      const lines = qualityLines(await readSchemaFile(file), await Promise.all(codelists.map(readSchemaFile)));
      console.log(lines.join("\n"));
      if (!/: 0 kritische/.test(lines.at(-1) ?? "")) process.exitCode = 2;
    } catch (error) {
      if (!(error instanceof CommandProblem)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  }
}
