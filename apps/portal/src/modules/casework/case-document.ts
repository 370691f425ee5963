import type { ApplicationContent, ApplicationHead } from "#modules/applications";
import type { Tenant } from "#modules/tenants";
import { germanTime } from "./german-time.ts";
import { germanDay } from "#platform/clock";
import { documentRows, type SummarySection } from "@kommunalportal/form-engine";
import type { Case } from "./case.ts";

/** Data of the template `summary` for the office of a part: the rendition of the whole application is not for it. */
export function formatCaseDocument(given: {
  readonly one: Case; readonly head: ApplicationHead; readonly content: ApplicationContent; readonly town: Tenant | undefined; readonly office: string | undefined; readonly title: string; readonly sections: readonly SummarySection[];
}): object {
  const { one, content, town } = given;
  const files = content.files.filter(({ kind }) => kind !== "rendition");
  return {
    issuer: { name: town?.officialName.split(",")[0] ?? "", ...(given.office === undefined ? {} : { office: given.office }), ...(town?.profile.armsSvg === undefined ? {} : { emblem: { svg: town.profile.armsSvg, alt: `Wappen: ${town.name}` } }) },
    title: given.title, reference: one.reference, submittedAt: `${germanTime(given.head.submittedAt ?? one.receivedAt)} Uhr`,
    facts: [{ label: "Eingangsweg", value: { online: "online", counter: "am Schalter", paper: `auf Papier${given.head.receivedOn === undefined ? "" : `, eingegangen am ${germanDay(given.head.receivedOn)}`}` }[one.channel] }, { label: "Vertrauensniveau", value: levelNames[given.head.trustLevel] }],
    sections: given.sections.map(({ title, rows }) => ({ title, rows: documentRows(rows) })),
    attachments: files.map((file) => ({ name: file.name, size: `${Math.ceil(file.size / 1024)} KB`, sha256: file.sha256, ...(file.scan === "held" ? { note: "zurückgehalten: noch nicht auf Schadsoftware geprüft" } : {}) })),
  };
}

export const levelNames: Readonly<Record<ApplicationHead["trustLevel"], string>> = { 0: "ohne Anmeldung", 1: "Basisregistrierung", 3: "substantiell", 4: "hoch" };
