import type { Answer, CompoundMap, CompoundType, FieldMap, FieldType, Text } from "@kommunalportal/form-engine";

type Without<T> = Omit<T, "kind" | "id" | "label">;

/** What the gallery shows a field type with: its definition but for id and label, a right answer, and inputs (by suffix) that are wrong. */
export interface Specimen<D> {
  readonly label: Text;
  readonly definition: Without<D>;
  readonly answer: Answer;
  readonly wrong: Readonly<Record<string, string>>;
}

const said = (de: string, en: string): Text => ({ de, en });
const breeds = ["Airedale Terrier", "Akita", "Beagle", "Bernhardiner", "Boxer", "Collie", "Dackel", "Dalmatiner", "Dobermann", "Foxterrier", "Golden Retriever", "Havaneser", "Labrador", "Mischling", "Mops", "Pudel", "Schnauzer", "Spitz", "Terrier", "Whippet"];
const option = (value: string, de: string, en: string, hint?: Text) => ({ value, label: said(de, en), ...(hint === undefined ? {} : { hint }) });
const photo = (number: number) => ({ id: `datei-${number}`, name: `Foto ${number} vom Gehweg vor dem Haus Lindenweg 7.jpg`, size: 2_400_000, type: "image/jpeg", sha256: "0".repeat(64) });

/** One specimen of every field type; a type that is added to the engine and not here does not compile. */
export const specimens: { readonly [T in FieldType]: Specimen<FieldMap[T]> } = {
  text: { label: said("Familienname", "Surname"), definition: { type: "text", autocomplete: "family-name" }, answer: "Beispiel", wrong: { "": "Ж" } },
  longtext: { label: said("Was ist passiert?", "What happened?"), definition: { type: "longtext", maxLength: 200 }, answer: "Das Loch ist tief.\nEs liegt vor der Einfahrt.", wrong: { "": "sehr viele Wörter ".repeat(13) } },
  integer: { label: said("Wie viele Personen ziehen ein?", "How many people move in?"), definition: { type: "integer", min: 1, max: 20 }, answer: 3, wrong: { "": "drei" } },
  number: { label: said("Breite", "Width"), definition: { type: "number", unit: said("Meter", "metres"), min: 0 }, answer: 2.5, wrong: { "": "breit" } },
  amount: { label: said("Miete im Monat", "Rent per month"), definition: { type: "amount" }, answer: 65_050, wrong: { "": "12,345" } },
  date: { label: said("Wann ziehen Sie ein?", "When do you move in?"), definition: { type: "date" }, answer: "2026-12-01", wrong: { day: "31", month: "2", year: "2026" } },
  "partial-date": { label: said("Geburtsdatum", "Date of birth"), definition: { type: "partial-date", max: "today" }, answer: "1984-08", wrong: { day: "12", month: "", year: "1984" } },
  time: { label: said("Uhrzeit", "Time"), definition: { type: "time" }, answer: "14:30", wrong: { "": "25:00" } },
  datetime: { label: said("Wann haben Sie das gesehen?", "When did you see it?"), definition: { type: "datetime" }, answer: "2026-11-20T14:30", wrong: { day: "20", month: "11", year: "2026", time: "" } },
  choice: { label: said("Rasse", "Breed"), definition: { type: "choice", options: breeds.map((name) => option(name.toLowerCase(), name, name)) }, answer: "labrador", wrong: { "": "einhorn" } },
  choices: { label: said("Was fehlt?", "What is missing?"), definition: { type: "choices", options: [option("licht", "Licht", "Light"), option("schild", "Schild", "Sign", said("Auch verdreht oder verblichen", "Also turned or faded")), option("bank", "Bank", "Bench")], maxSelected: 2 }, answer: ["licht", "bank"], wrong: { "": "einhorn" } },
  yesno: { label: said("Ist der Gehweg gesperrt?", "Is the pavement closed?"), definition: { type: "yesno" }, answer: true, wrong: { "": "vielleicht" } },
  declaration: { label: said("Ich erkläre, dass meine Angaben richtig sind.", "I declare that my answers are true."), definition: { type: "declaration" }, answer: true, wrong: {} },
  email: { label: said("E-Mail-Adresse", "E-mail address"), definition: { type: "email" }, answer: "erika@post.example", wrong: { "": "erika" } },
  phone: { label: said("Telefon", "Telephone"), definition: { type: "phone" }, answer: "0123 555-17", wrong: { "": "anrufen" } },
  iban: { label: said("IBAN", "IBAN"), definition: { type: "iban" }, answer: "DE02120300000000202051", wrong: { "": "DE02 1203 0000 0000 2020 15" } },
  upload: { label: said("Fotos der Stelle", "Photos of the spot"), definition: { type: "upload", maxFiles: 3 }, answer: [photo(1), photo(2)], wrong: {} },
  place: { label: said("Wo ist der Schaden?", "Where is the damage?"), definition: { type: "place" }, answer: { words: "Am Anger 3, vor dem Brunnen", lat: 51.45, lon: 7.12 }, wrong: { "": "Anger", lat: "99", lon: "x" } },
  area: { label: said("Welche Fläche brauchen Sie?", "Which area do you need?"), definition: { type: "area" }, answer: { words: "Gehweg vor Lindenweg 7", squareMetres: 12.5 }, wrong: { "": "Gehweg", size: "groß" } },
  appointment: { label: said("Wann möchten Sie kommen?", "When would you like to come?"), definition: { type: "appointment" }, answer: { day: "2026-12-01", time: "morning" }, wrong: { day: "1", month: "12", year: "2026" } },
  computed: { label: said("Steuer im Jahr", "Tax per year"), definition: { type: "computed", as: "amount", compute: { "*": [2, 4800] } }, answer: 9600, wrong: {} },
  info: { label: said("Hinweis", "Note"), definition: { type: "info", text: said("Große Hunde brauchen eine Erlaubnis.\n\n- Sachkunde\n- Versicherung", "Large dogs need a permit.\n\n- Knowledge\n- Insurance") }, answer: null, wrong: {} },
};

