import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey, randomToken } from "#platform/crypto";
import { createVisitorHandover } from "./visitor-handover.ts";

const clock = manualClock(new Date("2026-11-26T20:00:00Z"));
const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
const handover = createVisitorHandover({ keyring, clock });

test("a visitor's cookie comes out of its token at the same host, for half an hour", () => {
  const cookie = randomToken(32);
  const token = handover.handVisitorOn(cookie, "Musterstadt.portal.example");
  assert.doesNotMatch(token, new RegExp(cookie));
  assert.equal(handover.takeVisitor(token, "musterstadt.portal.example"), cookie);
  clock.advance(29 * 60_000);
  assert.equal(handover.takeVisitor(token, "musterstadt.portal.example"), cookie);
  clock.advance(2 * 60_000);
  assert.equal(handover.takeVisitor(token, "musterstadt.portal.example"), undefined);
});

test("a token of another host, with another end, of another installation or of nobody is nothing", () => {
  const token = handover.handVisitorOn(randomToken(32), "musterstadt.portal.example");
  const [until = "", wrapped = ""] = token.split(".");
  assert.equal(handover.takeVisitor(token, "beispielhausen.portal.example"), undefined);
  assert.equal(handover.takeVisitor(`${(Number.parseInt(until, 36) + 3_600_000).toString(36)}.${wrapped}`, "musterstadt.portal.example"), undefined);
  const other = createVisitorHandover({ keyring: createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 }), clock });
  assert.equal(other.takeVisitor(token, "musterstadt.portal.example"), undefined);
  for (const broken of ["", "x", `${until}.`, `${until}.${wrapped.slice(4)}`, `${until}.${"A".repeat(87)}`, token.repeat(20)]) assert.equal(handover.takeVisitor(broken, "musterstadt.portal.example"), undefined, broken);
});
