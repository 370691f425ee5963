import assert from "node:assert/strict";
import { createPublicKey, generateKeyPair, type JsonWebKey, type KeyObject } from "node:crypto";
import { test } from "node:test";
import { promisify } from "node:util";
import { issueCertificate } from "@kommunalportal/fit-connect";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { createOutbound, createOutboundStream } from "#platform/http";
import { newId } from "#platform/ids";
import { gatewayFitConnect, trustedHosts } from "../../../adapters.ts";
import { createGateway } from "../index.ts";
import { openBrowser } from "../../../testing/browser.ts";
import { efaSender } from "../../../testing/efa-sender.ts";
import { startWorld } from "../../../testing/world.ts";

const clock = manualClock(new Date());
const world = await startWorld({ worker: false, clock });
const { house } = world;
const { gateway } = house;
const actor = { kind: "staff", id: newId() } as const;
const town = house.tenants.bySlug("musterstadt")!;
const service = gateway.links.service("wohngeld-online")!;
const days = (count: number): void => { clock.advance(count * 86_400_000); };

test("the dry run says for every town what would happen and changes nothing; the order does it in one town, again without doubling", async () => {
  const towns = house.tenants.all().filter(({ kind }) => kind === "municipality");
  const plans = await gateway.onboarding.plan(service, towns);
  assert.ok(plans.length >= 396);
  assert.deepEqual(plans.find((plan) => plan.town.id === town.id)!.todo, ["open-destination"]);
  assert.equal(plans.find((plan) => plan.town.slug === "hamm")!.blocked, "contact-missing");
  const count = () => house.db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select (select count(*) from gateway.destination where channel = 'fit-connect')::int + (select count(*) from gateway.onboarding)::int as n`));
  assert.equal((await count()).n, 0);
  for (const _twice of [1, 2]) {
    await gateway.onboarding.order({ service: service.id, towns: [town.id, house.tenants.bySlug("hamm")!.id], actor });
    for (const slug of ["musterstadt", "hamm"]) await gateway.onboarding.run({ tenant: house.tenants.bySlug(slug)!.id, service: service.id });
  }
  const state = await gateway.onboarding.state(service.id);
  assert.deepEqual(state.counts, [{ state: "done", count: 1 }, { state: "failed", count: 1 }]);
  assert.deepEqual(state.failures.map(({ fault }) => fault), ["contact-missing"]);
  assert.equal(state.connected, 1);
  // A town that opened its destination without being ordered to is as reachable.
  await house.db.inTenant(town.id, (tx) => tx.run(sql`update gateway.onboarding set state = 'failed', fault = 'fault' where tenant_id = ${town.id}`));
  assert.equal((await gateway.onboarding.state(service.id)).connected, 1);
  await house.db.inTenant(town.id, (tx) => tx.run(sql`update gateway.onboarding set state = 'done', fault = null where tenant_id = ${town.id}`));
  assert.equal((await house.db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from gateway.destination where channel = 'fit-connect'`))).n, 1);
});

test("the checklist shows what is missing, and no longer once it is there", async () => {
  const missing = async () => (await gateway.checklist(town, service)).filter(({ state }) => state !== "done").map(({ id }) => id);
  assert.deepEqual(await missing(), ["mandate"]);
  await gateway.inbound.giveMandate({ tenant: town.id, contract: "AV", validFrom: "2026-01-01", actor });
  assert.deepEqual(await missing(), []);
  assert.ok((await gateway.checklist(house.tenants.bySlug("beispielhausen")!, service)).some(({ id, state }) => id === "contract" && state === "missing"));
});

