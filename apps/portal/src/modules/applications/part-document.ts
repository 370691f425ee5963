import { documentRows, summary } from "@kommunalportal/form-engine";
import { legalDate } from "#platform/clock";
import type { Applicant } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { draftForm } from "./draft-form.ts";
import { filesIn } from "./files-in-answers.ts";
import { type HandedIn, handedInBy } from "./hidden-part.ts";
import { publishedForm } from "./published-form.ts";
import { levelNames, sizeInWords, spoken } from "./summary-document.ts";
import { unsealDraft } from "./sealed-draft.ts";

/**
 * What somebody has handed in of their own part, as PDF/UA-1 for them: made when asked for, because after the sending only the office can open it.
 * Undefined where nothing is handed in or the part is not theirs.
 */
export async function partDocument(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant }): Promise<{ readonly pdf: Buffer; readonly name: string } | undefined> {
  const found = await deps.db.asOperator("somebody's own part of an application, for them", async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "read");
    if (!opened.ok || opened.row.part_of === null) return undefined;
    const part = await handedInBy(tx, await deps.towns.tenantKey(opened.row.tenant_id), opened.row.id);
    return part && { row: opened.row, part };
  });
  if (!found) return undefined;
  const { row, part } = found;
  const [published, own] = [await publishedForm(deps.services, row.service, row.form_version), await draftForm(deps.services, row)];
  const town = deps.towns.byId(row.tenant_id);
  if (!town) throw new Error("the part's town is unknown");
  const data = {
    issuer: { name: town.officialName }, title: published.package.service.title.de, reference: "Eigene Angaben",
    facts: facts(part, published.form.people.find(({ definition: { id } }) => id === part.person)?.definition, `${own.form.definition.title.de}, Fassung ${row.form_version}`),
    sections: summary(own.form, part.answers, "de", legalDate(part.at)).map(({ title, rows }) => ({ title, rows: documentRows(rows) })),
    attachments: filesIn(part.answers).map(({ file }) => ({ name: file.name, size: sizeInWords(file.size), sha256: file.sha256 })),
  };
  return { pdf: await deps.documents.render("summary", data, { standard: "ua-1", createdAt: part.at }), name: "meine-angaben.pdf" };
}

function facts(part: HandedIn, person: { readonly title: { readonly de: string }; readonly shown?: boolean } | undefined, form: string): readonly { readonly label: string; readonly value: string }[] {
  return [
    { label: "Angaben von", value: person?.title.de ?? part.person },
    { label: "Verbindlich abgegeben", value: spoken(part.at) },
    { label: "Vertrauensniveau", value: levelNames[part.level] },
    { label: "Wer sie liest", value: person?.shown === true ? "das Amt und, nach dem Absenden, die Person, die Sie eingeladen hat" : "nur das Amt" },
    { label: "Formular", value: form },
  ];
}
