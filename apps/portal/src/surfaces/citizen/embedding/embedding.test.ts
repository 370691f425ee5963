import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, csrfOf, headingOf, hiddenOf, type Browser, type Page } from "../application/test-browser.ts";
import { testPortal } from "../application/test-portal.ts";

const portal = await testPortal();
const host = "https://www.stadtseite.example";
await portal.tenants.admitEmbedHost(portal.musterstadt.id, host);

const textOf = (page: Page): string => page.all.find(({ attributes }) => attributes.get("id") === "inhalt")?.text ?? "";
const policyOf = (page: Page): string => String(page.headers["content-security-policy"]);
const begin = async (citizen: Browser, slug = "maengelmelder"): Promise<Page> => {
  const start = await citizen.get(`/eingebettet/antrag/${slug}`);
  return citizen.post(`/eingebettet/antrag/${slug}/entwurf`, [csrfOf(start)]);
};

test("a page of an application may stand in the frames of the websites that the town has admitted, and of nobody else", async () => {
  const framed = await browser(portal).get("/eingebettet/antrag/maengelmelder");
  assert.equal(framed.status, 200);
  assert.match(policyOf(framed), /frame-ancestors https:\/\/www\.stadtseite\.example(;|$)/);
  assert.equal(framed.headers["x-frame-options"], undefined);
  const plain = await browser(portal).get("/antrag/maengelmelder");
  assert.match(policyOf(plain), /frame-ancestors 'none'/);
  assert.equal(plain.headers["x-frame-options"], "DENY");
  const other = await browser(portal, { host: "beispielhausen.portal.localhost:8080" }).get("/eingebettet/antrag/maengelmelder");
  assert.match(policyOf(other), /frame-ancestors 'none'/, "a town that admitted nobody");
  assert.equal(other.headers["x-frame-options"], "DENY");
});

test("what is not an application has no address for a frame", async () => {
  for (const path of ["/eingebettet/", "/eingebettet/anmelden", "/eingebettet/vorgaenge", "/eingebettet/status", "/eingebettet/zahlung/x", "/en/eingebettet/mitarbeit", "/eingebettet/eingebettet/antrag/hund-anmelden", "/eingebettet//antrag/x", "/eingebettet/antragx"]) {
    const page = await browser(portal).get(path);
    assert.equal(page.status, 404, path);
    assert.match(policyOf(page), /frame-ancestors 'none'/, path);
  }
});

test("the cookie of a frame is the frame's own: partitioned, and neither a session nor another tab's visitor counts there", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(3).cookie });
  const first = await citizen.send("GET", "/eingebettet/antrag/hund-anmelden");
  assert.match(String(first.headers["set-cookie"]), /^__Host-rahmen=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=None; Partitioned; Max-Age=86400$/);
  assert.ok(textOf(first).includes("Ohne Anmeldung beginnen"), "in the frame nobody is signed in");
  const step = await begin(citizen, "hund-anmelden");
  assert.equal(step.status, 200);
  assert.match(step.path, /^\/eingebettet\/antrag\//);
  assert.equal((await citizen.get(step.path.replace("/eingebettet", ""))).status, 404, "the draft belongs to the frame's visitor alone");
});

