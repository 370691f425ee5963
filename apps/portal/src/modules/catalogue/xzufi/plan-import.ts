import { leistungsschluessel, objektKey, textIn, type Identifikator, type Loesche, type Onlinedienst, type Transfer } from "@kommunalportal/xzufi";
import type { trustLevels } from "../online-service.ts";
import type { Owner } from "../write-local.ts";
import type { Imported, ImportState } from "./import-state.ts";
import { beginWork, forget, importedOf, objectOf, type Entry, type Outcome, type Step, type Work } from "./plan.ts";
import { dropText, planLeistung, textHash } from "./plan-leistung.ts";
import { officeHash, planOffice } from "./plan-office.ts";
import { dropMissing, dropZustaendigkeit, planZustaendigkeit } from "./plan-zustaendigkeit.ts";

export interface ImportPlan { readonly steps: readonly Step[]; readonly entries: readonly Entry[] }

/** Every service key that a transfer names. */
export function keysOf(transfer: Transfer): readonly string[] {
  return [...new Set(transfer.schreibe.flatMap(({ art, inhalt }) => (art === "leistung" ? leistungsschluessel(inhalt) : art === "zustaendigkeitTransferObjekt" ? [inhalt.zustaendigkeit.leistungID.value] : inhalt.zustaendigkeit.map(({ leistungID }) => leistungID.value))))];
}

/**
 * What a transfer changes in a town, and what it does not and why. Pure: the same transfer twice has nothing left to do. The order of the objects in the file
 * does not matter; deletions come last.
 */
export function planImport(owner: Owner, state: ImportState, transfer: Transfer, options: { readonly overwrite: boolean; readonly roleInUse: (role: string) => boolean }): ImportPlan {
  const work = beginWork(owner, state, options);
  for (const { art, inhalt, zeile = 0 } of transfer.schreibe) if (art === "leistung") planLeistung(work, inhalt, zeile);
  for (const { art, inhalt, zeile = 0 } of transfer.schreibe) {
    if (art === "organisationseinheit") planOffice(work, inhalt, zeile);
    if (art === "onlinedienst") planOnline(work, inhalt, zeile);
  }
  for (const { art, inhalt, zeile: line = 0 } of transfer.schreibe) {
    if (art === "zustaendigkeitTransferObjekt") planZustaendigkeit(work, inhalt.zustaendigkeit, { parent: inhalt.uebergeordnetesObjektID, parentName: inhalt.uebergeordnetesObjektID.value, line, inline: false });
    if (art !== "organisationseinheit" && art !== "onlinedienst") continue;
    const parentName = textIn(art === "organisationseinheit" ? inhalt.name : inhalt.bezeichnung, "de") ?? inhalt.id.value;
    dropMissing(work, inhalt.id, parentName, line, inhalt.zustaendigkeit);
    if (art === "onlinedienst" && !work.onlineOf.has(objektKey(inhalt.id))) continue;
    for (const each of inhalt.zustaendigkeit) planZustaendigkeit(work, each, { parent: inhalt.id, parentName, line, inline: true });
  }
  for (const each of transfer.loesche) planLoesche(work, each);
  return { steps: work.steps, entries: work.entries.toSorted((a, b) => a.line - b.line) };
}

/** Trust levels of FIM as STORK numbers; 00 and 15 are not clear. */
const LEVELS: Readonly<Record<string, (typeof trustLevels)[number]>> = { "10": 0, "20": 1, "30": 3, "40": 4 };

/** An Onlinedienst has no row of its own: it is offered where its Zuständigkeiten say. */
function planOnline(work: Work, dienst: Onlinedienst, line: number): void {
  const url = dienst.link.find(({ typ, link }) => (typ === undefined || typ.code === "01") && link.length <= 2000 && URL.canParse(link) && new URL(link).protocol === "https:")?.link;
  const level = LEVELS[dienst.vertrauensniveau?.code ?? ""];
  const say = (outcome: Outcome): void => { work.entries.push({ line, kind: "onlinedienst", id: dienst.id.value, name: (textIn(dienst.bezeichnung, "de") ?? dienst.link[0]?.titel ?? "").slice(0, 200), outcome }); };
  if (url === undefined) return say("no-link");
  work.onlineOf.set(objektKey(dienst.id), { url, facts: level === undefined ? {} : { trustLevel: level } });
}

function planLoesche(work: Work, { klasse, id, zeile: line = 0 }: Loesche): void {
  const say = (outcome: Outcome): void => { work.entries.push({ line, kind: "loesche", id: id.value.slice(0, 500), name: klasse.slice(0, 200), outcome }); };
  switch (klasse) {
    case "Leistung": return dropLeistung(work, id, say);
    case "Organisationseinheit": return dropOffice(work, id, say);
    case "Onlinedienst": return dropOnline(work, id, say);
    case "Zustaendigkeit": {
      const found = importedOf(work, objectOf("zustaendigkeit", id));
      if (found === undefined) say("not-here");
      else dropZustaendigkeit(work, found, say);
      return;
    }
    default: say("other-kind");
  }
}

function dropLeistung(work: Work, id: Identifikator, say: (outcome: Outcome) => void): void {
  const found = importedOf(work, objectOf("leistung", id));
  if (found === undefined) return say("not-here");
  if (textHash(work, found.became) !== found.hash && !work.overwrite) return say("changed-here");
  dropText(work, found.became);
  forget(work, found);
  say("removed");
}

/** An office goes only where the import made it, nobody changed it, and nothing of the town's own hangs on it. */
function dropOffice(work: Work, id: Identifikator, say: (outcome: Outcome) => void): void {
  const found = importedOf(work, objectOf("organisationseinheit", id));
  const role = found?.became.role;
  if (found === undefined || role === undefined) return say("not-here");
  if (officeHash(work, found.became) !== found.hash && !work.overwrite) return say("changed-here");
  const ofIt = childrenOf(work, id);
  const ours = new Set(ofIt.flatMap(({ became }) => (became.rows ?? []).map(({ leikaKey, area }) => `${leikaKey} ${area}`)));
  const others = work.responsibilities.some((row) => row.office === role && !ours.has(`${row.leikaKey} ${row.area}`));
  if (found.became.made !== true || others || work.roleInUse(role)) return say("still-used");
  let kept = false;
  for (const each of ofIt) kept = !dropZustaendigkeit(work, each, () => {}) || kept;
  if (kept) return say("still-used");
  work.offices.delete(role);
  work.steps.push({ do: "drop-office", role });
  forget(work, found);
  say("removed");
}

function dropOnline(work: Work, id: Identifikator, say: (outcome: Outcome) => void): void {
  const ofIt = childrenOf(work, id);
  if (ofIt.length === 0) return say("not-here");
  const outcomes: Outcome[] = [];
  for (const each of ofIt) dropZustaendigkeit(work, each, (outcome) => { outcomes.push(outcome); });
  say(outcomes.includes("changed-here") ? "changed-here" : "removed");
}

const childrenOf = (work: Work, id: Identifikator): readonly Imported[] => [...work.imported.values()].filter(({ kind, became }) => kind === "zustaendigkeit" && became.parent === objektKey(id));
