import type { OutgoingMessage } from "../channel.ts";
import type { Dispatch } from "../dispatch.ts";
import { ownSchema } from "./data-of.ts";
import type { Failed } from "./error-result.ts";
import type { Addressee, NotAddressed } from "./find-addressee.ts";
import { submissionMemory } from "./look-at-submission.ts";
import { placeOf, placeSetting } from "./place-setting.ts";
import type { KeptSender } from "./senders.ts";

/** Nobody there is nobody there yet: it waits, alone. Everything else needs a person. */
export function notAddressed(why: NotAddressed): Failed {
  return why === "no-receiver" ? { kind: "unreachable", reason: why, mayHaveArrived: false, alone: true } : { kind: "refused-permanently", reason: why };
}

/** For how many the addressee is one: a failure of one of many says nothing about the others. */
export interface Addressed { readonly addressee: Addressee; readonly ofMany: boolean; forget(): void }

/**
 * Who takes a message. What was announced stays with whom it was announced to, and what follows an application goes where that went; only an application that
 * has not been announced yet is looked for. @throws FitConnectError
 */
export async function addresseeOf({ finder, settings: { destinationId, routing } }: Pick<KeptSender, "finder" | "settings">, { message, known }: { readonly message: OutgoingMessage; readonly known: Dispatch | undefined }): Promise<Addressed | Failed> {
  if (destinationId !== undefined || routing === undefined || finder === undefined) {
    return { addressee: { destinationId: destinationId ?? "", ars: message.about.ars, land: undefined, name: undefined }, ofMany: false, forget: () => undefined };
  }
  const announced = [known?.memory, message.about.earlier].flatMap((memory) => (memory === undefined ? [] : submissionMemory.parse(memory).to ?? []))[0];
  if (announced) return { addressee: { destinationId: announced.destinationId, ars: announced.ars, land: announced.land, name: undefined }, ofMany: true, forget: () => undefined };
  const { leikaKey } = message.about;
  if (leikaKey === undefined) return { kind: "refused-permanently", reason: "no-service-key" };
  const place = placeOf(placeSetting(routing.place) ?? [], message.data["content"]);
  if (place === undefined) return notAddressed("place-missing");
  const wanted = { leikaKey, place, ownSchema: ownSchema(message) };
  const outcome = await finder.find(wanted);
  return outcome.ok ? { addressee: outcome.addressee, ofMany: true, forget: () => { finder.forget(wanted); } } : notAddressed(outcome.why);
}
