/** A complete online service, as small as one can be; a test puts it before a town exactly as it stands. */
export const exampleForm = {
  service: {
    slug: "bankverbindung-melden", leika: "99110009104000", title: { de: "Bankverbindung melden", en: "Report bank details" }, short: { de: "Teilen Sie Ihrem Amt eine neue Bankverbindung mit.", en: "Tell your office about new bank details." },
    trustLevel: "none", signIn: "never", account: false, attributes: [], documents: [], minutes: 3,
    privacy: { purpose: { de: "Auszahlung und Einzug.", en: "Payment and collection." }, legalBasis: { de: "Art. 6 Abs. 1 Buchst. e DSGVO", en: "Art. 6 (1) (e) GDPR" }, recipients: [{ de: "Steueramt", en: "Tax office" }], term: { de: "Zwölf Monate nach Erledigung.", en: "Twelve months after completion." } },
    retentionMonths: 12, legalArea: "vwvfg", recipients: ["steueramt"], submitLabel: { de: "Bankverbindung melden", en: "Report bank details" },
  },
  form: {
    id: "bankverbindung-melden", version: "1.0.0", title: { de: "Bankverbindung melden", en: "Report bank details" },
    steps: [{ id: "konto", title: { de: "Neues Konto", en: "New account" }, nodes: [
      { kind: "field", id: "inhaber", type: "text", label: { de: "Kontoinhaberin oder Kontoinhaber", en: "Account holder" }, why: { text: { de: "Damit die Zahlung zugeordnet werden kann.", en: "So that the payment can be matched." } } },
      { kind: "field", id: "iban", type: "iban", label: { de: "IBAN", en: "IBAN" }, why: { text: { de: "Für Zahlungen an Sie.", en: "For payments to you." } } },
    ] }],
  },
  note: "Läuft bei uns seit einem Jahr ohne Rückfragen.",
};
