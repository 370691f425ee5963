import assert from "node:assert/strict";
import { after, test } from "node:test";
import pg from "pg";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { testDatabase } from "../apps/portal/src/testing/index.ts";
import { dropContentRules, insertion, refusal, tablesOf, type Table } from "./synthetic-rows.ts";

/** Without any row-level security, because all of it is published: anybody may read it on the portal. Nothing personal may ever be put here. */
const publishedCatalogue = ["life_situation", "local_facts", "local_text", "office", "online_service", "responsibility", "service", "source", "text", "vocabulary", "word"].map((name) => `catalogue.${name}`);
/** Row-level security for changes only; everybody reads it, with the reason. */
const readByEverybody: Readonly<Record<string, string>> = {
  "extension_installs.conformity": "results that an extension shows to every town, with the signature that was checked",
  "extension_installs.trial": "that a version of a program has run in a test town, for every town that thinks of permitting it; only towns that are not productive stand there",
  "disturbances.disturbance": "shown on public pages", "extensions.client": "manifests of extensions are public; secrets lie in extensions.secret", "forms.version": "published services",
  "forms.release": "which published version is offered where from when", "gateway.efa_service": "services that other states run; contracts of towns lie in gateway.connection", "gateway.schema": "schemas of Fachdaten",
  "tenants.tenant": "the list of towns; keys lie in tenants.tenant_key", "tenants.service_switch": "which services a town offers",
};

const t = await testDatabase();
const admin = new pg.Client({ connectionString: t.adminUrl });
await admin.connect();
admin.on("error", () => {});
after(() => admin.end());
const tables = await tablesOf(admin);
const owns = ({ columns }: Table, name: string): boolean => columns.some((column) => column.name === name);
const somebodys = tables.filter((table) => table.reachable && !publishedCatalogue.includes(table.name) && (owns(table, "tenant_id") || owns(table, "account_id")));
const [here, there, erika, jonas] = [newId(), newId(), newId(), newId()];

test("every table the portal reaches has forced row-level security, except the published catalogue", () => {
  const reachable = tables.filter((table) => table.reachable);
  assert.ok(reachable.length > 60, String(reachable.length));
  assert.deepEqual(reachable.filter(({ secured, forced }) => !secured || !forced).map(({ name }) => name), publishedCatalogue);
  assert.deepEqual(reachable.filter(({ openToRead }) => openToRead).map(({ name }) => name).sort(), Object.keys(readByEverybody).sort());
});

test("the portal's role reaches neither the migrations nor the queue's tables", () => {
  assert.deepEqual(tables.filter(({ name }) => /^(public|graphile_worker|jobs)\./.test(name)).filter(({ reachable }) => reachable).map(({ name }) => name), []);
});

test("the portal's role can neither go round row-level security nor change it", async () => {
  const { rows } = await admin.query<{ rolsuper: boolean; rolbypassrls: boolean; owned: number }>("select rolsuper, rolbypassrls, (select count(*) from pg_class c where c.relowner = r.oid) as owned from pg_roles r where rolname = 'kp_app'");
  assert.deepEqual(rows, [{ rolsuper: false, rolbypassrls: false, owned: 0 }]);
});

test("in another town's, another account's and no scope no row is seen, changed, deleted or put in, in any table", async (context) => {
  await dropContentRules(admin);
  // As the administrator, without triggers: one row in each table that is the town's and Erika's.
  await admin.query("set session_replication_role = replica");
  for (const table of somebodys) await admin.query(insertion(table, { tenant: here, account: erika }));
  const scopes = {
    "another town": <T>(work: Parameters<typeof t.db.inTenant<T>>[1]) => t.db.inTenant(there, work),
    "another town with a citizen of its own": <T>(work: Parameters<typeof t.db.inTenant<T>>[1]) => t.db.inTenant(there, work, { account: jonas }),
    "another account": <T>(work: Parameters<typeof t.db.inTenant<T>>[1]) => t.db.asAccount(jonas, work),
    "no scope": <T>(work: Parameters<typeof t.db.inTenant<T>>[1]) => t.db.published(work),
  };
  assert.ok(somebodys.length > 45, String(somebodys.length));
  for (const table of somebodys) {
    await context.test(table.name, async () => {
      assert.equal((await admin.query(`select from ${table.name}`)).rowCount, 1, "the row is there");
      const column = owns(table, "tenant_id") ? "tenant_id" : "account_id";
      for (const [scope, open] of Object.entries(scopes)) {
        if (!(table.name in readByEverybody)) assert.deepEqual(await refusal(open, `select from ${table.name}`), { code: undefined, rows: 0 }, `${scope} reads`);
        for (const statement of [`update ${table.name} set "${column}" = "${column}"`, `delete from ${table.name}`]) {
          const { code, rows } = await refusal(open, statement);
          assert.ok(rows === 0 && (code === undefined || code === "42501"), `${scope}: ${statement}: ${code ?? rows}`);
        }
        assert.equal((await refusal(open, insertion(table, { tenant: here, account: erika }))).code, "42501", `${scope} puts in`);
      }
    });
  }
});

test("a row of one's own cannot be given to another town", async () => {
  for (const table of somebodys.filter((one) => owns(one, "tenant_id"))) {
    const { code, rows } = await refusal((work) => t.db.inTenant(here, work), `update ${table.name} set tenant_id = '${there}'`);
    assert.ok(code === "42501" || rows === 0, `${table.name}: ${code ?? rows}`);
  }
});

test("who works in a town is told to that town only, and no town changes it", async () => {
  const roles = (tenant: string): string => JSON.stringify([{ tenant, role: "clerk" }]);
  await t.db.asOperator("test", (tx) => tx.run(sql`insert into accounts.staff (id, issuer, subject, name, email, last_seen_at, roles) values
    (${newId()}, 'i', 'sabine', 'Sabine Steuer', 'sabine@musterstadt.example', now(), ${roles(here)}), (${newId()}, 'i', 'frieda', 'Frieda Fremd', 'frieda@beispielhausen.example', now(), ${roles(there)})`));
  const names = (tenant: string) => t.db.inTenant(tenant, (tx) => tx.rows<{ name: string }>(sql`select name from accounts.staff`));
  assert.deepEqual(await names(here), [{ name: "Sabine Steuer" }]);
  assert.deepEqual(await names(there), [{ name: "Frieda Fremd" }]);
  assert.deepEqual(await t.db.published((tx) => tx.rows(sql`select name from accounts.staff`)), []);
  for (const statement of ["update accounts.staff set roles = '[]'", "delete from accounts.staff"]) assert.equal((await refusal((work) => t.db.inTenant(here, work), statement)).rows, 0, statement);
});
