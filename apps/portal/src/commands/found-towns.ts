import { foldPlace } from "#modules/tenants";
import type { CommandHouse } from "./command-house.ts";
import { CommandProblem } from "./command-problem.ts";
import { townsOfTheState } from "./towns-of-the-state.ts";

export interface FoundedTowns {
  readonly founded: readonly string[];
  /** Slugs that were there already; nothing of them was touched. */
  readonly skipped: readonly string[];
  /** Kreise of founded towns that are not there themselves: without them nobody answers for what a Kreis does. */
  readonly missingDistricts: readonly string[];
}

/**
 * Makes tenants of real municipalities and Kreise, each with a key of its own. All of them or none; repeated it skips what is there.
 * @throws CommandProblem for a name that no municipality and no Kreis has
 */
export async function foundTowns({ tenants }: Pick<CommandHouse, "tenants">, wanted: "all" | readonly string[]): Promise<FoundedTowns> {
  const state = townsOfTheState();
  const slugs = new Set(state.map(({ slug }) => slug));
  const unknown = wanted === "all" ? [] : wanted.filter((slug) => !slugs.has(slug));
  if (unknown.length > 0) throw new CommandProblem(`Nicht gefunden, nichts geändert:\n${unknown.map((slug) => `  ${slug}${hint(slug, state.map((town) => town.slug))}`).join("\n")}`);
  const chosen = wanted === "all" ? state : state.filter(({ slug }) => wanted.includes(slug));
  // By key too: a town keeps the host name it was founded with, whatever a newer table calls it.
  const known = new Set(tenants.all().flatMap(({ slug, ars }) => [slug, ars]));
  const fresh = chosen.filter(({ slug, ars }) => !known.has(slug) && !known.has(ars));
  if (fresh.length > 0) await tenants.found(fresh);
  const there = new Set(tenants.all().map(({ ars }) => ars));
  const missing = state.filter(({ kind, ars, districtPrefix }) => kind === "district" && !there.has(ars) && fresh.some((town) => town.districtPrefix === districtPrefix));
  return { founded: fresh.map(({ slug }) => slug), skipped: chosen.filter((town) => !fresh.includes(town)).map(({ slug }) => slug), missingDistricts: missing.map(({ slug }) => slug) };
}

function hint(wrong: string, slugs: readonly string[]): string {
  const folded = foldPlace(wrong).replaceAll(" ", "-");
  const near = folded.length < 3 ? [] : slugs.filter((slug) => slug.includes(folded)).slice(0, 5);
  return near.length > 0 ? ` (gemeint: ${near.join(", ")}?)` : "";
}
