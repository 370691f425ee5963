/** What a form sent: every name with its values in order. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

export class FormTooLarge extends Error {}

/** What was sent as a form is none: cut off, or without its boundaries. The sender's mistake, not ours. */
export class FormUnreadable extends Error {
  readonly statusCode = 400;
}

const limits = { bytes: 1_000_000, fields: 2_000, nameLength: 400 };

/** Reads `application/x-www-form-urlencoded` (WHATWG URL 5.1). Names cannot reach a prototype: it is a Map. */
export function formFields(body: string): FormFields {
  if (body.length > limits.bytes) throw new FormTooLarge("more than a megabyte of form");
  const fields = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(body)) {
    count += 1;
    if (count > limits.fields || name.length > limits.nameLength) throw new FormTooLarge("too many or too long field names");
    const known = fields.get(name);
    if (known) known.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}
