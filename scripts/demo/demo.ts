import { join, resolve } from "node:path";
import { makeDataFolder, writeFault } from "./data-folder.ts";
import { databaseFor } from "./database.ts";
import { startChild, type Child } from "./children.ts";
import { offerExamples } from "./examples.ts";
import { portalSettings, rememberSettings } from "./portal-settings.ts";
import { AlreadyRunning } from "./postgres-server.ts";
import { stateOfPort } from "./port-check.ts";
import { portNames, portsFrom } from "./ports.ts";
import { Sentence } from "./sentence.ts";
import { bundidFiles, demoSecrets } from "./secrets.ts";
import { welcome } from "./welcome.ts";

const root = join(import.meta.dirname, "..", "..");
const givenDatabase = process.env["DATABASE_URL"] || undefined;
const folder = resolve(root, process.env["DATA_DIR"] || ".data");

/** Ends with a sentence for the person at the terminal. */
function giveUp(sentence: string): never {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

async function demo(): Promise<void> {
  const began = Date.now();
  const ports = portsFrom(process.env);
  if (typeof ports === "string") giveUp(ports);
  await makeDataFolder(folder);
  const secrets = demoSecrets(folder);
  const stopping: { stop(): Promise<void> }[] = [];
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    for (const part of stopping.reverse()) await part.stop();
    process.exit(code);
  };
  const revival = { onGivenUp: (sentence: string): void => { console.error(`\n${sentence}\n`); void end(1); } };
  const database = await databaseFor({ folder, root, secrets, given: givenDatabase, revival });
  stopping.push(database);
  process.on("SIGINT", () => { console.log("\nDas Portal wird beendet …"); void end(0); });
  process.on("SIGTERM", () => { void end(0); });
  process.on("disconnect", () => { void end(0); });

  for (const [which, name, setting] of portNames) {
    const port = ports[which];
    const state = await stateOfPort(port);
    if (state === "free") continue;
    await database.stop();
    giveUp(state === "forbidden" ? `Den Port ${port} ${name} darf dieser Benutzer nicht öffnen. Wählen Sie einen anderen: ${setting}=${port + 8_000} npm start`
      : `Der Port ${port} ${name} ist belegt. Beenden Sie das andere Programm, oder wählen Sie einen anderen Port: ${setting}=${Math.min(port + 100, 65_535)} npm start`);
  }
  const onFailedStart = (name: string): void => { console.error(`${name} konnte nicht starten; die Meldung steht darüber.`); void end(1); };
  const start = async (name: string, file: string, env: Readonly<Record<string, string>>): Promise<Child> => {
    const child = startChild({ name, file: join(root, file), env, onFailedStart });
    stopping.push(child);
    await child.ready;
    return child;
  };
  await start("Die Sandbox", "apps/sandbox/src/main.ts", {
    SANDBOX_PORT: String(ports.sandbox), PORTAL_PORT: String(ports.portal), SANDBOX_SMTP_PORT: String(ports.smtp), SANDBOX_XTA_PORT: String(ports.xta), SANDBOX_SFTP_PORT: String(ports.sftp), SANDBOX_DATA: join(folder, "sandbox"),
  });
  const settings = await portalSettings({ folder, ports, secrets, urls: database.urls, bundid: await bundidFiles(folder) });
  rememberSettings(folder, settings);
  const seeded = await database.seedOnce(settings);
  await Promise.all([
    start("Das Portal", "apps/portal/src/main.ts", { ...settings, ROLE: "web" }),
    start("Der Worker", "apps/portal/src/main.ts", { ...settings, ROLE: "worker" }),
  ]);
  const examples = await offerExamples({ root, folder, portal: settings["PUBLIC_ORIGIN"] ?? "", first: ports.examples, secret: secrets.extension });
  stopping.push(examples);
  welcome({ ports, missing: examples.missing, folder: process.env["DATA_DIR"] ?? ".data/", moved: database.moved, seeded, seconds: (Date.now() - began) / 1000, external: givenDatabase !== undefined });
}

demo().catch((error: unknown) => {
  if (error instanceof AlreadyRunning) giveUp(error.message);
  const fault = writeFault(folder, error as NodeJS.ErrnoException);
  if (fault) giveUp(fault.message);
  if (error instanceof Sentence) giveUp(error.message);
  console.error(error);
  giveUp("Das war nicht vorgesehen. Bitte melden Sie diesen Fehler mit der Ausgabe darüber.");
});
