import { XtaException, type TransportReport, type TransportReportEntry } from "@kommunalportal/xta";
import type { Admitted } from "./admit.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";
import { deliveredAt, metaDataNow, stateOf, type MessageState } from "./message-state.ts";

/** 0 open, 1 green, 2 yellow, 3 red: green only once the reader has confirmed. */
const STATUS: Readonly<Record<MessageState, number>> = { waiting: 0, delivered: 0, fetched: 0, received: 1, cancelled: 2, obsolete: 3, undeliverable: 3 };
const LIST = { listUri: "urn:de:musterland:sandbox:meldungen", listVersionId: "1.0" };

/** The report, for who sent the message and for who reads it. @throws XtaException 9070 */
export function transportReport({ store, clock, serverIdentity }: IntermediaryDeps, { account }: Admitted, messageId: string): TransportReport {
  const message = store.find(messageId);
  const reads = message && account.mailboxes.some(({ value }) => value === message.metaData.destinations.reader.identifier.value);
  if (!message || (message.account !== account.id && !reads)) throw new XtaException(9070);
  const now = clock();
  const state = stateOf(message, now);
  const line = (at: Date | undefined, code: string, reason: string): TransportReportEntry[] => (at ? [{ timestamp: at.toISOString(), code: { ...LIST, code }, reason }] : []);
  const infos = [
    ...line(message.acceptedAt, "angenommen", "Die Nachricht wurde zur Zustellung angenommen."),
    ...(["delivered", "fetched", "received"].includes(state) ? line(deliveredAt(message), "zugestellt", "Die Nachricht liegt im Postfach.") : []),
    ...line(message.fetchedAt, "abgeholt", "Die Nachricht wurde erstmals abgeholt."),
    ...line(message.receivedAt, "empfangen", "Der Empfang wurde bestätigt."),
  ];
  const errors = state === "undeliverable" ? line(message.acceptedAt, "kein-postfach", "Zu dieser Kennung gibt es kein Postfach.")
    : state === "obsolete" ? line(now, "abgelaufen", "Die Nachricht wurde nicht rechtzeitig abgeholt.") : [];
  const warnings = line(message.cancelledAt, "zurückgezogen", "Die Nachricht wurde vom Absender zurückgezogen.");
  return {
    metaData: metaDataNow(message, now), reportTime: now.toISOString(), xtaServerIdentity: serverIdentity,
    messageStatus: {
      status: STATUS[state], ...(errors.length > 0 && { errors: { entries: errors } }), ...(warnings.length > 0 && { warnings: { entries: warnings } }), infos: { entries: infos },
    },
  };
}
