import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** The address is not one we talk to. */
export class AddressRefused extends Error {}

/** Where a call goes: `exempt` hosts are the operator's own settings. */
export interface Target { readonly url: URL; readonly exempt: boolean }

/** @throws AddressRefused for anything but https (http to exempt hosts), and for an address of a private network written as a number */
export function targetOf(given: string | URL, trusted: ReadonlySet<string>): Target {
  const url = new URL(given);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new AddressRefused(`no calls by ${url.protocol}`);
  const exempt = trusted.has(url.host);
  if (!exempt && url.protocol !== "https:") throw new AddressRefused("only https");
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  // A number is connected to without asking for a name, so the look-up below never sees it.
  if (!exempt && isIP(literal) !== 0 && isPrivate(literal)) throw new AddressRefused("the address lies in a private network");
  return { url, exempt };
}

/** Every address of a name, as the system knows them now. */
export type Resolve = (hostname: string, done: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;
const systemResolve: Resolve = (hostname, done) => { systemLookup(hostname, { all: true }, (error, addresses) => { done(error, addresses); }); };

/** Checks the address that is really connected to, so a name cannot change its mind between check and call. */
export function lookupFor(exempt: boolean, resolve: Resolve = systemResolve): LookupFunction {
  return (hostname, options, done) => {
    const answer = (addresses: readonly LookupAddress[]): void => {
      if (!exempt && addresses.some(({ address }) => isPrivate(address))) { done(new AddressRefused("the address lies in a private network"), []); return; }
      if (options.all) done(null, [...addresses]);
      else done(null, addresses[0]!.address, addresses[0]!.family);
    };
    if (exempt && (hostname === "localhost" || hostname.endsWith(".localhost"))) { answer([{ address: "127.0.0.1", family: 4 }]); return; }
    resolve(hostname, (error, addresses) => {
      if (error) done(error, []);
      else answer(addresses);
    });
  };
}

const privateNetworks = new BlockList();
for (const [network, bits] of [["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12], ["192.0.0.0", 24],
  ["192.168.0.0", 16], ["198.18.0.0", 15], ["224.0.0.0", 3]] as const) privateNetworks.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [["::", 127], ["fc00::", 7], ["fe80::", 10], ["ff00::", 8], ["64:ff9b::", 96]] as const) privateNetworks.addSubnet(network, bits, "ipv6");

export function isPrivate(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return privateNetworks.check(mapped, "ipv4");
  return privateNetworks.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
}
