import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { writeThrough } from "./durable-file.ts";

test("many files at once into one folder that is not there yet: each is there as it was given, and may be written again", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "durable-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const names = Array.from({ length: 40 }, (_, at) => `${at}.json`);
  await Promise.all(names.map((name) => writeThrough(join(folder, "neu", "tief", name), `{"n":"${name}"}`)));
  assert.deepEqual((await readdir(join(folder, "neu", "tief"))).toSorted(), names.toSorted());
  await writeThrough(join(folder, "neu", "tief", "0.json"), Buffer.from("kurz"));
  assert.equal(await readFile(join(folder, "neu", "tief", "0.json"), "utf8"), "kurz");
  assert.equal(await readFile(join(folder, "neu", "tief", "39.json"), "utf8"), `{"n":"39.json"}`);
});

test("where no folder can be, it says so, and what comes after is written", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "durable-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "datei"), "");
  await assert.rejects(writeThrough(join(folder, "datei", "x"), "y"));
  await writeThrough(join(folder, "x"), "y");
  assert.equal(await readFile(join(folder, "x"), "utf8"), "y");
});
