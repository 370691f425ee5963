import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Where there is no /proc, `ps` knows the same, less exactly. */
const hasProc = existsSync("/proc/self/stat");
const ticksPerSecond = hasProc ? Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" })) : 100;

interface Stat { readonly parent: number; readonly own: number; readonly endedChildren: number }

/** Fields of /proc/<pid>/stat (proc(5)): 4 ppid, 14 utime, 15 stime, 16 cutime, 17 cstime. The name in brackets may hold anything. */
function statOf(pid: number): Stat | undefined {
  let text: string;
  try { text = readFileSync(`/proc/${pid}/stat`, "utf8"); } catch { return undefined; }
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const seconds = (index: number): number => Number(fields[index - 3]) / ticksPerSecond;
  return { parent: Number(fields[1]), own: seconds(14) + seconds(15), endedChildren: seconds(16) + seconds(17) };
}

/** CPU seconds, user and system, a process has used since it began. */
export function cpuSecondsOf(pid: number): number {
  if (!hasProc) return secondsOf(execFileSync("ps", ["-o", "time=", "-p", String(pid)], { encoding: "utf8" }));
  const stat = statOf(pid);
  if (!stat) throw new Error(`process ${pid} is not there`);
  return stat.own;
}

/** Living processes that a process has begun itself. */
export function childrenOf(pid: number): readonly number[] {
  if (!hasProc) return execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n").map((line) => line.trim().split(/\s+/).map(Number)).flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
  return readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(Number).filter((child) => statOf(child)?.parent === pid);
}

/** CPU seconds of a server with all its processes, the ended ones included: a PostgreSQL's backends come and go. */
export function cpuSecondsOfFamily(pid: number): number {
  if (!hasProc) return cpuSecondsOf(pid);
  const head = statOf(pid);
  if (!head) throw new Error(`process ${pid} is not there`);
  return head.own + head.endedChildren + childrenOf(pid).reduce((sum, child) => sum + (statOf(child)?.own ?? 0), 0);
}

export function parentOf(pid: number): number {
  const parent = hasProc ? statOf(pid)?.parent : Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }));
  if (parent === undefined) throw new Error(`process ${pid} is not there`);
  return parent;
}

/** Megabytes in memory now, and at most so far where the system tells. */
export function memoryOf(pid: number): { readonly megabytes: number; readonly peak: number | undefined } {
  if (!hasProc) return { megabytes: Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1000, peak: undefined };
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const megabytes = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1]) * 1024 / 1_000_000;
  return { megabytes: megabytes("VmRSS"), peak: megabytes("VmHWM") };
}

/** `[[dd-]hh:]mm:ss[.cc]` */
function secondsOf(text: string): number {
  return text.trim().split(/[-:]/).map(Number).reduce((sum, part, index, all) => sum + part * (all.length - index === 4 ? 86_400 : 60 ** (all.length - index - 1)), 0);
}
