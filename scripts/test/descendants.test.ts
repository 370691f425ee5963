import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { after, test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { descendantsOf, endAll } from "./descendants.ts";

/** A process with a child that is in a group of its own, as the programs are that tests start; says the child's number and waits. */
const source = `const { spawn } = require("node:child_process"); const child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { detached: true, stdio: "ignore" }); console.log(child.pid); setTimeout(() => {}, 60000);`;
const parent = spawn(process.execPath, ["-e", source], { stdio: ["ignore", "pipe", "inherit"] });
after(() => parent.kill("SIGKILL"));
const [said] = await once(parent.stdout, "data") as [Buffer];
const grandchild = Number(String(said));

test("what a process began is found down to the last, and ends though its parent is gone", async () => {
  const found = descendantsOf(process.pid);
  assert.ok(found.includes(parent.pid!) && found.includes(grandchild), `${parent.pid} ${grandchild} in ${found.join(" ")}`);
  assert.equal(found.includes(process.pid), false);
  parent.kill("SIGKILL");
  await once(parent, "exit");
  process.kill(grandchild, 0);
  endAll(found);
  for (let i = 0; i < 200; i += 1) {
    try { process.kill(grandchild, 0); } catch { return; }
    await wait(50);
  }
  assert.fail("the grandchild lives");
});
