// Runs a command of the portal with the settings of the running demonstration, or with those of the environment (DATABASE_URL given).
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { install } from "./install.mjs";
import { node24, root, stop } from "./node24.mjs";

install();
const [file, ...args] = process.argv.slice(2);
const settings = join(process.env.DATA_DIR ?? join(root, ".data"), "settings.json");
if (!process.env.DATABASE_URL && !existsSync(settings)) stop("Es läuft keine Vorführung. Starten Sie sie zuerst mit »npm start« in einem zweiten Fenster, oder geben Sie DATABASE_URL an.");
const env = process.env.DATABASE_URL ? process.env : { ...JSON.parse(readFileSync(settings, "utf8")), ...process.env };
const child = spawn(node24(), ["--conditions=kommunalportal-source", join(root, file), ...args], { cwd: process.env.INIT_CWD ?? root, stdio: "inherit", env });
child.on("exit", (code) => { process.exit(code ?? 1); });
