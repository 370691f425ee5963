import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Sentence } from "./project.ts";

const templates = new URL("../templates/", import.meta.url);
/** The library, where this tool was built together with it: then no registry is asked for it. */
const library = new URL("extension-sdk.tgz", import.meta.url);

export const kinds: readonly string[] = readdirSync(templates).sort();

/** A new extension in an empty or new folder, named after it. */
export function newExtension(kind: string, folder: string): string {
  if (!kinds.includes(kind)) throw new Sentence(`There is no kind »${kind}«. There are: ${kinds.join(", ")}.`);
  const target = resolve(folder);
  const id = basename(target).toLowerCase().replace(/[^a-z0-9-]+/g, "-").replace(/^[^a-z]+/, "");
  if (!/^[a-z][a-z0-9-]{2,62}$/.test(id)) throw new Sentence("The name of the folder becomes the id: at least three letters, digits or hyphens, beginning with a letter.");
  if (existsSync(target) && readdirSync(target).length > 0) throw new Sentence(`${target} is not empty.`);
  cpSync(new URL(`${kind}/`, templates), target, { recursive: true });
  for (const name of ["manifest.json", "package.json"]) {
    const path = join(target, name);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll("__ID__", id).replaceAll("__NAME__", basename(target).replaceAll(/["\\]/g, "")));
  }
  if (existsSync(library)) {
    mkdirSync(join(target, "vendor"));
    cpSync(library, join(target, "vendor", "extension-sdk.tgz"));
    const path = join(target, "package.json");
    writeFileSync(path, readFileSync(path, "utf8").replace(/("@kommunalportal\/extension-sdk": )"[^"]*"/, '$1"file:vendor/extension-sdk.tgz"').replace('"files": ["src"', '"files": ["src", "vendor"'));
  }
  writeFileSync(join(target, ".gitignore"), ".env\ndata/\nnode_modules/\n");
  return id;
}
