/** Turns what the operating system says when a server cannot listen into a sentence that says what to do; undefined: something else. */
export function listenProblem(error: unknown, port: number, setting: string): string | undefined {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "EADDRINUSE") return `Der Port ${port} ist belegt. Beenden Sie das andere Programm oder wählen Sie mit ${setting}=<Nummer> einen freien Port.`;
  if (code === "EACCES") return `Der Port ${port} ist für diesen Benutzer gesperrt. Wählen Sie mit ${setting}=<Nummer> einen Port über 1024.`;
  return undefined;
}
