/** What may come from outside, or leave, at most. All sizes in bytes. Numbers with a source are FIT-Connect's (documentation, "Limits"); the others are this library's and may be set. */
export interface Limits {
  /** A JSON answer without content: token, destination, lists, keys, problems. */
  readonly answerBytes: number;
  /** Metadata of one submission or reply, decrypted. */
  readonly metadataBytes: number;
  /** Fachdaten of one submission or reply, decrypted. More than this belongs into an attachment of purpose `data`. */
  readonly dataBytes: number;
  /** One encrypted attachment or fragment: 500 MB. */
  readonly encryptedAttachmentBytes: number;
  /** All encrypted attachments of one submission or reply: 2 GB. */
  readonly encryptedTotalBytes: number;
  /** Attachments of one submission or reply, every fragment counted: 100. */
  readonly attachments: number;
  /** Events of one case, over all pages. */
  readonly events: number;
  /** One Security Event Token, in characters. */
  readonly eventCharacters: number;
  /** Submissions or replies that one listing returns, over all pages. */
  readonly listed: number;
  /** A callback's body. */
  readonly callbackBytes: number;
}

const MB = 1_000_000;

export const defaultLimits: Limits = {
  answerBytes: 2 * MB,
  metadataBytes: MB,
  dataBytes: 25 * MB,
  encryptedAttachmentBytes: 500 * MB,
  encryptedTotalBytes: 2_000 * MB,
  attachments: 100,
  events: 5_000,
  eventCharacters: 200_000,
  listed: 10_000,
  callbackBytes: MB,
};

/** A compact JWE is longer than its plaintext by this and a third: header, wrapped key, IV, tag, dots. */
export const JWE_OVERHEAD = 6_000;

/** The size of the compact JWE around so many plaintext bytes, at most. */
export function encryptedSize(plaintextBytes: number): number {
  return Math.ceil(plaintextBytes * 4 / 3) + JWE_OVERHEAD;
}
