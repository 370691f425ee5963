/** A reason not to start that a person can mend: one German sentence that says what to do. */
export class StartProblem extends Error {
  readonly sentence: string;
  constructor(sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.name = "StartProblem";
    this.sentence = sentence;
  }
}

/** Turns what listening can fail with into a sentence; everything else is passed on as it is. */
export function listenProblem(error: NodeJS.ErrnoException, what: string, port: number, setting: string): Error {
  if (error.code === "EADDRINUSE") {
    return new StartProblem(`Der Port ${port} (${what}) ist schon belegt. Beenden Sie das andere Programm oder wählen Sie mit ${setting} einen anderen Port.`, error);
  }
  if (error.code === "EACCES") {
    return new StartProblem(`Der Port ${port} (${what}) darf von diesem Benutzerkonto nicht geöffnet werden. Wählen Sie mit ${setting} einen Port ab 1024.`, error);
  }
  return error;
}
