import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { manifestMisfits, specifiedOperations } from "@kommunalportal/conformance-kit";
import { manifestOf, readJson } from "./project.ts";

/** What is wrong with an extension before it runs, one sentence each. Scopes are compared with the operations that its source names. */
export function checkExtension(folder: string): readonly string[] {
  const manifest = manifestOf(folder);
  const found = manifestMisfits(manifest).map((problem) => `manifest.json: ${problem}`);
  const asked = new Set((Array.isArray(manifest["scopes"]) ? manifest["scopes"] as readonly { readonly scope?: unknown }[] : []).map(({ scope }) => String(scope)));
  const source = sourcesOf(join(folder, "src")).map((path) => readFileSync(path, "utf8")).join("\n");
  const used = new Map(specifiedOperations.filter(({ id }) => new RegExp(`["'\`]${id}["'\`]`).test(source)).map(({ id, scope }) => [id, scope] as const));
  // A webhook and the feed are two ways to the same right.
  const needs = new Set([...used.values()].filter((scope) => scope !== undefined));
  if (/createInbox|verifyWebhook/.test(source)) needs.add("ereignisse.empfangen");
  // A tile asks the portal nothing: its place is its right.
  if ((Array.isArray(manifest["pages"]) ? manifest["pages"] as readonly { readonly place?: unknown }[] : []).some(({ place }) => place === "widget")) needs.add("kacheln.zeigen");
  // People are handed over by OpenID Connect, which is no operation.
  if (manifest["handover"] !== undefined) needs.add("personen.uebernehmen");
  for (const [id, scope] of used) if (scope !== undefined && !asked.has(scope)) found.push(`manifest.json: ${id} needs the scope ${scope}, which is not asked for`);
  for (const scope of asked) if (!needs.has(scope)) found.push(`manifest.json: the scope ${scope} is asked for, but no operation of src needs it (Art. 5 (1) c DSGVO)`);
  const { version } = readJson(join(folder, "package.json"));
  if (version !== manifest["version"]) found.push(`package.json has version ${String(version)}, manifest.json ${String(manifest["version"])}`);
  for (const secret of source.match(/kp[sdt]_[A-Za-z0-9_-]{20,}/g) ?? []) found.push(`src holds a secret (${secret.slice(0, 8)}…): end it and read it from the environment`);
  return found;
}

function sourcesOf(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => { const path = join(folder, name); return statSync(path).isDirectory() ? sourcesOf(path) : /\.[mc]?[jt]s$/.test(name) ? [path] : []; });
}
