import { holds } from "#modules/accounts";
import { isVoucher, moneyProblems, retentionYears } from "#modules/payments";
import type { Tenant } from "#modules/tenants";
import { legalDate } from "#platform/clock";
import { problem } from "#platform/http";
import { isId } from "#platform/ids";
import type { ErrorLine } from "#ui/error-summary";
import type { Answer, Routes, StaffVisit } from "../frame/index.ts";
import { centsOf } from "./decision-form.ts";
import { closedRefundsPage } from "./closed-refunds-page.ts";
import { kassePage } from "./kasse-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

/** What the Kasse has to do: money that is expected, and money that goes back. Supervisors see it, only the Kasse acts. */
export function kasseRoutes(r: Routes, portal: StaffPortal): void {
  const inKasse = (handler: (visit: StaffVisit, tenant: Tenant) => Promise<Answer>) => async (visit: StaffVisit): Promise<Answer> => {
    const tenant = portal.tenants.bySlug(visit.params["slug"] ?? "");
    if (!tenant) return { missing: true };
    if (!holds(visit.staff, tenant.id, ["cashier", "supervisor"])) throw problem(403, "forbidden");
    return handler(visit, tenant);
  };
  r.staffPage("/mitarbeit/:slug/kasse", inKasse((visit, tenant) => kassePage(portal, visit, tenant)));
  r.staffPage("/mitarbeit/:slug/kasse/erstattungen", inKasse((visit, tenant) => closedRefundsPage(portal, visit, tenant)));
  r.staffAction("/mitarbeit/:slug/kasse/zahlungseingang", inKasse((visit, tenant) => enterMoney(portal, visit, tenant)));
  r.staffAction("/mitarbeit/:slug/kasse/erstattung", inKasse((visit, tenant) => closeRefund(portal, visit, tenant)));
  r.staffAction("/mitarbeit/:slug/kasse/frist", inKasse((visit, tenant) => setTerm(portal, visit, tenant)));
}

const moneyTexts = { cents: "Geben Sie den Betrag in Euro an, zum Beispiel 30,00.", day: "Geben Sie den Tag des Eingangs an, nicht in der Zukunft.", voucher: "Nennen Sie die Belegnummer der Kasse, höchstens 40 Zeichen." } as const;
const moneyFields = { cents: "kasse-betrag", day: "kasse-tag", voucher: "kasse-beleg" } as const;

async function enterMoney(portal: StaffPortal, visit: StaffVisit, tenant: Tenant): Promise<Answer> {
  const cents = centsOf(visit.field("betrag"));
  const payment = visit.field("zahlung");
  const money = { cents: cents ?? 0, day: visit.field("tag"), voucher: visit.field("beleg").trim() };
  if (payment === "") return kassePage(portal, visit, tenant, [{ fieldId: "kasse-zahlung", message: "Wählen Sie die Forderung, für die das Geld eingegangen ist." }, ...moneyErrors(moneyProblems(money, legalDate(portal.clock.now())))]);
  if (!isId(payment)) return { missing: true };
  const outcome = await portal.payments.markReceived({
    payment, tenant: tenant.id, by: visit.staff, money: { ...money, way: visit.field("weg") === "transfer" ? "transfer" : "counter" },
  });
  if (outcome.ok) {
    // What was not owed any more goes back whole.
    const left = outcome.booked === "again" || outcome.booked === "after-end" ? -(cents ?? 0) : outcome.cents - outcome.receivedCents;
    return { redirect: `/mitarbeit/${tenant.slug}/kasse?getan=eingang&rest=${left}` };
  }
  if (outcome.why === "not-found") return { missing: true };
  if (outcome.why === "not-allowed") throw problem(403, "forbidden");
  return kassePage(portal, visit, tenant, "problems" in outcome ? moneyErrors(outcome.problems) : [{ fieldId: "kasse-beleg", message: "Dieser Beleg ist für diese Forderung schon eingetragen." }]);
}

function moneyErrors(problems: readonly { readonly path: keyof typeof moneyFields }[]): readonly ErrorLine[] {
  return problems.map(({ path }) => ({ fieldId: moneyFields[path], message: moneyTexts[path] }));
}

const voucherError: ErrorLine = { fieldId: "erstattung-beleg", message: "Nennen Sie die Belegnummer der Erstattung, höchstens 40 Zeichen." };

async function closeRefund(portal: StaffPortal, visit: StaffVisit, tenant: Tenant): Promise<Answer> {
  const task = visit.field("aufgabe");
  const outcomes = { refunded: "refunded", kept: "kept", resolved: "resolved" } as const;
  const chosen = Object.values(outcomes).find((one) => one === visit.field("ergebnis"));
  const errors: readonly ErrorLine[] = [
    ...(task === "" ? [{ fieldId: "erstattung-aufgabe", message: "Wählen Sie die Aufgabe, die erledigt ist." }] : []),
    ...(chosen ? [] : [{ fieldId: "erstattung-ergebnis", message: "Wählen Sie, was mit dem Geld geschehen ist." }]),
    ...(chosen === "refunded" && !isVoucher(visit.field("beleg").trim()) ? [voucherError] : []),
  ];
  if (task !== "" && !isId(task)) return { missing: true };
  if (!chosen || errors.length > 0) return kassePage(portal, visit, tenant, errors);
  const outcome = await portal.payments.closeRefundTask({ task, tenant: tenant.id, by: visit.staff, outcome: chosen, ...(visit.field("beleg") === "" ? {} : { voucher: visit.field("beleg") }) });
  if (outcome.ok) return { redirect: `/mitarbeit/${tenant.slug}/kasse?getan=erstattung` };
  if (outcome.why === "not-found") return { missing: true };
  if (outcome.why === "not-allowed") throw problem(403, "forbidden");
  return kassePage(portal, visit, tenant, [outcome.why === "already-closed" ? { message: "Diese Aufgabe ist schon erledigt." } : voucherError]);
}

async function setTerm(portal: StaffPortal, visit: StaffVisit, tenant: Tenant): Promise<Answer> {
  const typed = visit.field("jahre").trim();
  const outcome = await portal.payments.setRetention({ tenant: tenant.id, by: visit.staff, years: /^\d{1,3}$/.test(typed) ? Number(typed) : Number.NaN });
  if (outcome.ok) return { redirect: `/mitarbeit/${tenant.slug}/kasse?getan=frist` };
  if (outcome.why === "not-allowed") throw problem(403, "forbidden");
  return kassePage(portal, visit, tenant, [{ fieldId: "kasse-jahre", message: `Geben Sie eine ganze Zahl von ${retentionYears.least} bis ${retentionYears.most} ein.` }]);
}
