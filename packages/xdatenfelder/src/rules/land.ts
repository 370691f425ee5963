import { NotUnderstood } from "./scanner.ts";

const SCOPE = /Für (?:das Land|die Länder|alle anderen Ländern?) ?((?:[A-Z]{2}(?:, | und )?)*) ?gilt ?[:.]/g;

/**
 * The part of a rule text that applies in one Land: »Für die Länder NW, SL gilt: … Für alle anderen Länder gilt: …«.
 * A text without such parts applies everywhere. `land` is the two letters of these texts; without it such a rule is not understood.
 * So does »A ist nur für die Länder TH und HH zu befüllen. Für alle anderen Länder wird die Gruppe nicht angezeigt.«
 */
export function textForLand(text: string, land: string | undefined): string {
  const scopes = [...text.matchAll(SCOPE)];
  const [first] = scopes;
  if (first === undefined) return onlyForLands(text, land);
  if (first.index > 0) throw new NotUnderstood("nur ein Teil der Regel gilt für einzelne Länder");
  if (land === undefined) throw new NotUnderstood("die Regel gilt nur für einzelne Länder");
  const parts = scopes.map((scope, index) => ({
    lands: [...(scope[1] ?? "").matchAll(/[A-Z]{2}/g)].map(([name]) => name),
    text: text.slice(scope.index + scope[0].length, scopes[index + 1]?.index ?? text.length).trim(),
  }));
  const named = parts.filter(({ lands }) => lands.includes(land));
  const rest = parts.filter(({ lands }) => lands.length === 0);
  const [part, ...others] = named.length > 0 ? named : rest;
  if (part === undefined || others.length > 0) throw new NotUnderstood(`für ${land} ist nicht eindeutig, was gilt`);
  return part.text;
}

const LANDS = "((?:[A-Z]{2}(?:,? und | oder |, ?|/)?)+)";
const FILL = "(?:zu befüllen|auszufüllen|anzugeben|anzuzeigen|einzublenden|befüllt|ausgefüllt|angezeigt|relevant)(?: werden)?";
/** »A ist nur für die Länder TH und HH zu befüllen«, »A darf nur in NW angezeigt werden«; a sentence about all others says the same once more. */
const ONLY_FOR = new RegExp(`^([^.]+?) (?:ist|sind|wird|werden|darf|dürfen|muss|müssen) nur (?:für|in) (?:das Land|die Länder|den Ländern|dem Land)? ?${LANDS} ?${FILL}\\.?(?: (?:Für|In) all(?:e|en) anderen Ländern? (?:ist|sind|wird|werden|darf|dürfen) (?:die|das|sie|es)?(?: (?:Datenfeldgruppe|Datenfeld|Feldgruppe|Gruppe|Feld))? ?(?:nicht ${FILL}|auszublenden|ausgeblendet)\\.?)?$`);

function onlyForLands(text: string, land: string | undefined): string {
  const match = ONLY_FOR.exec(text);
  if (match === null) return text;
  if (land === undefined) throw new NotUnderstood("die Regel gilt nur für einzelne Länder");
  const lands = match[2]?.match(/[A-Z]{2}/g) ?? [];
  return `${match[1] ?? ""} ist ${lands.some((name) => name === land) ? "zu befüllen" : "auszublenden"}.`;
}
