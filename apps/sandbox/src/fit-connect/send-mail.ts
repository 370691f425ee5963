import { once } from "node:events";
import { createConnection } from "node:net";
import { createInterface } from "node:readline";

export interface PlainMail { readonly from: string; readonly to: string; readonly subject: string; readonly lines: readonly string[] }

const TIMEOUT = 5_000;

/** Hands a mail to the sandbox's own mail receiver (RFC 5321, no TLS, this machine only). @throws Error when it is not taken */
export async function sendMail(port: number, { from, to, subject, lines }: PlainMail): Promise<void> {
  const socket = createConnection({ host: "127.0.0.1", port });
  socket.setTimeout(TIMEOUT, () => { socket.destroy(new Error("the mail receiver does not answer")); });
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]();
  const failed = once(socket, "error").then(([error]: unknown[]) => { throw error; });
  const expect = async (code: string): Promise<void> => {
    for (;;) {
      const line = await Promise.race([replies.next(), failed]);
      if (line.done === true || !line.value.startsWith(code)) throw new Error(`the mail receiver answered ${line.done === true ? "nothing" : line.value}`);
      if (line.value[3] !== "-") return;
    }
  };
  try {
    await expect("220");
    for (const [command, code] of [["EHLO fit-connect.sandbox.localhost", "250"], [`MAIL FROM:<${from}>`, "250"], [`RCPT TO:<${to}>`, "250"], ["DATA", "354"]] as const) {
      socket.write(`${command}\r\n`);
      await expect(code);
    }
    const head = [`From: ${from}`, `To: ${to}`, `Subject: =?UTF-8?B?${Buffer.from(subject).toString("base64")}?=`, "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"];
    socket.write(`${[...head, "", ...lines.map((line) => line.replace(/^\./, ".."))].join("\r\n")}\r\n.\r\n`);
    await expect("250");
    socket.write("QUIT\r\n");
  } finally {
    socket.end();
  }
}
