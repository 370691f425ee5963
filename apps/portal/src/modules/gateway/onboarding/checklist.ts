import type { Competence } from "#modules/catalogue";
import type { Tenant } from "#modules/tenants";
import type { Connection, ContractState } from "../links/connection.ts";
import type { EfaService } from "../links/efa-service.ts";

export type CheckId = "catalogue" | "office" | "contract" | "link" | "contact" | "schema" | "destination" | "keys" | "certificates" | "mandate" | "open";

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
  ] : [];
  return [
    done("catalogue", facts.inCatalogue), done("office", office), done("contract", facts.contract.inForce), done("link", facts.linkMissing.length === 0),
    done("contact", connection?.mailbox !== undefined || facts.town.profile.contact !== undefined), ...inbound, done("open", connection?.open === true),
  ];
}
