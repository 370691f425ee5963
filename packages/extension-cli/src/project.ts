import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Json = Readonly<Record<string, unknown>>;

/** Something the person can mend, in one sentence. */
export class Sentence extends Error {}

export function readJson(path: string): Json {
  if (!existsSync(path)) throw new Sentence(`${path} is not there.`);
  try { return JSON.parse(readFileSync(path, "utf8")) as Json; } catch { throw new Sentence(`${path} is no JSON.`); }
}

export function manifestOf(folder: string): Json {
  return readJson(join(folder, "manifest.json"));
}

/** `NAME=value` lines; what the environment says counts more. */
export function environmentOf(folder: string, env: Readonly<Record<string, string | undefined>>): Record<string, string | undefined> {
  const path = join(folder, ".env");
  const lines = existsSync(path) ? readFileSync(path, "utf8").split("\n") : [];
  const own = Object.fromEntries(lines.flatMap((line) => { const at = line.indexOf("="); return at > 0 && !line.startsWith("#") ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()]] : []; }));
  return { ...own, ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)) };
}

/** Adds or replaces lines of `.env`, readable by its owner only. */
export function rememberEnvironment(folder: string, values: Readonly<Record<string, string>>): void {
  const path = join(folder, ".env");
  const kept = (existsSync(path) ? readFileSync(path, "utf8").split("\n") : []).filter((line) => line !== "" && !Object.keys(values).some((name) => line.startsWith(`${name}=`)));
  writeFileSync(path, [...kept, ...Object.entries(values).map(([name, value]) => `${name}=${value}`), ""].join("\n"), { mode: 0o600 });
}

export function needed(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value === undefined || value === "") throw new Sentence(`${name} is missing: it stands in .env after »kommunalportal-extension publish«.`);
  return value;
}
