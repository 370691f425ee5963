import assert from "node:assert/strict";
import { test } from "node:test";
import { appointmentBehaviour } from "./appointment-behaviour.ts";

const behaviour = appointmentBehaviour({ kind: "field", id: "t", type: "appointment", label: { de: "Termin", en: "Appointment" } }, (problem) => assert.fail(problem));
const parse = (inputs: Readonly<Record<string, string>>) => behaviour.parse((suffix) => [inputs[suffix] ?? ""], undefined);
const fault = (parsed: ReturnType<typeof parse>) => (parsed.kind === "problem" ? `${parsed.problem.code} ${parsed.problem.input ?? ""}` : parsed.kind);

test("without an appointment system a day and when on it are a whole answer", () => {
  const parsed = parse({ day: "1", month: "12", year: "2026", time: "morning" });
  assert.deepEqual(parsed, { kind: "value", value: { day: "2026-12-01", time: "morning" } });
  assert.equal(parsed.kind === "value" && behaviour.summary(parsed.value, "de"), "Wunsch: 01.12.2026, am Vormittag");
});

test("what is missing of a wish is told at its input", () => {
  assert.equal(fault(parse({ day: "1", month: "12", year: "2026" })), "incomplete time");
  assert.equal(fault(parse({ time: "any" })), "incomplete day");
  assert.equal(fault(parse({ slot: "wish" })), "empty");
});

test("a slot is kept by its key and its beginning; one made up is refused", () => {
  assert.deepEqual(parse({ slot: "2026-12-01T08:30 buero-7" }), { kind: "value", value: { slot: "buero-7", at: "2026-12-01T08:30" } });
  for (const slot of ["2026-13-01T08:30 x", "2026-12-01T08:30", "2026-12-01T08:30 <b>", "x".repeat(500)]) assert.equal(fault(parse({ slot })), "unknown-option slot", slot.slice(0, 30));
});

test("nobody gets an appointment yesterday", () => {
  assert.equal(behaviour.check({ day: "2026-11-21", time: "any" }, "2026-11-22")?.code, "too-early");
  assert.equal(behaviour.check({ slot: "a", at: "2026-11-21T08:00" }, "2026-11-22")?.code, "too-early");
  assert.equal(behaviour.check({ day: "2026-11-22", time: "any" }, "2026-11-22"), undefined);
});
