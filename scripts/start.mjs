// `npm start`: installs, brings Node 24 where needed, and starts the demonstration.
import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { install } from "./install.mjs";
import { node24, root, stop } from "./node24.mjs";
import { whenNpmEnds } from "./when-npm-ends.mjs";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 20)) stop(`Node ${process.versions.node} ist zu alt. Installieren Sie Node 20.20 oder neuer (besser 24).`);
try {
  accessSync(root, constants.W_OK);
} catch {
  stop(`In diesen Ordner darf nicht geschrieben werden: ${root}\nDie Vorführung legt ihre Daten in .data/ an. Klonen Sie das Projekt in einen Ordner, in dem Sie schreiben dürfen.`);
}
install();
const child = spawn(node24(), ["--conditions=kommunalportal-source", join(root, "scripts", "demo", "demo.ts"), ...process.argv.slice(2)],
  { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"] });
// The terminal sends Ctrl-C to the whole group; a lone SIGTERM must be handed on.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => { child.kill("SIGTERM"); });
child.on("exit", (code, signal) => { process.exit(code ?? (signal ? 1 : 0)); });
whenNpmEnds(() => { child.kill("SIGTERM"); });
