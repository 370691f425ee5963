/**
 * Names a page of an extension for a step: what the page is given and which fields of this step it may fill. Whatever it gives back is
 * checked like typed input; the fields stay on the page, so the step can always be filled in without it.
 */
export interface StepExtension {
  /** Id of the program's manifest. */
  readonly client: string;
  /** Id of one of its pages with place `form-step` or `form-check`. */
  readonly page: string;
  /** Paths of fields whose answers it is given; none of a list. */
  readonly sends: readonly string[];
  /** Paths of fields of this step that it may fill. */
  readonly fills: readonly string[];
}
