const conditional = Array.from({ length: 100 }, (_, i) => ({ kind: "field", id: `f${i}`, type: "text", label: { de: `Frage ${i}` }, required: false, ...(i === 0 ? {} : { when: { "!=": [{ var: `f${i - 1}` }, "stopp"] } }) }));

/** A step of a hundred fields, each with a condition on the one before. */
export const wideService = {
  service: {
    slug: "breit", leika: "99110009104000", title: { de: "Breite Anfrage" }, short: { de: "Hundert Fragen." }, trustLevel: "none", signIn: "optional", account: false,
    attributes: [], documents: [], minutes: 5, retentionMonths: 12, legalArea: "vwvfg", recipients: ["buergerbuero"], submitLabel: { de: "Anfrage absenden" },
    privacy: { purpose: { de: "Probe" }, legalBasis: { de: "Art. 6 DSGVO" }, recipients: [{ de: "Bürgerbüro" }], term: { de: "ein Jahr" } },
  },
  form: { id: "breit", version: "1.0.0", title: { de: "Breite Anfrage" }, steps: [{ id: "alle", title: { de: "Alle Fragen" }, nodes: conditional }, { id: "ende", title: { de: "Ende" }, nodes: [{ kind: "field", id: "ja", type: "declaration", label: { de: "Stimmt" } }] }] },
};
