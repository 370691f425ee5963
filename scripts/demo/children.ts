import { fork, type ChildProcess } from "node:child_process";

export interface Child {
  /** What the child said when it was ready. */
  readonly ready: Promise<unknown>;
  /** Process number of the one that lives now. */
  pid(): number | undefined;
  /** Resolves when it has said that it is ready once more after this call: for tests that kill it. */
  readyAgain(): Promise<void>;
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  readonly file: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** More than this and something is wrong that a restart does not mend. Default 10. */
  readonly deathsPerMinute?: number;
  /** Says that it was started again. Default: on stderr. */
  readonly onRestart?: (name: string) => void;
  /** Called when it ended although nobody asked it to, before the first ready message. */
  readonly onFailedStart: (name: string) => void;
}

/** glibc keeps an arena for each thread and gives back little: with these the portal holds some 80 MB less, at no cost that the bench shows (decision 0013). Others do not know them. */
const leanMemory = { MALLOC_ARENA_MAX: "2", MALLOC_TRIM_THRESHOLD_: "131072", MALLOC_MMAP_THRESHOLD_: "32768" };

/**
 * V8's young generation, in megabytes. The web process keeps a small one for its memory; who works in the background holds much for a moment (messages, keys, documents) and with a small one copies it
 * again and again: a delivery by FIT-Connect costs 7 to 20 % less CPU with the large one (decision 0013).
 */
const youngGeneration = { small: 8, large: 48 } as const;
const inBackground = (env: Readonly<Record<string, string>>): boolean => env["ROLE"] === "worker" || "SANDBOX_PORT" in env;

/**
 * A process of ours that ends with us (its IPC channel breaks) and is started again when it dies. Before it was ready once,
 * an end is final: it has said why on stderr.
 */
export function startChild(options: ChildOptions): Child {
  let stopping = false;
  let child: ChildProcess | undefined;
  let wasReady = false;
  let deaths: number[] = [];
  const waiting: (() => void)[] = [];
  let sayReady: (message: unknown) => void = () => {};
  const ready = new Promise<unknown>((resolve) => { sayReady = resolve; });

  function start(): void {
    child = fork(options.file, options.args ?? [], {
      env: { ...leanMemory, ...process.env, ...options.env }, execArgv: [`--max-semi-space-size=${youngGeneration[inBackground(options.env) ? "large" : "small"]}`, "--conditions=kommunalportal-source", "--disable-warning=ExperimentalWarning"], stdio: ["ignore", "inherit", "inherit", "ipc"],
      // Ctrl-C goes to us alone; we stop the children in order.
      detached: true,
    });
    child.on("message", (message: { kind?: string }) => {
      if (message.kind !== "ready") return;
      wasReady = true;
      for (const tell of waiting.splice(0)) tell();
      sayReady(message);
    });
    child.on("exit", () => {
      if (stopping) return;
      if (!wasReady) { options.onFailedStart(options.name); return; }
      const now = Date.now();
      deaths = [...deaths.filter((at) => now - at < 60_000), now];
      if (deaths.length > (options.deathsPerMinute ?? 10)) { options.onFailedStart(options.name); return; }
      (options.onRestart ?? ((name) => { console.error(`${name} ist beendet worden und wird neu gestartet.`); }))(options.name);
      setTimeout(start, 300);
    });
  }
  start();
  return {
    ready,
    pid: () => child?.pid,
    readyAgain: () => new Promise((resolve) => { waiting.push(resolve); }),
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
