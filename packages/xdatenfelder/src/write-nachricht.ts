import { XDF3_NAMESPACE } from "./children.ts";
import type { Nachricht } from "./model.ts";
import { writeDatenfeld, writeDatenfeldgruppe, writeStammdatenschema } from "./write-elements.ts";
import { writePart } from "./write-part.ts";
import { keptAttributes, writeKept } from "./write-unknown.ts";
import { XmlWriter } from "./xml-writer.ts";

/**
 * Writes an XDatenfelder 3.0.0 message (0102, 0103 or 0104) in the order of the standard, with what the reader kept. Read again it
 * gives an equal model (only the lines differ). Characters that XML cannot carry are left out.
 */
export function writeNachricht(nachricht: Nachricht): string {
  const out = new XmlWriter();
  const { header, inhalt } = nachricht;
  out.element(`xdf3:${ROOTS[inhalt.art]}`, { "xmlns:xdf3": XDF3_NAMESPACE, ...keptAttributes(nachricht) }, () => {
    writePart(out, "header", header, (part) => part.texts({ nachrichtID: header.nachrichtID, erstellungszeitpunkt: header.erstellungszeitpunkt, referenzID: header.referenzID }));
    if (inhalt.art === "stammdatenschema") writeStammdatenschema(out, inhalt);
    else if (inhalt.art === "datenfeldgruppe") writeDatenfeldgruppe(out, inhalt);
    else writeDatenfeld(out, inhalt);
    writeKept(out, nachricht);
  });
  return out.toString();
}

const ROOTS = {
  stammdatenschema: "xdatenfelder.stammdatenschema.0102",
  datenfeldgruppe: "xdatenfelder.datenfeldgruppe.0103",
  datenfeld: "xdatenfelder.datenfeld.0104",
} as const;
