import { legalDate } from "#platform/clock";
import { open, seal } from "#platform/crypto";
import { fillFromExtension, type CompiledForm } from "@kommunalportal/form-engine";
import { asClient } from "../access.ts";
import type { Bearer } from "../bearer.ts";
import type { ExtensionsDeps } from "../deps.ts";
import { once, type WriteRequest, type WrittenAnswer } from "../idempotency.ts";
import { Refused, type Outcome } from "../refusal.ts";
import type { LaunchResult } from "./launch.ts";
import { hashOf, isResult, keyFrom } from "./launch-keys.ts";
import { launchByResult, removeLaunch, storeResult, type LaunchRow } from "./launch-store.ts";

export interface GiveResult extends LaunchResult {
  readonly result: string;
}

/**
 * Keeps what a program gives for a step until the person comes back with it. Each value is checked by the form at once, so that the program
 * hears what does not fit, and again when it is put into the draft. Given twice, the later one counts.
 */
export function giveResult(deps: ExtensionsDeps, bearer: Bearer, given: GiveResult, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return asClient(deps, bearer, "formulare.ergaenzen", (tx, access) => once(tx, deps, access, request, async () => {
    const now = deps.clock.now();
    if (!isResult(given.result)) throw new Refused({ why: "not-found" });
    const hash = hashOf(given.result);
    const row = await launchByResult(tx, { tenant: access.tenant, client: access.client, hash, now });
    if (!row || row.step === null || row.service === null || row.form_version === null) throw new Refused({ why: "not-found" });
    const service = await deps.forms.service(row.service, row.form_version);
    const step = service?.form.steps.find(({ id }) => id === row.step);
    const extension = step?.definition.extension;
    if (!service || !extension || extension.client !== access.client || extension.page !== row.page) throw new Refused({ why: "not-found" });
    checkValues(service.form, row.step, given, legalDate(now));
    const { outcome, fields, problems } = given;
    await storeResult(tx, { hash, sealed: seal(keyFrom(given.result), JSON.stringify({ outcome, fields, problems } satisfies LaunchResult), resultContext(hash)) });
    return { status: 200, body: { accepted: Object.keys(fields).length } };
  }));
}

/** `/fields/<path>` for each value that does not fit, `/problems/<n>` for words at a field that is not the program's business. */
function checkValues(form: CompiledForm, step: string, given: GiveResult, today: string): void {
  const { errors } = fillFromExtension(form, step, {}, given.fields, today);
  const extension = form.steps.find(({ id }) => id === step)?.definition.extension;
  const known = new Set([...(extension?.sends ?? []), ...(extension?.fills ?? [])]);
  const wrong = [
    ...errors.map(({ path, code, message }) => ({ pointer: `/fields/${path.replaceAll("~", "~0").replaceAll("/", "~1")}`, code, message: message.de })),
    ...given.problems.flatMap(({ field }, index) => (known.has(field) ? [] : [{ pointer: `/problems/${index}/field`, code: "unknown-option", message: "Dieses Feld gehört nicht zu dem, was die Erweiterung bekommt oder füllt." }])),
  ];
  if (wrong.length > 0) throw new Refused({ why: "answers-invalid", errors: wrong.slice(0, 50) });
}

function resultContext(hash: Buffer): string {
  return `extension_places.launch.result/${hash.toString("hex")}`;
}

export type TakenResult =
  | { readonly kind: "result"; readonly client: string; readonly page: string; readonly result: LaunchResult }
  /** The program has given nothing. */
  | { readonly kind: "nothing"; readonly client: string; readonly page: string }
  /** Unknown, used, ended, revoked, or of another person, draft or step: all look the same. */
  | { readonly kind: "gone" };

/** Takes the result of a launch, once, in the session of the very person, draft and step that it began with. */
export function takeResult(deps: Pick<ExtensionsDeps, "db" | "clock">, given: { readonly tenant: string; readonly result: string; readonly owner: string; readonly draft: string; readonly step: string }): Promise<TakenResult> {
  return deps.db.inTenant(given.tenant, async (tx): Promise<TakenResult> => {
    if (!isResult(given.result)) return { kind: "gone" };
    const hash = hashOf(given.result);
    const row = await launchByResult(tx, { tenant: given.tenant, hash, now: deps.clock.now() });
    if (!row || !isOf(row, given)) return { kind: "gone" };
    await removeLaunch(tx, row.code_hash);
    if (!row.result) return { kind: "nothing", client: row.client_id, page: row.page };
    return { kind: "result", client: row.client_id, page: row.page, result: JSON.parse(open(keyFrom(given.result), row.result, resultContext(hash)).toString("utf8")) as LaunchResult };
  });
}

function isOf(row: LaunchRow, given: { readonly owner: string; readonly draft: string; readonly step: string }): boolean {
  return row.draft_id === given.draft && row.step === given.step && row.person_hash.equals(hashOf(given.owner));
}
