// `npm run example`: the example extension as a program of its own beside the running demonstration. Ends with Ctrl-C.
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { install } from "./install.mjs";
import { node24, root, stop } from "./node24.mjs";
import { whenNpmEnds } from "./when-npm-ends.mjs";

install();
const folder = process.env.DATA_DIR ?? join(root, ".data");
const file = join(folder, "settings.json");
if (!existsSync(file)) stop("Es läuft keine Vorführung. Starten Sie sie zuerst mit »npm start« in einem zweiten Fenster.");
const settings = JSON.parse(readFileSync(file, "utf8"));
const data = join(folder, "example-extension");
mkdirSync(data, { recursive: true });
const example = join(root, "examples", "hundesteuer-extension");
const entry = JSON.parse(readFileSync(join(example, "package.json"), "utf8")).scripts.start.split(" ").at(-1);
const child = spawn(node24(), ["--conditions=kommunalportal-source", join(example, entry)], { cwd: example, stdio: "inherit", env: {
  ...process.env, PORTAL_URL: settings.PUBLIC_ORIGIN, TENANT: "musterstadt", CLIENT_ID: "hundesteuer-beispiel", CLIENT_SECRET: settings.EXAMPLE_EXTENSION_SECRET,
  DATA_FOLDER: data, PORT: settings.EXAMPLES_PORT, PUBLIC_URL: `http://127.0.0.1:${settings.EXAMPLES_PORT}/webhook`,
} });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code) => { process.exit(code ?? 0); });
whenNpmEnds(() => { child.kill("SIGTERM"); });
