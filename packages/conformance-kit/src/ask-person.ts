import { createInterface } from "node:readline/promises";
import { NotTried } from "./check.ts";

export interface Terminal { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream; /** Somebody presses Ctrl-C: the whole run is over. */ readonly interrupted: () => void }

/**
 * Asks for something that only a person can do, and waits for Enter. Where nobody is there – the input is at its end, as in a job of a build server, or
 * is ended with Ctrl-D – the check that waits for it cannot be made: `NotTried`, never a run that hangs or stops in the middle.
 */
export async function askPerson(what: string, { input, output, interrupted }: Terminal): Promise<void> {
  const terminal = createInterface({ input, output });
  try {
    await new Promise<void>((done, failed) => {
      terminal.once("close", () => { failed(new NotTried("nobody was there to do what only a person can do")); });
      terminal.once("SIGINT", interrupted);
      // On a closed input the question itself is refused; the line above has said why.
      terminal.question(`\n${what}, then press Enter: `).then(() => { done(); }, () => {});
    });
  } finally {
    terminal.close();
  }
}
