import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** A mail server works when it greets (RFC 5321, 3.1: 220). No message is sent. */
export function mailProbe(smtpUrl: string): () => Promise<boolean> {
  const { protocol, hostname, port } = new URL(smtpUrl);
  const host = hostname.replace(/^\[|\]$/g, "");
  return () => new Promise((resolve) => {
    const socket: Socket = protocol === "smtps:" ? connectTls({ host, port: Number(port || 465), servername: host }) : connectPlain({ host, port: Number(port || 587) });
    let heard = "";
    const end = (works: boolean): void => { socket.destroy(); resolve(works); };
    socket.setTimeout(8_000, () => { end(false); });
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      heard += part;
      if (heard.includes("\n") || heard.length > 1_000) { socket.write("QUIT\r\n"); end(heard.startsWith("220")); }
    });
    socket.on("error", () => { end(false); });
    socket.on("close", () => { end(false); });
  });
}
