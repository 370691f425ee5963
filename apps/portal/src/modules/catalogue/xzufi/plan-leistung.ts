import { leistungsschluessel, objektKey, textIn, textmodul, type Leistung } from "@kommunalportal/xzufi";
import type { Lang } from "../service.ts";
import type { ServiceText } from "../service-text.ts";
import { hashOf } from "./canonical.ts";
import type { Became } from "./import-state.ts";
import { importedOf, objectOf, remember, type Outcome, type Work } from "./plan.ts";
import { textOfLeistung } from "./text-of-leistung.ts";

const langs: readonly Lang[] = ["de", "en"];
type Sections = Readonly<Record<string, readonly string[]>>;

/** What stands here today in the sections that an import has written. */
export function textHash(work: Pick<Work, "texts">, { keys = [], sections = {} }: Became): string {
  return hashOf(keys.map((key) => langs.map((lang) => picked(work.texts.get(key)?.[lang], sections[lang] ?? []))));
}

const picked = (text: ServiceText | undefined, names: readonly string[]): Record<string, unknown> => Object.fromEntries(Object.entries(text ?? {}).filter(([name]) => names.includes(name)));
const without = (text: ServiceText | undefined, names: readonly string[]): ServiceText => Object.fromEntries(Object.entries(text ?? {}).filter(([name]) => !names.includes(name)));

/** A Leistung fills the town's own sections of the services it stands for. */
export function planLeistung(work: Work, leistung: Leistung, line: number): void {
  const object = objectOf("leistung", leistung.id);
  const name = textIn(textmodul(leistung, "03")?.inhalt ?? textmodul(leistung, "02")?.inhalt ?? [], "de") ?? textIn(textmodul(leistung, "02")?.inhalt ?? [], "de") ?? leistungsschluessel(leistung)[0] ?? "";
  const say = (outcome: Outcome): void => { work.entries.push({ line, kind: "leistung", id: object.id, name: name.slice(0, 200), outcome }); };
  const given = leistungsschluessel(leistung);
  const keys = given.filter((key) => work.known.has(key));
  if (given.length === 0) return say("no-key");
  if (keys.length < given.length) say("unknown-key");
  if (keys.length === 0) return;
  work.keysOf.set(objektKey(leistung.id), keys);

  const texts = new Map(langs.map((lang) => [lang, textOfLeistung(leistung, lang)]));
  if ([...texts.values()].some(({ tooLong }) => tooLong.length > 0)) say("too-long");
  const sections: Sections = Object.fromEntries(langs.map((lang) => [lang, Object.keys(texts.get(lang)?.text ?? {})]));
  const before = importedOf(work, object);
  if (before === undefined && langs.every((lang) => sections[lang]?.length === 0)) return say("no-text");
  if (keys.some((key) => otherHas(work, object, key))) return say("twice");

  const changedHere = before === undefined
    ? keys.some((key) => langs.some((lang) => { const here = work.texts.get(key)?.[lang]; return (sections[lang] ?? []).some((each) => here?.[each as keyof ServiceText] !== undefined && hashOf(here[each as keyof ServiceText]) !== hashOf(texts.get(lang)?.text[each as keyof ServiceText])); }))
    : textHash(work, before.became) !== before.hash;
  if (changedHere && !work.overwrite) return say(before === undefined ? "already-here" : "changed-here");

  let differs = false;
  for (const key of new Set([...(before?.became.keys ?? []), ...keys])) {
    for (const lang of langs) differs = writeText(work, key, lang, { ...without(work.texts.get(key)?.[lang], before?.became.sections?.[lang] ?? []), ...(keys.includes(key) ? texts.get(lang)?.text : {}) }) || differs;
  }
  const became: Became = { keys, sections };
  remember(work, { ...object, became, hash: textHash(work, became) });
  say(before === undefined ? "new" : differs ? "changed" : "same");
}

/** Takes the sections away that the import has written. */
export function dropText(work: Work, { keys = [], sections = {} }: Became): void {
  for (const key of keys) for (const lang of langs) writeText(work, key, lang, without(work.texts.get(key)?.[lang], sections[lang] ?? []));
}

function writeText(work: Work, leikaKey: string, lang: Lang, text: ServiceText): boolean {
  if (hashOf(work.texts.get(leikaKey)?.[lang] ?? {}) === hashOf(text)) return false;
  work.texts.set(leikaKey, { ...work.texts.get(leikaKey), [lang]: text });
  work.steps.push({ do: "text", leikaKey, lang, text });
  return true;
}

/** Another Leistung has filled the same service: two sources for one page would take turns. */
function otherHas(work: Work, object: ReturnType<typeof objectOf>, key: string): boolean {
  return [...work.imported.values()].some((each) => each.kind === "leistung" && (each.id !== object.id || each.agency !== object.agency) && each.became.keys?.includes(key) === true);
}
