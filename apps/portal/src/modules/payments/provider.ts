import type { Outbound } from "#platform/http";
import { createPaymentClient, requestWithCertificate, type PaymentClient, type ProviderRequest } from "@kommunalportal/xbezahldienste";
import type { PaymentSettings } from "./deps.ts";

/** XBezahldienste 1.0.0 over the portal's way out. A client certificate needs a connection of its own. */
export function createProvider(settings: PaymentSettings, outbound: Outbound): PaymentClient {
  const timeoutMs = settings.timeoutMs ?? 10_000;
  const overOutbound: ProviderRequest = (url, { method, headers, body }) =>
    outbound(url, { method, headers, timeoutMs, maxBytes: 1_000_000, ...(body === undefined ? {} : { body }) });
  return createPaymentClient({
    baseUrl: settings.baseUrl, auth: settings.auth, timeoutMs,
    request: settings.auth.kind === "mtls" ? requestWithCertificate : overOutbound,
  });
}

/** The payment page is where the operator said it is; a provider that names another place is not followed. */
export function isPaymentPage(url: string, settings: PaymentSettings): boolean {
  if (settings.pageOrigin === undefined) return true;
  return new URL(url).origin === new URL(settings.pageOrigin).origin;
}
