export interface XtaHttpRequest {
  readonly url: string;
  readonly contentType: string;
  /** Read once, as fast as the network takes it. */
  readonly body: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

export interface XtaHttpResponse {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives up whatever of the answer was not read; harmless after its end. */
  close(): void;
}

/**
 * Posts a request and shows the client certificate. It must check the server's certificate, follow no redirect, and may answer
 * before all of the body is sent. Rejects when there is no HTTP answer.
 */
export type XtaTransport = (request: XtaHttpRequest) => Promise<XtaHttpResponse>;
