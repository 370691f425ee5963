import type { Answer, UploadedFile } from "@kommunalportal/form-engine";

/** The files an answer holds; anything that is not one is left out. */
export function uploadedFiles(answer: Answer | undefined): readonly UploadedFile[] {
  return Array.isArray(answer) ? answer.filter(isUploadedFile) : [];
}

function isUploadedFile(value: unknown): value is UploadedFile {
  return typeof value === "object" && value !== null && "id" in value && "name" in value && "size" in value && "type" in value
    && typeof value.id === "string" && typeof value.name === "string" && typeof value.size === "number" && typeof value.type === "string";
}
