import { html, type Html } from "@kommunalportal/html";
import { type FormDefinition, type JsonValue, mergeThree } from "@kommunalportal/form-engine";
import { canonicalJson } from "#platform/json";
import { formButton } from "#ui/button";
import { notice } from "#ui/notice";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { changed, type CopyDesk, hiddenOf } from "./designer-pages.ts";

/** The form that the schema gives now, where it differs from the one the copy began with: rules were decided about since. */
async function decidedForm(portal: Pick<AdminPages, "schemas">, { copy }: Pick<CopyDesk, "copy">): Promise<{ readonly base: FormDefinition; readonly now: FormDefinition } | undefined> {
  const { imported } = copy.content;
  if (imported?.form === undefined) return undefined;
  const now = (await portal.schemas.open(imported.schema))?.made.form;
  return now === undefined || canonicalJson(now) === canonicalJson(imported.form) ? undefined : { base: imported.form, now };
}

/** Whether somebody decided about rules of the schema and the form does not know it yet: it is not published so. */
export async function pendingDecisions(portal: Pick<AdminPages, "schemas">, desk: Pick<CopyDesk, "copy">): Promise<boolean> {
  return (await decidedForm(portal, desk)) !== undefined;
}

export function decisionsNotice(desk: CopyDesk): Html {
  return notice("de", {
    kind: "warning", title: "Entscheidungen über Regeln sind noch nicht im Formular",
    body: html`<p>Was Sie am Formular geändert haben, bleibt.</p>${formButton({ text: "Entscheidungen übernehmen", kind: "secondary", action: desk.below("schemaregeln"), csrf: desk.visit.staff.csrf, fields: hiddenOf(desk) })}`,
  });
}

/** POST `/schemaregeln`: a three-way merge; where the editor has changed the same, the editor's own change stays. */
export async function takeDecisions(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const decided = await decidedForm(portal, desk);
  if (!decided) return { redirect: desk.below("regeln") };
  const json = (form: FormDefinition): JsonValue => JSON.parse(JSON.stringify(form)) as JsonValue;
  return changed(portal, desk, {
    what: "Entscheidungen über Regeln des Schemas übernommen", part: ({ form }) => form,
    apply: (content) => {
      const [base, now, mine] = [json(decided.base), json(decided.now), json(content.form)];
      const own = new Map(mergeThree(base, now, mine).conflicts.map(({ path }) => [path, "mine" as const]));
      return { ...content, form: mergeThree(base, now, mine, own).merged, ...(content.imported === undefined ? {} : { imported: { ...content.imported, form: decided.now } }) };
    },
  }, { next: `${desk.below("regeln")}?getan=entscheidungen`, typed: [] });
}
