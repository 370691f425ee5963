import type { DataToSend, Destination } from "@kommunalportal/fit-connect";
import { leikaIdentifier, sameService } from "@kommunalportal/fit-connect";
import { z } from "zod";
import type { OutgoingMessage } from "../channel.ts";
import { portalSchema } from "./fit-connect-settings.ts";

/** The answers in the words of the schema (FIM) that the form was made of. */
const xfallData = z.object({ namespace: z.string(), json: z.unknown(), xml: z.string() });

/** The form's own schema, where the message can be written in it. */
export function ownSchema(message: OutgoingMessage): string | undefined {
  return xfallOf(message)?.namespace;
}

/**
 * The data of a submission, as the destination takes them: an application in the words of its own FIM schema, XML or JSON, whichever the destination lists first for it; else in the
 * portal's schema (or the one that was set) as JSON. What follows an application is always written in the portal's own.
 */
export function dataOf(message: OutgoingMessage, { schemaUri, offered }: { readonly schemaUri: string; readonly offered: Destination | undefined }): DataToSend {
  const xfall = xfallOf(message);
  const taken = xfall && offeredSchemas(message, offered).find((one) => one.schemaUri === xfall.namespace);
  if (xfall && taken?.mimeType === "application/xml") return { bytes: xfall.xml, schemaUri: xfall.namespace, mimeType: taken.mimeType };
  if (xfall && taken?.mimeType === "application/json") return { bytes: JSON.stringify(xfall.json), schemaUri: xfall.namespace, mimeType: taken.mimeType };
  return {
    bytes: JSON.stringify({ type: message.type, timestamp: message.timestamp, data: message.data }), mimeType: "application/json",
    schemaUri: message.type === "application.submitted" ? schemaUri : portalSchema,
  };
}

function xfallOf({ type, data }: OutgoingMessage): z.infer<typeof xfallData> | undefined {
  return type === "application.submitted" ? xfallData.safeParse(data["xfall"]).data : undefined;
}

function offeredSchemas({ about: { leikaKey } }: OutgoingMessage, offered: Destination | undefined): Destination["publicServices"][number]["submissionSchemas"] {
  if (offered === undefined || leikaKey === undefined) return [];
  return offered.publicServices.flatMap(({ identifier, submissionSchemas }) => (sameService(identifier, leikaIdentifier(leikaKey)) ? submissionSchemas : []));
}
