import { isMailAddress, type Mail, type MailOutcome } from "#platform/mail";
import type { Channel, ChannelResult } from "../channel.ts";
import type { HubDeps } from "../deps.ts";

/**
 * For offices without any system: a mail that says that something is in the inbox, with a link to sign in to and nothing else: no name, no number, no
 * service (mail is no secure way, and its subject least of all). The application itself is in the casework inbox, as always.
 */
export function createMailChannel({ notices, tenants }: Pick<HubDeps, "notices" | "tenants">): Channel {
  const send = async (to: string, tenant: string, id: string, test: boolean): Promise<ChannelResult> => {
    if (!notices) return { kind: "unreachable", reason: "mail-not-set-up", mayHaveArrived: false };
    return resultOf(await notices.mailer.send(mailOf(to, `${notices.origin}/mitarbeit/${tenants.byId(tenant)?.slug ?? ""}/eingang`, id, new URL(notices.origin).hostname, test)), id);
  };
  return {
    withoutContent: true,
    check: ({ address }) => (isMailAddress(address) ? [] : [{ path: "address", code: "mail-address-invalid" }]),
    secrets: () => ["none"],
    send: (message, { tenant, address }) => send(address, tenant, message.id, false),
    test: ({ tenant, address }, { id }) => send(address, tenant, id, true),
  };
}

function mailOf(to: string, link: string, id: string, host: string, test: boolean): Mail {
  return {
    to, messageId: `<zustellung-${id}@${host}>`, subject: test ? "Probe: Kommunalportal" : "Neues im Kommunalportal",
    text: `Guten Tag,\n\n${test ? "dies ist eine Probe; es ist nichts eingegangen. Hinweise auf neue Eingänge kommen künftig an diese Adresse." : "im Eingang liegt etwas Neues für Ihr Amt."}\n\n${link}\n\nDiese Nachricht enthält aus Gründen des Datenschutzes keine weiteren Angaben.\n`,
  };
}

function resultOf(outcome: MailOutcome, id: string): ChannelResult {
  switch (outcome.kind) {
    case "accepted": return { kind: "accepted", receipt: `Hinweis ${id} verschickt` };
    // The address is a setting of the destination: it is put right, and the same message goes again.
    case "rejected": return { kind: "unreachable", reason: "mail-refused", mayHaveArrived: false };
    case "unavailable": return { kind: "unreachable", reason: outcome.reason === "not-configured" ? "mail-not-set-up" : outcome.reason === "timeout" ? "timeout" : "busy", mayHaveArrived: outcome.reason === "timeout" };
  }
}
