import type { XtaClient } from "@kommunalportal/xta";
import type { ClientCertificate, OutboundStream } from "#platform/http";
import type { OpenedDestination } from "../channel.ts";
import { keptPerDestination } from "../kept-per-destination.ts";
import { openXtaConnection } from "./connection.ts";
import { certificateOf, settingsOf } from "./xta-settings.ts";

export function createClients(outboundStream: (certificate: ClientCertificate) => OutboundStream): (destination: OpenedDestination) => XtaClient {
  return keptPerDestination((destination) => {
    const { managementUrl, msgBoxUrl, author } = settingsOf(destination);
    return openXtaConnection(outboundStream, { send: destination.address, management: managementUrl, msgBox: msgBoxUrl, author, certificate: certificateOf(destination) });
  });
}
