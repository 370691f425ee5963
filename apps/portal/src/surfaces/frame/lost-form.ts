import type { FastifyRequest } from "fastify";
import { formFields, FormTooLarge, FormUnreadable, Problem, readMultipart, type FormFields } from "#platform/http";

/** A form that was not taken because of its session, with what was typed into it: the page that says so holds it and sends it once more. */
export class LostForm extends Problem {
  readonly fields: FormFields;
  /** Token of the session that is running now; without one somebody has to sign in first. */
  readonly csrf: string | undefined;
  constructor(status: number, code: "signed-out" | "form-expired", fields: FormFields, csrf?: string) {
    super(status, code);
    this.fields = fields;
    this.csrf = csrf;
  }
}

export function isMultipart(request: FastifyRequest): boolean {
  return String(request.headers["content-type"] ?? "").startsWith("multipart/form-data");
}

/** What had been read of a form that was too large or was cut off; undefined of any other error. */
export function readBefore(error: unknown): FormFields | undefined {
  return error instanceof FormTooLarge || error instanceof FormUnreadable ? error.fields : undefined;
}

/** What was typed into a form that has come, as far as it can be read. */
export function typedFields(request: FastifyRequest): FormFields {
  try {
    return typeof request.body === "string" ? formFields(request.body) : new Map();
  } catch (error) {
    return readBefore(error) ?? new Map();
  }
}

/** The same, also of a form with files, which nobody has read yet: the files are lost, what was typed beside them is not. */
export async function typedBesideFiles(request: FastifyRequest): Promise<FormFields> {
  if (!isMultipart(request)) return typedFields(request);
  try {
    return (await readMultipart(request.raw, { maxFileBytes: 0, maxFiles: 1 }, (part) => { part.stream.resume(); return Promise.resolve(); })).fields;
  } catch (error) {
    return readBefore(error) ?? new Map();
  }
}
