// `npm test`: everything — types, lint, architecture, unit, database, HTTP and the journeys in a browser.
// `npm test -- <file or folder> …` runs single test files, `npm test -- --also-oldest-postgres` the database tests a second time on PostgreSQL 15.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { install } from "./install.mjs";
import { node24, root } from "./node24.mjs";
import { whenNpmEnds } from "./when-npm-ends.mjs";

install();
// By the channel it notices when we are killed, which says nothing to anybody.
const child = spawn(node24(), ["--conditions=kommunalportal-source", join(root, "scripts", "test", "test.ts"), ...process.argv.slice(2)], { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"] });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => { process.exit(code ?? (signal ? 1 : 0)); });
whenNpmEnds(() => { child.kill("SIGTERM"); });
