import assert from "node:assert/strict";
import { test } from "node:test";
import { languageOfWords } from "./language-of-words.ts";

test("an office writes German, the portal in the language of the application; what the person wrote is in none that is known", () => {
  const by = (type: string, kind: "staff" | "extension" | "citizen" | "system", language: "de" | "en" = "en") => languageOfWords({ type, actor: { kind, id: undefined } }, { language });
  assert.deepEqual([by("question", "staff"), by("documents-requested", "extension"), by("message", "staff"), by("status-changed", "staff")], ["de", "de", "de", "de"]);
  assert.deepEqual([by("fee-cancelled", "staff"), by("appointment-moved", "staff"), by("case-passed-on", "staff", "de")], ["en", "en", "de"]);
  assert.deepEqual([by("reply", "citizen"), by("status-changed", "citizen"), by("file-added", "citizen"), by("rendered", "system")], [undefined, undefined, undefined, undefined]);
});
