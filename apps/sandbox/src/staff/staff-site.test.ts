import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalJWKSet, jwtVerify } from "jose";
import * as client from "openid-client";
import { checkPage } from "../testing/check-page.ts";
import { localRequest } from "../testing/local-request.ts";
import { testSandbox, type TestSandbox } from "../testing/test-sandbox.ts";

const CALLBACK = "http://portal.localhost:8080/mitarbeit/anmeldung/rueckkehr";

/** The portal's side: the certified client library, speaking to the sandbox over HTTP. */
async function relyingParty(sandbox: TestSandbox, method: "post" | "basic" = "basic"): Promise<client.Configuration> {
  const { clientId, clientSecret } = sandbox.credentials.staff;
  return client.discovery(new URL(`http://staff.sandbox.localhost:${sandbox.port}`), clientId, undefined,
    method === "post" ? client.ClientSecretPost(clientSecret) : client.ClientSecretBasic(clientSecret), {
      execute: [client.allowInsecureRequests],
      [client.customFetch]: (url, init) => localRequest(url, {
        method: init.method, headers: init.headers, ...(typeof init.body === "string" && { body: init.body }), ...(init.body instanceof URLSearchParams && { body: init.body.toString() }) }),
    });
}

/** A browser without JavaScript: follows redirects on the sandbox, keeps cookies, stops at the portal. */
class Browser {
  readonly #cookies = new Map<string, string>();
  async open(url: string, form?: Record<string, string>): Promise<{ url: string; response: Response | undefined }> {
    let target = url;
    let body = form && new URLSearchParams(form).toString();
    for (let hop = 0; hop < 10; hop += 1) {
      if (new URL(target).hostname === "portal.localhost") return { url: target, response: undefined };
      const response = await localRequest(target, {
        method: body === undefined ? "GET" : "POST",
        headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "), ...(body !== undefined && { "content-type": "application/x-www-form-urlencoded" }) },
        ...(body !== undefined && { body }),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name = "", value = ""] = (cookie.split(";", 1)[0] ?? "").split("=", 2);
        if (value === "") this.#cookies.delete(name);
        else this.#cookies.set(name, value);
      }
      const location = response.headers.get("location");
      if (location === null) return { url: target, response };
      target = new URL(location, target).href;
      body = undefined;
    }
    throw new Error("too many redirects");
  }
}

interface SignIn { readonly configuration: client.Configuration; readonly verifier: string; readonly state: string; readonly nonce: string; readonly url: string }

async function begin(sandbox: TestSandbox, method: "post" | "basic" = "basic", redirectUri = CALLBACK): Promise<SignIn> {
  const configuration = await relyingParty(sandbox, method);
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri, scope: "openid profile email groups", state, nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256",
  });
  return { configuration, verifier, state, nonce, url: url.href };
}

const finish = ({ configuration, verifier, state, nonce }: SignIn, url: string) =>
  client.authorizationCodeGrant(configuration, new URL(url), { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce });

async function signIn(sandbox: TestSandbox, person: string, browser = new Browser(), method: "post" | "basic" = "basic") {
  const started = await begin(sandbox, method);
  const login = await browser.open(started.url);
  assert.ok(login.response);
  const text = await checkPage(login.response);
  const back = await browser.open(login.url, { person });
  return { text, started, back, tokens: await finish(started, back.url) };
}

test("a clerk picks herself and the portal learns who she is and her role per office", async (t) => {
  const sandbox = await testSandbox(t);
  const { text, started, tokens } = await signIn(sandbox, "staff-sabine-steuer");
  for (const name of ["Sabine Steuer", "Bea Bürger", "Sven Super", "Ede Editor", "Olga Operator", "Karla Kasse"]) assert.ok(text.includes(name), name);
  const claims = tokens.claims();
  assert.deepEqual(
    [claims?.sub, claims?.["name"], claims?.["email"], claims?.["groups"]],
    ["staff-sabine-steuer", "Sabine Steuer", "sabine.steuer@musterstadt.example", ["musterstadt/steueramt:clerk"]]);
  assert.deepEqual((await client.fetchUserInfo(started.configuration, tokens.access_token, "staff-sabine-steuer"))["groups"], ["musterstadt/steueramt:clerk"]);
});

test("the ID token is signed by the published key", async (t) => {
  const sandbox = await testSandbox(t);
  const { tokens } = await signIn(sandbox, "staff-olga-operator");
  const keys: unknown = await (await sandbox.call("staff", "/jwks")).json();
  assert.ok(typeof keys === "object" && keys !== null && "keys" in keys && Array.isArray(keys.keys));
  assert.equal(JSON.stringify(keys).includes('"d"'), false, "the private part of the key is not published");
  const { payload } = await jwtVerify(tokens.id_token ?? "", createLocalJWKSet({ keys: keys.keys }), { audience: "kommunalportal", issuer: `http://staff.sandbox.localhost:${sandbox.port}` });
  assert.deepEqual(payload["groups"], ["installation:operator"]);
});

test("the secret may be sent as Basic credentials or in the form, a wrong one never", async (t) => {
  const sandbox = await testSandbox(t);
  assert.equal((await signIn(sandbox, "staff-karla-kasse", new Browser(), "post")).tokens.claims()?.sub, "staff-karla-kasse");
  const started = await begin(sandbox);
  const browser = new Browser();
  const back = await browser.open((await browser.open(started.url)).url, { person: "staff-ede-editor" });
  const wrong = await sandbox.submit("staff", "/token", {
    grant_type: "authorization_code", code: new URL(back.url).searchParams.get("code") ?? "", redirect_uri: CALLBACK,
    code_verifier: started.verifier, client_id: "kommunalportal", client_secret: "falsch" });
  assert.equal(wrong.status, 401);
});

