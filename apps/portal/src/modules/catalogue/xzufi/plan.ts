import type { Identifikator } from "@kommunalportal/xzufi";
import type { OfficeDetails } from "../office.ts";
import type { Lang } from "../service.ts";
import type { ServiceText } from "../service-text.ts";
import type { Owner, NewOnlineService, NewResponsibility } from "../write-local.ts";
import { hashOf } from "./canonical.ts";
import type { Imported, ImportedKind, ImportState, OnlineRow, ResponsibilityRow } from "./import-state.ts";

/**
 * What became, or would become, of one object. `changed-here`: somebody of the town has changed it since it was taken over; `already-here`: the town had
 * its own before. Both are left alone unless asked.
 */
export type Outcome =
  | "new" | "changed" | "same" | "removed" | "changed-here" | "already-here" | "no-key" | "unknown-key" | "twice" | "no-text" | "too-long" | "no-name" | "unknown-service" | "unknown-parent" | "outside" | "no-link"
  | "still-used" | "not-here" | "other-kind";

export interface Entry {
  /** In the file. */
  readonly line: number;
  readonly kind: "leistung" | "organisationseinheit" | "onlinedienst" | "zustaendigkeit" | "loesche";
  readonly id: string;
  /** Its title, or what it is about. */
  readonly name: string;
  readonly outcome: Outcome;
}

export type Step =
  | { readonly do: "text"; readonly leikaKey: string; readonly lang: Lang; readonly text: ServiceText }
  | { readonly do: "office"; readonly role: string; readonly details: OfficeDetails; readonly position: number }
  | { readonly do: "drop-office"; readonly role: string }
  | { readonly do: "responsibility"; readonly row: NewResponsibility }
  | { readonly do: "drop-responsibility"; readonly row: Omit<ResponsibilityRow, "rolle"> }
  | { readonly do: "online"; readonly row: NewOnlineService & { readonly url: string } }
  | { readonly do: "drop-online"; readonly row: Pick<OnlineRow, "leikaKey" | "area" | "url"> }
  | { readonly do: "remember"; readonly object: Imported }
  | { readonly do: "forget"; readonly object: Pick<Imported, "agency" | "kind" | "id"> };

/** The plan in the making: the town as it would be, what is to be done for it, and what is to be said. */
export interface Work {
  readonly owner: Owner;
  /** Also overwrite what was changed here. */
  readonly overwrite: boolean;
  /** A role that staff, forms or switches of the town name. */
  readonly roleInUse: (role: string) => boolean;
  readonly known: ReadonlySet<string>;
  readonly texts: Map<string, Partial<Record<Lang, ServiceText>>>;
  readonly offices: Map<string, { readonly details: OfficeDetails; readonly position: number }>;
  responsibilities: ResponsibilityRow[];
  online: OnlineRow[];
  readonly imported: Map<string, Imported>;
  /** By object key, in this transfer: services of a Leistung, role of an Organisationseinheit, address and level of an Onlinedienst. */
  readonly keysOf: Map<string, readonly string[]>;
  readonly roleOf: Map<string, string>;
  readonly onlineOf: Map<string, { readonly url: string; readonly facts: NewOnlineService["facts"] }>;
  readonly steps: Step[];
  readonly entries: Entry[];
}

export function beginWork(owner: Owner, state: ImportState, options: { readonly overwrite: boolean; readonly roleInUse: (role: string) => boolean }): Work {
  return {
    owner, ...options, known: state.known, texts: new Map(state.texts), offices: new Map(state.offices), responsibilities: [...state.responsibilities], online: [...state.online],
    imported: new Map(state.imported.map((each) => [importedKey(each), each])), keysOf: new Map(), roleOf: new Map(), onlineOf: new Map(), steps: [], entries: [],
  };
}

const importedKey = ({ agency, kind, id }: Pick<Imported, "agency" | "kind" | "id">): string => JSON.stringify([agency, kind, id]);

/** How an object is called in the table of what was taken over. */
export function objectOf(kind: ImportedKind, { schemeAgencyID, value }: Identifikator): Pick<Imported, "agency" | "kind" | "id"> {
  return { agency: (schemeAgencyID ?? "").slice(0, 200), kind, id: value.slice(0, 500) };
}

export function importedOf(work: Work, object: Pick<Imported, "agency" | "kind" | "id">): Imported | undefined {
  return work.imported.get(importedKey(object));
}

export function remember(work: Work, object: Imported): void {
  const before = importedOf(work, object);
  work.imported.set(importedKey(object), object);
  if (before === undefined || before.hash !== object.hash || hashOf(before.became) !== hashOf(object.became)) work.steps.push({ do: "remember", object });
}

export function forget(work: Work, { agency, kind, id }: Pick<Imported, "agency" | "kind" | "id">): void {
  if (work.imported.delete(importedKey({ agency, kind, id }))) work.steps.push({ do: "forget", object: { agency, kind, id } });
}
