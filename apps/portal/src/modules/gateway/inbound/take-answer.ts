import { receptionProblem } from "@kommunalportal/fit-connect";
import type { TakenFile } from "#modules/applications";
import type { Tx } from "#platform/database";
import { accessKeyOf } from "./access-key.ts";
import { arrivalRow, forgetArrivingFiles, isRepeat, namedSchema, rewriteWayBack, updateArrival, type ArrivalRow } from "./arrival-store.ts";
import { dataSections } from "./data-rows.ts";
import { consentChanged, dialogueStandard, personWords } from "./dialogue.ts";
import { safeName, scanned } from "./file-sink.ts";
import type { InboundDeps } from "./inbound-deps.ts";
import { readData, readJson } from "./read-data.ts";
import type { Arrived } from "./receive-submission.ts";

const longest = 9_500;

/**
 * A further submission in a case that is known: the person's words and documents for an application that is here. All of it is one transaction with
 * the state of the arrival, so that a crash or a second telling adds nothing.
 */
export async function takeAnswer(deps: InboundDeps, arrival: ArrivalRow, first: ArrivalRow, arrived: Arrived, arrivedAt: Date): Promise<void> {
  const { tenant_id: tenant, submission_id: submission } = arrival;
  const application = first.application_id;
  if (application === null) throw new Error("the case has no application");
  const words = wordsOf(deps, arrived);
  const key = await deps.tenants.tenantKey(tenant);
  const files: TakenFile[] = [];
  for (const [index, { content, filename }] of arrived.attachments.entries()) files.push(await scanned(deps, content, safeName(filename, `unterlage-${index + 1}`)));
  const accessKey = accessKeyOf(key, first.submission_id);
  // The application may lie with another town by now; the case at the delivery service stays where it was opened.
  await deps.db.asOperator("an answer in a case of another service", async (tx) => {
    const locked = await arrivalRow(tx, submission, true);
    if (locked?.state !== "listed") return;
    if (arrived.sealedDigest && (await isRepeat(tx, arrival, arrived.sealedDigest))) {
      await updateArrival(tx, submission, { state: "taken-in", kind: "repeat", arrivedAt, nextAt: deps.clock.now() });
      return;
    }
    if (arrived.consent !== undefined) await keepConsent(tx, key, first.submission_id, arrived.consent, arrivedAt);
    if (words.aboutConsent && arrived.consent !== undefined) {
      // Not an answer: a question that is open stays open. What it changes is how decisions go back from now on.
      await deps.applications.record(tx, application, { type: arrived.consent ? "electronic-decisions-wanted" : "electronic-decisions-declined", actor: { kind: "visitor" }, forCitizen: false });
      await updateArrival(tx, submission, { state: "taken-in", kind: "answer", application, arrivedAt, nextAt: deps.clock.now(), schema: namedSchema(deps.schemas, arrived.data?.schemaUri) });
      return;
    }
    const open = (await deps.answers.requests(tx, application)).filter((request) => request.open);
    const request = open.find(({ id }) => id === words.id) ?? open.at(-1);
    const said = await deps.answers.replyIn(tx, { application, source: { kind: "lookup", key: accessKey }, actor: { kind: "visitor" }, text: words.text, ...(request === undefined ? {} : { request: request.id }) });
    if (!said.ok) {
      await updateArrival(tx, submission, { state: "refusing", kind: "answer", problems: [receptionProblem("technical-error", "submission", "Der Vorgang ist abgeschlossen und nimmt keine Antworten mehr an.")], nextAt: deps.clock.now() });
      return;
    }
    await deps.applications.addTakenFiles(tx, { application, accessKey, files });
    await updateArrival(tx, submission, { state: "taken-in", kind: "answer", application, arrivedAt, nextAt: deps.clock.now(), schema: namedSchema(deps.schemas, arrived.data?.schemaUri) });
    await forgetArrivingFiles(tx, files.map(({ lock }) => lock.storeKey));
  });
}

/** The newest word counts, in whatever order they are taken in. */
async function keepConsent(tx: Tx, key: Buffer, submission: string, consent: boolean, at: Date): Promise<void> {
  await rewriteWayBack(tx, key, submission, (way) => (way.consentAt !== undefined && way.consentAt > at.toISOString() ? way : { ...way, consent, consentAt: at.toISOString() }));
}

/** By the standard of the dialogue, or whatever it is, line by line. `aboutConsent`: it says nothing else. */
function wordsOf({ schemas }: Pick<InboundDeps, "schemas">, { data, attachments }: Arrived): { readonly id: string | undefined; readonly text: string; readonly aboutConsent: boolean } {
  if (!data) return { id: undefined, text: "Unterlagen", aboutConsent: false };
  const json: unknown = data.mimeType === "application/json" ? readJson(data.bytes) : undefined;
  const said = data.schemaUri === dialogueStandard ? personWords.safeParse(json).data : undefined;
  const aboutConsent = attachments.length === 0 && (said?.about === "consent" || consentChanged.safeParse(json).success);
  if (said) return { id: said.id, text: said.text.slice(0, longest), aboutConsent };
  const lines = dataSections(readData(data.bytes, data.mimeType), schemas.labels(data.schemaUri)).flatMap(({ title, lines: all }) => [title, ...all.map(({ label, value }) => `${label}: ${value}`)]);
  return { id: undefined, text: lines.join("\n").slice(0, longest) || "Unterlagen", aboutConsent };
}
