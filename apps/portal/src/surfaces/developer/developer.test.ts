import assert from "node:assert/strict";
import { test } from "node:test";
import { createPageCache } from "#platform/http";
import { operations, problemCodes, problems } from "#surfaces/extension-api";
import type { Disturbance } from "#modules/disturbances";
import { scopes } from "#modules/extensions";
import { parsePage } from "../../testing/page.ts";
import { createErrorPages, createLayout, createTownAssets, routes } from "../frame/index.ts";
import { apex, apiWorld } from "../extension-api/testing/api-world.ts";
import { guide } from "./guide-texts.ts";
import { developerSurface } from "./index.ts";
import { toldCommand } from "./testing/told-command.ts";
import pino from "pino";
import { galleryTypes } from "#ui/gallery/states";

const disturbed: Disturbance[] = [];
const world = await apiWorld({
  trustedHosts: ["fachverfahren.musterstadt.example"],
  before(app, { addresses, tenants, world }) {
    const layout = createLayout({ addresses, disturbances: { current: () => [] }, townAssets: createTownAssets(tenants) });
    const accounts = { citizen: () => Promise.resolve(undefined), citizenWith: () => Promise.resolve(undefined), visitor: () => undefined, staff: () => Promise.resolve(undefined), newVisitor: () => { throw new Error("no visitor is made here"); } };
    const errorPages = createErrorPages({ layout: () => layout, addresses, policy: "default-src 'none'", log: pino({ level: "silent" }) });
    developerSurface(routes(app, { addresses, accounts, pageCache: createPageCache(10_000_000), pagePolicy: "default-src 'none'", errorPages }), { layout, addresses, clock: world.deps.clock, extensions: world.extensions, disturbances: { current: () => disturbed } });
  },
});

async function get(path: string, host = new URL(apex).host) {
  const answer = await world.app.inject({ url: path, headers: { host } });
  return { status: answer.statusCode, page: parsePage(answer.body), headers: answer.headers };
}
const paths = ["", "/erste-schritte", "/schnittstelle", "/rechte", "/ereignisse", "/seiten", "/aenderungen", "/suche", "/suche?q=Bescheid", "/stand", "/fehler", "/formulare", ...galleryTypes.map((type) => `/formulare/${type}`), ...operations.map(({ id }) => `/schnittstelle/${id}`), ...problemCodes.map((code) => `/fehler/${code}`)];

test("every page for developers is sound HTML in both languages and leads nowhere that is not there", async () => {
  const known = new Set(paths.flatMap((path) => [`/entwicklung${path}`, `/en/entwicklung${path}`]));
  for (const prefix of ["", "/en"]) {
    for (const path of paths) {
      const { status, page } = await get(`${prefix}/entwicklung${path}`);
      assert.equal(status, 200, path);
      assert.deepEqual(page.problems, [], path);
      const dead = page.links.map(({ href }) => href.split("#", 1)[0] ?? "").filter((href) => /^(\/en)?\/entwicklung/.test(href) && !known.has(href));
      assert.deepEqual(dead, [], path);
    }
  }
});

test("each error code has a page with its status, at the address that problems name", async () => {
  const refused = await world.call("GET", "/tenant");
  const { status, page } = await get(new URL(String(refused.body["type"])).pathname);
  assert.equal(status, 200);
  assert.match(page.text, new RegExp(`token-missing.*${problems["token-missing"].status}`));
  assert.equal((await get("/entwicklung/fehler/constructor")).status, 404);
  assert.equal((await get("/entwicklung/schnittstelle/unknown")).status, 404);
});

test("the reference shows fields, examples and problems of an operation", async () => {
  const { page } = await get("/entwicklung/schnittstelle/getApplication");
  for (const words of ["GET /api/v1/applications/{id}", "vorgaenge.lesen", "parts[].office", "attachments[].sha256", "not-found"]) assert.ok(page.text.includes(words), words);
  assert.ok((await get("/en/entwicklung/schnittstelle/provideDecision")).page.text.includes("Idempotency-Key"));
  for (const scope of scopes) assert.ok((await get("/entwicklung/rechte")).page.text.includes(scope), scope);
});

