/** What was sealed cannot be opened: another key, another context, or changed bytes. Which of them is deliberately not said. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
  constructor(what: string, options?: ErrorOptions) {
    super(`${what} cannot be opened with this key and context`, options);
  }
}

/** A wrapped key names an installation key that this process was not given. */
export class KeyVersionMissing extends Error {
  override readonly name = "KeyVersionMissing";
  readonly version: number;
  constructor(version: number) {
    super(`installation key version ${version} is not in the keyring`);
    this.version = version;
  }
}
