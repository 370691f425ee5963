import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../testing/world.ts";

const world = await startWorld({ worker: false });

test("the demo towns have set all booking data that their services with a fee ask for", async () => {
  const { tenants, forms } = world.house;
  let asked = 0;
  for (const slug of ["musterstadt", "beispielhausen", "kreis-musterland"]) {
    const town = tenants.bySlug(slug) ?? assert.fail(slug);
    for (const [service, { enabled, bookingData }] of tenants.switches(town.id)) {
      const wanted = enabled ? (await forms.service(service))?.package.service.fee?.bookingData ?? [] : [];
      asked += wanted.length;
      assert.deepEqual(wanted.filter((key) => !Object.keys(bookingData).some((given) => given.toLowerCase() === key.toLowerCase())), [], `${slug}: ${service}`);
    }
  }
  assert.ok(asked > 10, "there are such services");
});