/** The same for compounds; their wrong inputs are those of their sub-answers. */
export const compoundSpecimens: { readonly [T in CompoundType]: Specimen<CompoundMap[T]> } = {
  address: { label: said("Ihre Anschrift", "Your address"), definition: { type: "address", abroad: true, own: true }, answer: { country: "DE", street: "Lindenweg", houseNumber: "7a", postalCode: "00101", city: "Musterstadt" }, wrong: { country: "DE", street: "Lindenweg", houseNumber: "7a", postalCode: "12" } },
  person: { label: said("Ihr Kind", "Your child"), definition: { type: "person", ask: ["givenName", "surname", "birthName", "birthdate", "placeOfBirth"] }, answer: { givenName: "Mia", surname: "Beispiel", birthdate: "2019-05-04", placeOfBirth: "Musterstadt" }, wrong: { givenName: "Mia", "birthdate.month": "13", "birthdate.year": "2019" } },
  organisation: { label: said("Ihr Verein", "Your association"), definition: { type: "organisation", ask: ["name", "legalForm", "registerCourt", "registerNumber", "email"] }, answer: { name: "Hundefreunde Musterstadt e. V.", legalForm: "Verein", registerCourt: "Musterstadt", registerNumber: "VR 12" }, wrong: { name: "Hundefreunde", email: "verein" } },
  contact: { label: said("Wie erreichen wir Sie?", "How can we reach you?"), definition: { type: "contact", own: true }, answer: { phone: "0123 555-17", email: "erika@post.example" }, wrong: { phone: "anrufen", email: "erika" } },
  bank: { label: said("Ihr Konto", "Your account"), definition: { type: "bank", abroad: true, own: true }, answer: { holder: "Erika Beispiel", iban: "DE02120300000000202051" }, wrong: { holder: "Erika Beispiel", iban: "DE02 1203 0000 0000 2020 15" } },
  period: { label: said("Wann sind Sie verreist?", "When are you away?"), definition: { type: "period", open: true }, answer: { from: "2026-12-01", until: "2026-12-24" }, wrong: { "from.day": "31", "from.month": "2", "from.year": "2026" } },
  evidence: { label: said("Nachweis der Leistung", "Evidence of the benefit"), definition: { type: "evidence", register: "leistungsbezug", declare: said("Ich bekomme die Leistung.", "I receive the benefit.") }, answer: { way: "register", fetched: [{ ...photo(1), name: "Leistungsbezug vom 20. November 2026.pdf", type: "application/pdf" }] }, wrong: { way: "register" } },
  applicant: { label: said("Für wen ist der Antrag?", "For whom is the application?"), definition: { type: "applicant" }, answer: { role: "organisation", organisationName: "Fahrrad GmbH", legalForm: "GmbH", position: "Geschäftsführerin", entitled: true }, wrong: { role: "child", childGivenName: "Mia", "childBirthdate.day": "31", "childBirthdate.month": "2", "childBirthdate.year": "2019" } },
};
