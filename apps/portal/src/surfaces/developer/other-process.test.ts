import assert from "node:assert/strict";
import { test } from "node:test";
import { createCatalogue } from "#modules/catalogue";
import { createDevelopers } from "#modules/developers";
import { createExtensions } from "#modules/extensions";
import { createTenants } from "#modules/tenants";
import { createKeyring, newKey } from "#platform/crypto";
import { apiWorld } from "../extension-api/testing/api-world.ts";

const world = await apiWorld();
const { db, deps } = world;
const limits = { programs: 3, towns: 2, allTowns: 50, sessionHours: 12 };
const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
/** The rooms of a web process that is not told yet of what others do from now on. */
const webProcess = async () => {
  const tenants = await createTenants({ db, keyring });
  const catalogue = await createCatalogue({ db, clock: deps.clock, tenants, keyring });
  const extensions = createExtensions({ ...deps, tenants, catalogue });
  return { extensions, developers: createDevelopers({ db, clock: deps.clock, tenants, catalogue, extensions, templateTown: "musterstadt", limits }) };
};

test("a test town founded in one web process is at once its developer's in another, and its program gets a token there", async () => {
  const [first, pages, tokens] = [await webProcess(), await webProcess(), await webProcess()];
  const made = await first.developers.startAccount({ name: "Beispielverfahren GmbH" });
  assert.ok(made.ok);
  const developer = await pages.developers.developer(made.cookie);
  assert.deepEqual((await pages.developers.towns(developer?.account ?? "")).map(({ slug }) => slug), [made.town.slug]);
  const given = { client: made.client, proof: { kind: "secret", secret: made.secret }, scope: undefined } as const;
  assert.equal((await tokens.extensions.issueToken({ ...given, proof: { kind: "secret", secret: "wrong" }, tenant: made.town.slug })).ok, false);
  const token = await tokens.extensions.issueToken({ ...given, tenant: made.town.slug });
  assert.equal(token.ok ? token.tenant : token.error, made.town.slug);
  assert.deepEqual(await tokens.extensions.issueToken({ ...given, tenant: "nirgendwo" }), { ok: false, error: "invalid_target" });
});
