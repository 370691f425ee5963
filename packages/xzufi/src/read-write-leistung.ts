import { code, flag, identifikator, integer, localized, modulkopf, offenerCode, sprachversion, text, verweis, versionsinformation, zeitraum } from "./basic-types.ts";
import { choiceField, fristauswahl, kostenauswahl, struktur } from "./choices.ts";
import type { Auskunftshinweis, Bearbeitungsdauermodul, BegriffImKontext, BegriffImKontextModul, Dokument, Dokumentmodul, FachlicheFreigabe, Frist, Fristmodul, Herausgeber, Kategorie, Kategorieklasse, Kosten, Kostenmodul, Leistung, Textmodul, TextmodulIndividuell, Ursprungsportal, Wirtschaftszweig } from "./model.ts";
import { attribute, many, needed, one, required, shape } from "./shape.ts";
import type { Codec, Fields } from "./shape.ts";

const inhaltUndLinks = { inhalt: many(localized), weiterfuehrenderLink: many(verweis) };
const beschreibungUndLinks = { beschreibung: many(localized), weiterfuehrenderLink: many(verweis) };

const fristOhneTyp: Fields<Omit<Frist, "typ">> = { fristauswahl: choiceField(fristauswahl), beschreibung: many(localized), positionDarstellung: one(integer), gueltigkeit: many(zeitraum) };
const frist: Codec<Frist> = shape<Frist>({ typ: one(offenerCode), ...fristOhneTyp });
const kosten: Codec<Kosten> = shape<Kosten>({ typ: one(offenerCode), kostenauswahl: choiceField(kostenauswahl), beschreibung: many(localized), vorkasse: one(flag), linkKostenbildung: one(text), positionDarstellung: one(integer), gueltigkeit: many(zeitraum) });
const begriff: Codec<BegriffImKontext> = shape<BegriffImKontext>({ begriff: one(localized), typ: one(code) });
const dokument: Codec<Dokument> = shape<Dokument>({ typ: one(offenerCode), bezeichnung: many(localized), beschreibung: many(localized), referenzFormularID: many(identifikator), angabeSignatur: one(code) });
const kategorieklasse: Codec<Kategorieklasse> = shape<Kategorieklasse>({ id: one(identifikator), bezeichnung: many(localized), beschreibung: many(localized), version: one(text) });
const kategorie: Codec<Kategorie> = shape<Kategorie>({
  id: one(identifikator), idSekundaer: many(identifikator), uebergeordneteKategorieID: one(identifikator), untergeordneteKategorieID: many(identifikator), bezeichnung: many(localized), beschreibung: many(localized), klasse: one(kategorieklasse),
});
export const herausgeber: Codec<Herausgeber> = shape<Herausgeber>({
  id: one(identifikator), idSekundaer: many(identifikator), bezeichnung: many(localized), kurzbezeichnung: many(localized), beschreibung: many(localized), standardZustaendigkeitsgebiet: many(identifikator),
});

/** Everything of a Leistung whose name and place is the same in 2.2.0 and 2.3.1, in the order of 2.2.0. */
export const leistungFields: Fields<Leistung> = {
  id: required(identifikator),
  idSekundaer: many(identifikator),
  struktur: one(struktur),
  referenzLeiKa: many(code),
  modulText: many(shape<Textmodul>({ ...modulkopf, leikaTextmodul: needed(code), leikaTextmodulAbweichendeBezeichnung: many(localized), ...inhaltUndLinks })),
  modulTextIndividuell: many(shape<TextmodulIndividuell>({ ...modulkopf, individuellesTextmodultyp: one(code), ...inhaltUndLinks })),
  modulFrist: many(shape<Fristmodul>({ ...modulkopf, frist: many(frist), ...beschreibungUndLinks })),
  modulKosten: many(shape<Kostenmodul>({ ...modulkopf, kosten: many(kosten), ...beschreibungUndLinks })),
  modulBearbeitungsdauer: many(shape<Bearbeitungsdauermodul>({ ...modulkopf, bearbeitungsdauer: many(shape<Omit<Frist, "typ">>(fristOhneTyp)), ...beschreibungUndLinks })),
  modulBegriffImKontext: many(shape<BegriffImKontextModul>({ ...modulkopf, begriffImKontext: many(begriff) })),
  modulFachlicheFreigabe: many(shape<FachlicheFreigabe>({ ...modulkopf, fachlichFreigegebenAm: one(text), fachlichFreigegebenDurch: many(localized) })),
  modulAuskunftshinweis: many(shape<Auskunftshinweis>({ ...modulkopf, ...inhaltUndLinks })),
  modulDokument: many(shape<Dokumentmodul>({ ...modulkopf, dokumentEingehend: many(dokument), dokumentAusgehend: many(dokument), ...beschreibungUndLinks })),
  modulUrsprungsportal: many(shape<Ursprungsportal>({ ...modulkopf, languageCode: attribute(), uri: needed(text), titel: one(text) })),
  typisierung: many(code),
  vertrauensniveau: one(code),
  leistungsadressat: many(code),
  kennzeichenSchriftformerfordernis: one(flag),
  kategorie: many(kategorie),
  klassifizierung: many(code),
  informationsbereichSDG: many(code),
  idLeistungImKontext: many(identifikator),
  idProzess: many(identifikator),
  herausgeber: one(herausgeber),
  gueltigkeitGebietID: many(identifikator),
  kennzeichenEA: one(flag),
  relevantFuerWirtschaftszweig: many(shape<Wirtschaftszweig>({ code: one(code), spezifischeID: one(identifikator) })),
  relevantFuerRechtsform: many(code),
  relevantFuerStaatsangehoerigkeit: many(code),
  versionsinformation: one(versionsinformation),
  sprachversion: many(sprachversion),
  gueltigkeit: many(zeitraum),
};

export const leistung220: Codec<Leistung> = shape<Leistung>(leistungFields);
