import { randomUUID } from "node:crypto";

export interface Iterator {
  readonly account: string;
  /** Ids still to be given out, in order. */
  readonly remaining: string[];
  readonly maxListItems: number | undefined;
  readonly listForm: "MsgAtrributes" | "MessageMetaData" | undefined;
  /** What is given of each message, as the first request wanted it. */
  readonly msgPart?: "Envelope" | "Header" | "Body";
}

/** Open requests to mailboxes (`MsgBoxRequestID`). They do not outlive the program: a reader then begins anew. */
export interface Iterators {
  open(iterator: Iterator): string;
  find(requestId: string, account: string): Iterator | undefined;
  close(requestId: string, account: string): void;
}

const MOST = 1000;

export function createIterators(): Iterators {
  const open = new Map<string, Iterator>();
  const find = (requestId: string, account: string): Iterator | undefined => {
    const iterator = open.get(requestId);
    return iterator?.account === account ? iterator : undefined;
  };
  return {
    open(iterator) {
      const requestId = `urn:uuid:${randomUUID()}`;
      for (const oldest of open.keys()) {
        if (open.size < MOST) break;
        open.delete(oldest);
      }
      open.set(requestId, iterator);
      return requestId;
    },
    find,
    close(requestId, account) { if (find(requestId, account)) open.delete(requestId); },
  };
}
