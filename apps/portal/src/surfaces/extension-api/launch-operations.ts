import type { ExchangedLaunch } from "#modules/extensions";
import { z } from "zod";
import { json, operation, written } from "./operation.ts";
import { launch, launchRequest, stepResult, stepResultRequest } from "./launch-schemas.ts";

const none = () => z.strictObject({});

/** What a program does behind a page of its own that stands in the portal. */
export const launchOperations = [
  operation({
    id: "exchangeLaunch", method: "POST", path: "/launches", tag: "places", scope: undefined, since: "1.0", stability: "beta", writes: true,
    summary: { de: "Startcode einlösen", en: "Exchange a launch code" },
    description: {
      de: "Führt das Portal zu einer Ihrer Seiten, steht in der Adresse `start`: ein Code, der nichts sagt, fünf Minuten gilt und einmal wirkt. Ihr Server löst ihn hier ein und erfährt, worum es geht: für einen Reiter den Vorgang (braucht `vorgaenge.lesen`), für einen Schritt die Felder, die das Formular Ihnen nennt (braucht `formulare.ergaenzen`). Ein fremder, verbrauchter, abgelaufener oder widerrufener Code sieht aus wie einer, den es nie gab. Ging die Antwort verloren, kommt sie unter demselben Idempotency-Key wieder.",
      en: "When the portal leads to one of your pages the address holds `start`: a code that says nothing, holds for five minutes and works once. Your server exchanges it here and learns what it is about: for a tab the application (needs `vorgaenge.lesen`), for a step the fields that the form names for you (needs `formulare.ergaenzen`). A code that is foreign, used, expired or revoked looks like one that never was. If the answer was lost, it comes again under the same Idempotency-Key.",
    },
    params: none(), query: none(), body: launchRequest, success: { status: 200, content: launch }, problems: ["not-found", "body-invalid"],
    async handle({ bearer, body, write }, { extensions }) {
      const outcome = await extensions.places.exchange(bearer, { code: body.start, place: body.place }, write);
      if (!outcome.ok) return outcome;
      const answer = json(outcome, presentLaunch);
      return answer.ok && answer.value.kind === "json" ? { ok: true, value: { ...answer.value, replayed: outcome.value.replayed } } : answer;
    },
  }),
  operation({
    id: "provideStepResult", method: "POST", path: "/launch-results", tag: "places", scope: "formulare.ergaenzen", since: "1.0", stability: "beta", writes: true,
    summary: { de: "Werte für einen Schritt zurückgeben", en: "Give values for a step" },
    description: {
      de: "Was die Person bei Ihnen gewählt hat oder was Ihre Prüfung ergab, für die Felder, die der Schritt Sie füllen lässt. Das Formular prüft jeden Wert wie getippt; `errors` nennt, was nicht passt. Danach leiten Sie die Person auf `returnTo`. Übernommen wird erst dort, in ihrer Sitzung. Zweimal gegeben, gilt das Spätere.",
      en: "What the person chose with you or what your check found, for the fields that the step lets you fill. The form checks each value as if it had been typed; `errors` names what does not fit. Then redirect the person to `returnTo`. Only there, in their session, the values are taken. Given twice, the later one counts.",
    },
    params: none(), query: none(), body: stepResultRequest, success: { status: 200, content: stepResult }, problems: ["not-found", "body-invalid", "answers-invalid"],
    async handle({ bearer, body, write }, { extensions }) {
      return written(await extensions.places.giveResult(bearer, { result: body.result, outcome: body.outcome, fields: body.fields ?? {}, problems: body.problems ?? [] }, write));
    },
  }),
];

function presentLaunch({ page, context, result, expiresAt }: ExchangedLaunch): object {
  const common = { place: context.place, page, language: context.language, expiresAt: expiresAt.toISOString() };
  if (context.place === "case-tab") return { ...common, case: { application: context.application, role: context.role, office: context.office } };
  const { service, formVersion, step, trustLevel, fields, returnTo } = context;
  return { ...common, step: { service, formVersion, step, trustLevel, fields, result, ...(returnTo === undefined || result === undefined ? {} : { returnTo: `${returnTo}?ergebnis=${result}` }) } };
}