test("cancelling brings the browser back to the portal with access_denied", async (t) => {
  const sandbox = await testSandbox(t);
  const browser = new Browser();
  const login = await browser.open((await begin(sandbox)).url);
  const back = new URL((await browser.open(login.url, { abbruch: "ja" })).url);
  assert.equal(back.origin + back.pathname, CALLBACK);
  assert.equal(back.searchParams.get("error"), "access_denied");
});

test("somebody leads a developer's test town, which is named, and no other town", async (t) => {
  const sandbox = await testSandbox(t);
  const browser = new Browser();
  const started = await begin(sandbox);
  const login = await browser.open(started.url);
  assert.ok(login.response);
  assert.match(await checkPage(login.response), /Teststadt/);
  const back = await browser.open(login.url, { person: "teststadt", stadt: " Test-bcdfg " });
  const claims = (await finish(started, back.url)).claims();
  assert.deepEqual([claims?.sub, claims?.["groups"]], ["staff-leitung-test-bcdfg", ["test-bcdfg:supervisor", "test-bcdfg:editor"]]);
});

test("a person who does not exist and an unfinished choice are refused with a page", async (t) => {
  const sandbox = await testSandbox(t);
  const browser = new Browser();
  const login = await browser.open((await begin(sandbox)).url);
  for (const form of [{ person: "staff-nobody" }, { other: "x" }, { person: "teststadt", stadt: "musterstadt" }, { person: "teststadt" }, { person: "staff-leitung-musterstadt" }]) {
    const { response } = await browser.open(login.url, form);
    assert.ok(response);
    assert.match(await checkPage(response, 422), /Zur Auswahl/);
  }
});

test("a sign-in without the browser's cookie, or one long over, is refused with a page", async (t) => {
  const sandbox = await testSandbox(t);
  const login = await new Browser().open((await begin(sandbox)).url);
  const { response } = await new Browser().open(login.url, { person: "staff-olga-operator" });
  assert.ok(response);
  await checkPage(response, 400);
  await checkPage(await sandbox.call("staff", "/anmeldung/unbekannt"), 400);
});

test("without PKCE, with a foreign return address or with an unknown client nobody is signed in", async (t) => {
  const sandbox = await testSandbox(t);
  const withoutPkce = await sandbox.call("staff", `/auth?${new URLSearchParams({ client_id: "kommunalportal", response_type: "code", scope: "openid", redirect_uri: CALLBACK, state: "s" }).toString()}`);
  assert.match(withoutPkce.headers.get("location") ?? "", /error=invalid_request/);
  const foreign = ["http://evil.example/mitarbeit/anmeldung/rueckkehr", "http://portal.localhost:8080/anderswo", "http://portal.localhost.evil.example/mitarbeit/anmeldung/rueckkehr",
    "http://x@portal.localhost:8080/mitarbeit/anmeldung/rueckkehr", `${CALLBACK}?x=1`, "javascript:alert(1)"];
  for (const uri of foreign) {
    const { response } = await new Browser().open((await begin(sandbox, "basic", uri)).url);
    assert.equal(response?.status, 400, uri);
  }
  const unknown = await sandbox.call("staff", `/auth?${new URLSearchParams({ client_id: "other", response_type: "code", scope: "openid", redirect_uri: CALLBACK }).toString()}`);
  await checkPage(unknown, 400);
});

test("a portal on another port of this machine needs no second registration", async (t) => {
  const sandbox = await testSandbox(t);
  const browser = new Browser();
  const login = await browser.open((await begin(sandbox, "basic", CALLBACK.replace("8080", "49152"))).url);
  assert.match((await browser.open(login.url, { person: "staff-olga-operator" })).url, /^http:\/\/portal\.localhost:49152\/mitarbeit\/anmeldung\/rueckkehr\?code=/);
});

test("who is signed in is not asked again, and after logging out is", async (t) => {
  const sandbox = await testSandbox(t);
  const browser = new Browser();
  const { started, tokens } = await signIn(sandbox, "staff-sven-super", browser);
  const again = await begin(sandbox);
  assert.equal((await finish(again, (await browser.open(again.url)).url)).claims()?.sub, "staff-sven-super");

  const logout = client.buildEndSessionUrl(started.configuration, { id_token_hint: tokens.id_token ?? "", post_logout_redirect_uri: "http://portal.localhost:8080/mitarbeit", state: "s" });
  const { url, response } = await browser.open(logout.href);
  assert.ok(response);
  const page = await response.clone().text();
  assert.match(await checkPage(response), /Ja, abmelden/);
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? "";
  assert.equal((await browser.open(new URL("/session/end/confirm", url).href, { xsrf, logout: "yes" })).url, "http://portal.localhost:8080/mitarbeit?state=s");

  const { response: login } = await browser.open((await begin(sandbox)).url);
  assert.ok(login);
  assert.match(await checkPage(login), /Als wer möchten Sie sich anmelden/);
});

test("a code is used once", async (t) => {
  const sandbox = await testSandbox(t);
  const { started, back } = await signIn(sandbox, "staff-stefan-standes");
  await assert.rejects(finish(started, back.url));
});

test("a sign-in that is down says so and its page stays up", async (t) => {
  const sandbox = await testSandbox(t);
  await checkPage(await sandbox.call("staff", "/"));
  await sandbox.send("staff", "/_control", { down: true });
  assert.equal((await sandbox.call("staff", "/.well-known/openid-configuration")).status, 503);
  assert.equal((await sandbox.call("staff", "/")).status, 200);
});
