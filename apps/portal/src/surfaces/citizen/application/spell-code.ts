import type { Lang } from "../../frame/index.ts";

/** DIN 5009 (2022): names of towns. English: the alphabet of ICAO Annex 10. */
const words: Readonly<Record<Lang, Readonly<Record<string, string>>>> = {
  de: {
    A: "Aachen", B: "Berlin", C: "Chemnitz", D: "Düsseldorf", E: "Essen", F: "Frankfurt", G: "Goslar", H: "Hamburg", I: "Ingelheim", J: "Jena", K: "Köln", L: "Leipzig", M: "München",
    N: "Nürnberg", O: "Offenbach", P: "Potsdam", Q: "Quickborn", R: "Rostock", S: "Salzwedel", T: "Tübingen", U: "Unna", V: "Völklingen", W: "Wuppertal", X: "Xanten", Y: "Ypsilon", Z: "Zwickau",
  },
  en: {
    A: "Alfa", B: "Bravo", C: "Charlie", D: "Delta", E: "Echo", F: "Foxtrot", G: "Golf", H: "Hotel", I: "India", J: "Juliett", K: "Kilo", L: "Lima", M: "Mike",
    N: "November", O: "Oscar", P: "Papa", Q: "Quebec", R: "Romeo", S: "Sierra", T: "Tango", U: "Uniform", V: "Victor", W: "Whiskey", X: "X-ray", Y: "Yankee", Z: "Zulu",
  },
};

/** A code as it is read out on the telephone, in groups: `K7-M` → [["K wie Köln", "7"], ["M wie München"]]. */
export function spellCode(code: string, lang: Lang): readonly (readonly string[])[] {
  const as = lang === "de" ? "wie" : "as in";
  return code.split("-").map((group) => [...group].map((sign) => (words[lang][sign] === undefined ? sign : `${sign} ${as} ${words[lang][sign]}`)));
}
