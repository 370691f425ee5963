import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { abandonedPlaces, placeFor } from "./postgres-binaries.ts";
import { serverUser } from "./server-user.ts";

const user = serverUser();

test("data lies in the folder whenever the server's user can enter it, else in a place that is known as left behind once the folder is gone", { skip: user ? false : "nur als root ist der Server ein anderer Benutzer" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "place-"));
  const closed = placeFor(folder, user);
  try {
    assert.ok(closed.moved);
    assert.equal(dirname(closed.data), closed.moved);
    assert.deepEqual(placeFor(folder, user), closed, "always the same place for the same folder");
    chmodSync(folder, 0o755);
    assert.deepEqual(placeFor(folder, user), { binaries: closed.binaries, data: join(folder, "postgres"), moved: undefined });
    assert.ok(!abandonedPlaces(user!).includes(closed.moved));
    rmSync(folder, { recursive: true });
    assert.ok(abandonedPlaces(user!).includes(closed.moved));
  } finally {
    rmSync(folder, { recursive: true, force: true });
    if (closed.moved) rmSync(closed.moved, { recursive: true, force: true });
  }
});
