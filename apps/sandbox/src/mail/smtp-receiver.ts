import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { SMTPServer } from "smtp-server";
import { listenProblem } from "../frame/start-problem.ts";
import type { MailStore } from "./mail-store.ts";

const MAX_BYTES = 10 * 1024 * 1024;

interface Parts {
  readonly port: number;
  readonly store: MailStore;
  readonly behaviour: { readonly current: { readonly down: boolean } };
  readonly clock: () => Date;
}

/** An SMTP server on 127.0.0.1 that takes mail for everybody and delivers it nowhere. */
export async function openSmtpReceiver({ port, store, behaviour, clock }: Parts): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = new SMTPServer({
    banner: "Sandbox", size: MAX_BYTES, authOptional: true, disabledCommands: ["AUTH", "STARTTLS"], disableReverseLookup: true, logger: false,
    closeTimeout: 500, socketTimeout: 60_000,
    onMailFrom: (_address, _session, callback) => { callback(behaviour.current.down ? refusal(451, "Temporarily out of order") : undefined); },
    onData: (stream, session, callback) => {
      void readMessage(stream).then(async (message) => {
        if (message === undefined) throw refusal(552, "Message exceeds the fixed maximum size");
        const { mailFrom, rcptTo } = session.envelope;
        await store.add({ sender: mailFrom ? mailFrom.address : "", recipients: rcptTo.map(({ address }) => address), message, at: clock() });
      }).then(() => { callback(); }, (error: unknown) => { callback(error instanceof Error ? error : new Error("not stored")); });
    },
  });
  server.on("error", () => undefined); // a broken connection of a client; it is gone with the client
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", (error) => { reject(listenProblem(error, "Mail", port, "SANDBOX_SMTP_PORT")); });
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => { server.close(() => { resolve(); }); }),
  };
}

/** The whole message, or undefined when it is too large; it is read to its end either way, as SMTP wants. */
async function readMessage(stream: Readable): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= MAX_BYTES) chunks.push(bytes);
  }
  return size <= MAX_BYTES ? Buffer.concat(chunks) : undefined;
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
