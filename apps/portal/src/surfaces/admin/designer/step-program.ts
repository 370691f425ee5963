import { attr, html, type Html } from "@kommunalportal/html";
import type { Node, Step, StepExtension } from "@kommunalportal/form-engine";
import type { StaffVisit } from "../../frame/index.ts";
import { choiceControl, selectControl } from "../controls.ts";
import { type Errors, hasErrors } from "../form-state.ts";
import type { ReadableField } from "./readable-fields.ts";

/** A page of a program that the town lets appear in forms. */
export interface StepPage { readonly client: string; readonly page: string; readonly title: string; readonly program: string; readonly asks: boolean }

const valueOf = ({ client, page }: Pick<StepExtension, "client" | "page">): string => `${client} ${page}`;

/** Answers of the person: a program neither gets nor fills anything else (checkExtensions of the form engine). */
const answerable = ({ field }: ReadableField): boolean => field.type !== "declaration";
const fillable = ({ field }: ReadableField): boolean => field.type !== "declaration" && field.type !== "computed" && field.fixed === undefined;
const onStep = (step: Step, { path }: ReadableField): boolean => step.nodes.some(({ id }) => path === id || path.startsWith(`${id}.`));

/** Which program a step shows, what that gets and what it may fill in; nothing where the town has let none appear. */
export function programControls(step: Step, pages: readonly StepPage[], fields: readonly ReadableField[], errors: Errors): Html | false {
  const { extension } = step;
  if (pages.length === 0 && extension === undefined) return false;
  const unknown = extension !== undefined && !pages.some((page) => valueOf(page) === valueOf(extension));
  const option = ({ path, label }: ReadableField) => ({ value: path, text: label });
  return html`<details class="portal-part" ${attr("open", extension !== undefined || hasErrors(errors))}><summary>Seite eines Programms</summary><p>Ein zugelassenes Programm hilft beim Ausfüllen. Die Fragen bleiben auf der Seite: Wo es fehlt oder nicht antwortet, füllt der Mensch sie selbst aus.</p>
${selectControl({ name: "programm", label: "Programm", value: extension === undefined ? "" : valueOf(extension), error: errors["programm"], options: [
    { value: "", text: "keins" }, ...pages.map((page) => ({ value: valueOf(page), text: `${page.title} (${page.program}${page.asks ? ", prüft im Hintergrund" : ""})` })),
    ...(unknown ? [{ value: valueOf(extension), text: `${extension.page} (${extension.client}, hier nicht zugelassen)` }] : []),
  ] })}
${choiceControl({ name: "programm-bekommt", label: "Das bekommt das Programm", hint: "So wenig wie möglich; die Person sieht es vorher.", several: true, optional: true, values: extension?.sends ?? [], options: fields.filter(answerable).map(option) })}
${choiceControl({ name: "programm-fuellt", label: "Das darf es ausfüllen", several: true, optional: true, values: extension?.fills ?? [], error: errors["programm-fuellt"], options: fields.filter((one) => fillable(one) && onStep(step, one)).map(option) })}</details>`;
}

/** What was chosen; a step without the controls keeps what it has. */
export function readProgram(visit: StaffVisit, step: Step, pages: readonly StepPage[], fields: readonly ReadableField[]): { readonly extension: StepExtension | undefined; readonly errors: Errors } {
  if (!visit.fields.has("programm")) return { extension: step.extension, errors: {} };
  const chosen = visit.field("programm");
  if (chosen === "") return { extension: undefined, errors: {} };
  const known = [...pages, ...(step.extension === undefined ? [] : [step.extension])].find((page) => valueOf(page) === chosen);
  if (known === undefined) return { extension: step.extension, errors: { programm: "Wählen Sie ein Programm, das hier steht." } };
  const given = (name: string, allowed: readonly ReadableField[]): readonly string[] => allowed.map(({ path }) => path).filter((path) => (visit.fields.get(name) ?? []).includes(path));
  const extension = { client: known.client, page: known.page, sends: given("programm-bekommt", fields.filter(answerable)), fills: given("programm-fuellt", fields.filter((one) => fillable(one) && onStep(step, one))) };
  return {
    extension, errors: {
      "programm-fuellt": extension.fills.length === 0 ? "Wählen Sie mindestens eine Frage dieses Schritts, die das Programm ausfüllen darf." : undefined,
      programm: takesFiles(step.nodes) ? "In einem Schritt mit der Seite eines Programms kann nichts hochgeladen werden. Verschieben Sie das Hochladen in einen anderen Schritt." : undefined,
    },
  };
}

function takesFiles(nodes: readonly Node[]): boolean {
  return nodes.some((node) => (node.kind === "group" ? takesFiles(node.nodes) : node.kind === "field" && node.type === "upload"));
}
