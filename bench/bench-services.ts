/** Online services that exist only in the bench's own database, and what a person answers in them. */

type Pairs = readonly (readonly [string, string])[];
interface Asked { readonly node: object; readonly right: Pairs; readonly wrong: Pairs }

const options = ["eins", "zwei", "drei", "vier"].map((value) => ({ value, label: { de: `Möglichkeit ${value}`, en: `Option ${value}` } }));
const why = { text: { de: "Damit das Amt Ihren Antrag bearbeiten kann.", en: "So that the office can work on your application." }, legalBasis: "§ 26 VwVfG NRW" };

/** Kinds of questions as they come in real forms, in turn. `id` is the path of the field. */
const kinds: readonly ((id: string) => Asked)[] = [
  (id) => ({ node: { type: "text", maxLength: 80, hint: { de: "Wie im Ausweis.", en: "As in your identity card." } }, right: [[id, "Öztürk-Beispiel"]], wrong: [[id, "x".repeat(200)]] }),
  (id) => ({ node: { type: "date", max: "today" }, right: [[`${id}.day`, "12"], [`${id}.month`, "8"], [`${id}.year`, "1984"]], wrong: [[`${id}.day`, "31"], [`${id}.month`, "2"], [`${id}.year`, "1984"]] }),
  (id) => ({ node: { type: "choice", options }, right: [[id, "zwei"]], wrong: [[id, "keine"]] }),
  (id) => ({ node: { type: "yesno" }, right: [[id, "yes"]], wrong: [] }),
  (id) => ({ node: { type: "integer", min: 0, max: 500 }, right: [[id, "42"]], wrong: [[id, "viele"]] }),
  (id) => ({ node: { type: "text", pattern: "[0-9]{5}", patternMessage: { de: "Geben Sie fünf Ziffern ein, zum Beispiel 00101." } }, right: [[id, "00101"]], wrong: [[id, "1"]] }),
  (id) => ({ node: { type: "email" }, right: [[id, "erika.beispiel@post.example"]], wrong: [[id, "erika"]] }),
  (id) => ({ node: { type: "longtext" }, right: [[id, "Der Weg ist dort schmal, deshalb bitte ich um eine Prüfung vor Ort."]], wrong: [[id, ""]] }),
];

function question(id: string, index: number): Asked {
  const asked = kinds[index % kinds.length]!(id);
  return { ...asked, node: { kind: "field", id, label: { de: `Frage ${index + 1}`, en: `Question ${index + 1}` }, why, ...asked.node } };
}

function described(slug: string, title: string): object {
  return {
    slug, leika: "99110009104000", title: { de: title }, short: { de: "Nur zum Messen." }, trustLevel: "basis", signIn: "required", account: true, attributes: [], documents: [], minutes: 5,
    retentionMonths: 12, legalArea: "vwvfg", recipients: ["buergerbuero"], submitLabel: { de: "Antrag verbindlich absenden" },
    privacy: { purpose: { de: "Messung" }, legalBasis: { de: "Art. 6 DSGVO" }, recipients: [{ de: "Bürgerbüro" }], term: { de: "ein Jahr" } },
  };
}

const declaration = { kind: "field", id: "richtig", type: "declaration", label: { de: "Meine Angaben sind richtig." } };

export interface BenchService { readonly service: object; readonly form: object; readonly steps: readonly { readonly id: string; readonly right: Pairs; readonly wrong: Pairs }[] }

function serviceOf(slug: string, title: string, perStep: readonly number[]): BenchService {
  let index = 0;
  const steps = perStep.map((count, at) => {
    const asked = Array.from({ length: count }, () => { const one = question(`f${index}`, index); index += 1; return one; });
    return { id: `schritt${at + 1}`, asked };
  });
  return {
    service: described(slug, title),
    form: { id: slug, version: "1.0.0", title: { de: title }, steps: steps.map(({ id, asked }, at) => ({ id, title: { de: `Schritt ${at + 1}`, en: `Step ${at + 1}` }, nodes: asked.map(({ node }) => node) })) },
    steps: steps.map(({ id, asked }) => ({ id, right: asked.flatMap(({ right }) => right), wrong: asked.flatMap(({ wrong }, i) => (i % 2 === 0 ? wrong : asked[i]!.right)) })),
  };
}

/** 25 fields on one page. */
export const wideStep = serviceOf("messung-schritt", "Messung: ein Schritt", [25, 1]);
/** 3 steps, 20 fields. */
export const threeSteps = serviceOf("messung-antrag", "Messung: drei Schritte", [7, 7, 6]);

/** 100 fields, each shown only by the answer to the one before. */
export const conditional: BenchService = {
  service: described("messung-bedingt", "Messung: hundert bedingte Fragen"),
  form: {
    id: "messung-bedingt", version: "1.0.0", title: { de: "Messung: hundert bedingte Fragen" },
    steps: [
      { id: "schritt1", title: { de: "Alle Fragen" }, nodes: Array.from({ length: 100 }, (_, i) => ({ kind: "field", id: `f${i}`, type: "text", label: { de: `Frage ${i}` }, required: false, ...(i === 0 ? {} : { when: { "!=": [{ var: `f${i - 1}` }, "stopp"] } }) })) },
      { id: "ende", title: { de: "Ende" }, nodes: [declaration] },
    ],
  },
  steps: [{ id: "schritt1", right: Array.from({ length: 100 }, (_, i) => [`f${i}`, `Antwort ${i}`] as const), wrong: Array.from({ length: 100 }, (_, i) => [`f${i}`, "x".repeat(300)] as const) }],
};

/** A dog that needs no permit: the shipped service »Hund anmelden«, as answers of the form. */
export const smallDog = {
  halter: { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" },
  hunde: [{ name: "Bella", rasse: "Dackel", geburt: "2024", geschlecht: "huendin", groesse: 25, gewicht: 8, seit: "2026-02-20" }],
  haltung: { weitere: 0, ermaessigung: false, richtig: true },
};
