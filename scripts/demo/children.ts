import { fork, type ChildProcess } from "node:child_process";

export interface Child {
  /** What the child said when it was ready. */
  readonly ready: Promise<unknown>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Called when it ended although nobody asked it to, before the first ready message. */
  readonly onFailedStart: (name: string) => void;
}

/**
 * A process of ours that ends with us (its IPC channel breaks) and is started again when it dies. Before it was ready once,
 * an end is final: it has said why on stderr.
 */
export function startChild(options: ChildOptions): Child {
  let stopping = false;
  let child: ChildProcess | undefined;
  let wasReady = false;
  let deaths: number[] = [];
  let sayReady: (message: unknown) => void = () => {};
  const ready = new Promise<unknown>((resolve) => { sayReady = resolve; });

  function start(): void {
    child = fork(options.file, options.args ?? [], {
      env: { ...process.env, ...options.env }, execArgv: ["--conditions=kommunalportal-source", "--enable-source-maps", "--disable-warning=ExperimentalWarning"], stdio: ["ignore", "inherit", "inherit", "ipc"],
      // Ctrl-C goes to us alone; we stop the children in order.
      detached: true,
    });
    child.on("message", (message: { kind?: string }) => {
      if (message.kind !== "ready") return;
      wasReady = true;
      sayReady(message);
    });
    child.on("exit", () => {
      if (stopping) return;
      if (!wasReady) { options.onFailedStart(options.name); return; }
      const now = Date.now();
      deaths = [...deaths.filter((at) => now - at < 60_000), now];
      if (deaths.length > 10) { options.onFailedStart(options.name); return; }
      console.error(`${options.name} ist beendet worden und wird neu gestartet.`);
      setTimeout(start, 300);
    });
  }
  start();
  return {
    ready,
    async stop() {
      stopping = true;
      const ended = child;
      if (!ended || ended.exitCode !== null || ended.signalCode !== null) return;
      await new Promise<void>((resolve) => {
        const hard = setTimeout(() => ended.kill("SIGKILL"), 15_000);
        ended.once("exit", () => { clearTimeout(hard); resolve(); });
        ended.kill("SIGTERM");
      });
    },
  };
}
