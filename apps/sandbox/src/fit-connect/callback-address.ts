import { isIP } from "node:net";

/**
 * May the service call this address? strict: https only and no name or address inside of a network (delivery.md 7.9); sandbox: http too, but
 * only this machine, for a sandbox never speaks to the world.
 */
export function allowedCallback(url: string, addresses: "sandbox" | "strict"): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== "" || password !== "") return false;
  const here = hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "127.0.0.1" || hostname === "[::1]";
  if (addresses === "sandbox") return here && (protocol === "http:" || protocol === "https:");
  return protocol === "https:" && !here && isIP(hostname.replace(/^\[|\]$/g, "")) === 0 && hostname.includes(".") && !/\.(local|internal|lan|intern)$/.test(hostname);
}
