// `npm run production [-- <command>]`: web, worker or both, or one of the operators' commands, with settings from outside; no seeds, no sandbox, no embedded database.
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { install } from "./install.mjs";
import { node24, root } from "./node24.mjs";
import { whenNpmEnds } from "./when-npm-ends.mjs";

install();
const [command = "serve", ...args] = process.argv.slice(2);
// Everything else is a command of its own (apps/portal/src/commands), and a misspelt one must not start a portal.
const called = command === "serve" ? ["main.ts", ...args] : command === "migrate" ? ["migrate.ts", ...args] : [join("commands", "main.ts"), command, ...args];
const [file, ...rest] = called;
// A migration comes with a new version: the compile cache is filled for the processes that follow.
if (command === "migrate") spawnSync(node24(), ["--conditions=kommunalportal-source", join(root, "apps", "portal", "src", "main.ts"), "--compile-only"], { cwd: root, stdio: "ignore" });
// Memory settings of glibc and V8 as the demo has them (scripts/demo/children.ts).
const child = spawn(node24(), [`--max-semi-space-size=${process.env.ROLE === "worker" ? 48 : 8}`, "--conditions=kommunalportal-source", join(root, "apps", "portal", "src", file), ...rest],
  { cwd: root, stdio: "inherit", env: { MALLOC_ARENA_MAX: "2", MALLOC_TRIM_THRESHOLD_: "131072", MALLOC_MMAP_THRESHOLD_: "32768", ...process.env, INIT_CWD: process.env.INIT_CWD ?? process.cwd(), MODE: "production", NODE_ENV: "production" } });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => { process.exit(code ?? (signal ? 1 : 0)); });
whenNpmEnds(() => { child.kill("SIGTERM"); });
