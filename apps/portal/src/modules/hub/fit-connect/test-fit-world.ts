import { randomUUID } from "node:crypto";
import { generateFitConnectKeyPair } from "@kommunalportal/fit-connect";
import { z } from "zod";
import { localRequest } from "../../../../../sandbox/src/testing/local-request.ts";
import { askSandbox } from "../../../testing/ask-sandbox.ts";
import { testWorld } from "../test-world.ts";

const effects = z.object({
  total: z.object({ applications: z.number(), effects: z.number(), repeats: z.number(), duplicates: z.number(), broken: z.number() }),
  applications: z.array(z.object({ reference: z.string(), about: z.string(), destinationId: z.string(), effects: z.number(), repeats: z.number(), duplicates: z.number(), submissions: z.array(z.object({ submissionId: z.string(), caseId: z.string(), decided: z.string().nullable() })) })),
});
const logged = z.object({ sub: z.string().optional(), events: z.record(z.string(), z.object({ problems: z.array(z.object({ type: z.string(), instance: z.string() })).optional() })) });

/** The hub's world with a destination at the sandbox's FIT-Connect; what the Fachverfahren does there is told by the sandbox's own switches. */
export async function fitWorld(options: { readonly max?: number } = {}) {
  const world = await testWorld(options);
  const { sandbox } = world;
  const { fitConnect } = sandbox.credentials;
  type Office = "fit-fachverfahren" | "fit-nordhafen";
  const call = async (site: string, path: string, body?: object, method?: string): Promise<{ readonly status: number; readonly json: unknown }> => {
    const answer = await askSandbox(sandbox.port, site, path, body, { method });
    const text = await answer.text();
    return { status: answer.status, json: text === "" ? undefined : JSON.parse(text) as unknown };
  };
  const origin = `http://fit-connect.sandbox.localhost:${sandbox.port}`;
  // The keys of the demonstration's destinations are made at the first use; the Fachverfahren fetches when it is told to.
  await call("fit-connect", "/submission-api/.well-known/jwks.json");
  for (const office of ["fit-fachverfahren", "fit-nordhafen"]) await call(office, "/_control", { fetch: false });
  const answering = await generateFitConnectKeyPair("signature");
  await call("fit-connect", `/_control/clients/${fitConnect.onlineService.clientId}/keys`, answering.publicJwk);

  const settingsAt = { tokenUrl: `${origin}/auth/token`, destinationId: fitConnect.destinations.musterstadt.destinationId, clientId: fitConnect.onlineService.clientId, signatory: { name: "Sabine Steuer", role: "Steueramt" } };
  const secrets = { clientSecret: fitConnect.onlineService.clientSecret, answerKey: JSON.stringify(answering.privateJwk) };

  return {
    ...world, fitConnect,
    fit: {
      call,
      /** What the delivery service does, or what the Fachverfahren does; none: as always. */
      behave: (change: object = {}) => call("fit-connect", "/_control", undefined, "DELETE").then(() => call("fit-connect", "/_control", change)),
      decide: (change: object, office: Office = "fit-fachverfahren") => call(office, "/_control", { fetch: false, ...change }),
      /** The Fachverfahren looks now, and answers. */
      async fetch(office: Office = "fit-fachverfahren") {
        await call(office, "/_control", { fetch: true });
        await call(office, "/_control/polls", {});
        await call(office, "/_control", { fetch: false });
      },
      reply: (given: object, office: Office = "fit-fachverfahren") => call(office, "/_control/replies", given),
      /** What stands in the log of a case, as its sender reads it. */
      async events(caseId: string) {
        const { clientId, clientSecret } = fitConnect.onlineService;
        const agent = { "user-agent": "test/1.0" };
        const token = await localRequest(`${origin}/auth/token`, {
          method: "POST", headers: { ...agent, "content-type": "application/x-www-form-urlencoded" }, body: new URLSearchParams({ grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }).toString(),
        });
        const { access_token: bearer } = z.object({ access_token: z.string() }).parse(await token.json());
        const log = await localRequest(`${origin}/submission-api/v2/cases/${caseId}/events?limit=500`, { headers: { ...agent, authorization: `Bearer ${bearer}` } });
        return z.object({ eventLog: z.array(z.string()) }).parse(await log.json()).eventLog.map((token) => {
          const { sub = "", events: told } = logged.parse(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")));
          const [[name, { problems = [] }] = ["", {}]] = Object.entries(told);
          return { event: lastOf(name, "/"), parcel: lastOf(sub, ":"), problems: problems.map(({ type, instance }) => `${lastOf(type, "/")} ${instance}`) };
        });
      },
      effects: async (office: Office = "fit-fachverfahren") => effects.parse((await call(office, "/_effects")).json),
    },
    /** Musterstadt's Zustellpunkt as a destination of the hub. */
    async fitDestination(tenant: string, changes: { readonly name?: string; readonly secrets?: Readonly<Record<string, string>>; readonly settings?: object; readonly answers?: boolean; readonly part?: string; readonly service?: string } = {}) {
      return world.destinationBy(tenant, {
        name: changes.name ?? `Einwohnerverfahren ${randomUUID().slice(0, 8)}`, channel: "fit-connect", address: `${origin}/submission-api`,
        settings: { ...settingsAt, answers: changes.answers !== false, ...changes.settings }, secrets: { ...secrets, ...changes.secrets },
      }, { ...(changes.part === undefined ? {} : { part: changes.part }), ...(changes.service === undefined ? {} : { service: changes.service }) });
    },
    /** A service for authorities elsewhere: who takes an application is found by the place in it. */
    async placedDestination(tenant: string, changes: { readonly settings?: object } = {}) {
      const { destinationId: _, ...settings } = settingsAt;
      return world.destinationBy(tenant, {
        name: `Behörde des Orts ${randomUUID().slice(0, 8)}`, channel: "fit-connect", address: `${origin}/submission-api`,
        settings: { ...settings, answers: true, routing: { url: `${origin}/routing`, portalUrl: `${origin}/ssp`, place: "halter.ort" }, ...changes.settings }, secrets,
      });
    },
  };
}

export type FitWorld = Awaited<ReturnType<typeof fitWorld>>;

const lastOf = (text: string, between: string): string => text.split(between).at(-1) ?? "";
