import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { browserLogic } from "../../scripts/browser-logic.ts";
import { corpus, inexact } from "./corpus.ts";
import { evaluate } from "./evaluate.ts";
import { InexactNumberError } from "./operators.ts";

test("every condition of the corpus gives its result on the server", () => {
  for (const { logic, data, result } of corpus) {
    if (result === inexact) assert.throws(() => evaluate(logic, data), InexactNumberError);
    else assert.deepEqual(evaluate(logic, data), result, JSON.stringify(logic));
  }
});

test("the browser's script is made from these sources", () => {
  const written = new URL("../../../../apps/portal/assets/scripts/page/json-logic.js", import.meta.url);
  assert.ok(readFileSync(written, "utf8") === browserLogic(), "run packages/form-engine/scripts/browser-logic.ts with the path of the script");
});
