import assert from "node:assert/strict";
import { test } from "node:test";
import { embedHostOf } from "./embed-host.ts";
import { tenantProfile } from "./profile.ts";

test("a website is named by its origin, whatever page of it was given", () => {
  assert.equal(embedHostOf(" https://www.Stadt.example/rathaus/formulare?x=1#y "), "https://www.stadt.example");
  assert.equal(embedHostOf("https://stadt.example:8443"), "https://stadt.example:8443");
  assert.equal(embedHostOf("https://bürger.example"), "https://xn--brger-kva.example");
  assert.equal(embedHostOf("http://stadtseite.sandbox.localhost:8090/"), "http://stadtseite.sandbox.localhost:8090");
});

test("nothing that ends the directive, opens it to many or goes unprotected is an origin", () => {
  for (const bad of ["", "stadt.example", "http://www.stadt.example", "https://*.stadt.example", "https://*", "*", "https:", "'self'", "data:text/html,x", "javascript:alert(1)", "https://a:b@stadt.example", "https://intranet", "https://stadt.example; script-src *", "https://stadt.example,https://b.example"]) {
    const found = embedHostOf(bad);
    assert.ok(found === undefined || /^https:\/\/[a-z.]+$/.test(found), `${bad} → ${found ?? ""}`);
  }
  assert.equal(embedHostOf("https://*.stadt.example"), undefined);
  assert.equal(embedHostOf("http://www.stadt.example"), undefined);
  assert.equal(tenantProfile.safeParse({ embedHosts: ["https://www.stadt.example/"] }).success, false, "only the origin itself is stored");
  assert.equal(tenantProfile.safeParse({ embedHosts: ["https://www.stadt.example"] }).success, true);
});
