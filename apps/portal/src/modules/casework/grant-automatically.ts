import type { ApplicationHead } from "#modules/applications";
import type { Actor } from "#modules/audit";
import { wholePart } from "#modules/applications";
import type { Tx } from "#platform/database";
import type { Case } from "./case.ts";
import { lockCasesOf, updateCase } from "./case-store.ts";
import { insertPermit, makePermit } from "./permit.ts";
import { type ForAPerson, isEligible, type PermitRequest, permitRequest } from "./permit-request.ts";
import type { CaseworkDeps } from "./ports.ts";

const automation: Actor = { kind: "system", what: "automation" };

export type GrantOutcome =
  | { readonly kind: "granted"; readonly code: string; readonly decision: string }
  /** A person decides; the reason is for the log of the office. Never a refusal. */
  | { readonly kind: "person"; readonly why: ForAPerson | "switched-off" | "zone-not-in-list" | "unpaid" | "not-open" | "not-possible" };

/**
 * The automatic grant of § 35a VwVfG NRW: only where the town has switched it on and named its legal basis, for a zone in its list, a plate
 * that can be one and a fee that is paid. Everything else goes to a person (Art. 22 DSGVO). Told again, it finds the case decided.
 */
export async function grantAutomatically(deps: CaseworkDeps, given: { readonly tenant: string; readonly application: string }): Promise<GrantOutcome> {
  const checked = await deps.answers.inCase(given.tenant, given.application, (tx, head) => check(tx, deps, head));
  if (!checked) return { kind: "person", why: "not-open" };
  if ("why" in checked) return { kind: "person", why: checked.why };
  const { request, office, legalBasis, electronic, addressee } = checked;
  const permit = await makePermit(deps, given.tenant, office, { title: request.title, plate: request.plate, zone: request.zoneName, validFrom: request.validFrom, validUntil: request.validUntil });
  const outcome = await deps.answers.prepare({
    tenant: given.tenant, application: given.application, office, actor: automation, automaticBy: legalBasis,
    signatory: { name: deps.offices.describe(given.tenant, office)?.name ?? "Automatische Bearbeitung", role: "Automatische Bearbeitung" },
    way: electronic ? "mailbox" : "post", ...(electronic ? {} : { addressee }),
    draft: {
      kind: "grant", subject: `Ihr ${request.title}`, amounts: [], conditions: [], reasons: [],
      paragraphs: [
        `Ihrem Antrag wird entsprochen. Der ${request.title} gilt für das Fahrzeug ${request.plate} in der ${request.zoneName}.`,
        "Der Ausweis liegt bei. Drucken Sie ihn aus und legen Sie ihn gut lesbar hinter die Windschutzscheibe.",
      ],
      english: [
        `Your application has been granted. The ${request.english.title} is valid for the vehicle ${request.plate} in ${request.english.zoneName}.`,
        "The permit is attached. Print it and put it behind the windscreen where it can be read easily.",
      ],
    },
    enclosure: { name: `${request.title}-${permit.facts.number}.pdf`, bytes: permit.pdf },
  });
  if (!outcome.ok) return { kind: "person", why: "not-possible" };
  const { prepared } = outcome;
  try {
    const granted = await deps.answers.inCase(given.tenant, given.application, async (tx, head): Promise<GrantOutcome> => {
      // Checked again with the cases locked: a clerk may have begun meanwhile.
      const [one, ...others] = await lockCasesOf(tx, given.tenant, given.application);
      if (!one || others.length > 0 || !mayProceed(one) || head.fee?.paidAt === undefined) return { kind: "person", why: "not-open" };
      const done = await deps.answers.decide(tx, prepared, { final: true });
      if (!done.ok) return { kind: "person", why: "not-possible" };
      await insertPermit(tx, given.tenant, given.application, permit, deps.clock.now());
      await updateCase(tx, one, { state: "decided", task: electronic ? null : "post-letter" }, { change: "granted-automatically", at: deps.clock.now() });
      return { kind: "granted", code: permit.code, decision: done.decision.id };
    });
    if (granted?.kind !== "granted") await deps.answers.discard(prepared);
    return granted ?? { kind: "person", why: "not-open" };
  } catch (error) {
    await deps.answers.discard(prepared);
    throw error;
  }
}

type Checked = { readonly request: PermitRequest; readonly office: string; readonly legalBasis: string; readonly electronic: boolean; readonly addressee: readonly string[] } | Extract<GrantOutcome, { kind: "person" }>;

async function check(tx: Tx, deps: CaseworkDeps, head: ApplicationHead): Promise<Checked> {
  const person = (why: Extract<GrantOutcome, { kind: "person" }>["why"]): Checked => ({ kind: "person", why });
  const settings = deps.tenants.switches(head.tenant).get(head.service)?.automation;
  if (settings?.enabled !== true || settings.legalBasis.trim() === "") return person("switched-off");
  const [one, ...others] = await lockCasesOf(tx, head.tenant, head.id);
  if (!one || others.length > 0 || one.part !== wholePart || !mayProceed(one)) return person("not-open");
  if (head.fee?.paidAt === undefined) return person("unpaid");
  const content = await deps.applications.content(tx, head.id, { kind: "tenant" });
  const service = content && (await deps.forms.service(content.form.service, content.form.version));
  if (!service) return person("not-open");
  const request = permitRequest(service, content);
  if (typeof request === "string") return person(request);
  if (!isEligible(service, content)) return person("not-eligible");
  if (!settings.zones.includes(request.zone)) return person("zone-not-in-list");
  const name = (await deps.applications.names(tx, head.tenant, [head.id])).get(head.id);
  const electronic = (await deps.answers.reasonsForPost(tx, head)).length === 0;
  return { request, office: one.office, legalBasis: settings.legalBasis, electronic, addressee: name === undefined ? [] : [name, ...addressLines(content.answers)] };
}

function mayProceed(one: Case): boolean {
  return one.state === "open" && one.assignee === undefined && !one.withdrawn;
}

/** Street and place as the shipped services ask for them; without them the letter is completed by a person. */
function addressLines(answers: Readonly<Record<string, unknown>>): string[] {
  for (const group of Object.values(answers)) {
    if (typeof group !== "object" || group === null) continue;
    const { strasse, hausnummer, plz, ort } = group as Readonly<Record<string, unknown>>;
    if ([strasse, plz, ort].every((part) => typeof part === "string" && part !== "")) return [[strasse, hausnummer].filter((part) => typeof part === "string").join(" "), `${String(plz)} ${String(ort)}`];
  }
  return [];
}
