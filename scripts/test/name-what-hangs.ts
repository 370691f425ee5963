// Loaded before each test file (node-tests.ts), for node:test waits without end for a process that does not end.
import { after } from "node:test";
import { isMainThread } from "node:worker_threads";

/** How long the whole may take, and what it left open may take to close after its last test: its own last hooks still run then, which end browsers and portals. */
const [limit, patience] = [seconds("TEST_FILE_SECONDS", 600), seconds("TEST_CLOSING_SECONDS", 120)];

// A program that a test forks inherits this file, too, and a thread does; both may live as long as they like.
if (isMainThread && /\.test\.m?[jt]s$|[\\/]group-\d+\.mjs$/.test(process.argv[1] ?? "")) {
  endIn(limit, `ran for more than ${limit} s`);
  after(() => { endIn(patience, `still open ${patience} s after the last test`); });
}

/** Keeps nobody waiting: where nothing else is open, the process ends before. The reporter shows what a failed file has said. */
function endIn(time: number, why: string): void {
  setTimeout(() => {
    console.error(`${why}: ${[...new Set(process.getActiveResourcesInfo())].join(", ")}`);
    process.exit(1);
  }, time * 1000).unref();
}

/** The environment shortens it for the test of this. */
function seconds(name: string, otherwise: number): number {
  const given = process.env[name];
  return given === undefined ? otherwise : Number(given);
}
