import { germanDay } from "#platform/clock";
import type { Subscription } from "#platform/events";
import { isId } from "#platform/ids";
import type { MailboxDeps } from "./deps.ts";
import { forgetAccount } from "./forget-account.ts";
import { keepConfirmation } from "./keep-confirmation.ts";
import { keepSent } from "./keep-sent.ts";
import { draftText, unusedText } from "./notice-text.ts";
import { sendAccountMail } from "./send-account-mail.ts";
import { sendNotice } from "./send-notice.ts";
import { reportedEvents, reportStatus } from "./outside/report-status.ts";
import { sendOutside } from "./outside/send-outside.ts";
import { followHandOver, forgetVisitorAddress, sendVisitorNotice } from "./visitor-address.ts";

/** What a visitor is told of: everything that stands in the status page as news. */
const visitorNews = ["application.status-changed", "application.message", "application.question", "application.documents-requested", "application.decision", "application.fee-cancelled",
  "application.appointment-cancelled", "application.appointment-moved", "application.case-passed-on", "application.office-involved"] as const;
const confirmationEvents = ["application.submitted", "application.rendered", "application.rendering-refused"] as const;

export function createSubscriptions(deps: MailboxDeps): readonly Subscription[] {
  const start = `${deps.publicOrigin}/vorgaenge`;
  return [
    { name: "mailbox.notice", to: "message.delivered", takesLong: true, handle: (event) => sendNotice(deps, event) },
    { name: "mailbox.outside", to: "message.delivered", takesLong: true, handle: (event) => sendOutside(deps, event) },
    // A job for each event of each application, so only where there is a monitor to tell.
    ...(deps.outside?.mailboxes.zbp?.report ? reportedEvents : []).map((to): Subscription => ({ name: `mailbox.monitor-${to.slice("application.".length)}`, to, takesLong: true, handle: (event) => reportStatus(deps, event) })),
    ...confirmationEvents.map((to): Subscription => ({ name: `mailbox.confirmation-${to.slice("application.".length)}`, to, handle: (event) => keepConfirmation(deps, event) })),
    { name: "mailbox.sent", to: "application.reply", handle: (event) => keepSent(deps, event) },
    ...visitorNews.map((to): Subscription => ({ name: `mailbox.visitor-${to.slice("application.".length)}`, to, takesLong: true, handle: (event) => sendVisitorNotice(deps, event) })),
    { name: "mailbox.visitor-handed-over", to: "application.handed-over", takesLong: true, handle: (event) => followHandOver(deps, event) },
    { name: "mailbox.visitor-end", to: "application.closed", takesLong: true, handle: async (event) => { await sendVisitorNotice(deps, event); await forgetVisitorAddress(deps, event); } },
    { name: "mailbox.unused", to: "account.unused", takesLong: true, handle: (event) => sendAccountMail(deps, event, unusedText(start)) },
    { name: "mailbox.draft-expiring", to: "draft.expiring", takesLong: true, handle: (event) => sendAccountMail(deps, event, draftText(start, germanDay(String(event["on"])))) },
    {
      name: "mailbox.forget-account", to: "account.deleted",
      handle: async (event) => {
        const { account } = event;
        if (!isId(account)) throw new Error("the event names no account");
        await forgetAccount(deps, account);
      },
    },
  ];
}
