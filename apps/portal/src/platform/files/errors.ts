/** The store refuses to take more: the disk is full or down to its reserve. Nothing was kept of the file. */
export class StoreFull extends Error {
  override readonly name = "StoreFull";
  constructor(options?: ErrorOptions) {
    super("the file store has no room left", options);
  }
}

/** More bytes came than were allowed. Nothing was kept of the file. */
export class FileTooLarge extends Error {
  override readonly name = "FileTooLarge";
  readonly maxBytes: number;
  constructor(maxBytes: number) {
    super(`the file has more than ${maxBytes} bytes`);
    this.maxBytes = maxBytes;
  }
}

export class FileMissing extends Error {
  override readonly name = "FileMissing";
  constructor(options?: ErrorOptions) {
    super("there is no file under this key", options);
  }
}

/** The error code of the operating system, such as ENOSPC. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
