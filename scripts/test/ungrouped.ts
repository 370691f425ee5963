import { join } from "node:path";
import type { TestEvent } from "node:test/reporters";

type Failed = Extract<TestEvent, { readonly type: "test:fail" }>;

/** Where the tests that stand for files are made. */
const runner = join(import.meta.dirname, "group-runner.ts");

/**
 * The events of a run in which some processes run several files (group-runner.ts), told as if each file had had its own. A file of which nothing was heard to its
 * end has failed, whatever became of its process.
 * @param groups test files by the program that runs them
 */
export async function* ungrouped(source: AsyncIterable<TestEvent>, groups: ReadonlyMap<string, readonly string[]>): AsyncGenerator<TestEvent, void> {
  const unheard = new Map([...groups].map(([program, files]) => [program, new Set(files)]));
  const withTests = new Set<string>();
  for await (const event of source) {
    const { type } = event;
    if (type !== "test:complete" && type !== "test:pass" && type !== "test:fail") { yield event; continue; }
    const { file, name, nesting } = event.data;
    const ofGroup = unheard.get(file ?? "");
    if (ofGroup !== undefined) {
      // The process itself, which is no file. Its failure says more than its files did only where it ended without all of them or after their end.
      if (type === "test:fail" && !(ofGroup.size === 0 && failureTypeOf(event) === "subtestsFailed")) yield named(event, ofGroup.size > 0 ? [...ofGroup] : groups.get(file!)!);
    } else if (file === runner && nesting === 0) {
      if (type === "test:complete") for (const files of unheard.values()) files.delete(name);
      // One that says nothing but that its tests passed or failed was never counted; a file without any counts as one, as in a process of its own.
      if (failureTypeOf(event) !== "subtestsFailed" && (type !== "test:pass" || !withTests.has(name))) yield { ...event, data: { ...event.data, file: name } } as TestEvent;
    } else {
      if (file !== undefined) withTests.add(file);
      yield event;
    }
  }
  for (const files of unheard.values()) for (const file of files) yield neverEnded(file);
}

function failureTypeOf(event: TestEvent): unknown {
  return event.type === "test:fail" ? (event.data.details.error as { readonly failureType?: unknown }).failureType : undefined;
}

/** The failure of a process, with the files that it may be about. */
function named(event: Failed, files: readonly string[]): Failed {
  return { ...event, data: { ...event.data, name: `one of ${files.join(", ")}` } };
}

function neverEnded(file: string): Failed {
  const cause = new Error("did not run to its end: the process that it shares with others ended before");
  // As node:test tells it: an error around the one that is meant.
  const error = Object.assign(new Error(cause.message), { cause });
  return { type: "test:fail", data: { name: "the whole file", file, nesting: 0, testNumber: 0, testId: 0, parentId: undefined, tags: [], details: { duration_ms: 0, error } } };
}
