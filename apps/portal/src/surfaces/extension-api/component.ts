import { z } from "zod";

/** A named schema of the contract: checks requests, gives types, and stands in the published document with its example. */
export interface Component<T extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly schema: T;
  readonly example: z.input<T>;
}

/** Names of the schemas in the document. */
export const componentNames = z.registry<{ id: string }>();
/** What a field means, in both languages. */
export const meanings = z.registry<{ readonly de: string; readonly en: string }>();

const all: Component[] = [];

export function component<T extends z.ZodType>(name: string, schema: T, example: z.input<T>): Component<T> {
  componentNames.add(schema, { id: name });
  const made = { name, schema, example };
  all.push(made);
  return made;
}

export const components: readonly Component[] = all;

/** Says what a field means. */
export function means<T extends z.ZodType>(schema: T, de: string, en: string): T {
  meanings.add(schema, { de, en });
  return schema;
}
