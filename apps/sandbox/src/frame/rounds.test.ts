import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { openRounds } from "./rounds.ts";

test("a changed interval holds at once: what the old one had planned does not happen", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => { mock.timers.reset(); });
  let [every, count] = [1_000, 0];
  const rounds = openRounds({ every: () => every, run: async () => { count += 1; } });
  every = 3_600_000;
  await rounds.replan();
  mock.timers.tick(3_599_999);
  assert.equal(count, 0);
  mock.timers.tick(1);
  assert.equal(count, 1);
  await rounds.stop();
});

test("who changes the interval or stops waits for the round on its way, and no other follows", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => { mock.timers.reset(); });
  let end: () => void = () => undefined;
  let count = 0;
  const rounds = openRounds({ every: () => 50, run: () => { count += 1; return new Promise<void>((resolve) => { end = resolve; }); } });
  mock.timers.tick(50);
  let replanned = false;
  const waiting = rounds.replan().then(() => { replanned = true; });
  await Promise.resolve();
  assert.equal(replanned, false);
  // However long it takes.
  mock.timers.tick(1_000);
  assert.equal(count, 1);
  end();
  await waiting;
  await rounds.stop();
  mock.timers.tick(1_000);
  assert.equal(count, 1);
});

test("a failed round is named until one succeeds, and the next comes", async (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => { mock.timers.reset(); });
  let fails = true;
  const rounds = openRounds({ every: () => 50, run: async () => { if (fails) throw new Error("nobody there"); } });
  mock.timers.tick(50);
  await rounds.replan();
  assert.equal(rounds.problem(), "nobody there");
  fails = false;
  mock.timers.tick(50);
  await rounds.replan();
  assert.equal(rounds.problem(), undefined);
  await rounds.stop();
});
