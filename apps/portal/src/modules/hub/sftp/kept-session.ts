import { type SftpFolder, folderOf } from "./sftp-folder.ts";
import { type SftpSession } from "./sftp-session.ts";

/** Several deliveries follow each other: one connection serves them, and none stays open for nothing. */
const idleMs = 5_000;

/** One connection to a server for all who need it now; opened when somebody does, closed a moment after the last. */
export interface KeptSession { with<T>(work: (folder: SftpFolder) => Promise<T>): Promise<T> }

export function keepSession(open: () => Promise<SftpSession>, silenceMs: number): KeptSession {
  let session: Promise<SftpSession> | undefined;
  let users = 0;
  let closing: NodeJS.Timeout | undefined;

  const opened = (): Promise<SftpSession> => {
    if (session) return session;
    const mine = open();
    session = mine;
    const forget = (): void => { if (session === mine) session = undefined; };
    mine.then(({ gone }) => gone.then(forget), forget);
    return mine;
  };
  const leave = (): void => {
    users -= 1;
    if (users > 0 || !session) return;
    const mine = session;
    closing = setTimeout(() => { if (session === mine) session = undefined; void mine.then(({ end }) => { end(); }, () => undefined); }, idleMs);
    closing.unref();
  };
  return {
    async with(work) {
      users += 1;
      clearTimeout(closing);
      try {
        const { sftp, end } = await opened();
        return await work(folderOf(sftp, silenceMs, end));
      } finally {
        leave();
      }
    },
  };
}
