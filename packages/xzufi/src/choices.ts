import { code, identifikator, integer, localized, text } from "./basic-types.ts";
import type { Betrag, Fristauswahl, Kostenauswahl, Struktur, Zeiteinheit } from "./model.ts";
import type { Problems } from "./problem.ts";
import { attribute, childrenOf, many, needed, one, ownText, shape } from "./shape.ts";
import type { Codec, Field } from "./shape.ts";
import type { XmlElement } from "./xml-element.ts";

const EINHEITEN: readonly string[] = ["JAHR", "MONAT", "WOCHE", "TAG", "WERKTAG", "ARBEITSTAG", "STUNDE", "MINUTE", "SEKUNDE"] satisfies Zeiteinheit[];

const einheit: Codec<Zeiteinheit> = {
  read(element, problems) {
    const value = element.text.trim();
    if (isEinheit(value)) return value;
    if (value !== "") problems.warn("invalid", element, `»${value.slice(0, 40)}« ist keine Zeiteinheit. Erlaubt sind: ${EINHEITEN.join(", ")}.`);
    return undefined;
  },
  write: text.write,
};

const isEinheit = (value: string): value is Zeiteinheit => EINHEITEN.includes(value);

const betragAsText = shape<{ text: string; currencyCode?: string }>({ text: ownText(), currencyCode: attribute() });
/** An amount: a decimal number with a point, kept digit by digit. */
const betrag: Codec<Betrag> = {
  read(element, problems) {
    const read = betragAsText.read(element, problems);
    if (read === undefined) return undefined;
    if (!/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(read.text)) {
      problems.warn("invalid", element, `»${read.text.slice(0, 40)}« ist kein Betrag der Form 12.50; er wird nicht gelesen.`);
      return undefined;
    }
    return { betrag: read.text, ...(read.currencyCode === undefined ? {} : { currencyCode: read.currencyCode }) };
  },
  write: (out, name, { betrag: amount, currencyCode }) => { betragAsText.write(out, name, { text: amount, ...(currencyCode === undefined ? {} : { currencyCode }) }); },
};

type Kind<U extends { readonly art: string }, A extends U["art"]> = Omit<Extract<U, { readonly art: A }>, "art">;
type Kinds<U extends { readonly art: string }> = { readonly [A in U["art"]]: { readonly codec: Codec<Kind<U, A>>; /** Children by which it is recognised where nothing names it. */ readonly signs: readonly string[] } };

/**
 * One of several kinds. How the choice stands in the XML is not certain, so every plausible form is read: `xsi:type` at the element, an element
 * named after the kind inside it or (by {@link choiceField}) instead of it, or children that only one kind has. Written with `xsi:type`.
 */
export function choice<U extends { readonly art: string }>(kinds: Kinds<U>): Codec<U> & { readonly names: readonly string[] } {
  const all = Object.entries(kinds) as [U["art"], { codec: Codec<object>; signs: readonly string[] }][];
  const named = (name: string | undefined): U["art"] | undefined => all.find(([art]) => name !== undefined && art.toLowerCase() === name.toLowerCase())?.[0];
  const recognise = (element: XmlElement): readonly [U["art"], XmlElement] | undefined => {
    const byType = named(element.xsiType) ?? named(element.name);
    if (byType !== undefined) return [byType, element];
    for (const child of element.children) {
      const inside = named(child.xsiType) ?? named(child.name);
      if (inside !== undefined) return [inside, child];
    }
    const bySign = all.find(([, { signs }]) => element.children.some(({ name }) => signs.includes(name)))?.[0];
    return bySign === undefined ? undefined : [bySign, element];
  };
  return {
    names: all.map(([art]) => art.charAt(0).toLowerCase() + art.slice(1)),
    read(element: XmlElement, problems: Problems): U | undefined {
      const found = recognise(element);
      if (found === undefined) {
        problems.warn("not-understood", element, `Welche Art von »${element.name}« gemeint ist, ist nicht zu erkennen; sie wird nicht gelesen, die Beschreibung daneben schon.`);
        return undefined;
      }
      const [art, at] = found;
      const inhalt = kinds[art].codec.read(at, problems);
      return inhalt && ({ art, ...inhalt } as unknown as U);
    },
    write(out, name, value) {
      const { art, ...inhalt } = value;
      typed((kinds as Record<string, { codec: Codec<object> }>)[art]!.codec, art).write(out, name, inhalt);
    },
  };
}

