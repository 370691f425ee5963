import type { NewOffice, NewResponsibility, NewService, ServiceText, Word } from "#modules/catalogue";

/** Services that are shipped as a form and that the list of municipal services does not hold. Keys: LeiKa; laws as of today. */
const naturalisation = "99099002006000";
const marriageCertificate = "99059004012000";
const archive = "99077015109000";

export const packageServices: readonly NewService[] = [
  {
    leikaKey: naturalisation, slug: "einbuergerung-beantragen", title: { de: "Einbürgerung beantragen", en: "Apply for naturalisation" }, officialName: "Einbürgerung Genehmigung", level: "KRS", types: ["2/3"],
    ozg: { id: "10257", name: "Einbürgerung" }, pvLage: { code: "1080300", name: "Einbürgerung" }, position: 1001,
    legalBasis: [{ text: "§ 8 Staatsangehörigkeitsgesetz (StAG)", url: "https://www.gesetze-im-internet.de/stag/__8.html" }, { text: "§ 10 Staatsangehörigkeitsgesetz (StAG)", url: "https://www.gesetze-im-internet.de/stag/__10.html" }],
  },
  {
    leikaKey: marriageCertificate, slug: "heiratsurkunde-bestellen", title: { de: "Heiratsurkunde bestellen", en: "Order a marriage certificate" }, officialName: "Eheurkunde Ausstellung", level: "GEM", types: ["2/3"],
    ozg: { id: "10026", name: "Eheschließung und -beurkundung" }, pvLage: { code: "1020300", name: "Eheschließung" }, position: 1002,
    legalBasis: [{ text: "§ 55 Personenstandsgesetz (PStG)", url: "https://www.gesetze-im-internet.de/pstg/__55.html" }, { text: "§ 57 Personenstandsgesetz (PStG)", url: "https://www.gesetze-im-internet.de/pstg/__57.html" }],
  },
  {
    leikaKey: archive, slug: "das-archiv-fragen", title: { de: "Das Archiv fragen", en: "Ask the archive" }, officialName: "Archivgut Einsicht gewähren", level: "GEM", types: ["4"],
    ozg: { id: "10058", name: "Bibliotheks- und Archivangebote" }, pvLage: { code: "1110000", name: "Hobby und Freizeit" }, position: 1003,
    legalBasis: [{ text: "Archivgesetz Nordrhein-Westfalen (ArchivG NRW)" }],
  },
];

export const packageServiceTexts: readonly { readonly leikaKey: string; readonly de: ServiceText; readonly en: ServiceText }[] = [
  {
    leikaKey: naturalisation,
    de: {
      teaser: "Mit der Einbürgerung erhalten Sie die deutsche Staatsangehörigkeit.",
      description: "Wer längere Zeit rechtmäßig in Deutschland lebt, kann die deutsche Staatsangehörigkeit erhalten. Ein paar Fragen vor dem Antrag zeigen, ob die Voraussetzungen wahrscheinlich erfüllt sind. Ihre bisherige Staatsangehörigkeit müssen Sie nach deutschem Recht nicht aufgeben.",
      who: ["Sie leben seit mehreren Jahren rechtmäßig in Deutschland.", "Sie sprechen ausreichend Deutsch und können Ihren Lebensunterhalt selbst bestreiten."],
      documents: ["Pass und Aufenthaltstitel", "Geburtsurkunde, bei Verheirateten auch Heiratsurkunde, mit Übersetzung", "Nachweis der Deutschkenntnisse", "Nachweise des Einkommens", "Lebenslauf"],
      feeNote: "Die Gebühr ist gesetzlich festgelegt (§ 38 StAG).", legalBasis: "§§ 8 bis 10 Staatsangehörigkeitsgesetz.",
      steps: ["Beantworten Sie die Fragen vorab.", "Stellen Sie den Antrag und laden Sie die Unterlagen hoch.", "Die Behörde prüft und lädt Sie zu einem Gespräch ein.", "Sie erhalten die Einbürgerungsurkunde."],
      competentOffice: "Die Einbürgerungsbehörde des Kreises oder der kreisfreien Stadt.",
    },
    en: {
      teaser: "With naturalisation (Einbürgerung) you become a German citizen.",
      description: "If you have lived in Germany lawfully for some time, you can become a German citizen. A few questions before the application show whether you probably meet the conditions. German law does not require you to give up your present citizenship.",
      who: ["You have lived lawfully in Germany for several years.", "You speak sufficient German and can support yourself."],
      documents: ["Passport and residence title", "Birth certificate, if married also marriage certificate, with translation", "Proof of German", "Evidence of income", "Curriculum vitae"],
      feeNote: "The fee is set by law (section 38 StAG).", legalBasis: "Nationality Act (Staatsangehörigkeitsgesetz, StAG), sections 8 to 10.",
      steps: ["Answer the questions beforehand.", "Apply and upload the documents.", "The authority checks them and invites you to an interview.", "You receive the naturalisation certificate (Einbürgerungsurkunde)."],
      competentOffice: "The naturalisation authority (Einbürgerungsbehörde) of the district (Kreis) or of the city that is its own district (kreisfreie Stadt).",
    },
  },
  {
    leikaKey: marriageCertificate,
    de: { teaser: "Eine Heiratsurkunde bestellen Sie beim Standesamt, bei dem die Ehe geschlossen wurde.", description: "Die Eheurkunde weist die Eheschließung nach. Es gibt sie auch mehrsprachig oder als beglaubigten Ausdruck aus dem Eheregister.", who: ["Beteiligte, Verwandte in gerader Linie und wer ein rechtliches Interesse hat."], feeNote: "Für die Urkunde fällt eine Gebühr an.", legalBasis: "§§ 55, 57 und 62 Personenstandsgesetz.", competentOffice: "Das Standesamt, das das Eheregister führt." },
    en: { teaser: "Order a marriage certificate from the registry office where the marriage took place.", description: "The marriage certificate (Eheurkunde) proves the marriage. It is also available in several languages or as a certified printout from the marriage register.", who: ["The people concerned, relatives in direct line and anyone with a legal interest."], feeNote: "There is a fee for the certificate.", legalBasis: "Civil Status Act (Personenstandsgesetz), sections 55, 57 and 62.", competentOffice: "The registry office (Standesamt) that keeps the marriage register." },
  },
  {
    leikaKey: archive,
    de: { teaser: "Das Archiv sucht für Sie in Akten, Plänen, Fotos und alten Registern.", description: "Archive bewahren auf, was über die Geschichte eines Ortes und seiner Menschen Auskunft gibt. Für Angaben zu Personen gelten Schutzfristen.", feeNote: "Für lange Suchen und Kopien kann eine Gebühr anfallen.", legalBasis: "Archivgesetz Nordrhein-Westfalen.", competentOffice: "Das Archiv der Gemeinde oder des Kreises." },
    en: { teaser: "The archive searches files, plans, photos and old registers for you.", description: "Archives keep what tells us about the history of a place and its people. Information on people is protected for some time (Schutzfristen).", feeNote: "There may be a fee for long searches and copies.", legalBasis: "Archives Act of North Rhine-Westphalia (Archivgesetz).", competentOffice: "The archive of the municipality or the district (Kreis)." },
  },
];

