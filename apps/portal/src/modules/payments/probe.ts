import type { PaymentClient } from "@kommunalportal/xbezahldienste";
import type { PaymentsDeps } from "./deps.ts";

/**
 * Can people pay online now? Asks the provider for one town that has switched it on; without such a town there is nothing that could be
 * disturbed. One failure is asked again at once, so a single lost packet alarms nobody.
 */
export async function probe(deps: PaymentsDeps, provider: PaymentClient): Promise<boolean> {
  const town = deps.towns.all().find(({ id }) => [...deps.towns.switches(id).values()].some(({ enabled, paymentWays }) => enabled && paymentWays.includes("online")));
  if (!town) return true;
  for (let attempt = 1; ; attempt += 1) {
    const status = await provider.status(deps.settings.originator, deps.endPointOf(town.id));
    if (status.kind === "usable") return true;
    if (status.kind === "refused") {
      // It works, but not with this contract: a mistake in the settings that no waiting mends.
      deps.log.error({ tenant: town.id, code: status.functionalCode }, "the payment provider knows no contract for the town");
      return false;
    }
    if (attempt === 2) return false;
  }
}
