import assert from "node:assert/strict";
import { test } from "node:test";
import { leaderSettings, settingsOfEach, webProcesses } from "./web-processes.ts";

test("as many web processes as cores, at most four, unless the operator says otherwise", () => {
  assert.deepEqual([1, 2, 8].map((cores) => webProcesses({ ROLE: "web" }, cores)), [1, 2, 4]);
  assert.equal(webProcesses({ ROLE: "web", WEB_PROCESSES: "" }, 2), 2);
  assert.deepEqual(["1", "3", "64"].map((given) => webProcesses({ ROLE: "web", WEB_PROCESSES: given }, 8)), [1, 3, 64]);
});

test("worker and both in one are one process", () => {
  assert.deepEqual(["worker", "all", undefined].map((role) => webProcesses({ ROLE: role, WEB_PROCESSES: "4" }, 8)), [1, 1, 1]);
});

test("what is no number of processes is left to the settings of one", () => {
  assert.deepEqual(["0", "-1", "65", "999", "zwei", "1.5", " 2"].map((given) => webProcesses({ ROLE: "web", WEB_PROCESSES: given }, 8)), [1, 1, 1, 1, 1, 1, 1]);
});

test("the connections of the role are shared, a few for each at least, and never more than were allowed", () => {
  assert.deepEqual(settingsOfEach({}, 2), { DATABASE_CONNECTIONS: "8" });
  assert.deepEqual(settingsOfEach({ DATABASE_CONNECTIONS: "60" }, 4), { DATABASE_CONNECTIONS: "15" });
  assert.deepEqual(settingsOfEach({ DATABASE_CONNECTIONS: "8" }, 4), { DATABASE_CONNECTIONS: "4" });
  assert.deepEqual(settingsOfEach({ DATABASE_CONNECTIONS: "2" }, 4), { DATABASE_CONNECTIONS: "2" });
  assert.deepEqual(settingsOfEach({ DATABASE_CONNECTIONS: "viele" }, 2), {});
});

test("the leader takes only settings that are some; each process complains about the rest", () => {
  assert.deepEqual(leaderSettings({}), { patienceSeconds: 30, logLevel: "info" });
  assert.deepEqual(leaderSettings({ WEB_PATIENCE_SECONDS: "60", LOG_LEVEL: "warn" }), { patienceSeconds: 60, logLevel: "warn" });
  assert.deepEqual(leaderSettings({ WEB_PATIENCE_SECONDS: "gleich", LOG_LEVEL: "laut" }), { patienceSeconds: 30, logLevel: "info" });
});
