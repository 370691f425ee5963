import assert from "node:assert/strict";
import { test } from "node:test";
import { createPortalClient, createTickets, createTowns, escapeHtml, exchangeLaunch, openedFrom, pageHeaders, portalAndTowns, PortalProblem } from "./index.ts";

const secret = "0123456789abcdef0123456789abcdef";

test("a ticket opens for its own program, unchanged, and until it ends", async () => {
  let now = 1_000_000;
  const tickets = createTickets<{ readonly application: string }>({ secret, minutes: 10, now: () => now });
  const ticket = await tickets.seal({ application: "eins" });
  assert.match(ticket, /^[A-Za-z0-9_-]+$/);
  assert.ok(!ticket.includes(btoa("eins").slice(0, 4)));
  assert.deepEqual(await tickets.open(ticket), { application: "eins" });
  assert.notEqual(await tickets.seal({ application: "eins" }), ticket);
  for (const wrong of ["", "x", ticket.slice(1), `${ticket}AA`, ticket.replace(/^./, (char) => (char === "A" ? "B" : "A"))]) assert.equal(await tickets.open(wrong), undefined, wrong);
  assert.equal(await createTickets({ secret: secret.toUpperCase(), now: () => now }).open(ticket), undefined);
  now += 600_000;
  assert.equal(await tickets.open(ticket), undefined);
  assert.throws(() => createTickets({ secret: "kurz" }), /32 characters/);
});

test("a page is shown in nobody's frame unless told, and an address cannot end the policy", () => {
  assert.match(pageHeaders()["content-security-policy"] ?? "", /default-src 'none'.*form-action 'self'; frame-ancestors 'none'/);
  const framed = pageHeaders({ framedBy: portalAndTowns("https://portal.example:8443/"), formsTo: ["https://musterstadt.portal.example/antrag/1/x?ergebnis=y"] })["content-security-policy"] ?? "";
  assert.match(framed, /form-action 'self' https:\/\/musterstadt\.portal\.example; frame-ancestors https:\/\/portal\.example:8443 https:\/\/\*\.portal\.example:8443; base-uri/);
  for (const evil of ["https://portal.example; script-src *", "javascript:alert(1)", "*", "https://a b"]) assert.throws(() => pageHeaders({ framedBy: [evil] }), TypeError, evil);
  assert.equal(escapeHtml(`<a title="x">&'`), "&#60;a title=&#34;x&#34;&#62;&#38;&#39;");
});

test("a launch code is exchanged under a key of its own each time; one that does not count is undefined, a portal that fails is not", async () => {
  const keys: (string | null)[] = [];
  let status = 200;
  const portal = createPortalClient({
    portal: "https://portal.example", tenant: "musterstadt", clientId: "probe", clientSecret: "x", attempts: 1,
    fetch: (input, init) => {
      if (String(input as URL).endsWith("/oauth/token")) return Promise.resolve(Response.json({ access_token: "kpt_x", expires_in: 900, token_type: "Bearer" }));
      keys.push(new Headers(init?.headers).get("idempotency-key"));
      return Promise.resolve(Response.json(status === 200 ? { place: "case-tab" } : { code: status === 404 ? "not-found" : "unavailable" }, { status }));
    },
  });
  const start = `kpl_${"A".repeat(43)}`;
  assert.deepEqual(await exchangeLaunch(portal, { start, place: "case-tab" }), { place: "case-tab" });
  status = 404;
  assert.equal(await exchangeLaunch(portal, { start, place: "case-tab" }), undefined);
  assert.notEqual(keys[0], keys[1]);
  for (const none of [null, "", "kpl_", "https://x"]) assert.equal(await exchangeLaunch(portal, { start: none, place: "case-tab" }), undefined);
  assert.equal(keys.length, 2);
  status = 503;
  await assert.rejects(exchangeLaunch(portal, { start, place: "case-tab" }), PortalProblem);
});

test("an address says from which town somebody comes, and only a town that says so of itself is believed", async () => {
  const asked: string[] = [];
  const answers: Record<string, number> = {};
  const client = (tenant: string) => createPortalClient({
    portal: "https://portal.example", tenant, clientId: "probe", clientSecret: "x", attempts: 1,
    fetch: (input) => {
      if (String(input as URL).endsWith("/oauth/token")) return Promise.resolve(Response.json({ access_token: `kpt_${tenant}`, expires_in: 900, token_type: "Bearer" }));
      asked.push(tenant);
      const status = answers[tenant] ?? 200;
      return Promise.resolve(Response.json(status === 200 ? { portal: `https://${tenant}.portal.example` } : { code: status === 401 ? "token-invalid" : "unavailable" }, { status }));
    },
  });
  const [first, second] = [client("musterstadt"), client("beispielhausen")];
  const towns = createTowns([first, second]);
  const address = (town: string, host = "portal.example") => `https://probe.example/reiter?start=kpl_x&iss=${encodeURIComponent(`https://${town}.${host}/openid`)}&ort=${town}&sprache=en`;
  assert.deepEqual(openedFrom(address("beispielhausen")), { start: "kpl_x", issuer: "https://beispielhausen.portal.example/openid", place: "beispielhausen", language: "en" });
  assert.deepEqual(openedFrom({ start: "kpl_x", iss: 7, ort: "x".repeat(600) }), { start: "kpl_x", issuer: undefined, place: undefined, language: "de" });
  assert.equal(await towns.from(openedFrom(address("beispielhausen"))), second);
  assert.equal(await towns.from(openedFrom(address("musterstadt"))), first);
  assert.equal(asked.length, 2, "each town is asked once");
  for (const foreign of [address("musterstadt", "anderswo.example"), address("anderswo"), "https://probe.example/reiter?start=kpl_x"]) assert.equal(await towns.from(openedFrom(foreign)), undefined, foreign);
  assert.equal(await createTowns([first]).from({ issuer: undefined }), first, "an older portal names none");

  answers["beispielhausen"] = 401;
  const later = createTowns([first, client("beispielhausen")]);
  assert.equal(await later.from(openedFrom(address("beispielhausen"))), undefined, "a permission that was taken back");
  assert.equal(await later.from(openedFrom(address("musterstadt"))), first, "and the other town goes on");
  answers["beispielhausen"] = 503;
  await assert.rejects(later.from(openedFrom(address("beispielhausen"))), PortalProblem);
});
