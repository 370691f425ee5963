import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/**
 * May the service call this address? strict: https only and no name or address inside of a network (delivery.md 7.9); sandbox: http too, but
 * only this machine, for a sandbox never speaks to the world.
 */
export function allowedCallback(url: string, addresses: "sandbox" | "strict"): boolean {
  if (!URL.canParse(url)) return false;
  const parsed = new URL(url);
  const { protocol, username, password } = parsed;
  if (username !== "" || password !== "") return false;
  const [hostname, here] = [nameOf(parsed), isHere(parsed) || parsed.hostname === "127.0.0.1" || parsed.hostname === "[::1]"];
  if (addresses === "sandbox") return here && (protocol === "http:" || protocol === "https:");
  return protocol === "https:" && !here && isIP(hostname.replace(/^\[|\]$/g, "")) === 0 && hostname.includes(".") && !/\.(local|internal|lan|intern)$/.test(hostname);
}

/** A name of this machine. */
export function isHere(url: URL): boolean {
  const name = nameOf(url);
  return name === "localhost" || name.endsWith(".localhost");
}

/** With a dot at its end it is the same name. */
function nameOf({ hostname }: URL): string { return hostname.replace(/\.$/, ""); }

/** Everything that is not a place in the world (RFC 6890), also where an address of version 6 carries one of version 4. */
const inside = new BlockList();
for (const [net, prefix] of [
  ["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24], ["192.0.2.0", 24], ["192.88.99.0", 24], ["192.168.0.0", 16], ["198.18.0.0", 15],
  ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 3],
] as const) inside.addSubnet(net, prefix, "ipv4");
for (const [net, prefix] of [["::", 127], ["64:ff9b::", 32], ["100::", 64], ["2001::", 23], ["2001:db8::", 32], ["2002::", 16], ["fc00::", 6]] as const) inside.addSubnet(net, prefix, "ipv6");

export type Resolve = typeof lookup;

/** Resolves a name only where every address of it lies in the world: a public name may point into a network, and does so at the moment of the call (delivery.md 7.9). */
export function publicLookup(resolve: Resolve = lookup): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || first === undefined) done(error ?? new Error("the name has no address"), "");
      else if (addresses.some(({ address, family }) => inside.check(address, family === 6 ? "ipv6" : "ipv4"))) done(new Error("the name leads into a network"), "");
      else if (options.all === true) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}