test("a key is exchanged in order, a step out of order is refused, and nothing sent with the old key is lost", async () => {
  const destination = (await gateway.inbound.overview(town.id)).destinations[0]!.id;
  const step = { tenant: town.id, destination, use: "encryption", actor } as const;
  const efa = await efaSender(world, () => clock.now());
  assert.deepEqual(await gateway.keys.announce(step), { ok: false, why: "wrong-order" });
  assert.deepEqual(await gateway.keys.retire(step), { ok: false, why: "wrong-order" });
  const prepared = await gateway.keys.prepare(step);
  assert.ok(prepared.ok);
  assert.deepEqual(await gateway.keys.prepare(step), prepared);
  const before = await efa.sender.send(efa.order(destination));
  assert.ok((await gateway.keys.announce(step)).ok);
  const after = await efa.sender.send(efa.order(destination));
  assert.deepEqual(await gateway.keys.retire(step), { ok: false, why: "in-use" });
  await gateway.inbound.poll();
  for (const sent of [before, after]) {
    await gateway.inbound.take({ tenant: town.id, submission: sent.submissionId });
    assert.equal((await efa.sender.events(sent)).parcel("submission", sent.submissionId)?.state, "accepted");
  }
  assert.deepEqual(await gateway.keys.retire(step), { ok: false, why: "in-use" });
  days(15);
  assert.ok((await gateway.keys.retire(step)).ok);
  const keys = (await gateway.receptionKeys(town.id)).filter(({ use }) => use === "encryption").map(({ state, here }) => `${state} ${String(here)}`).toSorted((a, b) => a.localeCompare(b));
  assert.deepEqual(keys, ["current true", "retired false"]);
  // The signature key the same way: what is accepted afterwards is signed with the new one and believed.
  const signature = { ...step, use: "signature" } as const;
  assert.ok((await gateway.keys.prepare(signature)).ok);
  assert.ok((await gateway.keys.announce(signature)).ok);
  const signed = await efa.sender.send(efa.order(destination));
  await gateway.inbound.poll();
  await gateway.inbound.take({ tenant: town.id, submission: signed.submissionId });
  assert.equal((await efa.sender.events(signed)).parcel("submission", signed.submissionId)?.state, "accepted");
});

test("the routing service finds the destination that was opened, with its schema; a signature that is not right proves nothing", async () => {
  const asked = { leikaKey: "99107023017000", ars: town.ars };
  const outcome = await gateway.findDestination(asked);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  const destination = (await gateway.inbound.overview(town.id)).destinations[0]!.id;
  const found = outcome.found.find(({ destinationId }) => destinationId === destination);
  assert.deepEqual([found?.active, found?.schemas.map(({ schemaUri }) => schemaUri).includes("https://schema.efa.example/wohngeld/1.0.0/wohngeld.schema.json"), found?.replyChannels.includes("fitConnect")], [true, true, true]);
  const control = (method: string, body?: object) => house.outbound(`http://fit-connect.sandbox.localhost:${world.sandbox.port}/_control`, { method, ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}) });
  for (const routes of ["wrong-key", "other-destination", "other-service"]) {
    await control("POST", { routes });
    assert.deepEqual(await gateway.findDestination(asked), { ok: false, why: "not-proved" }, routes);
  }
  await control("DELETE");
  // One among several that is forged takes nothing from the others, and is named.
  for (const [routes, code] of [["wrong-key", "jws-signature"], ["other-destination", "route-destination"], ["other-service", "route-service"]] as const) {
    await control("POST", { routes, routesOf: destination });
    const mixed = await gateway.findDestination(asked);
    assert.ok(mixed.ok, JSON.stringify(mixed));
    assert.deepEqual([mixed.found.map(({ destinationId }) => destinationId), mixed.unproved], [outcome.found.map(({ destinationId }) => destinationId).filter((id) => id !== destination), [{ destinationId: destination, code }]]);
    assert.ok(mixed.found.length > 0);
  }
  await control("DELETE");
  // One of which nothing can be read hides no other, and is named.
  await control("POST", { mode: "error", match: `GET /submission-api/v2/destinations/${destination}` });
  const partly = await gateway.findDestination(asked);
  await control("DELETE");
  assert.ok(partly.ok, JSON.stringify(partly));
  assert.deepEqual([partly.found.map(({ destinationId }) => destinationId), partly.unread.map(({ destinationId }) => destinationId)], [outcome.found.map(({ destinationId }) => destinationId).filter((id) => id !== destination), [destination]]);
  assert.deepEqual(await gateway.findDestination({ ...asked, ars: "1" }), { ok: false, why: "not-valid" });
});

