import assert from "node:assert/strict";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createRenderer } from "#platform/documents";
import type { DecisionContent } from "./decision-content.ts";
import { decisionLetter } from "./decision-letter.ts";

const folder = fileURLToPath(new URL("../../../templates", import.meta.url));
const renderer = createRenderer({ templatesDir: folder, fontsDir: `${folder}/fonts`, recycleAfter: 100, timeoutMs: 30_000 });
after(() => renderer.close());

const full: DecisionContent = {
  kind: "partial", subject: "Bescheid über die Hundesteuer", salutation: "Guten Tag Ayşe Muster-Öztürk,", paragraphs: ["Für Ihren Hund setzen wir die Steuer fest.", "Zweiter Absatz\nmit Umbruch und #markup[*fett*] $x$."],
  amounts: [{ label: "Jahressteuer", cents: 9600 }], payment: { reference: "16444170063", ways: ["online", "transfer", "counter"], bank: { holder: "Stadtkasse Musterstadt", iban: "DE02120300000000202051", bic: "BYLADEM1001", bank: "Musterbank" }, account: true },
  conditions: ["Die Marke ist zu tragen.", "Der Widerruf bleibt vorbehalten."], reasons: ["Sie haben den Hund angemeldet."],
  remedy: { kind: "klage", where: "Verwaltungsgericht Musterstadt, Gerichtsweg 1, 00101 Musterstadt", months: 1 }, issuer: { name: "Musterstadt", office: "Steueramt", address: ["Marktplatz 1", "00101 Musterstadt"] },
  signatory: { name: "Sabine Steuer", role: "Steueramt" }, reference: "MUS-2026-7K4D-9XQ2", date: "2026-03-02", automaticBy: "§ 35a VwVfG NRW", enclosure: { name: "Ausweis.pdf", size: 1, sha256: "" },
};

test("a decision becomes a letter in PDF/UA-1, with everything and with nearly nothing", async () => {
  const least: DecisionContent = { ...full, amounts: [], conditions: [], reasons: [], remedy: undefined, issuer: { name: "Musterstadt", office: "", address: [] }, signatory: { name: "Sabine Steuer", role: "" } };
  const { enclosure: _enclosure, automaticBy: _automatic, payment: _payment, ...bare } = least;
  for (const [content, addressee] of [[full, ["Erika Beispiel", "Lindenweg 7", "00101 Musterstadt"]], [bare, []]] as const) {
    const pdf = await renderer.render("letter", decisionLetter({ content, addressee, armsSvg: "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 4'><path d='M0 0h4v4z'/></svg>", phone: "0999 555-120" }), { standard: "ua-1" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
  }
});
