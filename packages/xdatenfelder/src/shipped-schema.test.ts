import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { checkAll, compileForm, parseDefinition } from "@kommunalportal/form-engine";
import type { Answers } from "@kommunalportal/form-engine";
import { codelistLookup } from "./codelist.ts";
import { readGenericode } from "./read-genericode.ts";
import { formOf } from "./testing/form-of.ts";

const folder = new URL("../../../services/_schemas/", import.meta.url);
const list = readGenericode(readFileSync(new URL("urn.musterstadt.codeliste.stadtteil_2026.xml", folder)));
const made = formOf(readFileSync(new URL("S05999000001.xdf3.xml", folder)), codelistLookup(list.ok ? [list.codelist] : []));
const form = compileForm(parseDefinition(JSON.parse(JSON.stringify(made.form))));
const file = { id: "1", name: "rechnung.pdf", size: 1000, type: "application/pdf", sha256: "0".repeat(64) };

const answers: Answers = {
  F05999000001: "001",
  F05999000003: "01",
  G05999000010: {
    F60000000228: "Erika", F60000000227: "Beispiel", G60000000083: "1984-08-12", F60000000242: "erika@post.example",
    G05999000011: { F60000000243: "Lindenweg", F60000000244: "7", F60000000246: "00101", F60000000247: "Musterstadt" },
  },
  G05999000030: [{ F05999000031: "001", F05999000032: true, F05999000033: 250, F05999000034: 499_900, F05999000035: "2026-09-01" }],
  G05999000040: { G05999000041: { F05999000042: "DE00000000000000000000" } },
  G05999000050: { F05999000051: [file] },
};
const problems = (changed: Answers): readonly string[] => checkAll(form, { ...answers, ...changed }, "2026-11-22").map(({ path, code }) => `${path} ${code}`);

test("the schema that ships can be filled in, and only the rule no form can check is left for review", () => {
  assert.deepEqual(problems({}), []);
  assert.deepEqual(made.notes.map(({ kind, rule }) => [kind, rule?.id]), [["rule", "R05999000005"]]);
});

test("its translated rules are enforced", () => {
  assert.deepEqual(problems({ F05999000001: "002" }), ["G05999000020.F60000000319 missing", "G05999000050.F05999000052 rule"]);
  assert.deepEqual(problems({ G05999000030: [{ F05999000031: "001", F05999000032: true, F05999000034: 499_900, F05999000035: "2026-09-01" }] }), ["G05999000030.0.F05999000033 missing"]);
  assert.deepEqual(problems({ G05999000040: {} }), ["G05999000040 missing"]);
});
