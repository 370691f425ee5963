import type { CommandHouse } from "./command-house.ts";
import { CommandProblem } from "./command-problem.ts";

export interface PublishedPackage { readonly slug: string; readonly version: string; readonly outcome: "new" | "unchanged" | "refused" }

/**
 * Publishes every service package of a folder (`<folder>/<slug>/service.json` with `form.json`). One that is not right stops it before
 * anything is written. `refused`: this version stands already and says something else; it needs a new number.
 * @throws CommandProblem
 */
export async function publishFolder({ db, forms }: Pick<CommandHouse, "db" | "forms">, folder: string): Promise<readonly PublishedPackage[]> {
  const packages = await forms.loadPackages(folder).catch((cause: unknown) => { throw new CommandProblem(`Nichts veröffentlicht. ${reason(cause, folder)}`, { cause }); });
  if (packages.length === 0) throw new CommandProblem(`In ${folder} liegt kein Dienst. Erwartet wird je Dienst ein Ordner mit service.json und form.json.`);
  const done: PublishedPackage[] = [];
  for (const one of packages) {
    const outcome = await db.asOperator("publish service packages of a folder", (tx) => forms.publish(tx, one));
    done.push({ slug: one.service.slug, version: one.definition.version, outcome: !outcome.ok ? "refused" : outcome.published === "now" ? "new" : "unchanged" });
  }
  forms.refresh();
  return done;
}

function reason(cause: unknown, folder: string): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ENOENT") return `Den Ordner gibt es nicht: ${folder}`;
  if (code === "ENOTDIR") return `Das ist kein Ordner: ${folder}`;
  return `Ein Dienst ist nicht in Ordnung: ${cause instanceof Error ? cause.message : String(cause)}`;
}
