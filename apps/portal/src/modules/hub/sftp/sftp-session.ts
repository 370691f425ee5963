import type { Client, SFTPWrapper } from "ssh2";
import type { OutboundSocket } from "#platform/http";
import { fingerprintOf, opensshPrivateKey, readSshKey } from "./key.ts";
import type { SftpSettings } from "./sftp-settings.ts";
import { SftpProblem, sftpProblem } from "./sftp-problem.ts";

/** BSI TR-02102-4, 3: nothing with SHA-1, CBC or finite fields below 3,000 bits. */
const algorithms = {
  kex: ["curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp521", "ecdh-sha2-nistp384", "ecdh-sha2-nistp256", "diffie-hellman-group16-sha512", "diffie-hellman-group15-sha512"],
  serverHostKey: ["ssh-ed25519", "ecdsa-sha2-nistp521", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256"],
  cipher: ["aes256-gcm@openssh.com", "aes128-gcm@openssh.com", "aes256-ctr", "aes192-ctr", "aes128-ctr"],
  hmac: ["hmac-sha2-512-etm@openssh.com", "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512", "hmac-sha2-256"],
  compress: ["none"],
} as const;

export interface SftpSession {
  readonly sftp: SFTPWrapper;
  /** Resolves when the connection is gone, whoever ended it. */
  readonly gone: Promise<void>;
  end(): void;
}

export interface SessionOptions { readonly socket: OutboundSocket; readonly timeoutMs: number }

/**
 * Signs in at a server that shows one of the pinned keys, with the newest of our keys that it takes. The library is loaded only here: whoever has no such destination
 * pays nothing for it.
 * @throws SftpProblem
 */
export async function openSession(settings: SftpSettings, keys: readonly string[], { socket, timeoutMs }: SessionOptions): Promise<SftpSession> {
  const { default: { Client } } = await import("ssh2");
  let sock;
  try {
    sock = await socket({ host: settings.host, port: settings.port, timeoutMs });
  } catch (error) {
    throw sftpProblem(error);
  }
  const client: Client = new Client();
  // An error after the beginning is told to whoever waits for an answer; here it only must not end the process.
  client.on("error", () => undefined);
  sock.on("error", () => undefined);
  const gone = new Promise<void>((resolve) => { client.once("close", () => { resolve(); }); });
  const end = (): void => { client.end(); sock.destroy(); };
  try {
    await signIn(client, settings, keys, timeoutMs, sock);
    const sftp = await new Promise<SFTPWrapper>((resolve, reject) => {
      // Signed in is not yet answered: whoever is silent here would be waited for as long as the connection lives.
      const silent = setTimeout(() => { reject(new SftpProblem("timeout")); }, timeoutMs);
      void gone.then(() => { clearTimeout(silent); reject(new SftpProblem("connection-lost")); });
      client.sftp((error, opened) => { clearTimeout(silent); if (error) reject(new SftpProblem("not-understood", error)); else resolve(opened); });
    });
    return { sftp, gone, end };
  } catch (error) {
    end();
    throw sftpProblem(error);
  }
}

function signIn(client: Client, settings: SftpSettings, keys: readonly string[], timeoutMs: number, sock: NodeJS.ReadableStream & NodeJS.WritableStream): Promise<void> {
  let foreign = false;
  const ours = keys.flatMap((pem) => readSshKey(pem) ?? []).map(opensshPrivateKey);
  return new Promise((resolve, reject) => {
    client.once("ready", resolve);
    client.once("error", (error) => { reject(foreign ? new SftpProblem("untrusted", error) : sftpProblem(error)); });
    client.once("close", () => { reject(new SftpProblem(foreign ? "untrusted" : "connection-lost")); });
    client.connect({
      sock: sock as never, username: settings.user, readyTimeout: timeoutMs, keepaliveInterval: 10_000, keepaliveCountMax: 3, algorithms: algorithms as never,
      hostVerifier: (key: Buffer) => { const known = settings.hostKeys.includes(fingerprintOf(key)); foreign = !known; return known; },
      authHandler: ours.map((privateKey) => ({ type: "publickey" as const, username: settings.user, key: privateKey })),
    });
  });
}
