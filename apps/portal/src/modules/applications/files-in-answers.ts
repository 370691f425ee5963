import type { Answer, Answers, UploadedFile } from "@kommunalportal/form-engine";

export interface NamedFile {
  /** Path of the upload field, with entry numbers. */
  readonly path: string;
  readonly file: UploadedFile;
}

/** Every uploaded file that the answers name, at any depth. */
export function filesIn(answers: Answers, base = ""): NamedFile[] {
  return Object.entries(answers).flatMap(([id, answer]) => (answer === undefined ? [] : filesOf(answer, base === "" ? id : `${base}.${id}`)));
}

/** Bytes of all files that the answers name. */
export function uploadedBytes(answers: Answers): number {
  return filesIn(answers).reduce((sum, { file }) => sum + file.size, 0);
}

function filesOf(answer: Answer, path: string): NamedFile[] {
  if (typeof answer !== "object" || answer === null) return [];
  // Files lie in the list of their field; entries of a group are numbered.
  if (isList(answer)) return answer.flatMap((entry, i) => (isFile(entry) ? [{ path, file: entry }] : filesOf(entry, `${path}.${i}`)));
  return isFile(answer) ? [{ path, file: answer }] : filesIn(Object.fromEntries(Object.entries(answer)), path);
}

function isList(answer: object): answer is readonly Answer[] {
  return Array.isArray(answer);
}

function isFile(answer: Answer): answer is UploadedFile {
  return typeof answer === "object" && answer !== null && "sha256" in answer && "id" in answer && typeof answer.id === "string" && typeof answer.sha256 === "string";
}
