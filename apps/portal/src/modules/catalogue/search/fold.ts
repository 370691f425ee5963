/** Lower case, umlauts and ß spelled out, other marks gone: "Führerschein" and "FUEHRERSCHEIN" become the same. */
export function fold(text: string): string {
  return text.normalize("NFC").toLowerCase().replaceAll("ä", "ae").replaceAll("ö", "oe").replaceAll("ü", "ue").replaceAll("ß", "ss").normalize("NFD").replace(/\p{M}/gu, "");
}

/** The folded words of a text: runs of letters and digits. */
export function wordsOf(text: string): readonly string[] {
  return fold(text).match(/[a-z0-9]+/g) ?? [];
}

/** Words that say nothing about what somebody looks for, German and English, folded. */
export const stopWords: ReadonlySet<string> = new Set(`
  aber als am an auch auf aus bei beim bekomme bin bis bitte brauche braucht da denn eigentlich gerne krieg kriege damit das dass dem den der des dich die dir doch du durch ein eine einem einen einer eines er es fuer haben hat habe
  hier ich ihr ihre im in ist kann kein keine koennen man mein meine meinem meinen meiner meines mich mit mir ne nen nem moechte moechten muss nach neu neue neuen neuer neues nicht noch nur oder sein
  seine sich sie sind so soll ueber um und uns unser vom von vor waere wann was weg welche wenn wer werden wie will wir wird wo wollen zu zum zur
  a about am an and are at be by can do does for from get have how i in is it me my need of on or our please the their there this to want we what when where which who with would you your
`.trim().split(/\s+/));

/** The folded words of a question that say something. */
export function tellingWords(text: string): readonly string[] {
  return wordsOf(text).filter((word) => !stopWords.has(word));
}
