import type { Competence } from "#modules/catalogue";
import type { Tenant } from "#modules/tenants";
import type { Connection, ContractState } from "../links/connection.ts";
import type { EfaService } from "../links/efa-service.ts";

export type CheckId = "catalogue" | "office" | "contract" | "link" | "contact" | "schema" | "destination" | "keys" | "certificates" | "mailbox" | "access" | "reading-key" | "mandate" | "open";

/** What each is called on pages. */
export const checkNames: Readonly<Record<CheckId, string>> = {
  catalogue: "Leistung im Verzeichnis", office: "Zuständiges Amt bekannt", contract: "Rahmenvereinbarung und Einzelabruf gelten", link: "Adresse des Dienstes vollständig", contact: "Kontakt für den Betreiber", schema: "Datensatz bekannt", destination: "Zustellpunkt bei FIT-Connect",
  keys: "Schlüssel eingerichtet", certificates: "Zertifikate länger als 60 Tage gültig", mailbox: "Postfach beim XTA-Server angeschlossen", access: "Zugang zum XTA-Server länger als 60 Tage gültig", "reading-key": "Schlüssel für verschlüsselte Nachrichten", mandate: "Auftrag zur Entschlüsselung", open: "Für die Menschen geöffnet",
};

/** One thing that has to be there before people of a town can use a service and their applications reach a desk. */
export interface Check { readonly id: CheckId; readonly state: "done" | "missing" | "soon" }

export interface TownFacts {
  readonly town: Pick<Tenant, "id" | "ars" | "profile">;
  readonly service: EfaService;
  readonly inCatalogue: boolean;
  readonly competence: Competence | undefined;
  readonly connection: Connection | undefined;
  readonly contract: ContractState;
  /** What the address still needs. */
  readonly linkMissing: readonly string[];
  /** Services of the town's destination. */
  readonly destination: readonly string[] | undefined;
  /** Current keys of both uses. */
  readonly keys: readonly { readonly certificateUntil: Date | undefined }[];
  /** Of the town at XTA servers: until when each lets the portal in, and whether there is a key in use for which authors may encrypt. */
  readonly mailboxes: readonly { readonly certificateUntil: Date; readonly readingKey: { readonly until: Date | undefined; readonly here: boolean } | undefined }[];
  readonly mandate: boolean;
  /** The town opens what comes itself: its private key is not here. */
  readonly ownKey: boolean;
  readonly now: Date;
}

export const warnDays = [60, 30, 7] as const;

/** All of it, in the order in which a town goes through it. */
export function checklist(facts: TownFacts): readonly Check[] {
  const { service, connection, now } = facts;
  const done = (id: CheckId, is: boolean): Check => ({ id, state: is ? "done" : "missing" });
  const ends = facts.keys.map(({ certificateUntil }) => certificateUntil?.getTime() ?? Infinity);
  const left = Math.min(...ends) - now.getTime();
  const office = connection?.office !== undefined || facts.competence?.known === true;
  const inbound = service.delivery === "fit-connect" ? [
    done("schema", service.schemas.length > 0), done("destination", facts.destination?.includes(service.id) === true), done("keys", facts.keys.length >= 2),
    { id: "certificates", state: facts.keys.length < 2 || left <= 0 ? "missing" : left <= warnDays[0] * 86_400_000 ? "soon" : "done" } as const,
    done("mandate", facts.mandate || facts.ownKey),
  ] : byXta(facts);
  return [
    done("catalogue", facts.inCatalogue), done("office", office), done("contract", facts.contract.inForce), done("link", facts.linkMissing.length === 0),
    done("contact", connection?.mailbox !== undefined || facts.town.profile.contact !== undefined), ...inbound, done("open", connection?.open === true),
  ];
}

/** What comes over XTA: a mailbox that is read, the access to it, and a key for which authors may encrypt. */
function byXta({ service, mailboxes, mandate, now }: TownFacts): readonly Check[] {
  const lasts = (id: CheckId, ends: readonly (Date | undefined)[]): Check => {
    const left = Math.min(...ends.map((end) => end?.getTime() ?? Infinity)) - now.getTime();
    return { id, state: mailboxes.length === 0 || left <= 0 ? "missing" : left <= warnDays[0] * 86_400_000 ? "soon" : "done" };
  };
  const keys = mailboxes.flatMap(({ readingKey }) => (readingKey ? [readingKey] : []));
  return [
    { id: "schema", state: service.schemas.length > 0 ? "done" : "missing" }, { id: "mailbox", state: mailboxes.length > 0 ? "done" : "missing" }, lasts("access", mailboxes.map(({ certificateUntil }) => certificateUntil)),
    keys.length < mailboxes.length ? { id: "reading-key", state: "missing" } : lasts("reading-key", keys.map(({ until }) => until)),
    { id: "mandate", state: mandate || (keys.length > 0 && keys.every(({ here }) => !here)) ? "done" : "missing" },
  ];
}
