import { identifikator } from "./basic-types.ts";
import { EDITIONS, NAMESPACE_220 } from "./editions.ts";
import type { Leistung, Modulkopf } from "./model.ts";
import type { Codec } from "./shape.ts";
import { qualified } from "./shape.ts";
import type { Loesche, Objekt, Transfer, Transferkopf } from "./transfer.ts";
import { attributeText, XmlWriter } from "./xml-writer.ts";

/** XZuFi knows these once in 2.2.0; the model has lists because 2.3.1 does. */
const ONCE_IN_220 = ["modulFrist", "modulKosten", "modulBearbeitungsdauer", "modulFachlicheFreigabe", "modulAuskunftshinweis", "modulDokument"] as const satisfies readonly (keyof Leistung)[];

/** What is written; `schreibe` and `loesche` may come from a generator. */
export interface TransferInParts extends Omit<Transferkopf, "version"> {
  readonly schreibe: Iterable<Objekt>;
  readonly loesche: Iterable<Loesche>;
}

/**
 * Writes a message as XZuFi 2.2.0, always the same for the same content. `wurzel` is the name of the root element: no public source fixes it,
 * so it has no default.
 * @throws RangeError when a name is no XML name, or a Leistung holds what 2.2.0 cannot say (a module twice, `zugangskanal`)
 */
export function writeTransfer(transfer: Omit<Transfer, "version"> & { readonly version?: Transfer["version"] }): string {
  return [...writeTransferParts(transfer)].join("");
}

/** The same piece by piece: head, each object, end. */
export function* writeTransferParts(transfer: TransferInParts): Generator<string> {
  if (!/^[A-Za-z_][A-Za-z0-9._-]*$/.test(transfer.wurzel)) throw new RangeError("the root element needs a name that XML allows");
  const out = new XmlWriter();
  const root = qualified(transfer.wurzel);
  out.line('<?xml version="1.0" encoding="UTF-8"?>');
  out.line(`<${root}${attributeText({
    "xmlns:xzufi": NAMESPACE_220, "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    produktbezeichnung: transfer.produktbezeichnung, produkthersteller: transfer.produkthersteller, produktversion: transfer.produktversion, xzufiVersion: "2.2.0",
  })}>`, 1);
  out.element(qualified("nachrichtenkopf"), {}, () => {
    out.text(qualified("nachrichtUUID"), transfer.nachrichtenkopf.nachrichtUUID);
    out.text(qualified("erstelltDatumZeit"), transfer.nachrichtenkopf.erstelltDatumZeit);
  });
  out.text(qualified("transaktionID"), transfer.transaktionID);
  out.text(qualified("transaktionPosition"), transfer.transaktionPosition);
  yield out.take();
  for (const { art, inhalt } of transfer.schreibe) {
    if (art === "leistung") refuseWhat220CannotSay(inhalt);
    const codec: Codec<typeof inhalt> = EDITIONS["2.2.0"][art];
    out.element(qualified("schreibe"), {}, () => { codec.write(out, art, inhalt); });
    yield out.take();
  }
  for (const { klasse, id } of transfer.loesche) {
    out.element(qualified("loesche"), { klasse }, () => { identifikator.write(out, "id", id); });
    yield out.take();
  }
  out.line(`</${root}>`, -1);
  yield out.take();
}

function refuseWhat220CannotSay(leistung: Leistung): void {
  const twice = ONCE_IN_220.find((name) => leistung[name].length > 1);
  if (twice !== undefined) throw new RangeError(`XZuFi 2.2.0 knows ${twice} only once`);
  const channel = [...leistung.modulText, ...leistung.modulTextIndividuell, ...ONCE_IN_220.flatMap((name): readonly Modulkopf[] => leistung[name])].some(({ zugangskanal }) => zugangskanal !== undefined);
  if (channel || leistung.sprachversion.some(({ kennzeichenMaschinelleUebersetzung }) => kennzeichenMaschinelleUebersetzung !== undefined)) throw new RangeError("XZuFi 2.2.0 has neither zugangskanal nor kennzeichenMaschinelleUebersetzung");
}