test("a certificate that ends is told 60, 30 and 7 days before, each once", async () => {
  const ends = (await gateway.receptionKeys(town.id)).filter(({ state }) => state === "current").map(({ certificateUntil }) => certificateUntil!.getTime());
  const steps: number[] = [];
  for (const left of [61, 59, 58, 29, 28, 6, 5]) {
    days((Math.min(...ends) - clock.now().getTime()) / 86_400_000 - left);
    steps.push(await gateway.watchCertificates());
  }
  assert.deepEqual(steps.map((told) => told > 0), [false, true, false, true, false, true, false]);
  const host = `mail.sandbox.localhost:${world.sandbox.port}`;
  const mails = await (await createOutbound({ trustedHosts: [host] })(`http://${host}/_mails?to=${encodeURIComponent(town.profile.contact!.email)}`)).text();
  assert.match(mails, /Zertifikat endet in 5?9 Tagen/);
});

test("the access to a mailbox at an XTA server and the key that authors encrypt for are watched the same way, each with its own words", async () => {
  const { mailboxes: [mailbox] } = await gateway.inbound.overview(town.id);
  const until = new Date(clock.now().getTime() + 61 * 86_400_000);
  const set = (at: Date) => house.db.asOperator("test", (tx) => tx.run(sql`update gateway.destination set settings = settings || ${JSON.stringify({ certificateUntil: at.toISOString() })}::jsonb where id = ${mailbox!.id}`));
  await set(until);
  await gateway.watchCertificates();
  const told: (number | undefined)[] = [];
  for (const left of [61, 59, 58, 29, 6, 5]) {
    days((until.getTime() - clock.now().getTime()) / 86_400_000 - left);
    await gateway.watchCertificates();
    told.push((await gateway.inbound.overview(town.id)).mailboxes[0]!.settings.warnedDays);
  }
  assert.deepEqual(told, [undefined, 60, 60, 30, 7, 7]);
  assert.deepEqual((await gateway.inbound.attention()).certificates.filter(({ what }) => what === "access").map(({ tenant }) => tenant), [town.id]);
  await set(new Date(clock.now().getTime() + 900 * 86_400_000));
  assert.ok((await gateway.readingKeys.add({ tenant: town.id, mailbox: mailbox!.id, actor })).ok);
  days(730 - 20);
  const both = (await gateway.inbound.attention()).certificates.filter(({ what }) => what === "xta");
  assert.equal(both.length, 1);
  await gateway.watchCertificates();
  const host = `mail.sandbox.localhost:${world.sandbox.port}`;
  const mails = await (await createOutbound({ trustedHosts: [host] })(`http://${host}/_mails?to=${encodeURIComponent(town.profile.contact!.email)}`)).text();
  const subjects = (JSON.parse(mails) as { mails: { subject: string }[] }).mails.map(({ subject }) => subject).filter((subject) => subject.startsWith("XTA: Zertifikat für das Postfach"));
  assert.deepEqual(subjects.map((subject) => /(\d+) Tagen/.exec(subject)?.[1]).toReversed(), ["59", "29", "6"], "each step once");
  assert.match(mails, /XTA: Zertifikat zum Verschlüsseln endet in \d+ Tagen[^]*zuerst der Eintrag im DVDV/);
});

