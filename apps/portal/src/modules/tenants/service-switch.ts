import { z } from "zod";

/** How one town runs one online service. */
export const serviceSwitch = z.object({
  service: z.string().regex(/^[a-z0-9-]{1,80}$/),
  enabled: z.boolean(),
  /** Ways of payment the town allows; the case waits for the Kasse with the last two. */
  paymentWays: z.array(z.enum(["online", "transfer", "counter"])).default(["online"]),
  /** § 35a VwVfG, Art. 22 DSGVO: an automatic grant needs the town's own decision and a legal basis that it names. Never a refusal. */
  automation: z.object({ enabled: z.boolean(), legalBasis: z.string().min(5).max(500), zones: z.array(z.string().max(20)).max(200) }).optional(),
  /** Office role of the form → office role of the town, where it differs. */
  offices: z.record(z.string(), z.string()).default({}),
  /** Which rules date the notification of a decision: general administrative law or levies. */
  notificationArea: z.enum(["vwvfg", "ao"]).default("vwvfg"),
  /** What the instruction on legal remedies begins with (§ 37 (6) VwVfG NRW); whoever writes a decision sees and may change it. The term is one month (§§ 70, 74 VwGO). */
  remedy: z.object({ kind: z.enum(["klage", "widerspruch"]), where: z.string().trim().min(5).max(500) }).optional(),
  retentionMonths: z.number().int().min(1).max(1200).default(24),
  /** Where it goes besides the casework inbox, which is always there. */
  delivery: z.enum(["casework", "fachverfahren"]).default("casework"),
  /** Booking data for the payment provider, by key of the provider. */
  bookingData: z.record(z.string().max(40), z.string().max(100)).default({}),
});

export type ServiceSwitch = z.infer<typeof serviceSwitch>;
