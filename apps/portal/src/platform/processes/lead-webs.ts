import cluster, { type Worker } from "node:cluster";
import type { Log } from "#platform/log";
import type { Figures, FromLeader, FromWeb } from "./messages.ts";
import { aliveEveryMs } from "./siblings.ts";

export interface LeadOptions {
  readonly count: number;
  /** Settings of each beside those of this process. */
  readonly env: Readonly<Record<string, string>>;
  /** Seconds without a sign of life after which a process is ended. */
  readonly patienceSeconds: number;
  readonly log: Log;
}

interface Web { ready: boolean; /** Signs of life that did not come. */ missed: number }
interface Question { readonly asker: Worker; readonly id: number; readonly waitingFor: Set<Worker>; readonly answers: Figures[]; readonly end: () => void }

/** Loading takes a second or two; on a machine that is full, long. */
const startingSeconds = 120;
const figuresWithinMs = 2_000;
const [shortestPauseMs, longestPauseMs] = [300, 30_000];

/**
 * Leads several processes of this very program on one port: it takes the connections and hands each to the next (`node:cluster`, in turn). One that ends is started again, one whose event
 * loop stands is ended first; meanwhile the others answer. It loads nothing of the portal itself.
 *
 * The first decides: what keeps it from starting keeps all, and ends this process with the same code. As long as one is ready the others are tried for ever, with growing pauses. When none is and
 * the next does not start either, whoever watches this process has to know: it ends.
 */
export function leadWebs({ count, env, patienceSeconds, log }: LeadOptions): void {
  const webs = new Map<Worker, Web>();
  const questions = new Map<number, Question>();
  let asked = 0;
  let stopping = false;
  let toldReady = false;
  let pause = shortestPauseMs;

  const tell = (worker: Worker, message: FromLeader): void => { if (worker.isConnected()) worker.send(message, () => { /* it has just ended */ }); };
  const readyWebs = (): Worker[] => [...webs].filter(([, { ready }]) => ready).map(([worker]) => worker);

  function start(): void {
    const worker = cluster.fork(env);
    const web: Web = { ready: false, missed: 0 };
    webs.set(worker, web);
    worker.on("message", (message: FromWeb) => { web.missed = 0; heard(worker, web, message); });
    // A message to one that is just ending fails; its end is told below.
    worker.on("error", () => {});
    worker.on("exit", (code, signal) => { ended(worker, web, code, signal); });
  }

  function heard(worker: Worker, web: Web, message: FromWeb): void {
    if (message.kind === "ready") {
      web.ready = true;
      pause = shortestPauseMs;
      if (toldReady) return;
      toldReady = true;
      for (let index = 1; index < count; index += 1) start();
      process.send?.({ kind: "ready" });
    }
    if (message.kind === "ask-figures") ask(worker, message.id);
    if (message.kind === "figures") answered(worker, message.id, message.figures);
  }

  function ended(worker: Worker, web: Web, code: number | null, signal: string | null): void {
    webs.delete(worker);
    for (const [id] of questions) answered(worker, id);
    if (stopping) { if (webs.size === 0) process.exit(0); return; }
    if (!web.ready && readyWebs().length === 0) { endAll(code === 0 ? 1 : code ?? 1); return; }
    log.error({ pid: worker.process.pid, code, signal, ready: web.ready, left: readyWebs().length }, "a web process ended");
    setTimeout(() => { if (!stopping) start(); }, pause);
    if (!web.ready) pause = Math.min(longestPauseMs, pause * 2);
  }

  function endAll(code: number): void {
    stopping = true;
    for (const worker of webs.keys()) worker.process.kill("SIGKILL");
    process.exit(code);
  }

  /** Asks all others; who has ended or is silent does not hold up the answer. */
  function ask(asker: Worker, id: number): void {
    asked += 1;
    const number = asked;
    const waitingFor = new Set(readyWebs().filter((worker) => worker !== asker));
    const answers: Figures[] = [];
    const timer = setTimeout(() => { question.end(); }, figuresWithinMs);
    const question: Question = {
      asker, id, waitingFor, answers,
      end: () => { clearTimeout(timer); questions.delete(number); tell(asker, { kind: "figures-of-others", id, others: answers }); },
    };
    questions.set(number, question);
    for (const worker of waitingFor) tell(worker, { kind: "tell-figures", id: number });
    if (waitingFor.size === 0) question.end();
  }

  function answered(worker: Worker, number: number, figures?: Figures): void {
    const question = questions.get(number);
    if (!question?.waitingFor.delete(worker)) return;
    if (figures) question.answers.push(figures);
    if (question.waitingFor.size === 0) question.end();
  }

  function stop(): void {
    if (stopping) return;
    stopping = true;
    if (webs.size === 0) process.exit(0);
    for (const worker of webs.keys()) worker.process.kill("SIGTERM");
  }

  // Counted in ticks of this process: a laptop that slept has missed none.
  setInterval(() => {
    for (const [worker, web] of webs) {
      web.missed += 1;
      const seconds = web.missed * aliveEveryMs / 1000;
      if (seconds <= (web.ready ? patienceSeconds : startingSeconds)) continue;
      log.error({ pid: worker.process.pid, seconds }, "a web process does not answer and is ended");
      worker.process.kill("SIGKILL");
    }
  }, aliveEveryMs).unref();
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  if (process.connected) process.once("disconnect", stop);
  start();
}