/** The same element with `xsi:type`. */
function typed(codec: Codec<object>, art: string): Codec<object> {
  return { read: codec.read, write: (out, name, value) => { out.withNext({ "xsi:type": `xzufi:${art}` }, () => { codec.write(out, name, value); }); } };
}

/** The choice as a property: under its own name, or one element named after the kind. */
export function choiceField<U extends { readonly art: string }>(codec: Codec<U> & { readonly names: readonly string[] }): Field<U | undefined> {
  const field = one(codec);
  return {
    ...field, also: codec.names,
    read(name, element, problems) {
      if (childrenOf(element, name).length > 0) return field.read(name, element, problems);
      const direct = codec.names.flatMap((each) => childrenOf(element, each))[0];
      return { value: direct && codec.read(direct, problems) };
    },
  };
}

export const fristauswahl = choice<Fristauswahl>({
  FristDauer: { signs: ["dauer", "einheit"], codec: shape<Kind<Fristauswahl, "FristDauer">>({ dauer: needed(integer), einheit: needed(einheit), dauerBis: one(integer), einheitBis: one(einheit) }) },
  FristStichtag: { signs: ["von", "bis"], codec: shape<Kind<Fristauswahl, "FristStichtag">>({ von: one(text), bis: one(text) }) },
});

export const kostenauswahl = choice<Kostenauswahl>({
  KostenFix: { signs: ["betrag"], codec: shape({ betrag: needed(betrag) }) },
  KostenFrei: { signs: ["beschreibungKostenfreiheit"], codec: shape({ beschreibungKostenfreiheit: many(localized) }) },
  KostenVariabel: { signs: ["betragUntergrenze", "betragObergrenze", "beschreibungVariabilitaet"], codec: shape<Kind<Kostenauswahl, "KostenVariabel">>({ betragUntergrenze: one(betrag), betragObergrenze: one(betrag), beschreibungVariabilitaet: many(localized) }) },
});

/** 2.2.0 puts the code one level deeper (`verrichtung/verrichtungLeiKa`), 2.3.1 names the element itself so. */
const verrichtung: Field<Struktur["verrichtung"]> = {
  place: "child", also: ["verrichtungLeiKa"],
  read(name, element, problems) {
    const holder = childrenOf(element, name)[0] ?? element;
    const inner = childrenOf(holder, "verrichtungLeiKa")[0] ?? (holder === element ? undefined : holder);
    return { value: inner && code.read(inner, problems) };
  },
  write: (out, name, value) => { if (value !== undefined) shape<{ verrichtungLeiKa: typeof value }>({ verrichtungLeiKa: needed(code) }).write(out, name, { verrichtungLeiKa: value }); },
};
const gruppierung: Field<Struktur["leistungsgruppierung"]> = { ...one(code), also: ["leistungsgruppierungLeiKa"], read: (name, element, problems) => one(code).read(childrenOf(element, name).length > 0 ? name : "leistungsgruppierungLeiKa", element, problems) };
const strukturCodec = shape<Omit<Struktur, "art">>({ leistungsgruppierung: gruppierung, leistungsobjektID: one(identifikator), verrichtung, verrichtungsdetail: many(localized) });

type StrukturByArt = { readonly [A in Struktur["art"]]: Omit<Struktur, "art"> & { readonly art: A } }[Struktur["art"]];

export const struktur = choice<StrukturByArt>({
  LeistungsstrukturObjektMitVerrichtungUndDetail: { signs: ["verrichtungsdetail"], codec: strukturCodec },
  LeistungsstrukturObjektMitVerrichtung: { signs: ["verrichtung", "verrichtungLeiKa", "leistungsobjektID"], codec: strukturCodec },
  LeistungsstrukturObjekt: { signs: ["leistungsgruppierung", "leistungsgruppierungLeiKa"], codec: strukturCodec },
});
