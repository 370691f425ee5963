import { code, identifikator, localized, sprachversion, text, verweis, zeitraum } from "./basic-types.ts";
import type { Text } from "./model.ts";
import type { Anschrift, Kommunikation, Kontaktperson, Onlinedienst, OnlinedienstLink, Organisationseinheit, VerwaltungspolitischeKodierung, Zustaendigkeit, ZustaendigkeitTransferObjekt } from "./model-stellen.ts";
import { attribute, childrenOf, many, needed, one, qualified, required, shape } from "./shape.ts";
import type { Codec, Field } from "./shape.ts";

export const zustaendigkeit: Codec<Zustaendigkeit> = shape<Zustaendigkeit>({
  id: one(identifikator), idSekundaer: many(identifikator), leistungID: required(identifikator), gebietID: many(identifikator), rolle: one(code), gueltigkeit: many(zeitraum),
});

export const zustaendigkeitTransferObjekt: Codec<ZustaendigkeitTransferObjekt> = shape<ZustaendigkeitTransferObjekt>({ uebergeordnetesObjektID: required(identifikator), zustaendigkeit: required(zustaendigkeit) });

/** `name` holds `name`s, one a language. Also read: one level only. */
const nestedNames: Field<readonly Text[]> = {
  place: "child",
  read: (name, element, problems) => ({ value: childrenOf(element, name).flatMap((outer) => {
    const inner = childrenOf(outer, name);
    return (inner.length === 0 ? [outer] : inner).flatMap((each) => localized.read(each, problems) ?? []);
  }) }),
  write: (out, name, value) => { if (value.length > 0) out.element(qualified(name), {}, () => { for (const each of value) localized.write(out, name, each); }); },
};

const kodierung = shape<VerwaltungspolitischeKodierung>({ kreis: one(code), bezirk: one(code), bundesland: one(code), gemeindeschluessel: one(code), regionalschluessel: one(code), nation: one(code), gemeindeverband: one(code) });
const anschrift = shape<Anschrift>({
  typ: one(code), strasse: one(text), hausnummer: one(text), postleitzahl: one(text), ort: one(text), postfach: one(text), zusatz: one(text), verwaltungspolitischeKodierung: one(kodierung), anfahrturl: one(text),
}, { ignored: ["geokodierung"] });
const kommunikation = shape<Kommunikation>({ kanal: one(code), kennung: one(text), kennungZusatz: one(text), zusatz: one(text) });
const kontaktperson = shape<Kontaktperson>({ anrede: one(text), titel: one(text), vorname: one(text), familienname: one(text), position: one(text), raum: one(text), kommunikation: many(kommunikation) });

/** The order inside is not proven by any public source. */
export const organisationseinheit: Codec<Organisationseinheit> = shape<Organisationseinheit>({
  id: required(identifikator), idSekundaer: many(identifikator), name: nestedNames, kurzbezeichnung: many(localized), beschreibung: many(localized), internetadresse: many(verweis), anschrift: many(anschrift),
  kommunikation: many(kommunikation), kontaktperson: many(kontaktperson), zustaendigkeit: many(zustaendigkeit),
}, { fixed: { "xsi:type": "xzufi:OrganisationseinheitErweitert" } });

const link = shape<OnlinedienstLink>({ languageCode: attribute(), typ: one(code), link: needed(text), titel: one(text) });

/** The order inside is not proven by any public source. */
export const onlinedienst: Codec<Onlinedienst> = shape<Onlinedienst>({
  id: required(identifikator), idSekundaer: many(identifikator), bezeichnung: many(localized), kurzbezeichnung: many(localized), teaser: many(localized), beschreibung: many(localized), link: many(link),
  vertrauensniveau: one(code), gueltigkeit: many(zeitraum), sprachversion: many(sprachversion), zustaendigkeit: many(zustaendigkeit),
}, { fixed: { "xsi:type": "xzufi:OnlinedienstErweitert" } });
