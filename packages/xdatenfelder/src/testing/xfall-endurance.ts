import { readSchema } from "../read-schema.ts";
import { proveXfall } from "./prove-xfall.ts";
import { realCodelists, realSchemas, skipWithoutData } from "./shared-data.ts";

/** The whole property run over the real schemas; each gets another part of the seeds. Throws at the first counterexample, with its seed. */
export function xfallEndurance(size: { readonly seed: number; readonly right: number; readonly wrong: number }, say: (line: string) => void): void {
  if (skipWithoutData !== false) {
    say(`XFall: übersprungen, ${skipWithoutData}`);
    return;
  }
  const lookup = realCodelists();
  const sum = { accepted: 0, drawn: 0, refused: 0 };
  for (const [index, { name, xml }] of realSchemas().entries()) {
    const read = readSchema(xml);
    if (!read.ok) throw new Error(`${name} is not readable.`);
    const proof = proveXfall(read.schema, lookup, { ...size, seed: size.seed + index * 1_000_000 });
    say(`XFall ${name}: ${proof.accepted} richtige Antworten (aus ${proof.drawn} gezogenen) als JSON und XML gültig, ${proof.refused} falsche abgelehnt`);
    for (const key of ["accepted", "drawn", "refused"] as const) sum[key] += proof[key];
  }
  say(`XFall insgesamt: ${sum.accepted} richtige (aus ${sum.drawn}), ${sum.refused} falsche`);
}

