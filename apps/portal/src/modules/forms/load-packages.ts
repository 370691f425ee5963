import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type FormTest, formTestsSchema, parseServicePackage, type ServicePackage } from "@kommunalportal/form-engine";

/** A package with the tests it carries. */
export type LoadedPackage = ServicePackage & { readonly tests: readonly FormTest[] };

/**
 * Reads every `<folder>/<slug>/service.json` with its `form.json` and, where there is one, `tests.json`, in order of their names. Other files and folders without
 * a service.json are passed over. A package that is not right is a fault and names its folder: it ships with the product.
 */
export async function loadPackages(folder: string): Promise<LoadedPackage[]> {
  const packages: LoadedPackage[] = [];
  for (const entry of (await readdir(folder, { withFileTypes: true })).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isDirectory()) continue;
    const service = await readJson(join(folder, entry.name, "service.json"));
    if (service === undefined) continue;
    const form = await readJson(join(folder, entry.name, "form.json"));
    if (form === undefined) throw new Error(`the service package ${entry.name} has no form.json`);
    let read: LoadedPackage;
    try {
      read = { ...parseServicePackage(service, form), tests: formTestsSchema.parse(await readJson(join(folder, entry.name, "tests.json")) ?? []) };
    } catch (cause) {
      throw new Error(`the service package ${entry.name} is not right: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
    if (read.service.slug !== entry.name) throw new Error(`the service package in ${entry.name} calls itself ${read.service.slug}`);
    packages.push(read);
  }
  return packages;
}

async function readJson(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Error(`${path} is not JSON`, { cause });
  }
}