test("where certificates of the Verwaltungs-PKI are needed: the key is made here, its request goes to the authority, and what comes back is checked before anything uses it", async () => {
  const [root, stranger] = await Promise.all([authority("Wurzel (erfunden)"), authority("Andere Wurzel")]);
  const strict = await createGateway({
    ...house, fitConnect: { ...gatewayFitConnect(house.config)!, environment: { ...gatewayFitConnect(house.config)!.environment, certificates: { kind: "strict", roots: [root.certificate] } } },
    fetch: createOutboundStream({ trustedHosts: trustedHosts(house.config) }), outboundStream: () => createOutboundStream({ trustedHosts: [] }), allowUnchecked: true, answerableDays: 90, apexOrigin: house.config.PUBLIC_ORIGIN,
  });
  const tenant = house.tenants.bySlug("beispielhausen")!.id;
  const reception = { tenant, services: [service.id], contact: { legalName: "Stadt Beispielhausen", email: "stadt@beispielhausen.example" }, actor };
  assert.deepEqual(await gateway.certificates.request({ tenant, use: "signature", subject: { commonName: "x" }, actor }), { ok: false, why: "not-needed" });
  assert.deepEqual(await strict.openReception(reception), { ok: false, why: "certificates-needed" });
  assert.deepEqual(await strict.certificates.request({ tenant, use: "signature", subject: { commonName: "" }, actor }), { ok: false, why: "subject-invalid" });
  const certify = async (use: "encryption" | "signature"): Promise<void> => {
    const asked = await strict.certificates.request({ tenant, use, subject: { commonName: "Zustellpunkt Beispielhausen", organization: "Stadt Beispielhausen", country: "DE" }, actor });
    assert.ok(asked.ok);
    assert.deepEqual(await strict.certificates.request({ tenant, use, subject: { commonName: "x" }, actor }), { ok: false, why: "requested-already" });
    const [request] = (await strict.certificates.requests(tenant)).filter((one) => one.use === use);
    assert.deepEqual(Object.keys(request!).toSorted(), ["certificateUntil", "certifiedAt", "id", "request", "requestedAt", "use"], "no private part is ever told");
    const take = (pem: string, of = tenant) => strict.certificates.take({ tenant: of, id: asked.id, pem, actor });
    assert.deepEqual(await take("kein Zertifikat"), { ok: false, why: "refused", code: "certificate-unreadable" });
    assert.deepEqual(await take(await issued(stranger, asked.id, use)), { ok: false, why: "refused", code: "certificate-untrusted" });
    assert.deepEqual(await take(await issued(root, asked.id, use === "encryption" ? "signature" : "encryption")), { ok: false, why: "refused", code: "certificate-use" });
    assert.deepEqual(await take(await issued(root, asked.id, use), town.id), { ok: false, why: "not-found" }, "another town has no such request");
    assert.ok((await take(await issued(root, asked.id, use))).ok);
  };
  await certify("signature");
  assert.deepEqual(await strict.openReception(reception), { ok: false, why: "certificates-needed" }, "one of two is not enough");
  await certify("encryption");
  const opened = await strict.openReception(reception);
  assert.ok(opened.ok, JSON.stringify(opened));
  assert.deepEqual(await strict.certificates.requests(tenant), [], "a key is used once");
  const keys = await strict.receptionKeys(tenant);
  assert.deepEqual(keys.map(({ state, here }) => [state, here]), [["current", true], ["current", true]]);
  assert.ok(keys.every(({ certificateUntil }) => certificateUntil !== undefined && certificateUntil > clock.now()), "and its end is watched");
  const step = { tenant, destination: opened.destination, use: "encryption", actor } as const;
  assert.deepEqual(await strict.keys.prepare(step), { ok: false, why: "certificates-needed" });
  await certify("encryption");
  assert.ok((await strict.keys.prepare(step)).ok);
  assert.ok((await strict.keys.announce(step)).ok);
  const dropped = await strict.certificates.request({ tenant, use: "signature", subject: { commonName: "Falscher Name" }, actor });
  assert.ok(dropped.ok && await strict.certificates.drop({ tenant, id: dropped.id, actor }));
  assert.equal(await strict.certificates.drop({ tenant, id: dropped.id, actor }), false);
});

