import type { Composition, FieldError } from "@kommunalportal/form-engine";
import type { FieldContext } from "./field-view.ts";

/** What the nodes of a step are rendered with. */
export interface NodeContext extends FieldContext {
  /** The errors of this step by path, from `errorsByPath`. */
  readonly errors: ReadonlyMap<string, FieldError>;
  /** Title of the page: a group of the same name does not say it again to people who see. */
  readonly pageTitle?: string;
  /** The group around whose fields are parts of one thing, and its path. */
  readonly composed?: { readonly as: Composition; readonly path: string };
}