test("every link and form of a framed page stays in the frame or opens a window", async () => {
  const citizen = browser(portal);
  const start = await citizen.get("/eingebettet/antrag/maengelmelder");
  const step = await begin(citizen);
  const draft = step.path.split("/")[3] ?? "";
  for (const page of [start, step, await citizen.get(`/eingebettet/antrag/${draft}/gespeichert`), await citizen.get(`/eingebettet/antrag/${draft}/loeschung`), await citizen.get("/en/eingebettet/antrag/maengelmelder")]) {
    assert.equal(page.status, 200, page.path);
    for (const { tag, attributes } of page.all) {
      const target = attributes.get(tag === "form" ? "action" : "href");
      if (target === undefined || !["a", "form"].includes(tag) || target.startsWith("#") || attributes.get("target") === "_blank" || /^(?:tel|mailto):/.test(target)) continue;
      assert.match(target, /^(?:\/en)?\/eingebettet\//, `${page.path}: a ${tag} leads out of the frame`);
    }
    assert.deepEqual(page.all.filter(({ tag }) => ["header", "main", "footer"].includes(tag)).map(({ tag }) => tag), [], `${page.path}: the page around has the landmarks`);
  }
});

test("a browser that keeps no cookies in frames is told so, with the way to the same form in a window of its own", async () => {
  const citizen = browser(portal);
  const start = await citizen.get("/eingebettet/antrag/maengelmelder");
  citizen.cookies.clear();
  const refused = await citizen.post("/eingebettet/antrag/maengelmelder/entwurf", [csrfOf(start)]);
  assert.equal(refused.status, 403);
  assert.equal(headingOf(refused), "Ihr Browser merkt sich hier nichts");
  assert.match(policyOf(refused), /frame-ancestors https:\/\/www\.stadtseite\.example/, "the page can be seen in the frame");
  const link = refused.all.find(({ tag, text }) => tag === "a" && text === "In einem eigenen Fenster öffnen");
  assert.deepEqual([link?.attributes.get("href"), link?.attributes.get("target")], ["/antrag/maengelmelder/entwurf", "_blank"]);
  assert.equal(headingOf(await citizen.get("/antrag/maengelmelder/entwurf")), "Mangel melden");
  const english = await citizen.post("/en/eingebettet/antrag/maengelmelder/entwurf", [csrfOf(start)]);
  assert.equal(headingOf(english), "Your browser keeps nothing here");
});

test("signing in leads to a window of its own, where the draft of the frame goes on", async () => {
  const framed = browser(portal);
  const step = await begin(framed, "hund-anmelden");
  const draft = step.path.split("/")[3] ?? "";
  const leave = await framed.get(`/eingebettet/eigenes-fenster?ziel=${encodeURIComponent(`/antrag/${draft}/weiter`)}`);
  assert.equal(headingOf(leave), "Weiter in einem eigenen Fenster");
  const form = leave.all.find(({ tag }) => tag === "form");
  assert.deepEqual([form?.attributes.get("action"), form?.attributes.get("target")], ["/eigenes-fenster", "_blank"]);
  // The new tab has cookies of its own, here with a draft that it had begun before.
  const tab = browser(portal);
  const own = await tab.get("/antrag/maengelmelder");
  const before = (await tab.post("/antrag/maengelmelder/entwurf", [csrfOf(own)])).path.split("/")[2] ?? "";
  const went = await tab.post("/eigenes-fenster", hiddenOf(leave));
  assert.equal(went.status, 200);
  assert.match(went.path, new RegExp(`^/antrag/${draft}/`));
  assert.equal((await tab.get(`/antrag/${before}/weiter`)).status, 200, "what the tab had begun came along");
  assert.equal((await framed.get(step.path)).status, 200, "the frame has it still");
});

test("the way out takes no forged or late token, nothing from other sites, and leads to paths of ours only", async () => {
  const framed = browser(portal);
  await begin(framed, "hund-anmelden");
  const leave = await framed.get("/eingebettet/eigenes-fenster?ziel=//boese.example/");
  const fields = hiddenOf(leave);
  assert.equal(fields.find(([name]) => name === "ziel")?.[1], "/vorgaenge");
  const tab = browser(portal);
  const forged = await tab.post("/eigenes-fenster", fields.map(([name, value]): [string, string] => [name, name === "weitergabe" ? `${value.slice(0, -4)}AAAA` : value]));
  assert.equal(forged.status, 403);
  assert.equal(headingOf(forged), "Diese Seite war zu lange offen");
  assert.equal(tab.cookies.size, 0);
  const foreign = await portal.app.inject({ method: "POST", url: "/eigenes-fenster", payload: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(), headers: { host: "musterstadt.portal.localhost:8080", "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "cross-site", origin: host } });
  assert.equal(foreign.statusCode, 403);
  assert.equal(foreign.headers["set-cookie"], undefined);
  portal.clock.advance(31 * 60_000);
  assert.equal((await tab.post("/eigenes-fenster", fields)).status, 403);
  assert.equal((await tab.get("/eigenes-fenster?ziel=/vorgaenge")).status, 404, "outside a frame there is nothing to leave");
});

test("a service that needs a sign-in is described in the frame, and the sign-in opens a window of its own", async () => {
  const start = await browser(portal).get("/eingebettet/antrag/geburtsurkunde");
  assert.ok(!textOf(start).includes("Ohne Anmeldung beginnen"));
  const link = start.all.find(({ tag, text }) => tag === "a" && text === "Mit BundID anmelden");
  assert.match(link?.attributes.get("href") ?? "", /^\/eingebettet\/eigenes-fenster\?ziel=%2Fanmelden%3Fziel%3D/);
});

test("the script has one address for ever, may be loaded by other sites, and is not sent twice", async () => {
  const get = (headers: Record<string, string> = {}) => portal.app.inject({ method: "GET", url: "/einbetten.js", headers: { host: "musterstadt.portal.localhost:8080", ...headers } });
  const script = await get();
  assert.equal(script.statusCode, 200);
  assert.equal(script.headers["cross-origin-resource-policy"], "cross-origin");
  assert.match(String(script.headers["content-type"]), /javascript/);
  assert.equal((await get({ "if-none-match": String(script.headers.etag) })).statusCode, 304);
});
