import { z } from "zod";
import { entryProblem } from "./entry-link.ts";

/** The states by their ARS prefix, as people call them. */
export const states = {
  "01": "Schleswig-Holstein", "02": "Hamburg", "03": "Niedersachsen", "04": "Bremen", "05": "Nordrhein-Westfalen", "06": "Hessen", "07": "Rheinland-Pfalz", "08": "Baden-Württemberg",
  "09": "Bayern", "10": "Saarland", "11": "Berlin", "12": "Brandenburg", "13": "Mecklenburg-Vorpommern", "14": "Sachsen", "15": "Sachsen-Anhalt", "16": "Thüringen", "00": "Bund",
} as const;
export type StateCode = keyof typeof states;

const line = z.string().trim().min(1).max(200);
const link = z.url({ protocol: /^https$/ }).max(2000);

export const efaSchema = z.strictObject({ schemaUri: z.string().min(1).max(1000), mimeType: z.enum(["application/json", "application/xml"]) });

/** An online service run elsewhere, as the register keeps it. */
export const efaServiceFacts = z.strictObject({
  title: z.strictObject({ de: line, en: line.optional() }),
  /** Whose service it is: the leading state, `00` for the federation. */
  state: z.enum(Object.keys(states) as [StateCode, ...StateCode[]]),
  /** Who runs it. */
  operator: line,
  leikaKeys: z.array(z.string().regex(/^99\d{12}$/)).min(1).max(50),
  /** Where it is offered: prefixes of the ARS; an empty one is everywhere. */
  areas: z.array(z.string().regex(/^(\d{2}|\d{3}|\d{5}|\d{9}|\d{12})?$/)).min(1).max(50),
  /** Address with placeholders, see {@link entryProblem}. */
  entry: z.string().max(2000).superRefine((entry, context) => { const problem = entryProblem(entry); if (problem !== undefined) context.addIssue({ code: "custom", message: problem }); }),
  /** `call-off`: only with framework agreement and order (Rahmenvereinbarung, Einzelabruf). `none`: open to every authority. */
  contract: z.enum(["call-off", "none"]),
  /** How applications reach the authority. */
  delivery: z.enum(["fit-connect", "xta"]),
  /** What its applications are made of; empty: anything is read as it comes. */
  schemas: z.array(efaSchema).max(50).default([]),
  privacy: link.optional(),
  info: link.optional(),
  minutes: z.int().min(1).max(240).optional(),
  signIn: z.strictObject({ de: line, en: line.optional() }).optional(),
});

export type EfaServiceFacts = z.infer<typeof efaServiceFacts>;
export interface EfaService extends EfaServiceFacts { readonly id: string; readonly changedAt: Date }

/** The service for a LeiKa key at a place: the one offered in the smallest area that contains it. */
export function serviceAt(services: readonly EfaService[], leikaKey: string, ars: string): EfaService | undefined {
  const reach = (service: EfaService): number => Math.max(-1, ...service.areas.filter((area) => ars.startsWith(area)).map((area) => area.length));
  return services.filter(({ leikaKeys }) => leikaKeys.includes(leikaKey)).map((service) => ({ service, reach: reach(service) })).filter(({ reach: far }) => far >= 0)
    .toSorted((a, b) => b.reach - a.reach || (a.service.id < b.service.id ? -1 : 1))[0]?.service;
}
