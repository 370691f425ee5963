import { automaticNote, elsewhereNotes } from "./decision-page.ts";
import type { DecisionContent } from "./decision-content.ts";
import { formatCents, formatDay } from "./german-text.ts";
import { remedyText } from "./legal-remedy.ts";
import { paymentTexts } from "./payment-texts.ts";

export interface LetterParts {
  readonly content: DecisionContent;
  /** Lines of the address; empty for a decision that is provided in a mailbox. */
  readonly addressee: readonly string[];
  readonly armsSvg: string | undefined;
  readonly phone: string | undefined;
}

/** Data of the template `letter` (templates/README.md). */
export function decisionLetter({ content, addressee, armsSvg, phone }: LetterParts): object {
  const { issuer, signatory } = content;
  return {
    issuer: { name: issuer.name, ...(issuer.office === "" ? {} : { office: issuer.office }), ...(armsSvg === undefined ? {} : { emblem: { svg: armsSvg, alt: `Wappen: ${issuer.name}` } }) },
    returnLine: [issuer.name, ...issuer.address].join(" · "),
    addressee: addressee.length > 0 ? addressee.slice(0, 6) : ["Bereitgestellt im Postfach"],
    info: [
      ...(signatory.name === "" ? [] : [{ label: "Auskunft", value: signatory.name }]),
      ...(phone === undefined ? [] : [{ label: "Telefon", value: phone }]),
      { label: "Vorgang", value: content.reference },
    ],
    date: formatDay(content.date),
    reference: content.reference,
    subject: content.subject,
    salutation: content.salutation,
    paragraphs: content.paragraphs,
    ...(content.amounts.length === 0 ? {} : { amounts: content.amounts.map(({ label, cents }) => ({ label, value: formatCents(cents) })) }),
    ...(content.conditions.length === 0 ? {} : { conditions: content.conditions.map((text, i) => `${i + 1}. ${text}`) }),
    ...(content.reasons.length === 0 ? {} : { reasons: content.reasons }),
    ...(content.payment === undefined ? {} : { payment: paymentTexts(content.payment) }),
    ...(content.remedy === undefined ? {} : { remedy: [remedyText(content.remedy)] }),
    signatory,
    ...(content.enclosure === undefined ? {} : { enclosures: [content.enclosure.name] }),
    machineNote: machineNote(content),
  };
}

function machineNote({ automaticBy, elsewhere, issuer }: DecisionContent): string {
  if (elsewhere) return [`Diese Datei gibt wieder, was ${issuer.name} elektronisch mitgeteilt hat.`, ...(elsewhere.lawKnown ? [] : elsewhereNotes)].join(" ");
  return automaticBy === undefined ? "Dieses Schreiben wurde elektronisch erstellt und ist ohne Unterschrift gültig." : automaticNote(automaticBy);
}
