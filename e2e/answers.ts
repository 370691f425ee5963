import { deflateSync } from "node:zlib";
import type { Frame, Page } from "playwright-core";
import { addDays, legalDate } from "../apps/portal/src/platform/clock/index.ts";
import { press, type Visitor } from "./projects.ts";

/** A small picture that is really a PNG: uploads are recognised by their content. */
export const picture = { name: "nachweis.png", mimeType: "image/png", buffer: png(8, 8) };

/** The smallest document that is recognised as a PDF. */
export const pdf = { name: "nachweis.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7\nNachweis\n%%EOF") };

const erika = { vorname: "Erika", nachname: "Beispiel", "geburtsdatum.day": "12", "geburtsdatum.month": "8", "geburtsdatum.year": "1984", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" };
const under = (group: string, values: Readonly<Record<string, string>>): Record<string, string> => Object.fromEntries(Object.entries(values).map(([name, value]) => [`${group}.${name}`, value]));

/** A day some days from now as the three inputs of a date. */
function dayIn(path: string, days: number): Record<string, string> {
  const [year = "", month = "", day = ""] = addDays(legalDate(new Date()), days).split("-");
  return { [`${path}.day`]: day, [`${path}.month`]: month, [`${path}.year`]: year };
}

/** What Erika Beispiel enters, by name of the input, for each shipped service. Files are chosen where a file input has the name. */
export const answers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "hund-anmelden": {
    ...under("halter", erika), "hunde.0.name": "Bello", "hunde.0.rasse": "Mischling", "hunde.0.geburt.month": "5", "hunde.0.geburt.year": "2023", "hunde.0.geschlecht": "ruede", "hunde.0.groesse": "35",
    "hunde.0.gewicht": "12,5", "hunde.0.chip": "276000000000001", "hunde.0.seit.day": "1", "hunde.0.seit.month": "3", "hunde.0.seit.year": "2025",
    "haltung.weitere": "0", "haltung.ermaessigung": "no", "haltung.richtig": "yes",
  },
  "grosser-hund": {
    "hunde.0.groesse": "55", "hunde.0.gewicht": "28", "grosserHund.sachkundeArt": "bescheinigung", "grosserHund.sachkunde": "file", "grosserHund.versicherer": "Muster-Versicherung", "grosserHund.versicherung": "file", "grosserHund.zuverlaessig": "yes",
  },
  bewohnerparkausweis: {
    ...under("person", erika), "fahrzeug.kennzeichen": "MU-EB 1984", "fahrzeug.halterSelbst": "yes", "ausweis.zone": "A", ...dayIn("ausweis.beginn", 7), "ausweis.jahre": "1", "ausweis.richtig": "yes",
  },
  geburtsurkunde: {
    "urkunde.art": "geburtsurkunde", "urkunde.anzahl": "2", "berechtigung.beziehung": "selbst", "eigene.geburtsname": "Beispiel", "eigene.geburtsort": "Musterstadt", ...under("antragsteller", erika), "lieferung.abweichend": "no",
  },
  maengelmelder: { "mangel.art": "schlagloch", "mangel.ort": "Lindenweg, vor Haus Nummer 9", "mangel.beschreibung": "Tiefes Schlagloch auf der rechten Fahrbahn.", "zusatz.foto": "file" },
};

/** Where a form stands: a page, or a frame of another one. */
interface Place { readonly page: Page | Frame }

/** Fills in whatever the page asks and `values` know. */
export async function fillIn({ page }: Place, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const inputs = page.locator(`.portal-main [name="${name}"]`);
    if (await inputs.count() === 0) continue;
    const input = inputs.first();
    const type = await input.getAttribute("type");
    if (type === "radio" || type === "checkbox") {
      const chosen = page.locator(`.portal-main [name="${name}"][value="${value}"]`);
      if (await chosen.isVisible()) await chosen.check();
    } else if (type === "file") {
      if (await input.isVisible()) await input.setInputFiles(picture);
    } else if (await input.evaluate((element) => element.tagName === "SELECT").catch(() => false)) {
      await input.selectOption(value);
    } else if (await input.isVisible()) {
      await input.fill(value);
    }
  }
}

/** Walks the steps from the one shown to »Angaben prüfen«; `onPage` sees each page before it is filled in. */
export async function walkSteps(visitor: Visitor, values: Readonly<Record<string, string>>, onPage: (where: string) => Promise<void> = async () => {}): Promise<void> {
  const { page } = visitor;
  for (let step = 0; step < 20; step += 1) {
    if (new URL(page.url()).pathname.endsWith("/pruefen")) return;
    await onPage(new URL(page.url()).pathname.split("/").at(-1) ?? "");
    await fillIn(visitor, values);
    await press(page, "Weiter");
    await page.waitForLoadState();
    if ((await page.title()).startsWith("Fehler: ")) throw new Error(`not accepted on ${page.url()}: ${(await page.locator(".portal-error-summary, [role=alert]").first().innerText()).replace(/\s+/g, " ")}`);
  }
  throw new Error(`no end of steps: ${page.url()}`);
}

function png(width: number, height: number): Buffer {
  const crcTable = Array.from({ length: 256 }, (_, n) => { let c = n; for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1; return c >>> 0; });
  const crc = (bytes: Buffer): number => (bytes.reduce((c, byte) => crcTable[(c ^ byte) & 0xff]! ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.concat(Array.from({ length: height }, (_, y) => Buffer.from([0, ...Array.from({ length: width }, (_value, x) => [x * 30, y * 30, 90]).flat()])));
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

/** Ticks what has to be confirmed before sending. */
export async function tickAll({ page }: Visitor): Promise<void> {
  for (const box of await page.locator('main form[action$="/absenden"] input[type="checkbox"]').all()) if (await box.isVisible()) await box.check();
  // Whoever wants the decision electronically says where the notice goes.
  const address = page.locator('main input[name="benachrichtigung"]');
  if (await address.count() > 0 && await address.isVisible()) await address.fill("erika@beispiel.example");
}
