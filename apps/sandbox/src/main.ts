import { get } from "node:http";
import { makeAnswerKey } from "./fit-connect/answer-key.ts";
import { endWithParent } from "./frame/end-with-parent.ts";
import { BASE_HOST } from "./frame/frame.ts";
import { readSettings } from "./frame/settings.ts";
import { startSandbox } from "./start-sandbox.ts";

export { startSandbox, type Sandbox, type SandboxOptions } from "./start-sandbox.ts";

/** `node --conditions=kommunalportal-source apps/sandbox/src/main.ts [--port 8090] …`; every setting: README.md. */
async function main(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env);
  if (!settings.ok) return fail(settings.problems);
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  try {
    // At the same time: the portal's start wants to find the key.
    [sandbox] = await Promise.all([startSandbox(settings.options), makeAnswerKey(settings.options.dataFolder)]);
  } catch (error) {
    return fail([sentenceFor(error)]);
  }
  process.stdout.write(`Die Sandbox ist bereit: ${sandbox.url}\n`);
  prepareLater(sandbox.port);
  const stop = (): void => { void sandbox.close().then(() => process.exit(0)); };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  endWithParent({ watchStdin: settings.exitWithStdin, stop });
  process.send?.({ kind: "ready", url: sandbox.url, port: sandbox.port, smtpPort: sandbox.smtpPort, clamdPort: sandbox.clamdPort, xtaPort: sandbox.xtaPort, sftpPort: sandbox.sftp?.port });
}

/** FIT-Connect makes its keys at the first use, a dozen of 4096 bits: better before somebody waits for them, and after everything else has started. */
const prepareAfterMs = 30_000;
function prepareLater(port: number): void {
  setTimeout(() => {
    get({ host: "127.0.0.1", port, path: "/submission-api/.well-known/jwks.json", headers: { host: `fit-connect.${BASE_HOST}:${port}` } }, (answer) => { answer.resume(); }).on("error", () => { /* Made at the first use, then. */ });
  }, prepareAfterMs).unref();
}

function fail(problems: readonly string[]): void {
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}

/** What a person can act on; anything else is a fault and keeps its stack. */
function sentenceFor(error: unknown): string {
  if (error instanceof Error && "sentence" in error && typeof error.sentence === "string") return error.sentence;
  throw error;
}

if (import.meta.main) await main();
