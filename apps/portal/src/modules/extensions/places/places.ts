import type { JsonObject } from "@kommunalportal/form-engine";
import type { Bearer } from "../bearer.ts";
import type { ExtensionsDeps } from "../deps.ts";
import { createAsking } from "./ask-extension.ts";
import type { WriteRequest } from "../idempotency.ts";
import { exchangeLaunch } from "./exchange-launch.ts";
import { giveResult, takeResult, type GiveResult, type TakenResult } from "./give-result.ts";
import type { LaunchPlace } from "./launch.ts";
import { resultOf } from "./launch-keys.ts";
import { placedOf, readPlacedPages, type Words, wordsOf } from "./placed-pages.ts";
import { caseTabs, launchStep, launchTab, stepPage, type StepSubject } from "./start-launch.ts";
import { besideService, widgets } from "./town-pages.ts";

/** What a step offers beside its own fields. */
export interface StepOffer {
  readonly client: string;
  readonly page: string;
  /** `form-step`: the person goes there; `form-check`: the portal asks. */
  readonly place: "form-step" | "form-check";
  readonly title: Words;
  readonly program: Words;
  readonly publisher: string;
  readonly host: string;
}

export type StepAnswer = TakenResult | { readonly kind: "silent" };

interface StepLaunch extends StepSubject {
  readonly owner: string; readonly draft: string; readonly step: string; readonly formVersion: string; readonly trustLevel: 0 | 1 | 3 | 4; readonly language: "de" | "en"; readonly fields: JsonObject;
}

/** Where pages of programs stand in a town's portal, and the ways there and back. */
export function createPlaces(deps: ExtensionsDeps) {
  const asking = createAsking(deps);

  async function offer(given: StepSubject): Promise<StepOffer | undefined> {
    const at = await stepPage(deps, given);
    return at && { client: at.client, page: at.page.id, place: at.page.place, title: wordsOf(at.page.title), program: at.program, publisher: at.publisher, host: new URL(at.page.url).host };
  }

  return {
    placed: (given: { readonly tenant: string; readonly client: string }) => deps.db.inTenant(given.tenant, (tx) => placedOf(tx, given)),
    besideService: (given: Parameters<typeof besideService>[1]) => besideService(deps, given),
    widgets: (given: Parameters<typeof widgets>[1]) => widgets(deps, given),

    caseTabs: (given: Parameters<typeof caseTabs>[1]) => caseTabs(deps, given),
    launchTab: (given: Parameters<typeof launchTab>[1]) => launchTab(deps, given),

    stepOffer: offer,
    /** What a town lets appear in steps of forms, with German names, for its editors; `asks`: the portal asks in the background instead of leading there. */
    stepPages: async (tenant: string): Promise<readonly { readonly client: string; readonly page: string; readonly title: string; readonly program: string; readonly asks: boolean }[]> =>
      (await readPlacedPages(deps, tenant, ["form-step", "form-check"])).filter(({ scopes }) => scopes.includes("formulare.ergaenzen")).map(({ client, program, page }) => ({ client, page: page.id, title: page.title.de, program: program.de, asks: page.place === "form-check" })),
    /** `returnTo`: where the person comes back to, without the result. Gives the address of the page with a code, or `silent` where it does not answer now; undefined where the town does not let it appear. */
    async leadThere(given: StepLaunch & { readonly returnTo: string }): Promise<{ readonly url: string } | "silent" | undefined> {
      const at = await stepPage(deps, given);
      if (at?.page.place !== "form-step") return undefined;
      if (!await asking.answers({ client: at.client, url: at.page.url })) return "silent";
      const launched = await launchStep(deps, given);
      return launched && { url: launched.url };
    },
    /** Asks a program and takes its result in one go. */
    async askNow(given: StepLaunch): Promise<StepAnswer> {
      const key = await deps.tenants.tenantKey(given.tenant);
      const launched = await launchStep(deps, { ...given, returnTo: undefined });
      if (launched?.at.page.place !== "form-check") return { kind: "gone" };
      if (!await asking.ask({ client: launched.at.client, url: launched.at.page.url, body: { start: launched.code, ...launched.town } })) return { kind: "silent" };
      return takeResult(deps, { ...given, result: resultOf(launched.code, key) });
    },
    takeResult: (given: Parameters<typeof takeResult>[1]) => takeResult(deps, given),

    // The program's side.
    exchange: (bearer: Bearer, given: { readonly code: string; readonly place: LaunchPlace }, request: WriteRequest) => exchangeLaunch(deps, bearer, given, request),
    giveResult: (bearer: Bearer, given: GiveResult, request: WriteRequest) => giveResult(deps, bearer, given, request),
  };
}

export type Places = ReturnType<typeof createPlaces>;
