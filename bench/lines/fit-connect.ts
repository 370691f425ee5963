import { fork } from "node:child_process";
import { join } from "node:path";
import { rounded, spreadOf } from "../figures.ts";
import type { Line } from "../report.ts";
import type { Stage } from "../stage.ts";

/** The library `packages/fit-connect` with one big attachment, in a process of its own: memory at 500 MB through the sandbox and back, speed at 50 MB against `jose`. */
export async function fitConnect(stage: Stage): Promise<Line[]> {
  const [speedSize, memorySize] = stage.quick ? [5, 20] : [50, 500];
  const times = await inOwnProcess<Record<"encrypt" | "decrypt" | "joseEncrypt" | "joseDecrypt", number[]>>("speed", speedSize, stage.quick ? 1 : 5);
  const { rest, most, seconds } = await inOwnProcess<Record<"rest" | "most" | "seconds", number>>("memory", memorySize, stage.installation.ports.sandbox);
  const median = (milliseconds: readonly number[]): number => spreadOf(milliseconds).p50;
  const [ours, theirs] = [median(times.encrypt) + median(times.decrypt), median(times.joseEncrypt) + median(times.joseDecrypt)];
  return [
    {
      id: "fit-connect-speed", title: `FIT-Connect: ${speedSize} MB ver- und entschlüsseln, so oft wie jose`, measured: rounded(theirs / ours), unit: "", aim: { at: "least", value: 5 },
      details: { "verschlüsseln und hashen ms": rounded(median(times.encrypt)), "entschlüsseln und prüfen ms": rounded(median(times.decrypt)), "jose verschlüsseln ms": rounded(median(times.joseEncrypt)), "jose entschlüsseln ms": rounded(median(times.joseDecrypt)) },
    },
    {
      id: "fit-connect-memory", title: `FIT-Connect: ${memorySize} MB senden und abholen, Speicher über Ruhe`, measured: rounded(most - rest), unit: "MB", aim: { at: "most", value: 64 },
      details: { "in Ruhe MB": rounded(rest), "höchstens MB": rounded(most), "Sekunden": rounded(seconds), "Faches der Größe": rounded((most - rest) / memorySize) },
    },
  ];
}

/** Runs `fit-connect-child.ts` and gives what it tells. */
function inOwnProcess<T>(...args: readonly (string | number)[]): Promise<T> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, "..", "fit-connect-child.ts"), args.map(String), {
      execArgv: ["--expose-gc", "--max-semi-space-size=8", "--conditions=kommunalportal-source", "--disable-warning=ExperimentalWarning"], stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.on("message", (message: T) => { resolve(message); });
    child.on("exit", (code) => { reject(new Error(`the measurement ended with ${code}`)); });
  });
}
