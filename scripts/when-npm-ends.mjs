// npm does not pass on what ends it: without this, `npm test` that is ended from outside would leave a run behind that nobody sees.
import { readFileSync } from "node:fs";

/** Tells once when npm, which began this process, or its shell is gone. Without npm nothing is told: who starts a program behind their back may go. */
export function whenNpmEnds(tell) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const npm = parentOf(shell);
  const watch = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return;
    clearInterval(watch);
    tell();
  }, 500);
  watch.unref();
}

/** Where the system says so (Linux): killed hard, npm leaves its shell waiting. proc(5): after the name in brackets come the state and the parent. */
function parentOf(pid) {
  try {
    return Number(/.*\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
}
