// `npm run production`: web, worker or both with settings from outside; no seeds, no sandbox, no embedded database.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { install } from "./install.mjs";
import { node24, root } from "./node24.mjs";

install();
const command = process.argv[2] ?? "serve";
const child = spawn(node24(), ["--conditions=kommunalportal-source", join(root, "apps", "portal", "src", command === "migrate" ? "migrate.ts" : "main.ts"), ...process.argv.slice(3)],
  { cwd: root, stdio: "inherit", env: { ...process.env, MODE: "production", NODE_ENV: "production" } });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => { process.exit(code ?? (signal ? 1 : 0)); });
