import { connect, isIP, type Socket } from "node:net";
import { AddressRefused, isPrivate, lookupFor } from "./addresses.ts";

/** Opens a connection of bytes. Rejects with the system's error, with `ETIMEDOUT` after the time given, or with AddressRefused. */
export type OutboundSocket = (to: { readonly host: string; readonly port: number; readonly timeoutMs: number }) => Promise<Socket>;

/** For protocols that are not HTTP. The rules about addresses are those of `createOutbound`: private networks only where the operator named `host:port`. */
export function createOutboundSocket({ trustedHosts }: { readonly trustedHosts: readonly string[] }): OutboundSocket {
  const trusted = new Set(trustedHosts);
  return ({ host, port, timeoutMs }) => new Promise((resolve, reject) => {
    const literal = host.replace(/^\[|\]$/g, "");
    const exempt = trusted.has(`${host}:${port}`);
    // A number is connected to without asking for a name, so the look-up never sees it.
    if (!exempt && isIP(literal) !== 0 && isPrivate(literal)) { reject(new AddressRefused("the address lies in a private network")); return; }
    // Small words go out at once: else each question waits some 40 ms for the other side to confirm the one before.
    const socket = connect({ host: literal, port, lookup: lookupFor(exempt), timeout: timeoutMs, noDelay: true });
    socket.once("timeout", () => { socket.destroy(Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" })); });
    socket.once("error", reject);
    socket.once("connect", () => { socket.setTimeout(0); socket.removeAllListeners("timeout"); socket.removeListener("error", reject); resolve(socket); });
  });
}
