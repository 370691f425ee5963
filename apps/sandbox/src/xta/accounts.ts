import type { PartyIdentifier } from "@kommunalportal/xta";

export interface Mailbox {
  readonly type: "XTA_ID";
  /** Author and reader in messages. */
  readonly value: string;
  readonly title: string;
}

export interface Account {
  readonly id: string;
  readonly title: string;
  /** The first is meant where a request names none. */
  readonly mailboxes: readonly [Mailbox, ...Mailbox[]];
  readonly locked?: true;
}

const TOWNS = [["059990001001", "Musterstadt"], ["059990002002", "Beispielhausen"], ["059990000000", "Kreis Musterland"]] as const;
const box = (value: string, title: string): Mailbox => ({ type: "XTA_ID", value, title });
const boxes = (prefix: string, title: string): Mailbox[] => TOWNS.map(([ars, town]) => box(`${prefix}:${ars}`, `${title} ${town}`));

/** Who has an account; the client certificate of the same name opens it. */
export const accounts: readonly Account[] = [
  // The portal sends for itself and reads for the towns that have no connection of their own.
  { id: "portal", title: "Kommunalportal", mailboxes: [box("kommunalportal", "Kommunalportal"), ...boxes("eingang", "EfA-Eingang")] },
  { id: "fachverfahren", title: "Fachverfahren", mailboxes: [box("fachverfahren", "Betrieb des Fachverfahrens"), ...boxes("ars", "Behörde in")] },
  { id: "efa", title: "EfA-Dienst eines anderen Landes", mailboxes: [box("efa-dienst", "EfA-Dienst")] },
  { id: "gesperrt", title: "Gesperrtes Konto", mailboxes: [box("gesperrt", "Gesperrt")], locked: true },
];

export function mailboxOf(identifier: PartyIdentifier): Mailbox | undefined {
  return accounts.flatMap(({ mailboxes }) => mailboxes).find(({ type, value }) => type === identifier.type && value === identifier.value);
}
