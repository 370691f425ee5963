import { X509Certificate } from "node:crypto";
import type { LookupServiceQuery, LookupServiceResult } from "@kommunalportal/xta";
import { mailboxOf } from "./accounts.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";

/** As from the DVDV: whether the reader is there, with the certificate to encrypt for. Every reader offers every service but those under `urn:unbekannt:`, of which nobody knows. */
export function lookupService({ identities }: Pick<IntermediaryDeps, "identities">, query: LookupServiceQuery): LookupServiceResult {
  if (query.serviceType.startsWith("urn:unbekannt:")) return { ...query, availability: { answer: { kind: "unknown", value: true } } };
  const offered = mailboxOf(query.reader.identifier) !== undefined;
  const known = { ...query, availability: { answer: { kind: "known", value: offered } } } as const;
  if (!offered) return known;
  return { ...known, parameters: [{
    parameterType: { listUri: "urn:de:xta:codeliste:service.parameter.type", listVersionId: "1.0", code: "certificate" },
    resource: new X509Certificate(identities.clients.fachverfahren.certificate).raw,
  }] };
}
