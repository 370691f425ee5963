import { inNamespace, named, raw, record, simple, type ValueOf } from "../codec/codec.ts";
import { list, nonEmptyList, optional, required } from "../codec/items.ts";
import { base64, dateTime, integer, string, token } from "../codec/simple-type.ts";
import { ns } from "../names.ts";
import { plainCode } from "./code.ts";
import { messageMetaData } from "./message-meta-data.ts";

const own = inNamespace(ns.xta);

const entry = record({
  timestamp: required(own("Timestamp", simple(dateTime))),
  code: required(own("Code", plainCode)),
  reason: required(own("Reason", simple(string))),
});

const messageStatus = record({
  /** 0 open, 1 green, 2 yellow (warnings), 3 red (errors): `transportStatus` names them. */
  status: required(own("Status", simple(integer))),
  errors: optional(own("ErrorList", record({ entries: list(own("Error", entry)) }))),
  warnings: optional(own("WarnList", record({ entries: list(own("Warning", entry)) }))),
  infos: optional(own("InfoList", record({ entries: list(own("Info", entry)) }))),
});

export const transportReport = own("TransportReport", record({
  metaData: required(messageMetaData),
  reportTime: required(own("ReportTime", simple(dateTime))),
  xtaServerIdentity: required(own("XTAServerIdentity", simple(token))),
  messageStatus: required(own("MessageStatus", messageStatus)),
  additionalReports: optional(own("AdditionalReports", record({
    reports: nonEmptyList(own("Report", record({ key: required(own("Key", plainCode)), data: required(own("Data", simple(base64))) }))),
  }))),
  /** Carried, not checked: prefixes are not kept here, so check it on the bytes received. */
  signature: optional(named(ns.ds, "Signature", raw)),
}));

export type TransportReport = ValueOf<typeof transportReport.codec>;
export type TransportReportEntry = ValueOf<typeof entry>;

/** The traffic light of a report, or undefined for a number that the standard does not know. */
export function transportStatus(report: TransportReport): "open" | "green" | "yellow" | "red" | undefined {
  return (["open", "green", "yellow", "red"] as const)[report.messageStatus.status];
}
