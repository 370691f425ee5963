/** Four small services, each with what one rule of this room hangs on. Other rooms test the real ones. */
function described(slug: string, changes: object): object {
  return {
    slug, leika: "99110009104000", title: { de: slug }, short: { de: slug }, trustLevel: "none", signIn: "optional", account: false, attributes: ["givenName", "surname"], documents: [], minutes: 5,
    retentionMonths: 12, legalArea: "vwvfg", recipients: ["steueramt", "ordnungsamt"], submitLabel: { de: "Verbindlich absenden" },
    privacy: { purpose: { de: "Bearbeitung" }, legalBasis: { de: "§ 3 KAG" }, recipients: [{ de: "Steueramt" }], term: { de: "12 Monate" } }, ...changes,
  };
}

const field = (id: string, type: string, changes: object = {}): object => ({ kind: "field", id, type, label: { de: id }, ...changes });
const holder = {
  id: "halter", title: { de: "Halter" },
  nodes: [{ kind: "group", id: "halter", title: { de: "Halter" }, nodes: [field("vorname", "text", { prefill: "givenName" }), field("nachname", "text", { prefill: "surname" })] }],
};

/** Parts for two offices, a hidden answer, an upload. */
export const insuranceService = {
  service: described("hund", {}),
  form: {
    id: "hund", version: "1.0.0", title: { de: "Hund anmelden" },
    steps: [holder, {
      id: "hund", title: { de: "Hund" },
      nodes: [{
        kind: "group", id: "hund", title: { de: "Hund" }, nodes: [
          field("name", "text"), field("gross", "yesno"),
          field("rasse", "text", { when: { var: "hund.gross" } }),
          field("nachweis", "upload", { required: false, maxFiles: 2, maxSize: 200_000 }),
        ],
      }],
    }],
    parts: [
      { id: "steuer", office: "steueramt", title: { de: "Steuer" }, paths: ["halter", "hund.name", "hund.gross"] },
      { id: "ordnung", office: "ordnungsamt", title: { de: "Ordnung" }, when: { var: "hund.gross" }, paths: ["halter.nachname", "hund.rasse", "hund.nachweis"] },
    ],
  },
};

/** A fee that comes first. */
export const parkingService = {
  service: described("parken", { fee: { cents: 3050, text: { de: "30,50 Euro" }, due: "before", ways: ["online", "transfer"], bookingData: [] } }),
  form: { id: "parken", version: "1.0.0", title: { de: "Bewohnerparkausweis" }, steps: [holder, { id: "auto", title: { de: "Auto" }, nodes: [field("kennzeichen", "text")] }] },
};

/** Needs an account and the level »substantiell«. */
export const urkundeService = {
  service: described("urkunde", { trustLevel: "substantiell", signIn: "required", account: true }),
  form: { id: "urkunde", version: "1.0.0", title: { de: "Urkunde" }, steps: [holder] },
};

/** Anonymous. */
export const reportService = {
  service: described("mangel", { signIn: "never", attributes: [] }),
  form: { id: "mangel", version: "1.0.0", title: { de: "Mangel melden" }, steps: [{ id: "mangel", title: { de: "Mangel" }, nodes: [field("was", "text"), field("foto", "upload", { required: false, maxFiles: 1 })] }] },
};
