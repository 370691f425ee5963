import { createSubmissionApi, type SubmissionApi } from "../api/submission-api.ts";
import { createTrustedKeys, type Participant, type TrustedKeys } from "../api/trusted-keys.ts";
import { createApiClient, type ApiClient } from "../http/api-client.ts";
import { connectionOf, type Connection, type ConnectionSettings } from "../http/connection.ts";
import { defaultFragments, type FragmentRule } from "./parcel-content.ts";
import { caseLogReader } from "./read-case-log.ts";

/** What both sides of a delivery are set up with. */
export interface PartySettings extends ConnectionSettings {
  readonly fragments?: Partial<FragmentRule>;
  /** Parties that are no destinations, for logs with replies that a sender answered; this sender itself among them. */
  readonly otherParticipants?: readonly Participant[];
}

export interface Party {
  readonly connection: Connection;
  readonly client: ApiClient;
  readonly api: SubmissionApi;
  readonly keys: TrustedKeys;
  readonly fragments: FragmentRule;
  readonly log: ReturnType<typeof caseLogReader>;
}

export function openParty(settings: PartySettings): Party {
  const connection = connectionOf(settings);
  const client = createApiClient(connection);
  const api = createSubmissionApi(client);
  const others = settings.otherParticipants ?? [];
  const keys = createTrustedKeys(connection, api, others);
  // v1 knows no fragments (delivery.md 1.5.9): there an attachment travels whole, up to what the service takes.
  const fragments = { ...defaultFragments, ...settings.fragments, ...(connection.apiVersion === "v1" ? { above: Infinity } : {}) };
  return { connection, client, api, keys, fragments, log: caseLogReader(api, keys.eventTrust, others) };
}
