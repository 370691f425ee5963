import { growSlowly } from "./lean-heap.ts";
import { loadInSteps } from "./load-in-steps.ts";

// The portal's processes begin here. Nothing more is imported statically: what is loaded at once lies in memory at once.
growSlowly();
await loadInSteps(process.env["ROLE"]);
const { compileOnly, start } = await import("./start.ts");
if (process.argv.includes("--compile-only")) await compileOnly();
else start();
