import { X509Certificate } from "node:crypto";
import type { LookupServiceQuery, LookupServiceResult } from "@kommunalportal/xta";
import { accounts, mailboxOf } from "./accounts.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";

/** As from the DVDV: whether the reader is there, with the certificate to encrypt for. Every reader offers every service but those under `urn:unbekannt:`, of which nobody knows. */
export function lookupService({ identities, register }: Pick<IntermediaryDeps, "identities" | "register">, query: LookupServiceQuery): LookupServiceResult {
  if (query.serviceType.startsWith("urn:unbekannt:")) return { ...query, availability: { answer: { kind: "unknown", value: true } } };
  const offered = mailboxOf(query.reader.identifier) !== undefined;
  const known = { ...query, availability: { answer: { kind: "known", value: offered } } } as const;
  const mailbox = query.reader.identifier.value ?? "";
  // The Fachverfahren's is there from the start; of all others the register knows what was entered.
  const certificate = register.readerCertificate(mailbox) ?? (accounts.find(({ id }) => id === "fachverfahren")?.mailboxes.some(({ value }) => value === mailbox) === true ? identities.reader.certificate : undefined);
  if (!offered || certificate === undefined) return known;
  return { ...known, parameters: [{
    parameterType: { listUri: "urn:de:xta:codeliste:service.parameter.type", listVersionId: "1.0", code: "certificate" },
    resource: new X509Certificate(certificate).raw,
  }] };
}
