import type { X509Certificate } from "node:crypto";

/** By which the ZBP knows an author. */
export const commonNameOf = ({ subject }: X509Certificate): string | undefined => /^CN=(.+)$/m.exec(subject)?.[1];
