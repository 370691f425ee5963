// Runs a TypeScript file (or, with --bin, a tool of node_modules) under Node 24 with the project's conditions.
import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { install } from "./install.mjs";
import { node24, root } from "./node24.mjs";

install();
const [first, ...rest] = process.argv.slice(2);
const node = node24();
const args = first === "--bin"
  ? [realpathSync(join(root, "node_modules", ".bin", rest[0])), ...rest.slice(1)]
  : ["--conditions=kommunalportal-source", existsSync(join(root, first)) ? join(root, first) : first, ...rest];
const child = spawn(node, args, { cwd: root, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => { process.exit(code ?? (signal ? 1 : 0)); });
