import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { Reply } from "../../testing/browser.ts";
import { adminWorld } from "./test-admin.ts";

const world = await adminWorld();
const { house } = world;
const idOf = (slug: string): string => house.tenants.bySlug(slug)!.id;
const olga = world.as("olga");
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};
const efa = `${world.apex}/betrieb/efa`;

test("what comes from services elsewhere and does not go on stands before the operator in words, for each town, without content; and what is well does not", async () => {
  assert.match(fine(await olga.get(efa)).page.text, /Nichts\. Was kommt, wird geöffnet und liegt im Eingang/);
  assert.doesNotMatch(fine(await olga.get(`${world.apex}/betrieb`)).page.text, /Dienste anderer Länder: \d/);
  const now = world.clock.now();
  await house.db.asOperator("test", async (tx) => {
    const destination = newId();
    await tx.run(sql`insert into gateway.destination (id, tenant_id, name, created_at, callback_id, callback_secret) values (${destination}, ${idOf("hamm")}, 'Ankunft', ${now}, ${newId()}, 'x')`);
    const put = (more: { state: string; why?: string; fault?: string; attempts?: number; problems?: object; answered?: boolean }) => tx.run(sql`insert into gateway.arrival (submission_id, tenant_id, destination_id, case_id, state, jti, listed_at, unopened_why, fault, attempts, problems, answered_at)
      values (${newId()}, ${idOf("hamm")}, ${destination}, ${newId()}, ${more.state}, ${newId()}, ${now}, ${more.why ?? null}, ${more.fault ?? null}, ${more.attempts ?? 0}, ${more.problems ? JSON.stringify(more.problems) : null}, ${more.answered === true ? now : null})`);
    await put({ state: "accepted", answered: true });
    await put({ state: "listed", attempts: 1, fault: "noch-nicht" });
    await put({ state: "unopened", why: "key" });
    await put({ state: "unopened", why: "key" });
    await put({ state: "listed", attempts: 4, fault: "timeout" });
    await put({ state: "rejected", answered: true, problems: [{ type: "x", title: "t", detail: "Der Inhalt lässt sich nicht entschlüsseln." }] });
    const submission = newId();
    await tx.run(sql`insert into gateway.arrival (submission_id, tenant_id, destination_id, case_id, state, jti, listed_at) values (${submission}, ${idOf("hamm")}, ${destination}, ${newId()}, 'accepted', ${newId()}, ${now})`);
    await tx.run(sql`insert into gateway.reply (id, tenant_id, submission_id, application_id, state, attachment_id, created_at, fault) values (${newId()}, ${idOf("hamm")}, ${submission}, ${newId()}, 'given-up', ${newId()}, ${now}, 'zbp-no-answer')`);
    await tx.run(sql`insert into gateway.key (destination_id, tenant_id, kid, use, state, public_jwk, certificate_until, created_at, state_since) values (${destination}, ${idOf("hamm")}, 'kidkidkid', 'encryption', 'current', '{}', ${new Date(now.getTime() + 20 * 86_400_000)}, ${now}, ${now})`);
  });
  const { text } = fine(await olga.get(efa)).page;
  for (const words of [/Hamm Stand ungeöffnet FIT-Connect Anzahl 2 .*für einen Schlüssel, der nicht hier liegt/, /Hamm Stand scheitert FIT-Connect Anzahl 1 .*Zuletzt: Der andere Server hat nicht rechtzeitig geantwortet\./, /abgelehnt FIT-Connect Anzahl 1 .*nicht entschlüsseln/, /nicht angekommen Anzahl 1 .*BundID-Postfach hat eine Woche lang nicht/, /Schlüssel am Zustellpunkt Gilt bis 12\. Dezember 2026/]) assert.match(text, words);
  assert.doesNotMatch(text, /noch-nicht/, "one failed try is no matter");
  assert.match(fine(await olga.get(`${world.apex}/betrieb`)).page.text, /Dienste anderer Länder: 4 Punkte brauchen Aufmerksamkeit/);
  for (const who of ["sven", "ede"] as const) assert.equal((await world.as(who).get(efa)).status, 403);
});

