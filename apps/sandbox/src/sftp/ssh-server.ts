import { createServer, type AddressInfo, type Socket } from "node:net";
import type { Connection, Server } from "ssh2";
import { listenProblem } from "../frame/start-problem.ts";
import type { SftpIdentities } from "./identities.ts";
import { serveSftp } from "./serve-sftp.ts";
import { type SftpBehaviour, strikes } from "./sftp-behaviour.ts";

export interface SshServer { readonly port: number; close(): Promise<void> }

export interface SshServerOptions {
  readonly port: number;
  readonly identities: { readonly current: SftpIdentities };
  readonly behaviour: { current: SftpBehaviour };
  readonly root: string;
}

/** SSH for one account that signs in by key and may do nothing but SFTP. */
export async function openSshServer({ port, identities, behaviour, root }: SshServerOptions): Promise<SshServer> {
  const { default: { Server: SshServerClass, utils } } = await import("ssh2");
  const serve = (connection: Connection, socket: Socket): void => {
    connection.on("error", () => undefined);
    connection.on("authentication", (context) => {
      const { user, authorized } = identities.current;
      if (context.method !== "publickey") { context.reject(["publickey"]); return; }
      const known = authorized.flatMap((line) => { const key = utils.parseKey(line); return key instanceof Error ? [] : [Array.isArray(key) ? key[0] : key]; })
        .find((key) => key !== undefined && key.getPublicSSH().equals(context.key.data));
      if (context.username !== user || !known) { context.reject(); return; }
      // Only the signed second step counts; a mode strikes there once.
      if (context.signature && (strikes(behaviour, "refuseKey") || !context.blob || known.verify(context.blob, context.signature, context.hashAlgo) !== true)) { context.reject(); return; }
      context.accept();
    });
    connection.on("ready", () => {
      connection.on("session", (accept) => {
        const session = accept();
        session.on("subsystem", (agree, refuse, { name }) => {
          if (name !== "sftp") { refuse(); return; }
          const channel = agree();
          channel.on("error", () => undefined);
          serveSftp(channel, { root, behaviour, cut: () => { socket.resetAndDestroy(); } }).catch(() => undefined).finally(() => { channel.end(); });
        });
      });
    });
  };
  /** By the client's port: the library tells of a connection only when its first words have come. */
  const sockets = new Map<number, Socket>();
  const serverWith = (hostKey: string): Server => {
    const server = new SshServerClass({ hostKeys: [hostKey], ident: "sandbox" });
    server.on("connection", (connection, { port: from }) => { const socket = sockets.get(from); if (socket) serve(connection, socket); });
    return server;
  };
  const [right, wrong] = [serverWith(identities.current.hostKey), serverWith(identities.current.otherHostKey)];
  const tcp = createServer({ noDelay: true }, (socket) => {
    socket.on("error", () => undefined);
    if (strikes(behaviour, "down")) { socket.resetAndDestroy(); return; }
    const from = socket.remotePort ?? 0;
    sockets.set(from, socket);
    socket.on("close", () => { if (sockets.get(from) === socket) sockets.delete(from); });
    (strikes(behaviour, "wrongHostKey") ? wrong : right).injectSocket(socket);
  });
  await new Promise<void>((resolve, reject) => {
    tcp.once("error", (error) => { reject(listenProblem(error, "SFTP-Server", port, "SANDBOX_SFTP_PORT")); });
    tcp.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (tcp.address() as AddressInfo).port,
    close: () => new Promise((resolve) => {
      tcp.close(() => { resolve(); });
      for (const socket of sockets.values()) socket.destroy();
    }),
  };
}
