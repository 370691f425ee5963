import { decisionKindNames } from "#modules/answers";
import { reasonText } from "#modules/hub";
import { basisNames, involvementNames, statusNames, wayNames } from "../staff/words.ts";

export interface Places { readonly office: (role: string) => string; readonly town: (slug: string) => string }

/** Members that are told, as they are told: the database keeps them in an order of its own. */
const told = ["name", "channel", "level", "office", "from", "to", "status", "involvement", "basis", "kind", "way", "receipt", "reason"] as const;

/** What the codes of an event say to whoever runs the installation. A member that is none of these is not shown: it may be something that somebody wrote. */
export function eventDetails(type: string, data: Readonly<Record<string, string | number | boolean>>, places: Places): string {
  return told.flatMap((name) => (data[name] === undefined ? [] : wordsOf(type, name, String(data[name]), places) ?? [])).join(" · ");
}

function wordsOf(type: string, name: (typeof told)[number], value: string, { office, town }: Places): string | undefined {
  switch (name) {
    // The event's own name says the others.
    case "status": return type === "status-changed" ? `jetzt: ${statusNames[value] ?? value}` : undefined;
    case "from": return type === "handed-over" ? `von ${town(value)}` : statusNames[value] === undefined ? `von ${office(value)}` : `vorher: ${statusNames[value]}`;
    case "to": return `an ${type === "handed-over" ? town(value) : office(value)}`;
    case "office": return office(value);
    case "basis": return `Grundlage: ${named(basisNames, value)}`;
    case "involvement": return value === "joint" ? "entscheidet mit" : named(involvementNames, value);
    case "level": return `Vertrauensniveau ${named(levels, value)}`;
    case "channel": return named(channels, value);
    case "kind": return named(decisionKindNames, value);
    // Of a decision how it reaches the person, else how the fee is paid.
    case "way": return type.startsWith("decision") ? named(wayNames, value) : `Gebühr ${named(payments, value)}`;
    case "name": return value;
    case "receipt": return `Quittung ${value}`;
    case "reason": return reasonText(value);
  }
}

const levels = { "0": "keines", "1": "Basis", "3": "substantiell", "4": "hoch" };
const payments = { online: "online", transfer: "durch Überweisung", counter: "am Schalter" };
const channels = { online: "online", counter: "am Schalter", paper: "auf Papier" };

/** A code that came later keeps standing as it is. */
function named(names: Readonly<Record<string, string | undefined>>, code: string): string { return names[code] ?? code; }
