import { identifikator, versionsinformation } from "./basic-types.ts";
import type { Code, Identifikator, Leistung } from "./model.ts";
import { leistungFields } from "./read-write-leistung.ts";
import { childrenOf, many, one, shape } from "./shape.ts";
import type { Codec, Field } from "./shape.ts";

/** A list under another name. */
function renamed<V>(field: Field<V>, name: string): Field<V> {
  return { ...field, also: [name], read: (_own, element, problems) => field.read(name, element, problems) };
}

/** The key is an Identifikator there; here, as in 2.2.0, it is a code. */
const schluessel: Field<readonly Code[]> = {
  ...leistungFields.referenzLeiKa, also: ["referenzLeistungsschluessel"],
  read: (_name, element, problems) => ({ value: (many(identifikator).read("referenzLeistungsschluessel", element, problems)?.value ?? []).map((id: Identifikator) => ({ code: id.value })) }),
};

/** Two lists in one element; the first is the list of 2.2.0. The second (procedures of Annex II) is known and not read. */
const sdg: Field<readonly Code[]> = {
  ...leistungFields.informationsbereichSDG, also: ["informationsbereicheSDG"],
  read: (_name, element, problems) => ({ value: childrenOf(element, "informationsbereicheSDG").flatMap((holder) => leistungFields.informationsbereichSDG.read("informationsbereichSDG1", holder, problems)?.value ?? []) }),
};

/** What is certain of 2.3.1 (FIM portal's model); what else differs is reported as not understood. The XML spelling of the new names is camel case of that model. */
const fields231 = {
  ...leistungFields,
  referenzLeiKa: schluessel,
  informationsbereichSDG: sdg,
  idLeistungImKontext: renamed(leistungFields.idLeistungImKontext, "leistungImKontextID"),
  idProzess: renamed(leistungFields.idProzess, "prozessID"),
  versionsinformation: { ...one(versionsinformation), also: ["versionsinformationen"], read: (_name, element, problems) => one(versionsinformation).read("versionsinformationen", element, problems) } satisfies Field<Leistung["versionsinformation"]>,
};

/** Read only: we write 2.2.0. */
export const leistung231: Codec<Leistung> = shape<Leistung>(fields231);