test("all towns in one action: the dry run names what each still has to do, and an address of the operator helps where a town has none", async () => {
  const page = `${efa}/wohngeld-online`;
  const all = fine(await olga.get(`${page}?ort=alle`));
  assert.match(all.page.text, /Zustellpunkt und Schlüssel anlegen: 2 .*Zustellpunkt nicht möglich: 39\d/);
  assert.match(all.page.text, /Aachen Geschähe ins Register eintragen; dann ginge es nicht weiter: Die Stadt hat keine E-Mail-Adresse hinterlegt.* Fehlt dann noch .*Auftrag zur Entschlüsselung, Für die Menschen geöffnet/);
  const wrong = fine(await olga.get(`${page}?ort=alle&kontakt=niemand`), 422);
  assert.match(wrong.page.text, /Geben Sie eine vollständige E-Mail-Adresse ein/);
  assert.doesNotMatch(wrong.page.text, /Jetzt anschließen/);
  const possible = fine(await olga.get(`${page}?ort=alle&kontakt=betrieb@rechenzentrum.example`));
  assert.match(possible.page.text, /Zustellpunkt nicht möglich: 0/);
  assert.match(possible.page.text, /Was danach noch fehlt .*Auftrag zur Entschlüsselung: 39\d Orte/);
  assert.ok(possible.text.indexOf("Jetzt anschließen") < possible.text.indexOf("<table"), "on a phone the button does not stand below fifty towns");
  const csv = await olga.get(world.apex + all.page.link("Probelauf herunterladen (CSV)"));
  assert.equal(csv.status, 200);
  assert.ok(csv.text.split("\r\n").length > 390, "every town, not only the first fifty");
  assert.match(csv.text, /Wuppertal;.*hinterlegt.*;.*Für die Menschen geöffnet/);
  assert.doesNotMatch(all.page.text.slice(all.page.text.indexOf("Je Ort")), /Musterstadt/, "who cannot be connected stands first");
  const one = fine(await olga.get(`${page}?ort=hamm&kontakt=betrieb@rechenzentrum.example`));
  fine(await olga.submit(one, one.page.form("Jetzt anschließen"), {}));
  await house.db.inTenant(idOf("hamm"), (tx) => tx.run(sql`update gateway.destination set ended_at = now() where tenant_id = ${idOf("hamm")}`));
  await house.gateway.onboarding.run({ tenant: idOf("hamm"), service: "wohngeld-online" });
  assert.deepEqual((await house.gateway.onboarding.state("wohngeld-online")).counts, [{ state: "done", count: 1 }]);
  assert.ok((await house.gateway.inbound.overview(idOf("hamm"))).destinations.some(({ services }) => services.includes("wohngeld-online")));
});

test("how far onboarding is stands on the service's page: at what pace, what is tried again, and every failure as a sentence", async () => {
  const page = `${efa}/wohngeld-online`;
  const now = world.clock.now();
  const towns = house.tenants.all().filter(({ kind, isDemo }) => kind === "municipality" && !isDemo).slice(0, 12);
  const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
  await house.db.asOperator("test", async (tx) => {
    await tx.run(sql`update gateway.onboarding set ended_at = ${ago(1000)} where tenant_id = ${idOf("hamm")}`);
    for (const [at, { id }] of towns.entries()) {
      const [state, fault, ended] = at < 4 ? ["done", null, ago(60 * (at + 1))] : at === 4 ? ["failed", "no-schema", ago(300)] : at === 5 ? ["failed", "http-503", ago(360)] : at === 6 ? ["queued", "network", null] : ["queued", null, null];
      await tx.run(sql`insert into gateway.onboarding (tenant_id, service_id, state, fault, ordered_by, ordered_at, ended_at) values (${id}, 'wohngeld-online', ${state}, ${fault}, 'x', ${ago(900)}, ${ended})
        on conflict (tenant_id, service_id) do update set state = excluded.state, fault = excluded.fault, ordered_at = excluded.ordered_at, ended_at = excluded.ended_at`);
    }
  });
  const { text } = fine(await olga.get(page)).page;
  assert.match(text, /Stand des Anschlusses angeschlossen: \d+ in Arbeit: 6 gescheitert: 2/);
  assert.match(text, /so schnell weitergeht wie zuletzt, dauert es noch etwa 6 Minuten\. Zuletzt wurde ein Ort vor 60 Sekunden fertig/);
  assert.match(text, /wieder versucht: 1: Der andere Server ist nicht erreichbar\./);
  assert.match(text, /Im Register steht kein Datensatz des Dienstes\./);
  assert.match(text, /kann gerade nicht antworten \(503\)/);
  assert.doesNotMatch(text, /no-schema|network/);
});

