/**
 * The document would not be what its standard promises (a missing alternative text, a skipped heading level, no title), or the
 * data does not fit the template. Rendering it again ends the same way.
 */
export class DocumentRefused extends Error {
  override readonly name = "DocumentRefused";
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`the document was refused: ${problems.join("; ")}`);
    this.problems = problems;
  }
}

/** The renderer itself failed; another try may succeed. */
export class RendererFailed extends Error {
  override readonly name = "RendererFailed";
  readonly reason: "timeout" | "crashed" | "busy" | "closed" | "broken";
  constructor(reason: RendererFailed["reason"], detail: string) {
    super(`the document renderer failed (${reason}): ${detail}`);
    this.reason = reason;
  }
}
