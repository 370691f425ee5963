import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { test } from "node:test";
import { databaseNamedBy } from "./database.ts";
import { stateOfPort } from "./port-check.ts";
import { Sentence } from "./sentence.ts";

test("the database that DATABASE_URL names; what is no address is said without repeating it", () => {
  assert.equal(databaseNamedBy("postgres://a:b@127.0.0.1:5432/st%C3%A4dte"), "städte");
  assert.equal(databaseNamedBy("postgresql://a@db.example"), "kommunalportal");
  for (const wrong of ["geheim", "https://db.example/x", "postgres://a:geheim@db.example/%E0%A4%A", "5432"]) {
    assert.throws(() => databaseNamedBy(wrong), (error: unknown) => error instanceof Sentence && error.message.includes("DATABASE_URL") && !error.message.includes("geheim"), wrong);
  }
});

test("a port that somebody listens on is taken, any other free", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  assert.equal(await stateOfPort(port), "taken");
  other.close();
  await once(other, "close");
  assert.equal(await stateOfPort(port), "free");
});
