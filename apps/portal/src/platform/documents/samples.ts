import { qrSvg } from "./qr-svg.ts";

const EMBLEM = {
  svg: "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 48'><path d='M0 0h40v26c0 12-9 19-20 22C9 45 0 38 0 26z' fill='#1c3d7a'/><path d='M8 30l8-12 6 8 4-5 6 9z' fill='#f4c542'/></svg>",
  alt: "Wappen der Stadt Musterstadt: ein goldener Berg auf blauem Grund",
};
const ISSUER = { name: "Stadt Musterstadt", office: "Steueramt", emblem: EMBLEM };
const REMEDY =
  "Gegen diesen Bescheid können Sie innerhalb eines Monats nach Bekanntgabe Klage beim Verwaltungsgericht Musterstadt, Gerichtsweg 1, 00101 Musterstadt, erheben. " +
  "Die Klage kann schriftlich, elektronisch oder zur Niederschrift erhoben werden.";

/** One document of each template from the demo town, for tests. */
export async function samples(): Promise<Record<"summary" | "receipt" | "letter" | "permit", object>> {
  const url = "https://musterstadt.portal.example/pruefen/K7MQ2XWP9FHR";
  return {
    summary: {
      issuer: ISSUER,
      title: "Hund anmelden",
      reference: "MUST-2026-000017-4",
      submittedAt: "22. November 2026, 10:15 Uhr",
      facts: [{ label: "Zuständig", value: "Steueramt Musterstadt" }],
      sections: [
        { title: "Halterin oder Halter", rows: [{ label: "Name", value: "Ayşe Muster-Öztürk" }, { label: "Anschrift", value: ["Marktplatz 2", "00101 Musterstadt"] }] },
        {
          title: "Hunde",
          rows: [
            { label: "Anzahl", value: "2" },
            { label: "Hund 1", rows: [{ label: "Rufname", value: "Bella" }, { label: "Bemerkung", value: "" }] },
            { label: "Hund 2", rows: [{ label: "Rufname", value: "Đorđe" }, { label: "Größe", value: "über 40 cm" }] },
          ],
          sections: [{ title: "Große Hunde", rows: [{ label: "Sachkunde", value: "Nachweis liegt bei" }] }],
        },
      ],
      attachments: [{ name: "Sachkundenachweis.pdf", size: "182 KB", sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }],
      notes: ["Sie haben bestätigt, dass Ihre Angaben richtig sind."],
    },
    receipt: {
      issuer: ISSUER,
      reference: "MUST-2026-000017-4",
      receivedAt: "22. November 2026, 10:15 Uhr",
      addressee: ["Erika Beispiel", "Lindenweg 7", "00101 Musterstadt"],
      returnLine: "Stadt Musterstadt · Marktplatz 1 · 00101 Musterstadt",
      date: "22. November 2026",
      paragraphs: ["Guten Tag, Ihr Antrag „Hund anmelden“ ist bei uns eingegangen."],
      lookup: { label: "Ihr Abrufcode", code: "K7MQ-2XWP-9FHR", text: "Mit Vorgangsnummer und Abrufcode sehen Sie den Stand, auch ohne Konto." },
      next: ["Wir prüfen Ihre Angaben.", "Sie bekommen einen Bescheid.", "Die Steuermarke kommt mit der Post."],
      contact: [{ label: "Telefon", value: "0123 555-100" }, { label: "E-Mail", value: "steueramt@musterstadt.example" }],
    },
    letter: {
      issuer: ISSUER,
      returnLine: "Stadt Musterstadt · Marktplatz 1 · 00101 Musterstadt",
      addressee: ["Frau", "Erika Beispiel", "Lindenweg 7", "00101 Musterstadt"],
      info: [{ label: "Aktenzeichen", value: "20-17/2026" }, { label: "Auskunft", value: "Sabine Steuer" }, { label: "Telefon", value: "0123 555-101" }],
      date: "22. November 2026",
      reference: "MUST-2026-000017-4",
      subject: "Bescheid über die Hundesteuer",
      salutation: "Sehr geehrte Frau Beispiel,",
      paragraphs: ["für Ihren Hund Bella setzen wir die Hundesteuer fest.", "Die Steuer ist am 15. Februar fällig."],
      amounts: [{ label: "Jahressteuer", value: "96,00 €" }],
      conditions: ["Die Steuermarke ist am Halsband zu tragen."],
      reasons: ["Sie haben den Hund am 22. November 2026 angemeldet.\nDie Höhe folgt aus der Satzung."],
      payment: ["Ihr Kassenzeichen ist 16444170063.", "Überweisung an Stadtkasse Musterstadt\nIBAN DE02 1203 0000 0000 2020 51"],
      remedy: [REMEDY],
      signatory: { name: "Sabine Steuer", role: "Steueramt" },
      machineNote: "Dieser Bescheid wurde elektronisch erstellt und ist ohne Unterschrift gültig.",
      enclosures: ["Satzung (Auszug)"],
    },
    permit: {
      issuer: { ...ISSUER, office: "Straßenverkehrsamt" },
      title: "Bewohnerparkausweis",
      number: "BPA-2026-00042",
      plate: "MU-ST 123",
      zone: "A – Altstadt",
      validFrom: "1. Dezember 2026",
      validUntil: "30. November 2027",
      qr: { svg: await qrSvg(url), alt: `QR-Code zur Prüfung dieses Ausweises: ${url}` },
      verify: { text: "Ob dieser Ausweis gültig ist, kann jede Person prüfen: QR-Code ablesen oder diese Adresse öffnen.", url },
      notes: ["Legen Sie den Ausweis gut lesbar hinter die Windschutzscheibe.", "Er gilt nur für das genannte Kennzeichen und die genannte Zone."],
    },
  };
}
