import { isId } from "#platform/ids";
import { controlId } from "#ui/fields/control-id";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { deliveryPage } from "./delivery-page.ts";
import { actorOf, type OperatorPages } from "./operator-pages.ts";

/** The town a delivery belongs to: found as operator, acted on in the town's own scope. */
async function tenantOf(portal: OperatorPages, id: string): Promise<string | undefined> {
  if (!isId(id)) return undefined;
  return portal.db.asOperator("operator acts on a delivery", async (tx) => (await portal.hub.viewDelivery(tx, id))?.delivery.tenant);
}

const back = (id: string, message: string): Answer => ({ redirect: `/betrieb/zustellungen/${id}?meldung=${message}` });

export async function resend(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  const tenant = await tenantOf(portal, id);
  if (tenant === undefined) return { missing: true };
  const outcome = await portal.db.inTenant(tenant, (tx) => portal.hub.resendDelivery(tx, { delivery: id, actor: actorOf(visit) }));
  if (outcome.ok) return back(id, "wiederholt");
  switch (outcome.why) {
    case "not-found": return { missing: true };
    case "already-accepted": return back(id, "schon-angekommen");
    case "under-way": return back(id, "unterwegs");
    case "answered": return back(id, "abgelehnt");
    case "replaced": return back(id, "ersetzt");
    case "destination-retired": return back(id, "ziel-fehlt");
  }
}

export async function pause(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  const tenant = await tenantOf(portal, id);
  if (tenant === undefined) return { missing: true };
  const paused = visit.field("an") === "ja";
  const outcome = await portal.db.inTenant(tenant, (tx) => portal.hub.pauseDelivery(tx, { delivery: id, paused, actor: actorOf(visit) }));
  return back(id, outcome.ok ? (paused ? "angehalten" : "fortgesetzt") : "unveraendert");
}

/** The office works on it in its inbox: nothing is sent any more, and it is no alarm. */
export async function settle(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  const tenant = await tenantOf(portal, id);
  if (tenant === undefined) return { missing: true };
  return back(id, await portal.db.inTenant(tenant, (tx) => portal.hub.settleDelivery(tx, { delivery: id, actor: actorOf(visit) })) ? "erledigt" : "unveraendert");
}

export async function correct(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  const tenant = await tenantOf(portal, id);
  if (tenant === undefined) return { missing: true };
  const destination = visit.field("ziel");
  const outcome = isId(destination)
    ? await portal.db.inTenant(tenant, (tx) => portal.hub.correctDelivery(tx, { delivery: id, destination, confirmedNotArrived: visit.field("bestaetigt") === "ja", actor: actorOf(visit) }))
    : { ok: false as const, why: "destination-unknown" as const };
  if (outcome.ok) return back(outcome.delivery, "korrigiert");
  switch (outcome.why) {
    case "not-found": return { missing: true };
    case "not-a-dead-letter": return back(id, "unveraendert");
    case "destination-unknown": return deliveryPage(portal, visit, [{ fieldId: controlId("ziel"), message: "Wählen Sie ein Ziel dieser Stadt." }]);
    case "already-there": return deliveryPage(portal, visit, [{ fieldId: controlId("ziel"), message: "An dieses Ziel ist der Antrag schon unterwegs. Wählen Sie ein anderes." }]);
    case "may-have-arrived": return deliveryPage(portal, visit, [{ fieldId: controlId("bestaetigt"), message: "Fragen Sie zuerst beim Amt nach, ob der Antrag angekommen ist, und bestätigen Sie das. Sonst könnte er doppelt wirken." }]);
  }
}
