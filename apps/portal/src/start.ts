import { flushCompileCache } from "node:module";
import { compose } from "./compose.ts";
import { compactAfterStart, compactWhenIdle } from "./lean-heap.ts";
import { ConfigProblem, readConfig } from "./config.ts";
import { listenProblem } from "#platform/http";
import { roleProblem } from "#platform/database";
import { sentenceOf } from "./commands/command-problem.ts";

/** What only one of the roles needs is loaded by that one: a process of one role is a good deal smaller. */
const roles = { web: () => import("./web.ts"), work: () => import("./work.ts"), demo: () => import("./seed/demo.ts") };

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const refused = await roleProblem(config.DATABASE_URL);
  if (refused) throw new ConfigProblem(refused);
  const house = await compose(config);
  const stopping: (() => Promise<void>)[] = [() => house.close()];
  if (config.MODE === "demo" && config.ROLE !== "web") await (await roles.demo()).joinSandbox(house);
  if (config.ROLE !== "web") { const work = await (await roles.work()).createWork(house); stopping.push(() => work.stop()); }
  if (config.ROLE !== "worker") {
    const web = await (await roles.web()).createWeb(house);
    stopping.push(() => web.close());
    await web.app.listen({ port: config.PORT, host: config.BIND });
  }
  // A signal and the end of the parent may both come: the parts end once, the last started first.
  let ended: Promise<void> | undefined;
  const stop = (): void => { void (ended ??= stopping.toReversed().reduce((before, end) => before.then(end), Promise.resolve()).finally(() => process.exit())); };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (process.connected) process.once("disconnect", stop);
  flushCompileCache();
  compactAfterStart();
  compactWhenIdle();
  process.send?.({ kind: "ready" });
}

/** Runs the roles of this process; what keeps it from starting is said in a sentence. */
export function start(): void {
  main().catch((error: unknown) => {
    const sentence = sentenceOf(error) ?? listenProblem(error, Number(process.env["PORT"] ?? 8080), "PORT");
    console.error(sentence ?? error);
    process.exit(1);
  });
}

/**
 * Everything is loaded and kept in NODE_COMPILE_CACHE, for the processes that follow. It ends by having nothing to do:
 * process.exit() while V8 compiles in the background waits for ever in one of five runs, and `npm start` with it.
 */
export async function compileOnly(): Promise<void> {
  await Promise.all([...Object.values(roles).map((load) => load()), import("graphile-worker"), import("nodemailer")]);
}