const words = (leikaKey: string, everyday: readonly string[], english: readonly string[]): readonly Word[] => [
  ...everyday.map((term): Word => ({ term, kind: "everyday", leikaKeys: [leikaKey] })), ...english.map((term): Word => ({ term, kind: "english", leikaKeys: [leikaKey] })),
];

export const packageServiceWords: readonly Word[] = [
  ...words(naturalisation, ["einbürgerung", "einbürgern", "staatsangehörigkeit", "deutscher pass", "deutsche staatsbürgerschaft"], ["naturalisation", "citizenship"]),
  ...words(marriageCertificate, ["heiratsurkunde", "eheurkunde", "trauschein"], ["marriage certificate"]),
  ...words(archive, ["archiv", "stadtarchiv", "ahnenforschung", "familienforschung"], ["archive"]),
];

/** Who does them in the invented towns. */
export function packageResponsibilities(town: string, arsPrefix: string): readonly NewResponsibility[] {
  const row = (leikaKey: string, office: string): NewResponsibility => ({ leikaKey, arsPrefix, office, rolle: "01" });
  if (town === "kreis-musterland") return [row(naturalisation, naturalisationOffice.role)];
  return [row(marriageCertificate, "standesamt"), ...(town === "musterstadt" ? [row(archive, archiveOffice.role)] : [])];
}

const mornings = (["monday", "tuesday", "thursday"] as const).map((day) => ({ day, opens: "08:30", closes: "12:00" }));

export const archiveOffice: NewOffice = {
  role: "archiv",
  details: {
    name: { de: "Stadtarchiv", en: "Town archive" }, description: { de: "Akten, Pläne, Fotos, Zeitungen und alte Register", en: "Files, plans, photos, newspapers and old registers" },
    address: { street: "Lindenallee", houseNumber: "14", postalCode: "00101", locality: "Musterstadt" }, building: "Alte Schule", room: "Lesesaal, Erdgeschoss", phone: "0999 555-190", email: "archiv@musterstadt.example", hours: mornings,
    accessibility: { stepFree: true, lift: false, accessibleToilet: true, accessibleParking: false, hearingLoop: false, note: { de: "Der Lesesaal ist ebenerdig zu erreichen.", en: "The reading room is at ground level." } }, contactPersons: [],
  },
};

export const naturalisationOffice: NewOffice = {
  role: "einbuergerungsbehoerde",
  details: {
    name: { de: "Einbürgerungsbehörde", en: "Naturalisation office" }, description: { de: "Einbürgerung und Staatsangehörigkeit", en: "Naturalisation and nationality" },
    address: { street: "Kreisallee", houseNumber: "1", postalCode: "00104", locality: "Musterstadt" }, building: "Kreishaus", room: "2. Stock, Zimmer 214", phone: "0999 555-380", email: "einbuergerung@kreis-musterland.example", hours: mornings,
    hoursNote: { de: "Beratung mit Termin.", en: "Advice by appointment." },
    accessibility: { stepFree: true, lift: true, accessibleToilet: true, accessibleParking: true, hearingLoop: true, note: { de: "Aufzug mit Sprachansage.", en: "Lift with voice announcements." } }, contactPersons: [],
  },
};
