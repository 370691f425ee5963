/** What a message may cost before it is refused. All counts are checked while reading, not afterwards. */
export interface XtaLimits {
  /** The SOAP envelope, with all that stands in it as base64. Larger content has to travel as MTOM part. */
  readonly maxEnvelopeBytes: number;
  /** The whole HTTP body with all parts. XTA 2.1.1 names 40 MB for message and attachments; past it a server answers 9023. */
  readonly maxMessageBytes: number;
  readonly maxParts: number;
  /** One part that is not the content of a message, such as a report inside a transport report. */
  readonly maxSmallPartBytes: number;
  readonly maxDepth: number;
  readonly maxElements: number;
}

export const standardLimits: XtaLimits = {
  maxEnvelopeBytes: 8 * 1024 * 1024,
  maxMessageBytes: 60 * 1024 * 1024,
  maxParts: 500,
  maxSmallPartBytes: 1024 * 1024,
  maxDepth: 40,
  maxElements: 60_000,
};
