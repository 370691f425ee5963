import type { NewOffice, NewService, ServiceText, Word } from "#modules/catalogue";

/** A service of the Kreis that people look for in their town hall; the list of municipal services does not hold it. Facts: LeiKa, § 43 IfSG. */
export const healthCertificate: NewService = {
  leikaKey: "99003009012000", slug: "gesundheitszeugnis-belehrung-infektionsschutz",
  title: { de: "Gesundheitszeugnis: Belehrung für den Umgang mit Lebensmitteln", en: "Health certificate: instruction for handling food" },
  officialName: "Gesundheitszeugnis Ausstellung", level: "KRS", types: ["2/3"], ozg: { id: "10071", name: "Gesundheitszeugnis" }, pvLage: undefined,
  legalBasis: [{ text: "§ 43 Infektionsschutzgesetz (IfSG)", url: "https://www.gesetze-im-internet.de/ifsg/__43.html" }], position: 1000,
};

export const healthCertificateText: { readonly de: ServiceText; readonly en: ServiceText } = {
  de: {
    teaser: "Sie arbeiten zum ersten Mal mit Lebensmitteln? Dann brauchen Sie vorher eine Belehrung des Gesundheitsamts.",
    description: "Früher hieß das Papier Gesundheitszeugnis. Heute belehrt Sie das Gesundheitsamt des Kreises oder der kreisfreien Stadt über Hygiene und ansteckende Krankheiten und stellt darüber eine Bescheinigung aus. Sie ist Voraussetzung, bevor Sie in Küchen, Gaststätten oder im Verkauf offener Lebensmittel anfangen.",
    who: ["Sie stellen gewerblich leicht verderbliche Lebensmittel her, behandeln oder verkaufen sie.", "Sie arbeiten in einer Küche, Gaststätte, Kantine oder Kita und kommen mit Lebensmitteln in Berührung."],
    documents: ["Personalausweis oder Reisepass", "bei Minderjährigen: Einverständnis einer sorgeberechtigten Person"],
    feeNote: "Für Belehrung und Bescheinigung fällt eine Gebühr an. Bei einem Praktikum oder Ehrenamt kann sie entfallen.",
    duration: "Die Bescheinigung erhalten Sie gleich nach der Belehrung.",
    deadline: "Am ersten Arbeitstag darf die Bescheinigung nicht älter als drei Monate sein. Danach belehrt Sie Ihr Betrieb alle zwei Jahre.",
    steps: ["Vereinbaren Sie einen Termin beim Gesundheitsamt.", "Nehmen Sie an der Belehrung teil.", "Erklären Sie schriftlich, dass bei Ihnen kein Hinderungsgrund vorliegt.", "Sie erhalten die Bescheinigung."],
    legalBasis: "§§ 42 und 43 Infektionsschutzgesetz.",
    competentOffice: "Das Gesundheitsamt des Kreises oder der kreisfreien Stadt, nicht das Rathaus einer kreisangehörigen Gemeinde.",
    remarks: "Bewahren Sie die Bescheinigung auf: Sie gilt auch bei einem neuen Arbeitgeber.",
  },
  en: {
    teaser: "Working with food for the first time? You first need an instruction by the public health office.",
    description: "The document used to be called a health certificate (Gesundheitszeugnis). Today the public health office (Gesundheitsamt) of the district (Kreis) or of the city that is its own district (kreisfreie Stadt) instructs you about hygiene and infectious diseases and issues a certificate. You need it before you start to work in a kitchen, a restaurant or where open food is sold.",
    who: ["You make, handle or sell perishable food for a living.", "You work in a kitchen, restaurant, canteen or nursery and come into contact with food."],
    documents: ["Identity card or passport", "Minors: consent of a parent or guardian"],
    feeNote: "There is a fee for the instruction and the certificate. It may be waived for internships and voluntary work.",
    duration: "You receive the certificate right after the instruction.",
    deadline: "On your first working day the certificate must not be older than three months. After that your employer instructs you every two years.",
    steps: ["Make an appointment with the public health office.", "Take part in the instruction.", "Declare in writing that nothing prevents you from handling food.", "You receive the certificate."],
    legalBasis: "Infection Protection Act (IfSG), sections 42 and 43.",
    competentOffice: "The public health office (Gesundheitsamt) of the district (Kreis) or of the city that is its own district (kreisfreie Stadt), not the town hall of a municipality within a district.",
    remarks: "Keep the certificate: it stays valid with a new employer.",
  },
};

export const healthWords: readonly Word[] = [
  { term: "gesundheitszeugnis", kind: "everyday", leikaKeys: [healthCertificate.leikaKey] },
  { term: "gesundheitspass", kind: "everyday", leikaKeys: [healthCertificate.leikaKey] },
  { term: "rote karte", kind: "everyday", leikaKeys: [healthCertificate.leikaKey] },
  { term: "hygienebelehrung", kind: "everyday", leikaKeys: [healthCertificate.leikaKey] },
  { term: "infektionsschutzbelehrung", kind: "everyday", leikaKeys: [healthCertificate.leikaKey] },
  { term: "health certificate", kind: "english", leikaKeys: [healthCertificate.leikaKey] },
];

/** The invented Kreis's office for it. */
export const healthOffice: NewOffice = {
  role: "gesundheitsamt",
  details: {
    name: { de: "Gesundheitsamt", en: "Public health office" },
    description: { de: "Belehrung nach dem Infektionsschutzgesetz, Impfberatung, amtsärztlicher Dienst", en: "Infection protection instruction, vaccination advice, medical officer" },
    address: { street: "Kreisallee", houseNumber: "3", postalCode: "00104", locality: "Musterstadt" }, building: "Kreishaus, Nebengebäude", room: "Erdgeschoss, Anmeldung",
    phone: "0999 555-370", email: "gesundheitsamt@kreis-musterland.example",
    hours: [{ day: "monday", opens: "08:00", closes: "12:00" }, { day: "tuesday", opens: "08:00", closes: "12:00" }, { day: "thursday", opens: "08:00", closes: "12:00" }, { day: "thursday", opens: "14:00", closes: "17:00" }],
    hoursNote: { de: "Belehrungen mit Termin, dienstags und donnerstags.", en: "Instructions by appointment, Tuesdays and Thursdays." },
    accessibility: { stepFree: true, lift: true, accessibleToilet: true, accessibleParking: true, hearingLoop: false, note: { de: "Ebenerdiger Eingang an der Rückseite des Kreishauses.", en: "Level entrance at the back of the district building." } },
    contactPersons: [],
  },
};
