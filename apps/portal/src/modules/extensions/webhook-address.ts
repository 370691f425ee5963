import { isIP } from "node:net";

export type AddressProblem = "not-a-url" | "not-https" | "with-password" | "not-public" | "too-long";

const longest = 500;
/** Names that never belong to a public host (RFC 6761, RFC 6762, RFC 8375 and what networks use inside). */
const innerNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa|localdomain|invalid|test|example)$/;

/**
 * What is wrong with an address for webhooks; undefined when it may be tried. Numbers instead of names are refused altogether. Whether a name
 * leads inside is decided at every call on the address that is really connected to (platform/http createOutbound); this says it early.
 */
export function webhookAddressProblem(address: string, trustedHosts: readonly string[]): AddressProblem | undefined {
  if (address.length > longest) return "too-long";
  const url = URL.parse(address);
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return "not-a-url";
  if (url.username !== "" || url.password !== "") return "with-password";
  if (trustedHosts.includes(url.host)) return undefined;
  if (url.protocol !== "https:") return "not-https";
  const name = url.hostname.replace(/\.$/, "");
  if (isIP(name.replace(/^\[|\]$/g, "")) !== 0 || !name.includes(".") || innerNames.test(name)) return "not-public";
  return undefined;
}
