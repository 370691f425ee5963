import { sendMail } from "./send-mail.ts";
import type { Remind } from "./deadlines.ts";
import { TERMS } from "./terms.ts";
import type { Service } from "./service.ts";

const thing = { submission: "Einreichung", reply: "Antwort" } as const;

/** Tells the technical contact by mail; ids only, for a mail is read by many. A mail server that is down does not stop the service. */
export function createReminder({ store }: Service, smtpPort: number): Remind {
  return async ({ id, kind, destinationId }, days) => {
    const destination = store.destinations.get(destinationId);
    const address = destination?.contactInformation.email;
    if (!destination || address === undefined) return;
    await sendMail(smtpPort, {
      from: "zustelldienst@fit-connect.example", to: address, subject: `Nicht abgeholte ${thing[kind]} am Zustellpunkt ${destination.name}`,
      lines: [`Die ${thing[kind]} ${id} am Zustellpunkt ${destinationId} wurde seit ${days} Tagen nicht abgeholt.`, `Wird sie nicht beantwortet, wird sie nach ${TERMS.reject} Tagen automatisch abgelehnt.`],
    }).catch((error: unknown) => { process.stderr.write(`fit-connect reminder not sent: ${error instanceof Error ? error.message : "?"}\n`); });
  };
}
