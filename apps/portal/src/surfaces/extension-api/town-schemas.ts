import { eventTypes, scopes } from "#modules/extensions";
import { z } from "zod";
import { component, means } from "./component.ts";
import { at, office } from "./schemas.ts";

const bilingual = () => z.object({ de: z.string(), en: z.string().optional() });

export const officeFacts = component("Office", z.object({
  role: office(), name: bilingual(), phone: z.string().optional(), email: z.string().optional(), url: z.string().optional(),
  address: z.object({ street: z.string(), houseNumber: z.string(), postalCode: z.string(), locality: z.string() }).optional(),
  hours: z.array(z.object({ day: z.enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]), opens: means(z.string(), "`HH:MM`, deutsche Zeit.", "`HH:MM`, German time."), closes: z.string() })),
}), { role: "steueramt", name: { de: "Steueramt", en: "Tax office" }, phone: "0999 555-120", address: { street: "Marktplatz", houseNumber: "1", postalCode: "00101", locality: "Musterstadt" }, hours: [{ day: "monday", opens: "08:00", closes: "12:00" }] });
export const officeList = component("OfficeList", z.object({ items: z.array(officeFacts.schema) }), { items: [officeFacts.example] });

export const extension = component("Extension", z.object({
  id: z.string(), version: z.string(), name: bilingual(), publisher: z.object({ name: z.string(), email: z.string(), url: z.string().optional() }), registeredAt: at(),
  scopes: means(z.array(z.enum(scopes)), "Was das Manifest verlangt.", "What the manifest asks for."), granted: means(z.array(z.enum(scopes)), "Was die Kommune erlaubt hat und dieses Token trägt.", "What the municipality has granted and this token holds."),
  events: z.array(z.enum(eventTypes)),
  secrets: means(z.array(z.object({ id: z.string(), createdAt: at(), expiresAt: at().optional() })), "Geltende Geheimnisse ohne ihren Wert: Erneuern Sie, bevor eines endet.", "Secrets in force without their value: renew before one ends."),
}), {
  id: "hundesteuer-beispiel", version: "1.0.0", name: { de: "Hundesteuer (Beispiel)" }, publisher: { name: "Beispielverfahren GmbH", email: "kontakt@beispielverfahren.example" }, registeredAt: "2026-03-01T08:00:00.000Z",
  scopes: ["vorgaenge.lesen", "vorgaenge.quittieren"], granted: ["vorgaenge.lesen"], events: ["application.submitted"], secrets: [{ id: "A1b2C3d4E5f6", createdAt: "2026-03-01T08:00:00.000Z" }],
});

export const requestList = component("RequestList", z.object({ items: z.array(z.object({
  at: at(), operation: means(z.string(), "`operationId` dieses Dokuments.", "`operationId` of this document."), status: z.int(), code: means(z.string(), "Code des Problems.", "Code of the problem.").optional(),
  milliseconds: z.int().min(0), instance: means(z.string(), "Steht auch in `instance` eines Problems.", "Stands in a problem’s `instance` too."),
})) }), { items: [{ at: "2026-03-02T09:00:00.000Z", operation: "changeStatus", status: 403, code: "scope-missing", milliseconds: 4, instance: "urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057" }] });

export const extensionSettings = component("ExtensionSettings", z.object({
  revision: means(z.int().min(0), "0: noch nichts eingestellt.", "0: nothing set yet."), changedAt: at().optional(),
  values: means(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])), "Nach den Namen der Felder in `settings`.", "By the names of the fields in `settings`."),
}), { revision: 2, changedAt: "2026-03-02T09:00:00.000Z", values: { kasse: "4711", hinweis: true } });
