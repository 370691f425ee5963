import { relative, resolve } from "node:path";
import type { TestEvent } from "node:test/reporters";

/** So many of the slowest files are named, when there are at least twice as many: the whole must stay below 15 minutes. */
const slowestNamed = 10;

/** How much of what a file wrote to stderr is kept, in characters: the end, where the reason stands. */
const keptOfStderr = 20_000;

/**
 * Behind the dots: what failed, whole, what was skipped and why, and the count in one line. A file that fails as a whole (it cannot be
 * loaded, throws outside a test, or is killed) says why on its stderr only, so that is shown too.
 */
export default async function* failures(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  const written = new Map<string, string>();
  const seconds = new Map<string, number>();
  for await (const { type, data } of source) {
    // The file as a whole, with the start of its process and what it does before its tests.
    if (type === "test:complete" && data.file !== undefined && resolve(data.name) === data.file) seconds.set(data.file, data.details.duration_ms / 1000);
    if (type === "test:stderr") {
      const file = resolve(data.file);
      written.set(file, ((written.get(file) ?? "") + data.message).slice(-keptOfStderr));
    } else if (type === "test:fail") {
      if (data.details.error.cause instanceof Error && /subtests? failed/.test(data.details.error.message)) continue;
      failed += 1;
      const cause = data.details.error.cause;
      yield `\n✖ ${data.file ?? ""}: ${data.name}\n${cause instanceof Error ? cause.stack ?? cause.message : String(cause ?? data.details.error.message)}\n`;
      if (resolve(data.name) === data.file) yield endOfFile(data.details.error, written.get(data.file));
    } else if (type === "test:pass") {
      if (data.skip !== undefined) { skipped += 1; yield `\n○ ausgelassen: ${data.name} — ${String(data.skip)}\n`; } else if (data.details.type !== "suite") passed += 1;
    }
  }
  if (seconds.size >= 2 * slowestNamed) yield slowest(seconds);
  yield `\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}

/** How the file's process ended and what it said at last. */
function endOfFile(error: Error & { readonly exitCode?: number | null; readonly signal?: string | null }, stderr: string | undefined): string {
  const end = error.signal ? `ended by ${error.signal}` : `exit code ${error.exitCode ?? "unknown"}`;
  return `(${end})\n${stderr === undefined || stderr.trim() === "" ? "It wrote nothing to stderr." : stderr.trim()}\n`;
}

function slowest(seconds: ReadonlyMap<string, number>): string {
  const files = [...seconds].toSorted(([, a], [, b]) => b - a).slice(0, slowestNamed);
  return `\nslowest files:\n${files.map(([file, took]) => `${took.toFixed(0).padStart(5)} s  ${relative(process.cwd(), file)}`).join("\n")}\n`;
}
