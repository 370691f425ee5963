import type { Answer, Answers } from "./definition.ts";
import { answerAt, templateOf } from "./answer-path.ts";
import { checkAll } from "./check-all.ts";
import type { CompiledForm, CompiledNode } from "./compiled-form.ts";
import { reachableAnswers } from "./reachable-answers.ts";

/**
 * Whether answers that were begun with one version of a form can go on with another and nothing is lost: each stored answer has its field there,
 * of the same type; each counts there as it counts here; and none is wrong there that is right here. What is newly asked may be missing, and what is missing
 * here may be missing there. `today` is `YYYY-MM-DD`.
 */
export function fitsForm(from: CompiledForm, to: CompiledForm, answers: Answers, today: string): boolean {
  const stored = storedPaths(from, answers);
  if (!stored.every((path) => sameField(from.nodes.get(templateOf(path)), to.nodes.get(templateOf(path))))) return false;
  const [here, there] = [reachableAnswers(from, answers, today), reachableAnswers(to, answers, today)];
  if (!stored.every((path) => isComputed(from, path) || JSON.stringify(answerAt(here, path)) === JSON.stringify(answerAt(there, path)))) return false;
  const before = new Set(checkAll(from, answers, today).map(({ path, code }) => `${path} ${code}`));
  return checkAll(to, answers, today).every(({ path, code }) => code === "missing" || before.has(`${path} ${code}`));
}

/** Paths, with the numbers of entries, of the fields that hold an answer; what the form does not know is left out. */
function storedPaths(form: CompiledForm, answers: Answers): readonly string[] {
  const found: string[] = [];
  const visit = (value: Answer | undefined, path: string): void => {
    if (value === undefined || value === null) return;
    const node = form.nodes.get(templateOf(path));
    if (node === undefined) return;
    if (node.kind === "field") { found.push(path); return; }
    if (Array.isArray(value)) { (value as readonly Answer[]).forEach((entry, i) => { inside(entry, `${path}.${i}`); }); return; }
    inside(value, path);
  };
  const inside = (value: Answer, path: string): void => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return;
    for (const [key, inner] of Object.entries(value as Answers)) visit(inner, `${path}.${key}`);
  };
  for (const [id, value] of Object.entries(answers)) visit(value, id);
  return found;
}

function sameField(a: CompiledNode | undefined, b: CompiledNode | undefined): boolean {
  return a?.kind === "field" && b?.kind === "field" && a.definition.type === b.definition.type && (a.definition.repeat === undefined) === (b.definition.repeat === undefined);
}

function isComputed(form: CompiledForm, path: string): boolean {
  const node = form.nodes.get(templateOf(path));
  return node?.kind === "field" && (node.compute !== undefined || node.definition.fixed !== undefined);
}
