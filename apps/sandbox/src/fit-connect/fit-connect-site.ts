import { join } from "node:path";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import type { ApiParts } from "./api-frame.ts";
import { addControls } from "./add-controls.ts";
import { STANDARD_AREAS, type Area } from "./areas.ts";
import { STANDARD_BEHAVIOUR, type Behaviour } from "./behaviour.ts";
import { createCallbackSender, type CallbackSender } from "./callback-sender.ts";
import { openContent } from "./content.ts";
import { createDeadlines, type Deadlines } from "./deadlines.ts";
import { addDestinationApi } from "./destination-api.ts";
import { addKeySets } from "./key-sets.ts";
import { addPages } from "./pages.ts";
import { prepareService } from "./prepare-service.ts";
import { createReminder } from "./remind.ts";
import { createRequestCounter } from "./request-counter.ts";
import { addRoutingApi } from "./routing-api.ts";
import type { Service } from "./service.ts";
import { openStore } from "./store.ts";
import { addSubmissionApi } from "./submission-api.ts";
import { addTokenEndpoint } from "./token-endpoint.ts";
import { addUnknownAddresses } from "./unknown-addresses.ts";

/** How often what time causes is looked for. */
const TICK = 250;

interface Running { readonly service: Service; readonly deadlines: Deadlines; readonly callbacks: CallbackSender }

/** A FIT-Connect delivery service with its token endpoint, Destination API, Routing API and self-service portal (delivery.md 1, 7). */
export async function createFitConnectSite(context: SandboxContext, smtpPort: number): Promise<Site> {
  const app = createSiteApp();
  const folder = join(context.dataFolder, "fit-connect");
  const store = await openStore(folder);
  const behaviour: { current: Behaviour } = { current: STANDARD_BEHAVIOUR };
  const areas: { current: readonly Area[] } = { current: STANDARD_AREAS };
  const content = openContent(join(folder, "content"));

  let running: Promise<Running> | undefined;
  const start = async (): Promise<Running> => {
    const service = await prepareService(context, { store, content, behaviour });
    const callbacks = createCallbackSender(service);
    const deadlines = createDeadlines(service, createReminder(service, smtpPort));
    store.onChange((change) => { if (change.callbacks?.length) setImmediate(() => { callbacks.run(); }); });
    return { service, deadlines, callbacks };
  };
  const prepared = (): Promise<Running> => running ??= start();
  const parts: ApiParts = {
    behaviour, counter: createRequestCounter(context.clock),
    async service() {
      const { service, deadlines } = await prepared();
      await deadlines.run();
      return service;
    },
  };
  // Whoever was served before is served at once again: pending callbacks and terms that ended while this was off.
  if (store.destinations.size > 0) void prepared();
  let ticking: Promise<void> | undefined;
  const timer = setInterval(() => {
    ticking ??= running?.then(async ({ deadlines, callbacks }) => {
      await deadlines.run();
      callbacks.run();
    }).finally(() => { ticking = undefined; });
  }, TICK).unref();

  for (const add of [addTokenEndpoint, addDestinationApi, addSubmissionApi, addKeySets, addUnknownAddresses]) void app.register(async (api) => { add(api, parts); });
  void app.register(async (api) => { addRoutingApi(api, parts, areas); });
  addControls(app, { ...parts, areas, callbacks: async () => (await prepared()).callbacks });
  addPages(app, { store, service: parts.service });
  app.addHook("onClose", async () => {
    clearInterval(timer);
    // What has come due is written down before the files are closed.
    await ticking?.catch(() => undefined);
    const ended = await running?.catch(() => undefined);
    await ended?.callbacks.close();
    await store.close();
  });
  return siteOf(app, {
    name: "fit-connect", title: "FIT-Connect",
    purpose: "nimmt Einreichungen verschlüsselt an, führt ihr Ereignisprotokoll und stellt sie den Fachverfahren zu.",
  });
}