test("what waits unopened stands at the top of the town's page, with the reason, what helps and until when", async () => {
  await house.db.asOperator("test", async (tx) => {
    const destination = newId();
    await tx.run(sql`insert into gateway.destination (id, tenant_id, name, created_at, callback_id, callback_secret) values (${destination}, ${idOf("musterstadt")}, 'Ankunft', now(), ${newId()}, 'x')`);
    await tx.run(sql`insert into gateway.arrival (submission_id, tenant_id, destination_id, case_id, state, jti, listed_at, unopened_why) values (${newId()}, ${idOf("musterstadt")}, ${destination}, ${newId()}, 'unopened', ${newId()}, ${world.clock.now()}, 'order')`);
  });
  const lead = fine(await world.as("sven").at("/efa/empfang"));
  assert.match(lead.page.text, /Eine Nachricht wartet ungeöffnet.*Der Auftrag zur Entschlüsselung fehlt\..* was 14 Tage lang niemand abholt: hier am 6\. Dezember 2026/);
  assert.equal(lead.page.link("Ansehen, warum und was hilft"), "#angekommen");
  assert.match(lead.text, /ungeoeffnet\/[0-9a-f-]{36}\.zip/);
  // An editor sees that it waits, and cannot take it.
  assert.doesNotMatch(fine(await world.as("ede").at("/efa/empfang")).text, /ungeoeffnet\//);
});

test("what waits unopened is on the town's list of things to do, and the operator does not read beside it that all arrives", async () => {
  const todo = fine(await world.as("sven").at("")).page;
  assert.match(todo.text, /Eine Nachricht wartet ungeöffnet Warum Aus einem Online-Dienst anderer Länder, die älteste vom 22\. November 2026/);
  assert.equal(todo.link("Eine Nachricht wartet ungeöffnet"), "/mitarbeit/musterstadt/redaktion/efa/empfang#angekommen");
  assert.match(fine(await world.as("sven").at("/efa/empfang")).page.text, /Was Nachricht Einreichung [0-9a-f-]{36} Hinweis/, "by this id the other side knows it too");
  assert.doesNotMatch(fine(await world.as("emil").at("")).page.text, /ungeöffnet|Zertifikat/);
  assert.doesNotMatch(todo.text, /Zertifikat/);
  const now = world.clock.now();
  await house.db.asOperator("test", (tx) => tx.run(sql`insert into gateway.key (destination_id, tenant_id, kid, use, state, public_jwk, certificate_until, created_at, state_since)
    select id, tenant_id, 'endet-bald', 'encryption', 'current', '{}', ${new Date(now.getTime() + 20 * 86_400_000)}, ${now}, ${now} from gateway.destination where tenant_id = ${idOf("musterstadt")} and channel = 'fit-connect' and ended_at is null limit 1`));
  assert.match(fine(await world.as("sven").at("")).page.text, /Ein Zertifikat für den Empfang läuft ab Warum Es gilt bis 12\. Dezember 2026\. Danach kommen Anträge aus Diensten anderer Länder nicht mehr an/);
  await house.db.asOperator("test", (tx) => tx.run(sql`delete from gateway.key where kid = 'endet-bald'`));
  assert.doesNotMatch(fine(await olga.get(`${world.apex}/betrieb`)).page.text, /Alles, was eingeht, kommt an/);
});

test("the way of an application between here and the service elsewhere is told in order: arrival, what was answered, each word of the office and what became of it", async () => {
  const [application, submission] = [newId(), newId()];
  const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 20, 9, minute));
  const steps = await house.db.asOperator("test", async (tx) => {
    const destination = newId();
    await tx.run(sql`insert into gateway.destination (id, tenant_id, name, created_at, callback_id, callback_secret, ended_at) values (${destination}, ${idOf("hamm")}, 'Ankunft', ${at(0)}, ${newId()}, 'x', ${at(1)})`);
    await tx.run(sql`insert into gateway.arrival (submission_id, tenant_id, destination_id, case_id, kind, state, application_id, jti, listed_at, arrived_at, answered_at) values (${submission}, ${idOf("hamm")}, ${destination}, ${newId()}, 'application', 'accepted', ${application}, ${newId()}, ${at(1)}, ${at(0)}, ${at(2)})`);
    const reply = (state: string, fault: string | null, minute: number, answered: Date | null) => tx.run(sql`insert into gateway.reply (id, tenant_id, submission_id, application_id, state, attachment_id, created_at, sent_at, answered_at, fault) values (${newId()}, ${idOf("hamm")}, ${submission}, ${application}, ${state}, ${newId()}, ${at(minute)}, ${state === "sent" ? at(minute) : null}, ${answered}, ${fault})`);
    await reply("sent", null, 3, at(4));
    await reply("given-up", "no-reply-channel", 5, null);
    await reply("given-up", "nothing-to-say", 6, null);
    return house.gateway.passage(tx, application);
  });
  assert.deepEqual(steps.map(({ at: when, what, reason }) => [when.getUTCMinutes(), what, reason]), [[1, "application-arrived", undefined], [2, "accepted", undefined], [3, "reply-sent", undefined], [4, "reply-taken", undefined], [5, "reply-given-up", "no-reply-channel"]]);
  assert.equal(steps[0]!.id, submission);
});

