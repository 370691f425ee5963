import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * V8 lets the heap grow to about twice of what lives before it cleans up, which costs a small service more than it gives. With a third above the living
 * the portal holds some 50 MB less; the bench shows no more CPU for it.
 */
export function growSlowly(): void {
  setFlagsFromString("--heap-growing-percent=35");
}

/**
 * Compiling and linking the modules leaves some 25 MB of garbage between what stays. Pages of the heap are given back only when nothing lives on them,
 * so the process would carry these holes for good: the heap is compacted once (about 0.2 s), when everything is loaded and nobody waits yet.
 */
export function compactAfterStart(): void {
  setFlagsFromString("--expose-gc");
  collect = runInNewContext("gc") as Collect;
  compact();
}

type Collect = (options: { readonly type: "major"; readonly flavor: "last-resort" }) => void;
let collect: Collect | undefined;
const compact = (): void => { collect?.({ type: "major", flavor: "last-resort" }); };

const every = 10_000;
/** Of one core. Heartbeats, timers and a probe now and then stay far below. */
const idleShare = 0.02;
const worthIt = 8 * 1024 * 1024;

/**
 * V8 cleans up only while something is allocated, so what a load has left behind would stay until the next one. When the process has had next to nothing to do for ten
 * seconds and its heap has grown since, it is compacted once more: whoever comes in that moment waits about 0.2 s, and nobody again before the heap has grown anew.
 */
export function compactWhenIdle(): void {
  let cpu = process.cpuUsage();
  let heap = getHeapStatistics().total_heap_size;
  setInterval(() => {
    const { user, system } = process.cpuUsage(cpu);
    const idle = user + system < idleShare * every * 1000;
    if (idle && getHeapStatistics().total_heap_size > heap + worthIt) {
      compact();
      heap = getHeapStatistics().total_heap_size;
    }
    cpu = process.cpuUsage();
  }, every).unref();
}
