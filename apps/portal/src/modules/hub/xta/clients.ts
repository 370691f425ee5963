import { createXtaClient, type XtaClient, type XtaTransport } from "@kommunalportal/xta";
import type { ClientCertificate, OutboundStream } from "#platform/http";
import type { OpenedDestination } from "../channel.ts";
import { keptPerDestination } from "../kept-per-destination.ts";
import { certificateOf, settingsOf } from "./xta-settings.ts";

/** For a whole exchange with 40 MB of content. */
const timeoutMs = 120_000;

export function createClients(outboundStream: (certificate: ClientCertificate) => OutboundStream): (destination: OpenedDestination) => XtaClient {
  return keptPerDestination((destination) => open(outboundStream, destination));
}

function open(outboundStream: (certificate: ClientCertificate) => OutboundStream, destination: OpenedDestination): XtaClient {
  const { managementUrl, msgBoxUrl, author } = settingsOf(destination);
  return createXtaClient({
    endpoints: { management: managementUrl, send: destination.address, msgBox: msgBoxUrl }, author: { identifier: author }, transport: transportOver(outboundStream(certificateOf(destination))), timeoutMs, lenient: true,
  });
}

/** The library's transport over the portal's own way out: its rules about addresses hold here too. */
function transportOver(stream: OutboundStream): XtaTransport {
  return async ({ url, contentType, body, signal }) => {
    const givenUp = new AbortController();
    const answer = await stream(url, { method: "POST", headers: { "content-type": contentType, "user-agent": "kommunalportal-hub/1" }, body, signal: AbortSignal.any([signal, givenUp.signal]) });
    return { status: answer.status, contentType: answer.headers.get("content-type") ?? undefined, body: answer.body ?? nothing(), close: () => { givenUp.abort(); } };
  };
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> { /* an answer without body */ }
