import { leikaIdentifier, type DestinationService } from "@kommunalportal/fit-connect";
import { dialogueStandard } from "../inbound/dialogue.ts";
import type { EfaService } from "../links/efa-service.ts";

/** What a destination offers for these services: each LeiKa key with its schemas, for the town's region. Answers in a case come by the standard of the dialogue. */
export function offerOf(services: readonly EfaService[], ars: string): readonly DestinationService[] {
  return services.flatMap(({ leikaKeys, schemas }) => leikaKeys.map((key) => ({
    identifier: leikaIdentifier(key), regions: [`DE${ars}`],
    submissionSchemas: [...schemas, { schemaUri: dialogueStandard, mimeType: "application/json" as const }],
  })));
}

/** How replies reach the sender, in the order of the standard. */
export const replyChannels = { eMail: {}, idBundDeMailbox: {}, fitConnect: { processStandards: [dialogueStandard] } } as const;
