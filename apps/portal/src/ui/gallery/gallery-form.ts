import { compileForm, parseStep, stepView, type Compound, type CompoundType, type Field, type FieldType, type FormDefinition, type StepView, type FieldError } from "@kommunalportal/form-engine";

const label = (de: string, en: string) => ({ de, en });
const why = { text: label("Damit wir Sie bei Rückfragen erreichen.", "So that we can reach you."), legalBasis: "§ 3 Hundesteuersatzung der Stadt Musterstadt" };
const options = (count: number) => Array.from({ length: count }, (_, index) => ({ value: `o${index + 1}`, label: label(`Möglichkeit ${index + 1}`, `Option ${index + 1}`), ...(index === 0 ? { hint: label("Die häufigste", "The most common") } : {}) }));

/** Every field type at least once; a type that is added to the definition and not here does not compile. */
const fields: { readonly [T in FieldType]: readonly Field[] } = {
  text: [
    { kind: "field", id: "nachname", type: "text", label: label("Familienname", "Surname"), autocomplete: "family-name", why },
    { kind: "field", id: "kennzeichen", type: "text", label: label("Kennzeichen", "Number plate"), hint: label("So, wie es auf dem Schild steht", "As on the plate"), characters: "upper", width: "medium", required: false },
    { kind: "field", id: "rufnamen", type: "text", label: label("Rufname", "Name"), repeat: { min: 1, max: 3 } },
    { kind: "field", id: "tarif", type: "text", label: label("Steuersatz", "Rate"), fixed: "locked", value: "96 Euro im Jahr" },
  ],
  longtext: [{ kind: "field", id: "beschreibung", type: "longtext", label: label("Beschreibung", "Description"), maxLength: 500 }],
  integer: [{ kind: "field", id: "groesse", type: "integer", label: label("Schulterhöhe", "Height"), unit: label("cm", "cm"), min: 1, max: 120 }],
  number: [{ kind: "field", id: "gewicht", type: "number", label: label("Gewicht", "Weight"), unit: label("Kilogramm", "kilograms") }],
  amount: [{ kind: "field", id: "einkommen", type: "amount", label: label("Einkommen im Monat", "Monthly income"), why }],
  date: [{ kind: "field", id: "geboren", type: "date", label: label("Geburtsdatum", "Date of birth"), autocomplete: "bday", max: "today" }],
  "partial-date": [{ kind: "field", id: "wurftag", type: "partial-date", label: label("Wurfdatum", "Whelping date"), required: false }],
  time: [{ kind: "field", id: "uhrzeit", type: "time", label: label("Uhrzeit", "Time") }],
  datetime: [{ kind: "field", id: "gesehen", type: "datetime", label: label("Wann haben Sie das gesehen?", "When did you see it?") }],
  choice: [
    { kind: "field", id: "herkunft", type: "choice", label: label("Woher kommt der Hund?", "Where is the dog from?"), options: options(3) },
    { kind: "field", id: "freie", type: "choice", label: label("Lieblingsfarbe", "Favourite colour"), options: options(2), required: false },
    { kind: "field", id: "rasse", type: "choice", label: label("Rasse", "Breed"), options: options(12), hint: label("Bei Mischlingen die größere", "The larger one") },
  ],
  choices: [{ kind: "field", id: "merkmale", type: "choices", label: label("Besondere Merkmale", "Marks"), options: options(4) }],
  yesno: [{ kind: "field", id: "gross", type: "yesno", label: label("Ist der Hund größer als 40 cm?", "Is the dog taller than 40 cm?"), hint: label("Gemessen an der Schulter", "At the shoulder") }],
  declaration: [{ kind: "field", id: "erklaerung", type: "declaration", label: label("Ich erkläre, dass meine Angaben richtig sind.", "I declare that my answers are true."), hint: label("Falsche Angaben können ein Bußgeld nach sich ziehen.", "False answers can be fined.") }],
  email: [{ kind: "field", id: "mail", type: "email", label: label("E-Mail-Adresse", "E-mail address"), why }],
  phone: [{ kind: "field", id: "telefon", type: "phone", label: label("Telefon", "Telephone"), required: false }],
  iban: [{ kind: "field", id: "iban", type: "iban", label: label("IBAN", "IBAN") }],
  upload: [{ kind: "field", id: "foto", type: "upload", label: label("Foto", "Photo"), maxFiles: 2 }, { kind: "field", id: "nachweis", type: "upload", label: label("Nachweis", "Evidence"), accept: ["application/pdf"], required: false }],
  place: [{ kind: "field", id: "ort", type: "place", label: label("Wo ist der Schaden?", "Where is the damage?") }],
  area: [{ kind: "field", id: "flaeche", type: "area", label: label("Welche Fläche brauchen Sie?", "Which area do you need?"), required: false }],
  appointment: [{ kind: "field", id: "termin", type: "appointment", label: label("Wann möchten Sie kommen?", "When would you like to come?"), required: false }],
  computed: [{ kind: "field", id: "summe", type: "computed", label: label("Miete im Jahr", "Rent per year"), as: "amount", compute: { "*": [{ var: "einkommen" }, 12] } }],
  info: [{ kind: "field", id: "hinweis", type: "info", label: label("Hinweis", "Note"), text: label("Große Hunde brauchen eine Erlaubnis.\n\n- Sachkunde\n- Versicherung", "Large dogs need a permit.\n\n- Knowledge\n- Insurance") }],
};

