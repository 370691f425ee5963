import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { codelistLookup } from "../codelist.ts";
import type { CodelistLookup } from "../codelist.ts";
import { readGenericode } from "../read-genericode.ts";

/** Real files lie beside the project and are never part of it: without them the tests that need them are skipped and say so. */
const folder = new URL("../../../../../shared/data/fim/", import.meta.url);

export const skipWithoutData: false | string = existsSync(folder) ? false : "shared/data/fim is not on this machine";

export function realSchemas(): readonly { readonly name: string; readonly xml: Uint8Array }[] {
  const at = new URL("xdf3/", folder);
  return readdirSync(at).filter((file) => file.endsWith(".xml.gz")).map((file) => ({ name: file.replace(".xdf3.xml.gz", ""), xml: gunzipSync(readFileSync(new URL(file, at))) }));
}

export function realFile(path: string): Uint8Array {
  return readFileSync(new URL(path, folder));
}

export function realNames(under: string): readonly string[] {
  return readdirSync(new URL(under, folder)).toSorted();
}

export function realCodelists(): CodelistLookup {
  const at = new URL("codelists/", folder);
  return codelistLookup(readdirSync(at).flatMap((file) => {
    const result = readGenericode(readFileSync(new URL(file, at)));
    return result.ok ? [result.codelist] : [];
  }));
}
