import { html, type Html } from "@kommunalportal/html";
import type { NodeView } from "@kommunalportal/form-engine";
import { notice } from "../notice.ts";
import { say, t, type Lang } from "../text.ts";
import { controlId, errorControlId } from "./control-id.ts";

/** Id of the notice: a page that is opened there gives it the focus. */
export const newQuestionsId = "hinzugekommen";
/** Lines of the notice; the questions themselves stand below in any case. */
export const newQuestionsListed = 10;

/**
 * »Durch Ihre Antwort ist eine Frage hinzugekommen«: which of the paths (of `ParsedStep.revealed`) stand on this page now, each a link to its first
 * control. Nothing is wrong, so it is no error; it takes the focus because everything else on the page looks as before.
 */
export function newQuestions(lang: Lang, nodes: readonly NodeView[], paths: readonly string[]): Html | false {
  const found = find(nodes, new Set(paths), "", lang);
  if (found.length === 0) return false;
  const questions = found.filter(({ asks }) => asks);
  const title = t(lang, questions.length === 0 ? "new.info" : questions.length === 1 ? "new.one" : "new.many");
  const body = html`<p class="kern-body">${t(lang, questions.length > 0 && questions.every(({ required }) => !required) ? "new.optional" : "new.kept")}</p><ul>${found.slice(0, newQuestionsListed).map(({ label, id }) => html`<li>${id === undefined ? label : html`<a class="kern-link" href="#${id}">${label}</a>`}</li>`)}</ul>`;
  return html`<div id="${newQuestionsId}" tabindex="-1">${notice(lang, { kind: "info", title, body, live: true })}</div>`;
}

interface Found { readonly label: string; readonly id: string | undefined; readonly asks: boolean; readonly required: boolean }

function find(nodes: readonly NodeView[], paths: ReadonlySet<string>, entry: string, lang: Lang): readonly Found[] {
  return nodes.flatMap((node): readonly Found[] => {
    if (!node.visible) return [];
    if (paths.has(node.path)) {
      const label = say(node.kind === "group" ? node.definition.title : node.definition.label, lang);
      const asks = node.kind === "group" || (node.definition.type !== "info" && node.definition.fixed === undefined);
      return [{ label: `${entry}${label}`, id: firstControl(node), asks, required: node.required }];
    }
    if (node.kind === "field") return [];
    const item = node.definition.repeat === undefined ? "" : say(node.definition.repeat.itemTitle, lang);
    return [...find(node.nodes, paths, entry, lang), ...(node.entries ?? []).flatMap(({ nodes: inside, index }) => find(inside, paths, `${entry}${item} ${index + 1}: `, lang))];
  });
}

function firstControl(node: NodeView): string | undefined {
  if (!node.visible) return undefined;
  if (node.kind === "field") {
    const path = node.values[0]?.path ?? node.path;
    if (node.definition.type === "info") return controlId(path);
    return node.definition.type === "computed" || node.definition.fixed !== undefined ? undefined : errorControlId(node.definition.type, path);
  }
  if (node.present !== undefined) return controlId(node.path, "$present");
  if (node.choice !== undefined) return controlId(node.path, "$choice");
  for (const inside of [...node.nodes, ...(node.entries?.[0]?.nodes ?? [])]) {
    const id = firstControl(inside);
    if (id !== undefined) return id;
  }
  return undefined;
}