/** Every compound type, as widely as it can be asked. */
const compounds: readonly Compound[] = Object.values({
  address: { kind: "compound", id: "anschrift", type: "address", label: label("Ihre Anschrift", "Your address"), own: true, abroad: true, why },
  person: { kind: "compound", id: "kind", type: "person", label: label("Ihr Kind", "Your child"), ask: ["personalTitle", "givenName", "surname", "birthName", "birthdate", "placeOfBirth", "nationality", "email", "phone"] },
  organisation: { kind: "compound", id: "verein", type: "organisation", label: label("Ihr Verein", "Your association"), ask: ["name", "legalForm", "registerCourt", "registerNumber", "representative", "email", "phone"], required: false },
  contact: { kind: "compound", id: "kontakt", type: "contact", label: label("Wie erreichen wir Sie?", "How can we reach you?"), own: true, ask: ["phone", "email", "fax", "web"] },
  bank: { kind: "compound", id: "konto", type: "bank", label: label("Ihr Konto", "Your account"), own: true, abroad: true, required: false },
  period: { kind: "compound", id: "zeitraum", type: "period", label: label("Wann sind Sie verreist?", "When are you away?"), required: false },
  evidence: { kind: "compound", id: "bezug", type: "evidence", label: label("Nachweis der Leistung", "Evidence of the benefit"), register: "leistungsbezug", declare: label("Ich bekomme die Leistung.", "I receive the benefit."), maxFiles: 2 },
  applicant: { kind: "compound", id: "fuerWen", type: "applicant", label: label("Für wen ist der Antrag?", "For whom is the application?") },
} satisfies { readonly [T in CompoundType]: Compound });

const definition: FormDefinition = {
  id: "galerie", version: "1.0.0", title: label("Galerie", "Gallery"),
  steps: [
    { id: "felder", title: label("Alle Felder", "All fields"), intro: label("Beantworten Sie die Fragen.", "Answer the questions."), nodes: Object.values(fields).flat() },
    {
      id: "gruppen", title: label("Alle Gruppen", "All groups"), nodes: [
        { kind: "field", id: "bedingt", type: "yesno", label: label("Haben Sie mehrere Hunde?", "Several dogs?") },
        { kind: "field", id: "anzahl", type: "integer", label: label("Wie viele?", "How many?"), when: { "==": [{ var: "bedingt" }, true] } },
        { kind: "group", id: "hunde", title: label("Ihre Hunde", "Your dogs"), hint: label("Einen Eintrag für jeden Hund", "One entry per dog"), repeat: { min: 1, max: 4, addLabel: label("Weiteren Hund hinzufügen", "Add another dog"), itemTitle: label("Hund", "Dog") }, nodes: [
          { kind: "field", id: "name", type: "text", label: label("Name des Hundes", "Name of the dog") },
          { kind: "field", id: "geburt", type: "date", label: label("Geburtstag", "Birthday"), required: false },
        ] },
        { kind: "group", id: "gaeste", title: label("Gäste", "Guests"), required: false, repeat: { min: 0, max: 1000, addLabel: label("Gast hinzufügen", "Add guest"), itemTitle: label("Gast", "Guest") }, nodes: [{ kind: "field", id: "name", type: "text", label: label("Name des Gastes", "Name of the guest") }] },
        ...compounds,
        { kind: "group", id: "sitz", title: label("Sitz der Firma", "Seat of the company"), as: { type: "address", parts: { wo: "where", "inland.strasse": "street", "inland.nummer": "houseNumber", "inland.plz": "postalCode", "inland.ort": "city", "ausland.zeilen": "addressLine" } }, nodes: [
          { kind: "field", id: "wo", type: "choice", label: label("Wo ist der Sitz?", "Where is the seat?"), options: [{ value: "001", label: label("im Inland", "in Germany") }, { value: "002", label: label("im Ausland", "abroad") }] },
          { kind: "group", id: "inland", title: label("Anschrift im Inland", "Address in Germany"), when: { "===": [{ var: "sitz.wo" }, "001"] }, nodes: [
            { kind: "field", id: "strasse", type: "text", label: label("Straße", "Street") }, { kind: "field", id: "nummer", type: "text", label: label("Hausnummer", "House number"), width: "short" },
            { kind: "field", id: "plz", type: "text", label: label("Postleitzahl", "Postcode"), width: "short" }, { kind: "field", id: "ort", type: "text", label: label("Ort", "Town") },
          ] },
          { kind: "group", id: "ausland", title: label("Anschrift im Ausland", "Address abroad"), when: { "===": [{ var: "sitz.wo" }, "002"] }, nodes: [{ kind: "field", id: "zeilen", type: "text", label: label("Anschriftzeile", "Line"), repeat: { min: 2, max: 5 } }] },
        ] },
        { kind: "group", id: "vertreter", title: label("Vertretung", "Representative"), required: false, nodes: [{ kind: "field", id: "name", type: "text", label: label("Name der Vertretung", "Name of the representative") }] },
        { kind: "group", id: "erreichbar", title: label("Erreichbarkeit", "Contact"), oneOf: true, nodes: [
          { kind: "field", id: "post", type: "text", label: label("Anschrift", "Address") },
          { kind: "group", id: "digital", title: label("Digital", "Digital"), nodes: [{ kind: "field", id: "mail", type: "email", label: label("E-Mail", "E-mail") }] },
        ] },
      ],
    },
  ],
};

