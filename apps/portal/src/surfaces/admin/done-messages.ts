const messages: Readonly<Record<string, { readonly title: string; readonly body?: string }>> = {
  gespeichert: { title: "Gespeichert", body: "Die Seiten der Stadt zeigen es sofort." },
  wappen: { title: "Das Wappen ist gespeichert", body: "Es steht sofort auf allen Seiten der Stadt." },
  "wappen-entfernt": { title: "Das Wappen ist entfernt", body: "Statt seiner steht der Anfangsbuchstabe." },
  eingeschaltet: { title: "Der Online-Dienst ist eingeschaltet", body: "Menschen können ihn ab jetzt benutzen." },
  ausgeschaltet: { title: "Der Online-Dienst ist ausgeschaltet", body: "Neue Anträge sind nicht mehr möglich. Was schon eingegangen ist, bleibt in der Sachbearbeitung." },
  beantwortet: { title: "Die Meldung ist als beantwortet vermerkt" },
  "schon-beantwortet": { title: "Nichts zu tun", body: "Die Meldung war schon als beantwortet vermerkt." },
};

/** What was just done, by the code in the address after a form was sent. */
export function doneMessage(code: string | null): { readonly title: string; readonly body?: string } | undefined {
  return code !== null && Object.hasOwn(messages, code) ? messages[code] : undefined;
}
