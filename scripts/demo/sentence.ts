/** What is told to the person at the terminal as it stands, without a stack. */
export class Sentence extends Error {
  override readonly name = "Sentence";
}