test("the checklist leads to where each missing thing is mended", async () => {
  const town = fine(await world.as("sven").at("/efa/empfang"));
  assert.equal(town.page.link("Auftrag zur Entschlüsselung"), "#auftrag");
  assert.equal(town.page.link("Zustellpunkt bei FIT-Connect"), "#zustellpunkt");
  assert.equal(fine(await world.as("emil").at("/efa/empfang")).page.link("Für die Menschen geöffnet"), "/mitarbeit/beispielhausen/redaktion/efa/wohngeld-online");
});

test("a register is tried before it is stored, and what is wrong with it is said in German at its place", async () => {
  const first = fine(await olga.get(efa));
  const form = (page: Reply) => page.page.form("Einspielen");
  const [known] = house.gateway.links.services();
  const { id, changedAt: _changedAt, ...facts } = known!;
  const register = JSON.stringify({ [id]: facts, "probe-dienst": { ...facts, title: { de: "Dienst zur Probe" } } });
  const tried = fine(await olga.submit(first, form(first), { register }, "Probelauf"));
  assert.match(tried.page.text, /1 Dienst würde eingetragen oder geändert probe-dienst 1 Dienst steht schon so im Register\. Gespeichert ist noch nichts/);
  assert.equal(house.gateway.links.service("probe-dienst"), undefined);
  assert.ok(tried.page.form("Einspielen").fields.some(([name, value]) => name === "register" && value.includes("Dienst zur Probe")), "what was tried can be stored at once");
  const stored = fine(await olga.submit(tried, form(tried), { register }, "Einspielen"));
  assert.match(stored.page.text, /Das Register ist eingespielt.*Dienst zur Probe/s);
  for (const [wrong, words] of [["{", /kein JSON: Zeile 1, Zeichen 2/], [`{ "x": { "title": `, /kein JSON: Sie hört mittendrin auf/], [JSON.stringify({ x: { ...facts, title: undefined, url: 1 } }), /x\.title: Diese Angabe fehlt .*x: Diese Angaben kennt das Register nicht: url/], [JSON.stringify({ "Falsch!": facts }), /Falsch!: So kann ein Dienst nicht heißen/], ['{"services":[1]}', /services: Ungültige Eingabe/], [JSON.stringify({ x: { ...facts, areas: ["5"], minutes: 0 } }), /x\.minutes: Zu klein/]] as const) {
    const refused = fine(await olga.submit(stored, form(stored), { register: wrong }, "Einspielen"), 422);
    assert.match(refused.page.text, words);
    assert.doesNotMatch(refused.page.text, /Invalid|expected|received/);
  }
});

test("where nobody takes a service at a place, the page says so and what to do, and offers no destination to set up", async () => {
  const page = fine(await olga.get(`${efa}?leistung=99107023017000&ars=160680051051`)).page;
  assert.match(page.text, /Dort nimmt niemand diese Leistung über FIT-Connect an\. Prüfen Sie beide Schlüssel/);
  assert.doesNotMatch(page.text, /Keine Einträge|Ziel einrichten/);
});
