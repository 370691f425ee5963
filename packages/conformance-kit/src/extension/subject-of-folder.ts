import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { record, type Json } from "../specification.ts";
import type { ExtensionSubject } from "./subject.ts";

export interface FolderOptions {
  /** Options of Node for the extension, if it is started with `node`: for instance the conditions of the run itself. */
  readonly nodeOptions?: readonly string[];
  readonly sample?: ExtensionSubject["sample"];
  readonly pages?: readonly string[];
  readonly lookAt?: ExtensionSubject["lookAt"];
  readonly entries?: ExtensionSubject["entries"];
}

/** An extension as it lies in a folder: `manifest.json`, and in `package.json` how it is started. @throws when one of them is missing or says no start */
export function subjectOfFolder(folder: string, options: FolderOptions = {}): ExtensionSubject {
  const root = resolve(folder);
  const read = (name: string): Json => JSON.parse(readFileSync(join(root, name), "utf8")) as Json;
  const { start } = record(read("package.json")["scripts"]);
  const [program, ...rest] = typeof start === "string" ? start.split(/\s+/).filter(Boolean) : [];
  if (program === undefined) throw new Error(`${join(root, "package.json")} names no start command (scripts.start)`);
  const command: ExtensionSubject["command"] = program === "node" ? [process.execPath, ...options.nodeOptions ?? [], ...rest] : [program, ...rest];
  const { sample, pages, lookAt, entries } = options;
  return { manifest: read("manifest.json"), folder: root, command, ...(sample ? { sample } : {}), ...(pages ? { pages } : {}), ...(lookAt ? { lookAt } : {}), ...(entries ? { entries } : {}) };
}
