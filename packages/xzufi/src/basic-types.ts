import type { Code, Identifikator, Modulkopf, OffenerCode, Sprachversion, Text, Verweis, Versionsinformation, Zeitraum } from "./model.ts";
import { attribute, many, needed, one, ownText, qualified, shape } from "./shape.ts";
import type { Codec, Fields } from "./shape.ts";

/** Text of an element without children. An empty one counts as absent. `-name` is written without a namespace. */
export const text: Codec<string> = {
  read(element, problems) {
    for (const child of element.children) problems.warn("not-understood", child, `In »${element.name}« wird kein Element erwartet; »${child.name.slice(0, 100)}« wird nicht gelesen.`);
    return element.text.trim() || undefined;
  },
  write: (out, name, value) => { out.text(name.startsWith("-") ? name.slice(1) : qualified(name), value); },
};

/** xs:boolean. */
export const flag: Codec<boolean> = {
  read(element, problems) {
    const value = element.text.trim();
    if (value === "true" || value === "1") return true;
    if (value === "false" || value === "0") return false;
    if (value !== "") problems.warn("invalid", element, `»${value.slice(0, 40)}« ist weder true noch false; die Angabe »${element.name}« wird nicht gelesen.`);
    return undefined;
  },
  write: (out, name, value) => { out.text(qualified(name), String(value)); },
};

/** A whole number that is exact as a number of JavaScript. */
export const integer: Codec<number> = {
  read(element, problems) {
    const value = element.text.trim();
    const number = /^[+-]?\d{1,15}$/.test(value) ? Number(value) : undefined;
    if (number === undefined && value !== "") problems.warn("invalid", element, `»${value.slice(0, 40)}« ist keine ganze Zahl; die Angabe »${element.name}« wird nicht gelesen.`);
    return number;
  },
  write: (out, name, value) => { out.text(qualified(name), String(value)); },
};

export const localized: Codec<Text> = shape<Text>({ text: ownText(), languageCode: attribute() });

export const identifikator: Codec<Identifikator> = shape<Identifikator>({
  value: ownText(), schemeID: attribute(), schemeName: attribute(), schemeAgencyID: attribute(), schemeAgencyName: attribute(), schemeVersionID: attribute(), schemeDataURI: attribute(), schemeURI: attribute(),
});

export const offenerCode: Codec<OffenerCode> = shape<OffenerCode>({ code: one(text), name: one(text), nichtGelisteterWert: one(text), listURI: attribute(), listVersionID: attribute() }, { unqualified: true });

const wholeCode = shape<Code>({ code: needed(text), name: one(text), listURI: attribute(), listVersionID: attribute() }, { unqualified: true });

/** Seen in files: an element `code` inside. Also read: the code as the element's own text. An empty one counts as absent. */
export const code: Codec<Code> = {
  read(element, problems) {
    const own = element.text.trim();
    if (element.children.length > 0) return wholeCode.read(element, problems);
    if (own === "") return undefined;
    const [listURI, listVersionID] = [element.attributes.get("listURI"), element.attributes.get("listVersionID")];
    return { code: own, ...(listURI === undefined ? {} : { listURI }), ...(listVersionID === undefined ? {} : { listVersionID }) };
  },
  write: wholeCode.write,
};

const uriVerweis = shape<Verweis>({ languageCode: attribute(), uri: needed(text), titel: one(text), beschreibung: one(text), positionDarstellung: one(integer) });

/** Also read: the address as the element's own text. */
export const verweis: Codec<Verweis> = {
  read(element, problems) {
    const own = element.text.trim();
    if (element.children.length > 0) return uriVerweis.read(element, problems);
    if (own === "") return undefined;
    const languageCode = element.attributes.get("languageCode");
    return { uri: own, ...(languageCode === undefined ? {} : { languageCode }) };
  },
  write: uriVerweis.write,
};

export const zeitraum: Codec<Zeitraum> = shape<Zeitraum>({ beginn: one(text), ende: one(text), zusatz: many(localized) });

/** The head of every module. */
export const modulkopf: Fields<Modulkopf> = { positionDarstellung: one(integer), id: one(identifikator), idSekundaer: many(identifikator), gueltigkeit: many(zeitraum), zugangskanal: one(code) };

export const versionsinformation: Codec<Versionsinformation> = shape<Versionsinformation>({ erstelltDatumZeit: one(text), erstelltDurch: one(text), geaendertDatumZeit: one(text), geaendertDurch: one(text), version: one(text) });

export const sprachversion: Codec<Sprachversion> = shape<Sprachversion>({
  languageCode: one(text), sprachbezeichnungDeutsch: one(text), sprachbezeichnungNativ: one(text), erstelltDatumZeit: one(text), erstelltDurch: one(text), geaendertDatumZeit: one(text), geaendertDurch: one(text), version: one(text),
  kennzeichenMaschinelleUebersetzung: one(flag),
});
