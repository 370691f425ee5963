/**
 * A light stem of a folded word, after J. Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian languages"
 * (ACM SAC 2006), with two additions for the language of services: "-ung" falls away, so that "Anmeldung" meets
 * "anmelden", and a spelled-out umlaut meets the plain vowel, so that "Bäume" meets "Baum" and "fuhrerschein" the Führerschein.
 */
export function stem(word: string): string {
  if (word.length <= 3 || /\d/.test(word)) return word;
  let stemmed = word.replace(/(?<![aeq])([aou])e(?=[a-z])/g, "$1");
  stemmed = without(stemmed, /ungen$|ungs?$/, 4);
  stemmed = stemmed.length > 5 && stemmed.endsWith("ern") ? stemmed.slice(0, -3)
    : stemmed.length > 4 && /e[mnrs]$/.test(stemmed) ? stemmed.slice(0, -2)
    : stemmed.length > 3 && stemmed.endsWith("e") ? stemmed.slice(0, -1)
    : stemmed.length > 3 && /[bdfghklmnrt]s$/.test(stemmed) ? stemmed.slice(0, -1)
    : stemmed;
  if (stemmed.length > 5 && /e[rn]$/.test(stemmed)) return stemmed.slice(0, -2);
  return stemmed;
}

function without(word: string, ending: RegExp, least: number): string {
  const cut = word.replace(ending, "");
  return cut.length >= least ? cut : word;
}
