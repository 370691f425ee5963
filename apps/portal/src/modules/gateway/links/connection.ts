import { z } from "zod";
import { entryProblem } from "./entry-link.ts";
import type { EfaService } from "./efa-service.ts";

const day = z.iso.date();
const line = z.string().trim().min(1).max(200);

/** Rahmenvereinbarung of a town. Days are `YYYY-MM-DD`; `until` is the first day on which it is no longer in force. */
export const frameworkFacts = z.strictObject({ partner: line, reference: line.optional(), signedOn: day, until: day.optional() });
export type Framework = z.infer<typeof frameworkFacts>;

/** How a town takes part in one service. */
export const connectionFacts = z.strictObject({
  /** Einzelabruf. */
  callOff: z.enum(["none", "ordered", "signed", "ended"]).default("none"),
  reference: line.optional(),
  from: day.optional(),
  /** First day on which it is no longer in force. */
  until: day.optional(),
  /** The town offers it to its people. */
  open: z.boolean().default(false),
  /** Role of the office that gets the applications, where it is not the one of the catalogue. */
  office: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/).optional(),
  /** Organisationseinheit-ID, by which the service knows the authority. */
  oe: z.string().trim().min(1).max(200).optional(),
  /** Address of its own instead of the service's. */
  entry: z.string().max(2000).superRefine((entry, context) => { const problem = entryProblem(entry); if (problem !== undefined) context.addIssue({ code: "custom", message: problem }); }).optional(),
  /** Funktionspostfach for the operator of the service. */
  mailbox: z.email().max(200).optional(),
  pvog: z.url({ protocol: /^https$/ }).max(2000).optional(),
});
export type ConnectionFacts = z.infer<typeof connectionFacts>;
export interface Connection extends ConnectionFacts { readonly tenant: string; readonly service: string; readonly changedAt: Date }

/** May people of this town use the service now, by its contracts? */
export type ContractState =
  | { readonly inForce: true; readonly kind: "not-needed" | "in-force"; readonly until?: string | undefined }
  /** `on`: first day on which it is in force; of `ended` and `framework-ended` the first on which it is not any more. */
  | { readonly inForce: false; readonly kind: "no-framework" | "framework-ended" | "none" | "ordered" | "begins-later" | "ended"; readonly on?: string | undefined };

/** @param today legal day, `YYYY-MM-DD` */
export function contractState(service: Pick<EfaService, "contract">, framework: Framework | undefined, connection: ConnectionFacts | undefined, today: string): ContractState {
  if (service.contract === "none") return { inForce: true, kind: "not-needed" };
  if (!connection || connection.callOff === "none") return { inForce: false, kind: "none" };
  if (connection.callOff === "ordered") return { inForce: false, kind: "ordered" };
  const over = connection.until !== undefined && connection.until <= today;
  if (connection.callOff === "ended" || over) return { inForce: false, kind: "ended", on: over ? connection.until : undefined };
  if (!framework || framework.signedOn > today) return { inForce: false, kind: "no-framework" };
  if (framework.until !== undefined && framework.until <= today) return { inForce: false, kind: "framework-ended", on: framework.until };
  if (connection.from !== undefined && connection.from > today) return { inForce: false, kind: "begins-later", on: connection.from };
  return { inForce: true, kind: "in-force", until: [connection.until, framework.until].filter((end) => end !== undefined).toSorted()[0] };
}
