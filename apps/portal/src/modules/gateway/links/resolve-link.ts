import type { Body, Competence, Office, OnlineService } from "#modules/catalogue";
import type { Tenant } from "#modules/tenants";
import { type Connection, type ContractState, contractState, type Framework } from "./connection.ts";
import { fillEntry } from "./entry-link.ts";
import { type EfaService, serviceAt } from "./efa-service.ts";

/** Who works on it: an office with its town, or the body the law names with its portal where it has one. */
export type Authority =
  | { readonly known: true; readonly office: Office; readonly at: Tenant }
  | { readonly known: false; readonly body: Body; readonly at: Tenant | undefined };

/** The answer for a service at a place. Whatever `way` says, authority and service lead on: there is no dead end. */
export interface ResolvedLink {
  readonly place: Tenant;
  readonly leikaKey: string;
  readonly authority: Authority;
  /** A form of this portal goes before a service run elsewhere; an address of the catalogue is the way where that one is not open here. */
  readonly own: OnlineService | undefined;
  readonly efa: EfaService | undefined;
  readonly contract: ContractState | undefined;
  readonly way:
    | { readonly kind: "efa"; readonly url: string }
    | { readonly kind: "own" }
    /** There is a service, but it is not open here: by its contract, by the town's choice, or because the town's entry is not complete. */
    | { readonly kind: "not-here"; readonly why: "contract" | "not-open" | "incomplete" }
    /** Nobody has entered an online service for this. */
    | { readonly kind: "offline" };
}

export interface LinkQuestion {
  readonly leikaKey: string;
  readonly place: Tenant;
  readonly lang: "de" | "en";
  /** Legal day, `YYYY-MM-DD`. */
  readonly today: string;
  readonly services: readonly EfaService[];
  readonly competence: Competence | undefined;
  readonly own: OnlineService | undefined;
  readonly officeByRole: (tenant: string, role: string) => Office | undefined;
  /** The town's entry in the register. */
  readonly registered: (tenant: string, service: string) => Promise<{ readonly framework: Framework | undefined; readonly connection: Connection | undefined }>;
}

/** Service × place → the right address, the authority and the state of its contract. The register of the competent body counts; the place's own where that has none. */
export async function resolveLink(asked: LinkQuestion): Promise<ResolvedLink> {
  const { leikaKey, place, competence, own } = asked;
  const authority: Authority = competence?.known === true ? { known: true, office: competence.office, at: competence.at } : { known: false, body: competence?.body ?? "unknown", at: competence?.at };
  const base = { place, leikaKey, authority, own };
  const efa = serviceAt(asked.services, leikaKey, place.ars);
  if (own && own.url === undefined) return { ...base, efa, contract: undefined, way: { kind: "own" } };
  if (!efa) return { ...base, efa, contract: undefined, way: { kind: own ? "own" : "offline" } };

  const bodies = [...new Set([...(authority.at ? [authority.at] : []), place])];
  const entries = await Promise.all(bodies.map(async (at) => ({ at, ...(await asked.registered(at.id, efa.id)) })));
  const entry = entries.find(({ connection }) => connection !== undefined) ?? entries[0];
  const { connection, framework } = entry ?? {};
  const contract = contractState(efa, framework, connection, asked.today);
  const office = connection?.office === undefined || !entry ? undefined : asked.officeByRole(entry.at.id, connection.office);
  const found = { ...base, efa, contract, authority: office && entry ? { known: true as const, office, at: entry.at } : authority };
  const notHere = (why: "contract" | "not-open" | "incomplete"): ResolvedLink => ({ ...found, way: own ? { kind: "own" } : { kind: "not-here", why } });
  if (!contract.inForce) return notHere("contract");
  if (connection?.open !== true) return notHere("not-open");
  const filled = fillEntry(connection.entry ?? efa.entry, {
    ars: place.ars, ags: place.ags, plz: place.postcodes[0], ort: place.name, leika: leikaKey, oe: connection.oe, sprache: asked.lang,
  });
  return filled.ok ? { ...found, way: { kind: "efa", url: filled.url } } : notHere("incomplete");
}
