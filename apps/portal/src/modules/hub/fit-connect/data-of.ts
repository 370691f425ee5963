import type { DataToSend, Destination } from "@kommunalportal/fit-connect";
import { leikaIdentifier, sameService } from "@kommunalportal/fit-connect";
import { z } from "zod";
import type { OutgoingMessage } from "../channel.ts";
import { answerSchema, portalSchema } from "./fit-connect-settings.ts";

/** The answers in the words of the schema (FIM) that the form was made of. */
const xfallData = z.object({ namespace: z.string(), json: z.unknown(), xml: z.string() });

/** The form's own schema, where the message can be written in it. */
export function ownSchema(message: OutgoingMessage): string | undefined {
  return xfallOf(message)?.namespace;
}

/**
 * The data of a submission, as the destination takes them: an application in the words of its own FIM schema, XML or JSON, whichever the destination lists first for it; else in the
 * portal's schema (or the one that was set) as JSON. What follows an application is written in the portal's own where the destination reads that, else in the words of the dialogue where it reads these, as an
 * installation of this portal elsewhere does.
 */
export function dataOf(message: OutgoingMessage, { schemaUri, offered }: { readonly schemaUri: string; readonly offered: Destination | undefined }): DataToSend {
  const xfall = xfallOf(message);
  const taken = xfall && offeredSchemas(message, offered).find((one) => one.schemaUri === xfall.namespace);
  if (xfall && taken?.mimeType === "application/xml") return { bytes: xfall.xml, schemaUri: xfall.namespace, mimeType: taken.mimeType };
  if (xfall && taken?.mimeType === "application/json") return { bytes: JSON.stringify(xfall.json), schemaUri: xfall.namespace, mimeType: taken.mimeType };
  const reads = (uri: string): boolean => offeredSchemas(message, offered).some((one) => one.schemaUri === uri && one.mimeType === "application/json");
  if (message.type !== "application.submitted" && reads(answerSchema) && !reads(portalSchema)) return { bytes: JSON.stringify({ kind: "answer", text: wordsOf(message), ...(message.type === "application.consent-changed" ? { about: "consent" } : {}) }), schemaUri: answerSchema, mimeType: "application/json" };
  return {
    bytes: JSON.stringify({ type: message.type, timestamp: message.timestamp, data: message.data }), mimeType: "application/json",
    schemaUri: message.type === "application.submitted" ? schemaUri : portalSchema,
  };
}

/** For the clerk on the other side; which question it answers is not in it: the one that is open. */
function wordsOf({ type, data }: OutgoingMessage): string {
  if (type === "application.withdrawn") return "Die antragstellende Person hat ihren Antrag zurückgenommen.";
  if (type === "application.handed-over") return "Der Antrag wurde an eine andere Stelle abgegeben.";
  if (type === "application.consent-changed") return data["electronicDecisions"] === true ? "Die antragstellende Person möchte Bescheide elektronisch bekommen." : "Die antragstellende Person möchte Bescheide nicht mehr elektronisch bekommen.";
  const text = data["text"];
  return typeof text === "string" && text.trim() !== "" ? text : "Unterlagen zum Antrag";
}

function xfallOf({ type, data }: OutgoingMessage): z.infer<typeof xfallData> | undefined {
  return type === "application.submitted" ? xfallData.safeParse(data["xfall"]).data : undefined;
}

function offeredSchemas({ about: { leikaKey } }: OutgoingMessage, offered: Destination | undefined): Destination["publicServices"][number]["submissionSchemas"] {
  if (offered === undefined || leikaKey === undefined) return [];
  return offered.publicServices.flatMap(({ identifier, submissionSchemas }) => (sameService(identifier, leikaIdentifier(leikaKey)) ? submissionSchemas : []));
}
