import type { ApplicationContent, ApplicationHead } from "#modules/applications";
import type { DomainEvent } from "#platform/events";
import { sql } from "#platform/database";
import { deliverOnce } from "./deliver.ts";
import type { MailboxDeps } from "./deps.ts";
import type { ApplicationFileLink } from "./message.ts";

const minutesForTheRendition = 10;

/**
 * The copy of a submission for the account (§ 9a OZG, § 8 Serviceportal.NRW-VO), with the PDF as soon as it is there; after ten minutes
 * without it. Called for several events, delivers once. An operator's transaction, because the worker acts for no town and no person.
 */
export async function keepConfirmation(deps: MailboxDeps, event: DomainEvent): Promise<void | { readonly snoozeUntil: Date }> {
  const application = String(event["application"]);
  return deps.db.asOperator("copy of a submission for its account", async (tx) => {
    const head = await deps.applications.view(tx, application);
    if (head?.account === undefined || head.reference === undefined || head.submittedAt === undefined) return undefined;
    if (await tx.maybe(sql`select from mailbox.message where application_id = ${application} and kind = 'confirmation'`)) return undefined;
    const content = await deps.applications.content(tx, application, { kind: "tenant", reader: "applicant" });
    const files = content ? renditions(content) : [];
    const until = new Date(head.submittedAt.getTime() + minutesForTheRendition * 60_000);
    if (files.length === 0 && event.type === "application.submitted" && deps.clock.now() < until) return { snoozeUntil: until };
    const title = (await deps.forms.service(head.service, head.formVersion))?.package.service.title;
    await deliverOnce(tx, deps, { account: head.account, tenant: head.tenant, application, kind: "confirmation", minimumLevel: head.trustLevel, language: head.language, files, ...words(head, head.reference, head.language === "en" ? title?.en ?? title?.de : title?.de) });
    return undefined;
  });
}

/** The copy for reading; the one for archives holds the same. */
function renditions({ application, files }: ApplicationContent): ApplicationFileLink[] {
  return files.filter(({ kind, label, scan }) => kind === "rendition" && label === "ua-1" && scan === "clean").map(({ id, name, type, size, sha256 }) => ({ name, type, size, sha256, application, file: id }));
}

function words({ language }: ApplicationHead, reference: string, title: string | undefined): { readonly subject: string; readonly text: string } {
  if (language === "en") {
    return {
      subject: `Your application has been received (${reference})`,
      text: `Your application${title === undefined ? "" : ` »${title}«`} has been received.\n\nReference: ${reference}\n\nThe copy of your answers belongs to this message. You can follow what happens next under »My applications«.`,
    };
  }
  return {
    subject: `Ihr Antrag ist eingegangen (${reference})`,
    text: `Ihr Antrag${title === undefined ? "" : ` »${title}«`} ist eingegangen.\n\nVorgangsnummer: ${reference}\n\nDie Kopie Ihrer Angaben liegt dieser Nachricht bei. Wie es weitergeht, sehen Sie unter »Meine Vorgänge«.`,
  };
}
