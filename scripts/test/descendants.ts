import { execFileSync } from "node:child_process";

/** Processes that a process has begun, and those have, as far as they live and nobody between them has gone; the nearest first. */
export function descendantsOf(pid: number): readonly number[] {
  const parents = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const children = Map.groupBy(parents, ([, parent]) => parent);
  const found: number[] = [];
  for (let near = [pid]; near.length > 0; found.push(...near)) near = near.flatMap((one) => (children.get(one) ?? []).map(([child]) => child));
  return found;
}

/** Lets processes end that still live. */
export function endAll(pids: readonly number[]): void {
  for (const pid of pids) try { process.kill(pid, "SIGTERM"); } catch (error) { if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; }
}