interface Authority { readonly name: string; readonly privateKey: KeyObject; readonly certificate: string }
const pem = (der: Buffer): string => `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/(.{64})/g, "$1\n")}\n-----END CERTIFICATE-----\n`;
async function authority(name: string): Promise<Authority> {
  const { publicKey, privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 4096 });
  return { name, privateKey, certificate: pem(issueCertificate({ subject: name, publicKey, from: new Date(clock.now().getTime() - 86_400_000), days: 3_650, use: "authority", issuer: { name, privateKey } })) };
}
/** For the key of a request, as an authority would issue it. */
async function issued(by: Authority, request: string, use: "encryption" | "signature"): Promise<string> {
  const { public_jwk: jwk } = await house.db.asOperator("test", (tx) => tx.one<{ public_jwk: JsonWebKey }>(sql`select public_jwk from gateway.certificate_request where id = ${request}`));
  return pem(issueCertificate({ subject: "Zustellpunkt Beispielhausen", publicKey: createPublicKey({ key: jwk, format: "jwk" }), from: new Date(clock.now().getTime() - 86_400_000), days: 700, use, issuer: by }));
}

test("the operator's pages: register out and in, dry run for all towns, and nobody else sees them", async () => {
  const browser = openBrowser();
  const choice = await browser.get(`${world.origin()}/betrieb/efa`);
  const landed = await browser.submit(choice, choice.page.form(/Olga Operator/), {}, /Olga Operator/);
  const page = new URL(landed.url).pathname === "/betrieb/efa" ? landed : await browser.get(`${world.origin()}/betrieb/efa`);
  assert.equal(page.page.h1, "Dienste anderer Länder");
  assert.deepEqual(page.page.problems, []);
  const json = (await browser.get(`${world.origin()}/betrieb/efa/register.json`)).text;
  assert.deepEqual(Object.keys(JSON.parse(json) as object), ["wohngeld-online"]);
  const refused = await browser.submit(page, page.page.form("Einspielen"), { register: "{" });
  assert.deepEqual([refused.status, refused.page.problems], [422, []]);
  const taken = await browser.submit(page, page.page.form("Einspielen"), { register: json.replace('"minutes": 30', '"minutes": 25') });
  assert.match(taken.page.text, /Das Register ist eingespielt/);
  assert.equal(gateway.links.service("wohngeld-online")!.minutes, 25);
  const plan = await browser.get(`${world.origin()}/betrieb/efa/wohngeld-online?ort=alle`);
  assert.deepEqual([plan.status, plan.page.problems], [200, []]);
  assert.match(plan.page.text, /Orte: 39\d.*nicht möglich: 3\d\d/);
  const found = await browser.get(`${world.origin()}/betrieb/efa?leistung=99107023017000&ars=${town.ars}`);
  assert.deepEqual([found.status, found.page.problems], [200, []]);
  assert.match(found.page.text, /Zustellpunkte mit geprüfter Unterschrift.*nimmt an/);
  const destination = (await gateway.inbound.overview(town.id)).destinations[0]!.id;
  const behave = (body?: object) => house.outbound(`http://fit-connect.sandbox.localhost:${world.sandbox.port}/_control`, { method: body ? "POST" : "DELETE", ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}) });
  await behave({ routes: "wrong-key", routesOf: destination });
  const mixed = await browser.get(found.url);
  await behave();
  assert.deepEqual([mixed.status, mixed.page.problems], [200, []]);
  assert.match(mixed.page.text, new RegExp(`Zustellpunkte mit geprüfter Unterschrift.*nimmt an.*Unterschrift nicht stimmt.*${destination} \\(jws-signature\\)`));
  const stranger = openBrowser();
  const other = await stranger.get(`${world.origin()}/betrieb/efa`);
  await stranger.submit(other, other.page.form(/Sabine Steuer/), {}, /Sabine Steuer/);
  for (const path of ["/betrieb/efa", "/betrieb/efa/wohngeld-online", "/betrieb/efa/register.json"]) assert.equal((await stranger.get(world.origin() + path)).status, 403);
  browser.close();
  stranger.close();
});
