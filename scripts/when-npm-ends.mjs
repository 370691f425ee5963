// npm does not pass on what ends it: without this, `npm test` that is ended from outside would leave a run behind that nobody sees.
import { readFileSync, readlinkSync, realpathSync } from "node:fs";

/** Tells once when npm, which began this process, or its shell is gone. Without npm nothing is told: who starts a program behind their back may go. */
export function whenNpmEnds(tell) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  // Some shells give way to the last command: then npm itself is the parent, and who began npm may go, as with nohup.
  const npm = isNode(parent) ? undefined : parentOf(parent);
  const watch = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || parentOf(parent) === npm)) return;
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

/** Whether it runs the program that npm runs in. */
function isNode(pid) {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === realpathSync(process.env.npm_node_execpath ?? process.execPath);
  } catch {
    return false;
  }
}
