import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { publicLookup, type Resolve } from "./callback-address.ts";
import { createPoster } from "./post-callback.ts";

/** A name server that says what the test wants. */
const resolving = (...addresses: readonly string[]): Resolve => ((_name: string, _options: object, done: (error: null, found: readonly object[]) => void) => {
  done(null, addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
}) as unknown as Resolve;
const resolved = (all: boolean, ...addresses: readonly string[]): Promise<unknown> => new Promise((done) => { publicLookup(resolving(...addresses))("amt.example", { all }, (error, found, family) => { done(error ? "refused" : [found, family]); }); });

test("a name is resolved where all of its addresses lie in the world", async () => {
  assert.deepEqual(await resolved(false, "80.80.80.80", "2a00:1450::1"), ["80.80.80.80", 4]);
  assert.deepEqual(await resolved(true, "2a00:1450::1"), [[{ address: "2a00:1450::1", family: 6 }], undefined]);
  for (const address of ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1"]) {
    assert.equal(await resolved(true, address), "refused", address);
    assert.equal(await resolved(false, "80.80.80.80", address), "refused", address);
  }
  assert.equal(await resolved(true), "refused");
});

test("a public name that leads into a network is not called, and a name of this machine is", async (t) => {
  let calls = 0;
  const server = createServer((_request, response) => { calls += 1; response.writeHead(204).end(); }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const poster = createPoster(resolving("127.0.0.1"));
  t.after(() => { poster.close(); server.closeAllConnections(); server.close(); });
  assert.deepEqual([await poster.post(`http://amt.example:${port}/x`, "{}", {}), calls], [0, 0]);
  for (const name of ["portal.localhost", "localhost."]) assert.equal(await poster.post(`http://${name}:${port}/x`, "{}", {}), 204, name);
  assert.equal(calls, 2);
});
