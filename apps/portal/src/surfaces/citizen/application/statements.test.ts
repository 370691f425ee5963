import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, hiddenOf } from "./test-browser.ts";
import { begin } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
/** begin, read, renew, commit: what reading the session of somebody signed in costs, and what these tests leave out. */
const session = 4;

async function counted<T>(work: () => Promise<T>): Promise<number> {
  const before = portal.db.statements();
  await work();
  return portal.db.statements() - before;
}

for (const who of ["a visitor", "somebody signed in"] as const) {
  test(`a step of a hundred conditional fields costs ${who} at most twelve statements, shown, right or wrong`, async () => {
    const citizen = browser(portal, who === "a visitor" ? {} : { signedIn: portal.signIn(3).cookie });
    const budget = who === "a visitor" ? 12 : 12 - session;
    const first = await begin(citizen, "breit");
    const all = Array.from({ length: 100 }, (_, i) => [`f${i}`, `Antwort ${i}`] as const);
    const figures = {
      show: await counted(() => citizen.send("GET", first.path)),
      valid: await counted(() => citizen.postOnce(first.path, [...hiddenOf(first), ...all])),
      repeated: await counted(() => citizen.postOnce(first.path, [...hiddenOf(first), ...all])),
      hidden: await counted(() => citizen.postOnce(first.path, [...hiddenOf(first), ["f0", "stopp"]])),
      wrong: await counted(() => citizen.postOnce(first.path, [...hiddenOf(first), ...all.map(([name]) => [name, "x".repeat(300)] as const)])),
    };
    for (const [what, count] of Object.entries(figures)) assert.ok(count > 0 && count <= budget, `${what}: ${count} of ${budget}`);
  });
}
