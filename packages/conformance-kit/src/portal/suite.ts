import { runChecks, type Check, type CheckResult } from "../check.ts";
import { reportOf, type Report } from "../report.ts";
import { accessChecks } from "./access-checks.ts";
import { appointmentChecks } from "./appointment-checks.ts";
import { documentChecks } from "./document-checks.ts";
import { safeChecks } from "./safe-checks.ts";
import { journeyChecks } from "./journey-checks.ts";
import { readingChecks } from "./reading-checks.ts";
import { examine, type Examination, type PortalSubject } from "./subject.ts";
import { tokenChecks } from "./token-checks.ts";
import { uploadChecks } from "./upload-checks.ts";
import { webhookChecks } from "./webhook-checks.ts";
import { writingChecks } from "./writing-checks.ts";

/** Every rule for a compatible portal, in the order of a run. */
export const portalChecks: readonly Check<Examination>[] = [...documentChecks, ...tokenChecks, ...journeyChecks, ...readingChecks, ...accessChecks, ...writingChecks, ...uploadChecks, ...appointmentChecks, ...safeChecks, ...webhookChecks];

/**
 * Is this a compatible portal? Knows nothing but the specification and what the run was given. Leaves applications in the test municipality
 * (they can only be closed by an office) and removes its webhooks.
 */
export async function runPortalSuite(subject: PortalSubject, options: { readonly now?: Date; readonly tell?: (result: CheckResult) => void; readonly only?: (check: Check<Examination>) => boolean } = {}): Promise<Report> {
  const results = await runChecks(portalChecks.filter(options.only ?? (() => true)), examine(subject), options.tell);
  return reportOf({ suite: "portal", subject: subject.portal, at: options.now ?? new Date(), results });
}
