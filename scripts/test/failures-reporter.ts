import type { TestEvent } from "node:test/reporters";

/** Behind the dots: what failed, whole, what was skipped and why, and the count in one line. */
export default async function* failures(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for await (const { type, data } of source) {
    if (type === "test:fail") {
      if (data.details.error.cause instanceof Error && /subtests? failed/.test(data.details.error.message)) continue;
      failed += 1;
      const cause = data.details.error.cause;
      yield `\n✖ ${data.file ?? ""}: ${data.name}\n${cause instanceof Error ? cause.stack ?? cause.message : String(cause ?? data.details.error.message)}\n`;
    } else if (type === "test:pass") {
      if (data.skip !== undefined) { skipped += 1; yield `\n○ ausgelassen: ${data.name} — ${String(data.skip)}\n`; } else if (data.details.type !== "suite") passed += 1;
    }
  }
  yield `\n${passed} passed, ${failed} failed, ${skipped} skipped\n`;
}