export const galleryForm = compileForm(definition);
export const galleryDefinition = definition;
export const today = "2026-11-22";
const file = (number: number) => ({ id: `datei-${number}`, name: `Hund ${number} mit einem sehr langen Namen.jpg`, size: 2_400_000, type: "image/jpeg", sha256: "0".repeat(64) });

/** A person's answers, all right. */
export const galleryAnswers = {
  nachname: "Beispiel", kennzeichen: "XX-ÄB 123", rufnamen: ["Bello", "Rex"], beschreibung: "Erste Zeile\n\nZweite <b>", groesse: 55, gewicht: 12.5, einkommen: 250_050, geboren: "1984-08-12", wurftag: "2024-05",
  uhrzeit: "14:30", gesehen: "2026-11-20T14:30", herkunft: "o2", freie: "o1", rasse: "o9", merkmale: ["o1", "o3"], gross: true, erklaerung: true, mail: "erika@post.example", telefon: "0123 555-17",
  iban: "DE02120300000000202051", foto: [file(1), file(2)], ort: { words: "Am Anger 3", lat: 51.5, lon: 7.5 }, bedingt: true, anzahl: 2,
  flaeche: { words: "Gehweg vor Lindenweg 7", squareMetres: 12.5 }, termin: { day: "2026-12-01", time: "morning" },
  anschrift: { country: "DE", street: "Lindenweg", houseNumber: "7a", postalCode: "00101", city: "Musterstadt" }, kind: { givenName: "Mia", surname: "Beispiel", birthdate: "2019-05", placeOfBirth: "Musterstadt", nationality: "deutsch" },
  kontakt: { phone: "0123 555-17" }, konto: { $present: true, holder: "Erika Beispiel", iban: "DE02120300000000202051" }, sitz: { wo: "002", ausland: { zeilen: ["Voorbeeldstraat 1", "Utrecht"] } },
  bezug: { way: "register", fetched: [{ ...file(1), name: "Leistungsbezug.pdf", type: "application/pdf" }] },
  fuerWen: { role: "organisation", organisationName: "Fahrrad GmbH", legalForm: "GmbH", position: "Geschäftsführerin", entitled: true },
  gaeste: Array.from({ length: 45 }, (_, i) => ({ name: `Gast Nummer ${i + 1}` })),
  hunde: [{ name: "Bello" }, { name: "Rex", geburt: "2024-05-01" }], vertreter: { $present: true, name: "Jonas Probe" }, erreichbar: { $choice: "digital", digital: { mail: "erika@post.example" } },
};

export type GalleryState = "empty" | "filled" | "wrong";

/** The step as the citizen sees it first, filled in, or after sending nothing and nonsense. */
export function galleryStep(step: "felder" | "gruppen", state: GalleryState): { readonly view: StepView; readonly errors: readonly FieldError[] } {
  if (state !== "wrong") return { view: stepView(galleryForm, step, state === "filled" ? galleryAnswers : {}, today), errors: [] };
  const posted = new Map<string, readonly string[]>([["mail", ["kein \"Zeichen\"<script>"]], ["geboren.day", ["31"]], ["geboren.month", ["2"]], ["geboren.year", ["1984"]], ["iban", ["DE00"]], ["groesse", ["viel"]], ["rufnamen.0", [""]], ["flaeche.size", ["groß"]], ["termin.day", ["1"]], ["anschrift.country", ["DE"]], ["anschrift.postalCode", ["12"]], ["anschrift.street", ["Lindenweg"]], ["kind.birthdate.month", ["13"]], ["kind.birthdate.year", ["2019"]], ["bedingt", ["yes"]], ["anzahl", ["x"]]]);
  const parsed = parseStep(galleryForm, step, posted, {}, today);
  return { view: stepView(galleryForm, step, parsed.answers, today, parsed.raw), errors: parsed.errors };
}
