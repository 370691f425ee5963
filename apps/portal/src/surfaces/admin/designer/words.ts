const done: Readonly<Record<string, { readonly title: string; readonly body?: string }>> = {
  gespeichert: { title: "Gespeichert" },
  angelegt: { title: "Das Formular ist angelegt", body: "Fügen Sie nun Fragen hinzu. Veröffentlicht ist noch nichts." },
  importiert: { title: "Das Formular ist importiert", body: "Sehen Sie es durch. Veröffentlicht ist noch nichts." },
  frage: { title: "Die Frage ist angelegt" },
  geloescht: { title: "Gelöscht", body: "Mit »Rückgängig« kommt es wieder." },
  zurueck: { title: "Die letzte Änderung ist zurückgenommen" },
  vor: { title: "Die Änderung gilt wieder" },
  nichts: { title: "Es gibt nichts zurückzunehmen" },
  stand: { title: "Der frühere Stand gilt wieder" },
  test: { title: "Der Test ist aufgezeichnet" },
  pruefung: { title: "Zur Prüfung gegeben", body: "Eine zweite Person, die nicht daran gearbeitet hat, kann jetzt freigeben." },
  freigabe: { title: "Freigegeben", body: "Jetzt kann die Version veröffentlicht werden." },
  zurueckgegeben: { title: "Zurückgegeben" },
  veroeffentlicht: { title: "Veröffentlicht", body: "Wer jetzt beginnt, füllt diese Version aus. Begonnene Entwürfe gehen mit, wenn dabei nichts verloren geht; sonst enden sie auf ihrer." },
  zurueckgezogen: { title: "Zurückgezogen", body: "Angeboten wird wieder die Version davor, wenn es eine gibt." },
  links: { title: "Alle Vorschau-Links sind beendet" },
  anpassung: { title: "Ihre Anpassung ist angelegt", body: "Bis sie veröffentlicht ist, gilt die Version des Herausgebers." },
  uebernommen: { title: "Die neue Version ist übernommen", body: "Sehen Sie sie durch. Die Tests sind gleich mitgelaufen, sie stehen unter »Tests«." },
  entscheidungen: { title: "Die Entscheidungen sind im Formular" },
  verworfen: { title: "Das Formular ist verworfen" },
};

/** What was just done, by the code in the address after a form was sent. */
export function doneWords(code: string | null): { readonly title: string; readonly body?: string } | undefined {
  return code !== null && Object.hasOwn(done, code) ? done[code] : undefined;
}

/** What the form engine says of a definition, in the editor's language; the sentences it has no German for come as they are. */
const problems: readonly (readonly [RegExp, string])[] = [
  [/^the group is empty$/, "In der Gruppe steht noch keine Frage."],
  [/^the form has no steps$/, "Das Formular hat noch keinen Schritt."],
  [/^a German text is empty$/, "Der deutsche Text fehlt."],
  [/^the condition reads "(.+)", which does not exist here$/, "Die Bedingung bezieht sich auf »$1«. Das gibt es hier nicht (mehr)."],
  [/^the condition hangs on itself$/, "Die Bedingung hängt von sich selbst ab."],
  [/^there is no (?:field or group|field) "(.+)"$/, "Die Frage »$1« gibt es nicht (mehr)."],
  [/^there is no step "(.+)"$/, "Den Schritt »$1« gibt es nicht (mehr)."],
  [/^"(.+)" is not on the step "(.+)"$/, "Die Frage »$1« steht nicht auf dem Schritt »$2«."],
  [/^oneOf needs at least two to choose from$/, "Eine Auswahlgruppe braucht mindestens zwei Möglichkeiten."],
  [/^is filled from (.+), which the service does not ask for$/, "Die Frage wird aus dem Konto gefüllt ($1). Der Dienst bietet aber keine Anmeldung an."],
  [/^(.+) is not a recipient of the service$/, "Das Amt »$1« steht nicht bei den zuständigen Ämtern."],
  [/^a trust level or an account needs sign-in$/, "Ein Vertrauensniveau oder ein Konto braucht eine Anmeldung: Wählen Sie »nötig«."],
  [/^the pattern (?:is not a regular expression|could take too long to match)$/, "Das Muster ist kein brauchbarer regulärer Ausdruck."],
  [/^another field or group has the same path$/, "Zwei Fragen haben denselben Namen."],
  [/^minLength and maxLength must be .*$/, "Die kleinste und die größte Länge passen nicht zusammen."],
  [/^a question of the publisher is missing$/, "Die Frage des Herausgebers fehlt. In einer Anpassung muss sie bleiben."],
  [/^a question of the publisher stands on another step$/, "Die Frage des Herausgebers steht auf einem anderen Schritt."],
  [/^more than words and uploads of a question of the publisher was changed$/, "In einer Anpassung dürfen sich nur Texte und das Hochladen ändern, nicht was gefragt und wie geprüft wird."],
  [/^a step of the publisher is missing$/, "Der Schritt des Herausgebers fehlt."],
  [/^the condition of a step of the publisher was changed$/, "Die Bedingung des Schritts darf sich in einer Anpassung nicht ändern."],
  [/^who fills in a step of the publisher was changed$/, "Wer den Schritt ausfüllt, legt der Herausgeber fest."],
  [/^a person of the publisher is missing or was changed$/, "Wer eigene Angaben macht, wann und wer sie liest, legt der Herausgeber fest."],
  [/^there is no person "(.+)"$/, "Die Person »$1«, die den Schritt ausfüllen soll, gibt es nicht (mehr)."],
  [/^no step is filled in by this person$/, "Diese Person füllt keinen Schritt aus."],
  [/^no step is left for whoever begins$/, "Mindestens einen Schritt füllt aus, wer den Antrag beginnt."],
  [/^(?:the condition )?reads "(.+)", which is hidden.*$/, "Das bezieht sich auf »$1«. Wer hier ausfüllt, kennt diese Antwort nicht."],
  [/^speaks of "(.+)", which is hidden from whoever gets the letter$/, "Der Brief nennt »$1«. Wer ihn bekommt, darf diese Antwort nicht sehen."],
  [/^evidence from a register is fetched by whoever begins.*$/, "Nachweise aus einem Register ruft nur ab, wer den Antrag beginnt."],
  [/^a rule of the publisher is missing or was changed$/, "Die Regel des Herausgebers fehlt oder wurde geändert."],
  [/^what the publisher fixed for the service was changed$/, "Anmeldung, Zuständigkeit und Rechtsgrundlage der Bekanntgabe legt der Herausgeber fest."],
  [/^the definition is too large or too deeply nested$/, "Das Formular ist zu groß oder zu tief verschachtelt."],
];

export function problemWords(problem: string): string {
  for (const [pattern, words] of problems) {
    const match = pattern.exec(problem);
    if (match) return words.replace(/\$(\d)/g, (_all, n: string) => match[Number(n)] ?? "");
  }
  return problem;
}
