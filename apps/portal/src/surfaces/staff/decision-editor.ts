import { html, type Html } from "@kommunalportal/html";
import { decisionPage, largestPdf, missingPartTexts, missingToLeave, postReasonTexts } from "#modules/answers";
import { isId } from "#platform/ids";
import type { ErrorLine } from "#ui/error-summary";
import { Readable } from "node:stream";
import type { Answer, Upload } from "../frame/index.ts";
import { versionOf, whoChanged } from "./case-actions.ts";
import { beginDecision, decisionFields, fieldOfMissing, fileNamed, fileOptOut, readDecision } from "./decision-form.ts";
import { showEditor } from "./decision-fields.ts";
import { letterAddress } from "./letter-address.ts";
import { gapsIn, letterChoice, letterFields, lettersFor } from "./letter-choice.ts";
import { staffPage, type TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";
import { refusalText } from "./words.ts";

/** GET `/mitarbeit/:slug/vorgang/:case/bescheid`. */
export async function decisionEditor(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const view = await portal.casework.open(desk.reach, desk.visit.params["case"] ?? "");
  if (!view) return { missing: true };
  const letters = await lettersFor(portal, view);
  const chosen = letters.find(({ id }) => id === desk.visit.query.get("vorlage"));
  const replaces = desk.visit.query.get("ersetzt");
  const before = isId(replaces) ? await portal.casework.decision(desk.reach, view.one.id, replaces) : undefined;
  const typed = beginDecision({
    letter: before ? decisionFields(before) : chosen && letterFields(chosen), remedy: portal.tenants.switches(desk.tenant.id).get(view.one.service)?.remedy, address: await letterAddress(portal, view),
  });
  return showEditor(portal, desk, view, { typed, errors: [], replaces, permit: true, letters: replaces === null && letterChoice(letters, desk.at(`vorgang/${view.one.id}/bescheid`), chosen?.id) });
}

/** POST of the editor: the preview, or the decision itself. An uploaded PDF is kept only when the decision leaves. */
export async function postDecision(portal: StaffPortal, desk: TownDesk, upload: Upload): Promise<Answer> {
  const id = desk.visit.params["case"] ?? "";
  const pdf: { bytes?: Buffer; name?: string } = {};
  const typed = await upload.read({ maxFileBytes: largestPdf, maxFiles: 1 }, async (part) => {
    const parts: Buffer[] = [];
    for await (const chunk of part.stream as AsyncIterable<Buffer>) parts.push(chunk);
    // One byte more than allowed, so that the room says why it is refused.
    pdf.bytes = Buffer.concat(parts);
    pdf.name = part.fileName;
  });
  const view = await portal.casework.open(desk.reach, id);
  if (!view) return { missing: true };
  const input = readDecision(typed);
  const replaces = typed.get("ersetzt")?.[0] ?? "";
  const sent = pdf.bytes !== undefined && pdf.bytes.length > 0;
  // A browser forgets the file whenever the page is shown again; its name does not, so that no decision leaves without it unnoticed.
  const file = sent ? pdf.name ?? "" : typed.get(fileNamed)?.[0] ?? "";
  const echo = { typed, replaces, file };
  const amount: ErrorLine[] = input.amountProblem ? [{ message: "Geben Sie den Betrag in Euro an, zum Beispiel 12,50.", fieldId: "bescheid-betrag" }] : [];
  const gaps = gapsIn(typed).map(({ field, gap }): ErrorLine => ({ message: `Füllen Sie die Lücke »${gap}« aus, oder streichen Sie sie.`, fieldId: `bescheid-${field}` }));
  const missing = missingToLeave({ ...input, signatory: { name: desk.reach.name } }).filter((part) => part !== "amount" || amount.length === 0).map((part): ErrorLine => ({ message: missingPartTexts[part], fieldId: `bescheid-${fieldOfMissing[part]}` }));
  if (typed.has("vorschau")) {
    return showEditor(portal, desk, view, { ...echo, errors: amount.length === 0 ? [] : inOrderOfFields([...amount, ...gaps, ...missing]), missing: inOrderOfFields([...gaps, ...missing]), preview: amount.length === 0 });
  }
  const version = versionOf(typed.get("version")?.[0] ?? "");
  const forgotten: ErrorLine[] = !sent && file !== "" && !typed.has(fileOptOut) ? [{ message: `Wählen Sie die Datei »${file}« noch einmal aus, oder kreuzen Sie an, dass der Bescheid ohne sie hinausgeht.`, fieldId: "bescheid-datei" }] : [];
  const errors = inOrderOfFields([...amount, ...gaps, ...missing, ...forgotten]);
  // Who was slower hears that first; what is missing may be no matter any more.
  if (errors.length > 0 && (version === undefined || version === view.one.version)) return showEditor(portal, desk, view, { ...echo, errors });
  const outcome = await portal.casework.decide(desk.reach, {
    case: id, ...(version === undefined ? {} : { version }), draft: input.draft, way: input.way, ...(input.way === "post" ? { addressee: input.addressee } : {}),
    ...(sent ? { pdf: Readable.from([pdf.bytes ?? Buffer.alloc(0)]) } : {}), ...(isId(replaces) ? { replaces } : {}), ...(input.permit ? { permit: true } : {}),
  });
  if (outcome.ok) return { redirect: desk.at(`vorgang/${id}?ansicht=bescheid&getan=bescheid`) };
  if (outcome.why === "not-found") return { missing: true };
  if (outcome.why === "changed-meanwhile" && "now" in outcome) {
    const now = await portal.casework.open(desk.reach, id);
    return now ? showEditor(portal, desk, now, { ...echo, errors: [], changed: await whoChanged(portal, desk, outcome.now) }) : { missing: true };
  }
  if (outcome.why === "incomplete" && "missing" in outcome) return showEditor(portal, desk, view, { ...echo, errors: outcome.missing.map((part) => ({ message: missingPartTexts[part], fieldId: `bescheid-${fieldOfMissing[part]}` })) });
  if (outcome.why === "post-needed" && "reasons" in outcome) return showEditor(portal, desk, view, { ...echo, errors: [{ message: `Dieser Bescheid muss per Post gehen. ${outcome.reasons.map((reason) => postReasonTexts[reason]).join(" ")}`, fieldId: "bescheid-weg" }] });
  return showEditor(portal, desk, view, { ...echo, errors: [{ message: refusalText(outcome.why), ...(outcome.why.startsWith("pdf-") ? { fieldId: "bescheid-datei" } : {}) }] });
}

const fieldOrder = ["betreff", "text", "betrag", "nebenbestimmungen", "begruendung", "englisch", "rechtsbehelf", "stelle", "frist", "anschrift", "datei"].map((field) => `bescheid-${field}`);

/** As they stand in the editor, from top to bottom. */
function inOrderOfFields(errors: readonly ErrorLine[]): readonly ErrorLine[] {
  return errors.toSorted((a, b) => fieldOrder.indexOf(a.fieldId ?? "") - fieldOrder.indexOf(b.fieldId ?? ""));
}

/** GET `…/bescheid/:decision`: the decision as it reads, with its file. */
export async function shownDecision(portal: StaffPortal, desk: TownDesk): Promise<Answer> {
  const { case: id = "", decision = "" } = desk.visit.params;
  const view = await portal.casework.open(desk.reach, id);
  if (!view?.decisions.some((one) => one.id === decision)) return { missing: true };
  const content = await portal.casework.decision(desk.reach, id, decision);
  if (!content) return { missing: true };
  const here = desk.at(`vorgang/${id}`);
  const main: Html = html`<h1>Bescheid</h1><p><a class="kern-link" href="${here}/bescheid/${decision}/brief.pdf">Als PDF</a>${content.enclosure !== undefined && html` · <a class="kern-link" href="${here}/bescheid/${decision}/anlage.pdf">${content.enclosure.name}</a>`}</p><div class="portal-letter">${decisionPage(content)}</div>`;
  return staffPage(portal, desk.visit, { title: "Bescheid", tenant: desk.tenant, current: "eingang", main, breadcrumb: [{ text: "Eingang", href: desk.at("eingang") }, { text: view.one.reference, href: `${here}?ansicht=bescheid` }, { text: "Bescheid" }] });
}

