import { join } from "node:path";
import { z } from "zod";
import { addControl } from "../../frame/control.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../../frame/site.ts";
import { keyFilePath } from "../../fit-connect/demo-destinations.ts";
import { CallFailed } from "../../fit-subscriber/api-call.ts";
import { createSubscriber } from "../../fit-subscriber/subscriber.ts";
import { tagsSchema } from "../../fit-connect/records.ts";
import { decideSubmission, rejection } from "./decide-submission.ts";
import { effectsOf } from "./effects.ts";
import { fitBehaviourSchema, STANDARD_FIT_BEHAVIOUR, type FitBehaviour } from "./fit-behaviour.ts";
import { openFitInbox, type Held } from "./fit-inbox.ts";
import { addFitPages, fieldOf } from "./fit-pages.ts";
import { answerSchema, filesSchema, otherDataSchema, sendAnswer } from "./send-answer.ts";

const decisionSchema = z.strictObject({ submissionId: z.uuid(), decision: z.enum(["accept", "reject"]) });
const replySchema = z.strictObject({ submissionId: z.uuid().optional(), reference: z.string().max(500).optional(), answer: z.union([answerSchema, otherDataSchema]), files: filesSchema.default([]) });

interface Systems {
  /** Of the site and of its folder. */
  readonly name: string;
  readonly title: string;
  readonly client: keyof Pick<SandboxContext["credentials"]["fitConnect"], "fachverfahren" | "nordhafen">;
  readonly towns: readonly { readonly key: keyof SandboxContext["credentials"]["fitConnect"]["destinations"]; readonly name: string }[];
}
const MUSTERLAND: Systems = { name: "fit-fachverfahren", title: "Fachverfahren mit FIT-Connect", client: "fachverfahren", towns: [{ key: "musterstadt", name: "Stadt Musterstadt" }, { key: "beispielhausen", name: "Gemeinde Beispielhausen" }, { key: "kreisMusterland", name: "Kreis Musterland" }] };
/** In another state: with access data and an inbox of its own. */
export const NORDHAFEN: Systems = { name: "fit-nordhafen", title: "Fachverfahren der Stadt Nordhafen", client: "nordhafen", towns: [{ key: "nordhafen", name: "Stadt Nordhafen" }] };

/** The Fachverfahren of invented towns: fetches from FIT-Connect, checks, decrypts, accepts or rejects, and answers. */
export async function createFitFachverfahrenSite(context: SandboxContext, systems: Systems = MUSTERLAND): Promise<Site> {
  const app = createSiteApp({ bodyLimit: 30_000_000 });
  const { clock, dataFolder, credentials: { fitConnect } } = context;
  const folder = join(dataFolder, systems.name);
  const { towns } = systems;
  const inbox = await openFitInbox(join(folder, "inbox.jsonl"));
  const behaviour: { current: FitBehaviour } = { current: STANDARD_FIT_BEHAVIOUR };
  const subscriber = createSubscriber(app, {
    context, client: fitConnect[systems.client], folder: join(folder, "eingang"), active: () => behaviour.current.fetch,
    destinations: towns.map(({ key }) => ({ ...fitConnect.destinations[key], keyFile: keyFilePath(dataFolder, systems.name, key) })),
    takesSchema: (schemaUri) => behaviour.current.schemas?.includes(schemaUri) ?? true,
    decide: (waiting, reception) => decideSubmission({ inbox, behaviour, folder: join(folder, "eingang"), clock }, waiting, reception),
  });
  const decide = async ({ entry, decided }: Held, verb: "accept" | "reject"): Promise<boolean> => {
    if (decided) return false;
    try {
      await subscriber.answer(entry, verb === "accept" ? { verb } : rejection(behaviour.current), tagsSchema.parse(entry.tags));
    } catch (error) {
      if (error instanceof CallFailed) return false;
      throw error;
    }
    await inbox.record({ kind: "decided", at: clock().toISOString(), submissionId: entry.submissionId, verb });
    return true;
  };

  addControl(app, fitBehaviourSchema, behaviour, STANDARD_FIT_BEHAVIOUR);
  app.get("/_effects", async () => effectsOf(inbox));
  app.post("/_control/polls", async (_request, reply) => {
    await subscriber.poll();
    return reply.code(204).send();
  });
  app.post("/_control/decisions", async (request, reply) => {
    const body = decisionSchema.safeParse(request.body);
    const held = body.success ? inbox.find(body.data.submissionId) : undefined;
    if (!body.success || !held) return reply.code(422).send({ error: "send submissionId of a held submission, and decision" });
    return await decide(held, body.data.decision) ? reply.code(204).send() : reply.code(409).send({ error: "already decided, or the delivery service does not answer" });
  });
  app.post("/_control/replies", async (request, reply) => {
    const body = replySchema.safeParse(request.body);
    if (!body.success) return reply.code(422).send({ problems: body.error.issues.map(({ path, message }) => ({ path: path.join("."), message })) });
    const { submissionId, reference, answer, files } = body.data;
    const held = inbox.all().findLast(({ entry }) => entry.submissionId === submissionId || entry.reference === reference);
    if (!held) return reply.code(404).send({ error: "nothing of this id or reference has arrived" });
    const sent = await sendAnswer({ service: subscriber.service, inbox, clock }, held, answer, files);
    return typeof sent === "string" ? reply.code(409).send({ error: sent }) : reply.code(201).send(sent);
  });
  const names = new Map(towns.map(({ key, name }) => [fitConnect.destinations[key].destinationId, name]));
  addFitPages(app, {
    inbox, folder: join(folder, "eingang"), nameOf: (id) => names.get(id) ?? id, decide,
    async reply(held, form) {
      const [text, kind] = [fieldOf(form, "text"), fieldOf(form, "art")];
      const answer = answerSchema.safeParse(kind === "status" ? { kind, status: "in-progress", text } : kind === "question" ? { kind, text } : { kind: "decision", result: kind, text });
      if (!answer.success) return "Bitte schreiben Sie einen Text und wählen Sie eine der Schaltflächen.";
      const sent = await sendAnswer({ service: subscriber.service, inbox, clock }, held, answer.data, []).catch((error: unknown) => { if (error instanceof CallFailed) return "unreachable"; throw error; });
      return typeof sent === "string" ? "Der Zustelldienst hat die Antwort nicht angenommen." : "";
    },
  });
  app.addHook("onClose", async () => {
    await subscriber.close();
    await inbox.close();
  });
  return siteOf(app, {
    name: systems.name, title: systems.title,
    purpose: "holt Einreichungen bei FIT-Connect ab, entschlüsselt und prüft sie, nimmt sie an oder lehnt sie ab und antwortet.",
  });
}
