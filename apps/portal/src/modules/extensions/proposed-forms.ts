import type { WorkingCopy } from "#modules/forms";
import { asClient, authorise, warmTownKey } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import { findClient } from "./client-store.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { earlierAnswer, once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome } from "./refusal.ts";

/** A service package of unknown origin: `service.json`, `form.json` and the form's own tests. */
export interface ProposeForm { readonly slug: string; readonly service: unknown; readonly form: unknown; readonly tests: unknown; readonly note: string | undefined }

const mostProblems = 50;

/**
 * An online service of a program's own, put before the town's editors. What people fill in is decided by the town: somebody there releases and
 * publishes it, or sends it back with a note. The workshop takes the same proposal twice without effect, so a program that died in between asks again.
 */
export async function proposeForm(deps: ExtensionsDeps, bearer: Bearer, given: ProposeForm, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return outcomeOf(async () => {
    await warmTownKey(deps, bearer);
    const { slug } = given;
    const before = await deps.db.inTenant(bearer.tenant, async (tx) => {
      const access = await authorise(tx, bearer, "formulare.vorschlagen", deps.clock.now());
      if (access.services?.includes(slug) === false) throw new Refused({ why: "not-found" });
      return { client: access.client, answer: await earlierAnswer(tx, deps, access, request), name: (await findClient(tx, access.client))?.manifest.name.de ?? access.client };
    });
    if (before.answer) return before.answer;
    const proposed = await deps.workshop.propose({ tenant: bearer.tenant, by: { program: before.client, name: before.name }, slug, note: given.note, content: { service: given.service, form: given.form, tests: given.tests } });
    if (!proposed.ok) {
      if (proposed.why !== "not-valid") throw new Refused({ why: proposed.why === "name-taken" ? "name-taken" : "form-changed-meanwhile" });
      throw new Refused({ why: "form-invalid", errors: proposed.problems.slice(0, mostProblems).map(({ path, problem }) => ({ pointer: `/${path.replaceAll(".", "/")}`, message: problem.slice(0, 300) })) });
    }
    const { copy } = proposed;
    return deps.db.inTenant(bearer.tenant, async (tx) => {
      const access = await authorise(tx, bearer, "formulare.vorschlagen", deps.clock.now());
      return once(tx, deps, access, request, async () => {
        await deps.audit.record(tx, { tenant: access.tenant, actor: access.actor, action: "form.propose", subject: { kind: "form-version", id: `${copy.slug} ${copy.content.form.version}` } });
        return { status: 201, body: presentForm(copy) };
      });
    });
  });
}

/** What this program has proposed to the town, by name. */
export function proposedForms(deps: ExtensionsDeps, bearer: Bearer): Promise<Outcome<readonly WorkingCopy[]>> {
  return asClient(deps, bearer, "formulare.vorschlagen", (tx, access) => deps.workshop.proposals(tx, { tenant: access.tenant, program: access.client }));
}

/** One of them. */
export function proposedForm(deps: ExtensionsDeps, bearer: Bearer, slug: string): Promise<Outcome<WorkingCopy>> {
  return asClient(deps, bearer, "formulare.vorschlagen", async (tx, access) => {
    const found = (await deps.workshop.proposals(tx, { tenant: access.tenant, program: access.client })).find((copy) => copy.slug === slug);
    if (!found) throw new Refused({ why: "not-found" });
    return found;
  });
}

export function presentForm({ slug, state, content, decided, changedAt }: WorkingCopy): object {
  return {
    service: slug, version: content.form.version, state, changedAt: changedAt.toISOString(),
    ...(decided ? { review: { released: decided.released === true, at: decided.at, ...(decided.note === undefined ? {} : { note: decided.note }) } } : {}),
  };
}
