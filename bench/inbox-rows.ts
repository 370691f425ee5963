import { randomBytes } from "node:crypto";
import { nameHashes } from "../apps/portal/src/modules/applications/applicant-name.ts";
import { contexts } from "../apps/portal/src/modules/applications/keys.ts";
import { seal } from "../apps/portal/src/platform/crypto/index.ts";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { random } from "./figures.ts";
import type { Stage } from "./stage.ts";

export const nameSought = "Muster-Öztürk";
const givenNames = ["Erika", "Jonas", "Ayşe", "Max", "Sofie", "Zoe", "Toni", "Anna", "Karl", "Mehmet"];
const [beginnings, endings] = [["Lin", "Wal", "Fal", "Hol", "Stein", "Bir", "Ro", "Grü", "Son", "Win", "Feld", "Eich", "Kas", "Mar", "Tan", "Wie", "Hasel", "Lor", "Am", "Ul"], ["denau", "demar", "kenberg", "zinger", "bacher", "kner", "senthal", "nefeld", "nenhof", "terlein", "mannsen", "enbrink", "tanienau", "quardt", "nhorst", "sental", "bruch", "kamp", "mersbach", "richsen"]];
/** The most common surname of Germany has one in a hundred; so has the one that is looked for here. All are invented. */
function surname(draw: () => number): string {
  return draw() < 0.01 ? nameSought : `${beginnings[Math.floor(draw() * beginnings.length)]!}${endings[Math.floor(draw() * endings.length)]!}`;
}
const places = [
  { office: "steueramt", service: "hund-anmelden" }, { office: "ordnungsamt", service: "hund-anmelden" }, { office: "strassenverkehrsamt", service: "bewohnerparkausweis" },
  { office: "standesamt", service: "geburtsurkunde" }, { office: "tiefbauamt", service: "maengelmelder" },
];
/** Of a hundred cases: what a large town's desks hold, with an archive behind it. */
const states = [...Array<string>(40).fill("open"), ...Array<string>(20).fill("taken"), ...Array<string>(10).fill("waiting"), ...Array<string>(10).fill("decided"), ...Array<string>(20).fill("closed")];
const batch = 5_000;
const day = 86_400_000;

/**
 * Applications of two years with one case each, written by SQL instead of by submitting: names really sealed and findable, contents that
 * nobody could open (no list does). Ends with fresh statistics, as autovacuum would have made them.
 */
export async function fillInbox({ house, town, asOwner }: Stage, rows: number, staff: string): Promise<void> {
  const tenantKey = await house.tenants.tenantKey(town.id);
  const draw = random(73_000);
  const now = Date.now();
  const content = randomBytes(1_200);
  for (let from = 0; from < rows; from += batch) {
    const some = Array.from({ length: Math.min(batch, rows - from) }, (_, index) => {
      const at = new Date(now - Math.floor(draw() * 730 * day));
      const name = `${givenNames[Math.floor(draw() * givenNames.length)]!} ${surname(draw)}`;
      const id = newId(at.getTime());
      const next = draw() < 0.3 ? new Date(now + (draw() - 0.3) * 60 * day).toISOString().slice(0, 10) : null;
      const place = places[Math.floor(draw() * places.length)]!;
      const state = states[Math.floor(draw() * states.length)]!;
      return { id, at, name: seal(tenantKey, name, contexts.applicantName(id)), hashes: nameHashes(tenantKey, name), reference: `BNC-${String(from + index).padStart(6, "0")}`, next, state, ...place, caseId: newId(at.getTime()), assignee: state === "taken" && draw() < 0.2 ? staff : null };
    });
    const column = <T>(pick: (one: (typeof some)[number]) => T): T[] => some.map(pick);
    const words = some.flatMap(({ id, hashes }) => hashes.map((hash) => ({ id, hash })));
    await house.db.asOperator("applications for the bench", async (tx) => {
      await tx.run(sql`insert into applications.application (id, tenant_id, service, form_version, status, status_since, channel, language, trust_level, reference, tenant_wrapped_key, content, applicant_name, request_key, draft_key, created_at, submitted_at, events)
        select id, ${town.id}, service, '1.0.0', 'submitted', at, 'online', 'de', 3, reference, ${randomBytes(60)}, ${content}, name, decode(md5(id::text), 'hex'), decode(md5(reference), 'hex'), at, at, 1
        from unnest(${column(({ id }) => id)}::uuid[], ${column(({ service }) => service)}::text[], ${column(({ at }) => at)}::timestamptz[], ${column(({ reference }) => reference)}::text[], ${column(({ name }) => name)}::bytea[]) as given (id, service, at, reference, name)`);
      await tx.run(sql`insert into applications.search_word (tenant_id, hash, application_id) select ${town.id}, hash, id from unnest(${words.map(({ id }) => id)}::uuid[], ${words.map(({ hash }) => hash)}::bytea[]) as given (id, hash)`);
      await tx.run(sql`insert into casework.case (id, tenant_id, application_id, part, office, service, reference, channel, state, state_since, assignee, received_at, news_at, due_on, next_on, changed_at, change)
        select id, ${town.id}, application, 'whole', office, service, reference, 'online', state, at, assignee, at, at, next, coalesce(next, 'infinity'), at, 'received'
        from unnest(${column(({ caseId }) => caseId)}::uuid[], ${column(({ id }) => id)}::uuid[], ${column(({ office }) => office)}::text[], ${column(({ service }) => service)}::text[], ${column(({ reference }) => reference)}::text[], ${column(({ state }) => state)}::text[],
          ${column(({ at }) => at)}::timestamptz[], ${column(({ next }) => next)}::date[], ${column(({ assignee }) => assignee)}::uuid[]) as given (id, application, office, service, reference, state, at, next, assignee)`);
      // A third was read by the person who looks.
      const read = some.filter((_, index) => index % 3 === 0);
      await tx.run(sql`insert into casework.reading (tenant_id, case_id, staff, read_at) select ${town.id}, id, ${staff}, now() from unnest(${read.map(({ caseId }) => caseId)}::uuid[]) as given (id)`);
    });
  }
  await house.db.inTenant(town.id, (tx) => house.casework.recount(tx, town.id));
  for (const table of ["applications.application", "applications.search_word", "casework.case", "casework.reading", "casework.counter"]) await asOwner(`vacuum analyze ${table}`);
}
