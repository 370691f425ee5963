import type { Answers, UploadedFile } from "./definition.ts";
import { answerAt, templateOf, withAnswer } from "./answer-path.ts";
import type { CompiledForm } from "./compiled-form.ts";
import { filesOf } from "./fields/upload/upload-behaviour.ts";
import type { FieldError } from "./problems.ts";

/**
 * Puts a file that the server has received, checked and stored into an upload field. With an error the answers are as before,
 * and the stored file has to be deleted by the caller. Throws when the path is not an upload field, or not one for files `from` there: what
 * comes from a register has fields of its own, so that nobody can pass an upload off as fetched.
 */
export function attachFile(form: CompiledForm, path: string, answers: Answers, file: UploadedFile, today: string, from: "person" | "register" = "person"): { readonly answers: Answers; readonly error?: FieldError } {
  const node = form.nodes.get(templateOf(path));
  if (node?.kind !== "field" || node.definition.type !== "upload") throw new Error(`"${path}" is not an upload field of ${form.definition.id}.`);
  if ((node.definition.fetched !== undefined) !== (from === "register")) throw new Error(`"${path}" of ${form.definition.id} takes no file from a ${from}.`);
  const files = [...filesOf(answerAt(answers, path)), file];
  const problem = node.behaviour.check(files, today);
  return problem === undefined ? { answers: withAnswer(answers, path, files) } : { answers, error: { ...problem, path } };
}
