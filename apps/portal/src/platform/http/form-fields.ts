/** What a form sent: every name with its values in order. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

/** More than we take at once. Holds what had been read, so that nobody has to type it again. */
export class FormTooLarge extends Error {
  readonly fields: FormFields;
  constructor(message: string, fields: FormFields = new Map()) {
    super(message);
    this.fields = fields;
  }
}

/** What was sent as a form is none: cut off, or without its boundaries. The sender's mistake, not ours. Holds what had been read. */
export class FormUnreadable extends Error {
  readonly statusCode = 400;
  readonly fields: FormFields;
  constructor(message: string, options: ErrorOptions & { readonly fields?: FormFields } = {}) {
    super(message, options);
    this.fields = options.fields ?? new Map();
  }
}

/** Of one form, files not counted: characters of all values together, fields, characters of a name. */
export const formLimits = { characters: 1_000_000, fields: 2_000, nameLength: 400 } as const;

/** Reads `application/x-www-form-urlencoded` (WHATWG URL 5.1). Names cannot reach a prototype: it is a Map. */
export function formFields(body: string): FormFields {
  if (body.length > formLimits.characters) throw new FormTooLarge("more than a megabyte of form");
  const fields = new Map<string, string[]>();
  let count = 0;
  for (const [name, value] of new URLSearchParams(body)) {
    count += 1;
    if (count > formLimits.fields || name.length > formLimits.nameLength) throw new FormTooLarge("too many or too long field names", fields);
    const known = fields.get(name);
    if (known) known.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}
