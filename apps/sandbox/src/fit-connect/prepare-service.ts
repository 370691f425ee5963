import { join } from "node:path";
import type { SandboxContext } from "../frame/site.ts";
import { createAccessTokens } from "./access-tokens.ts";
import { registerAnswerKey } from "./answer-key.ts";
import type { Behaviour } from "./behaviour.ts";
import { registerClient } from "./clients.ts";
import type { Content } from "./content.ts";
import { setUpDemoDestinations } from "./demo-destinations.ts";
import { demoWorld } from "./demo-world.ts";
import { loadServiceKeys } from "./service-keys.ts";
import type { Service } from "./service.ts";
import type { Store } from "./store.ts";

interface Parts { readonly store: Store; readonly content: Content; readonly behaviour: { readonly current: Behaviour } }

/** Makes keys, clients and destinations where they are missing: some seconds on the very first use, nothing afterwards. */
export async function prepareService(context: SandboxContext, parts: Parts): Promise<Service> {
  const { dataFolder, credentials: { fitConnect }, clock } = context;
  const origin = context.origin("fit-connect");
  const keys = await loadServiceKeys(join(dataFolder, "fit-connect"));
  const urls = { auth: `${origin}/auth`, submission: `${origin}/submission-api`, portal: `${origin}/ssp` };
  const service: Service = { ...parts, keys, clock, urls, takeAnswerKey: () => registerAnswerKey(service, dataFolder, fitConnect.onlineService.clientId), tokens: createAccessTokens(keys.tokens, urls.auth, clock) };
  await registerClient(parts.store, { ...fitConnect.onlineService, kind: "sender", name: "Kommunalportal (Onlinedienst)" });
  await registerClient(parts.store, { ...fitConnect.efaService, kind: "sender", name: "Onlinedienst eines anderen Landes" });
  await registerClient(parts.store, { ...fitConnect.gateway, kind: "subscriber", name: "Kommunalportal (EfA-Gateway)" });
  await registerClient(parts.store, { ...fitConnect.fachverfahren, kind: "subscriber", name: "Fachverfahren der Sandbox" });
  await registerClient(parts.store, { ...fitConnect.nordhafen, kind: "subscriber", name: "Fachverfahren der Stadt Nordhafen" });
  await registerClient(parts.store, { ...fitConnect.zbp, kind: "subscriber", name: "Brücke zum ZBP" });
  await service.takeAnswerKey();
  await setUpDemoDestinations(service, demoWorld(context));
  return service;
}
