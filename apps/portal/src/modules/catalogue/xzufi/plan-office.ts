import { objektKey, textIn, type Organisationseinheit } from "@kommunalportal/xzufi";
import type { OfficeDetails } from "../office.ts";
import { hashOf } from "./canonical.ts";
import type { Became } from "./import-state.ts";
import { officeOfUnit, roleOfUnit } from "./office-of-unit.ts";
import { importedOf, objectOf, remember, type Outcome, type Work } from "./plan.ts";

/** What stands here today in the details that an import has written. */
export function officeHash(work: Pick<Work, "offices">, { role = "", sections = {} }: Became): string {
  const details = work.offices.get(role)?.details;
  return hashOf(details === undefined ? null : Object.fromEntries(Object.entries(details).filter(([name]) => sections["details"]?.includes(name))));
}

/** An Organisationseinheit becomes an office. One that the town already has under that name is taken for the same. */
export function planOffice(work: Work, unit: Organisationseinheit, line: number): void {
  const object = objectOf("organisationseinheit", unit.id);
  const name = textIn(unit.name, "de") ?? "";
  const say = (outcome: Outcome): void => { work.entries.push({ line, kind: "organisationseinheit", id: object.id, name: name.slice(0, 200), outcome }); };
  const given = officeOfUnit(unit);
  if (given === undefined) return say("no-name");
  const before = importedOf(work, object);
  const claimed = (role: string): boolean => [...work.imported.values()].some((each) => each.kind === "organisationseinheit" && each.became.role === role && (each.id !== object.id || each.agency !== object.agency)) || [...work.roleOf.values()].includes(role);
  const role = before?.became.role ?? roleOfUnit(given.name.de, objektKey(unit.id), claimed);
  const here = work.offices.get(role);
  work.roleOf.set(objektKey(unit.id), role);

  const fields = Object.keys(given);
  const differs = hashOf({ ...here?.details, ...given }) !== hashOf(here?.details ?? null);
  const changedHere = before === undefined ? here !== undefined && differs : officeHash(work, before.became) !== before.hash;
  if (changedHere && !work.overwrite) {
    if (here === undefined) work.roleOf.delete(objektKey(unit.id));
    return say(before === undefined ? "already-here" : "changed-here");
  }
  if (before === undefined && here !== undefined && !differs) return say("already-here");

  const kept = Object.fromEntries(Object.entries(here?.details ?? { hours: [], contactPersons: [] }).filter(([key]) => before?.became.sections?.["details"]?.includes(key) !== true)) as OfficeDetails;
  const details: OfficeDetails = { ...kept, ...given };
  const changes = here === undefined || hashOf(details) !== hashOf(here.details);
  if (changes) {
    const position = here?.position ?? Math.max(-1, ...[...work.offices.values()].map((each) => each.position)) + 1;
    work.offices.set(role, { details, position });
    work.steps.push({ do: "office", role, details, position });
  }
  const became: Became = { role, made: before?.became.made ?? here === undefined, sections: { details: fields } };
  remember(work, { ...object, became, hash: officeHash(work, became) });
  say(before === undefined ? "new" : changes ? "changed" : "same");
}
