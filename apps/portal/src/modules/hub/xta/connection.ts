import { createPrivateKey, X509Certificate } from "node:crypto";
import { createXtaClient, type XtaClient, type XtaTransport } from "@kommunalportal/xta";
import type { ClientCertificate, OutboundStream } from "#platform/http";
import { addressProblems } from "../address-problems.ts";
import type { DestinationProblem } from "../channel.ts";

/** For a whole exchange with 40 MB of content. */
const timeoutMs = 120_000;

/** An account at an XTA server: the three ports of the WSDL, the mailbox that speaks, and what shows it. */
export interface XtaConnection { readonly send: string; readonly management: string; readonly msgBox: string; readonly author: { readonly type: string; readonly value: string }; readonly certificate: ClientCertificate }

export function openXtaConnection(outboundStream: (certificate: ClientCertificate) => OutboundStream, { send, management, msgBox, author, certificate }: XtaConnection): XtaClient {
  return createXtaClient({ endpoints: { management, send, msgBox }, author: { identifier: author }, transport: transportOver(outboundStream(certificate)), timeoutMs, lenient: true });
}

/** Addresses and the pair of certificate and key: a certificate with somebody else's key would only fail at the first exchange. */
export function xtaConnectionProblems({ send, management, msgBox, certificate }: XtaConnection): DestinationProblem[] {
  const addresses = ([["address", send], ["managementUrl", management], ["msgBoxUrl", msgBox]] as const).flatMap(([path, address]) => addressProblems(address, false).map(({ code }): DestinationProblem => ({ path, code })));
  return [...addresses, ...certificateProblems(certificate)];
}

export function certificateProblems({ certificate, key, authorities: given = "" }: ClientCertificate): DestinationProblem[] {
  const authorities = typeof given === "string" ? given : given.join("\n");
  const problems: DestinationProblem[] = [];
  try {
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) problems.push({ path: "certificate", code: "certificate-key-mismatch" });
  } catch {
    problems.push({ path: "certificate", code: "certificate-invalid" });
  }
  const roots = authorities.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (authorities.trim() !== "" && (roots.length === 0 || !roots.every(isCertificate))) problems.push({ path: "authorities", code: "authorities-invalid" });
  return problems;
}

function isCertificate(pem: string): boolean {
  try { return new X509Certificate(pem).raw.length > 0; } catch { return false; }
}

/** The library's transport over the portal's own way out: its rules about addresses hold here too. */
function transportOver(stream: OutboundStream): XtaTransport {
  return async ({ url, contentType, body, signal }) => {
    const givenUp = new AbortController();
    const answer = await stream(url, { method: "POST", headers: { "content-type": contentType, "user-agent": "kommunalportal/1" }, body, signal: AbortSignal.any([signal, givenUp.signal]) });
    return { status: answer.status, contentType: answer.headers.get("content-type") ?? undefined, body: answer.body ?? nothing(), close: () => { givenUp.abort(); } };
  };
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> { /* an answer without body */ }