test("the search finds operations, scopes, errors and guides by their names and words, the best first, and says when there is nothing", async () => {
  const first = async (query: string, lang = "") => (await get(`${lang}/entwicklung/suche?q=${encodeURIComponent(query)}`)).page.links.filter(({ href }) => /^(\/en)?\/entwicklung\/(?!suche)/.test(href)).map(({ href }) => href)[0];
  assert.equal(await first("getDecisionLetter"), "/entwicklung/schnittstelle/getDecisionLetter");
  assert.equal(await first("scope-missing"), "/entwicklung/fehler/scope-missing");
  assert.equal(await first("bescheide.zustellen"), "/entwicklung/rechte#bescheide.zustellen");
  assert.equal(await first("GEBUEHR verlangen"), "/entwicklung/schnittstelle/requestPayment");
  assert.equal(await first("ask for a refund", "/en"), "/en/entwicklung/schnittstelle/requestRefund");
  const none = await get("/entwicklung/suche?q=%3Cscript%3Ezauberei%3C/script%3E");
  assert.deepEqual([none.status, none.page.problems, none.page.text.includes("nichts")], [200, [], true]);
  assert.equal((await get(`/entwicklung/suche?q=${"x".repeat(5_000)}`)).status, 200);
});

test("the status page says what is late and what is disturbed, at this moment", async () => {
  const before = await get("/entwicklung/stand");
  assert.deepEqual([before.headers["cache-control"], before.page.text.includes("pünktlich"), before.page.text.includes("nichts bekannt")], ["private, no-store", true, true]);
  const { token } = await world.signedIn();
  assert.equal((await world.call("POST", "/webhooks", { token, body: { url: "https://fachverfahren.musterstadt.example/stand" } })).status, 201);
  await world.told(await world.submitted());
  world.clock.advance(120_000);
  disturbed.push({ id: "x", component: "portal", tenant: undefined, service: undefined, kind: "maintenance", source: "operator", text: { de: "Umbau am Abend", en: "Works tonight" }, startsAt: new Date("2026-03-02T09:00:00Z"), endsAt: undefined });
  const after = await get("/entwicklung/stand");
  disturbed.pop();
  for (const words of ["Nachrichten sind verspätet", "Umbau am Abend"]) assert.ok(after.page.text.includes(words), after.page.text);
});

test("a town's host has no pages for developers", async () => {
  for (const path of ["", "/suche", "/stand"]) assert.equal((await get(`/entwicklung${path}`, "musterstadt.portal.localhost:8080")).status, 404);
});

test("the commands of the first steps work in their order, exactly as they stand there", async () => {
  const program = await world.program();
  const variables: Record<string, string> = { CLIENT_ID: program.client, CLIENT_SECRET: program.secret, TENANT: "musterstadt", WEBHOOK_URL: "https://fachverfahren.musterstadt.example/webhook" };
  const commands = guide({ lang: "de", apex }).steps.flatMap(({ code }) => (code === undefined ? [] : [code]));
  assert.deepEqual(guide({ lang: "en", apex }).steps.flatMap(({ code }) => (code === undefined ? [] : [code])), commands);
  const statuses: number[] = [];
  for (const command of commands) {
    const { method, url, headers, body } = toldCommand(command, variables);
    const answer = await world.app.inject({ method, url: new URL(url).pathname + new URL(url).search, headers: { host: new URL(url).host, ...headers }, ...(body === "" ? {} : { payload: body }) });
    statuses.push(answer.statusCode);
    const told = answer.json<{ access_token?: string; id?: string }>();
    if (told.access_token !== undefined) variables["TOKEN"] = told.access_token;
    variables["ID"] ??= told.id ?? "";
    if (variables["ID"] === "") delete variables["ID"];
  }
  assert.deepEqual(statuses, [200, 201, 200, 200, 201, 201, 201, 201, 201]);
  const [status, decisions] = await world.db.inTenant(world.musterstadt.id, async (tx) => [(await world.applications.view(tx, variables["ID"] ?? ""))?.status, await world.answers.decisions(tx, variables["ID"] ?? "")] as const);
  assert.deepEqual([status, decisions.map(({ state, way }) => [state, way])], ["in-progress", [["to-post", "post"]]]);
});
