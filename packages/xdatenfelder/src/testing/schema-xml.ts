/** Small invented schemas for tests, written as XML so that every test goes through the reader. */

export interface FieldXml {
  readonly name?: string;
  readonly label?: string;
  readonly feldart?: string;
  readonly datentyp?: string;
  /** Anything else inside the field, as XML with the prefix `x`. */
  readonly more?: string;
}

const base = (id: string, name: string): string =>
  `<x:identifikation><x:id>${id}</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>${name}</x:name><x:freigabestatus><code>6</code></x:freigabestatus>`;

export function fieldXml(id: string, { name = id, label = name, feldart = "input", datentyp = "text", more = "" }: FieldXml = {}): string {
  return `<x:datenfeld>${base(id, name)}<x:bezeichnungEingabe>${label}</x:bezeichnungEingabe><x:feldart><code>${feldart}</code></x:feldart><x:datentyp><code>${datentyp}</code></x:datentyp>${more}</x:datenfeld>`;
}

export function selectXml(id: string, name: string, values: readonly (readonly [code: string, name: string])[]): string {
  const werte = values.map(([code, text]) => `<x:wert><x:code>${code}</x:code><x:name>${text}</x:name></x:wert>`).join("");
  return fieldXml(id, { name, feldart: "select", more: `<x:werte>${werte}</x:werte>` });
}

/** `children`: pairs of anzahl and element, for example `["0:1", fieldXml("F…")]`. */
export function groupXml(id: string, name: string, children: readonly (readonly [anzahl: string, element: string])[], more = ""): string {
  return `<x:datenfeldgruppe>${base(id, name)}<x:bezeichnungEingabe>${name}</x:bezeichnungEingabe>${more}${struktur(children)}</x:datenfeldgruppe>`;
}

export function ruleXml(text: string, id = "R99000000001"): string {
  return `<x:regel><x:identifikation><x:id>${id}</x:id></x:identifikation><x:name>Regel</x:name><x:freitextRegel>${text.replaceAll("<", "&lt;")}</x:freitextRegel></x:regel>`;
}

export function schemaXml(children: readonly (readonly [anzahl: string, element: string])[], more = ""): string {
  return `<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:header><x:nachrichtID>test</x:nachrichtID></x:header>
<x:stammdatenschema>${base("S99000000001", "Testschema")}<x:bezeichnung>Antrag zum Testen</x:bezeichnung>${more}${struktur(children)}</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>`;
}

function struktur(children: readonly (readonly [anzahl: string, element: string])[]): string {
  return children.map(([anzahl, element]) => `<x:struktur><x:anzahl>${anzahl}</x:anzahl><x:enthaelt>${element}</x:enthaelt></x:struktur>`).join("");
}
