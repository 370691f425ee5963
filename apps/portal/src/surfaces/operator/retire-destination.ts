import type { Answer, StaffVisit } from "../frame/index.ts";
import { destinationOf } from "./destination-form.ts";
import { destinationPage } from "./destination-page.ts";
import { actorOf, type OperatorPages } from "./operator-pages.ts";

export async function retireDestination(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return { missing: true };
  if (visit.field("stilllegen") !== "ja") return destinationPage(portal, visit, { stilllegen: "Bestätigen Sie, dass dieses Ziel stillgelegt werden soll." });
  const outcome = await portal.db.inTenant(one.tenant, (tx) => portal.hub.retireDestination(tx, { destination: one.id, actor: actorOf(visit) }));
  if (outcome.ok) return { redirect: `/betrieb/ziele/${one.id}?meldung=${outcome.givenUp > 0 ? "ziel-stillgelegt-offen" : "ziel-stillgelegt"}` };
  return outcome.why === "not-found" ? { missing: true } : { redirect: `/betrieb/ziele/${one.id}?meldung=ziel-beschaeftigt` };
}
