import { createAuthenticator, type PaymentAuthentication } from "./authentication.ts";
import { exchange, type Answer, type ProviderRequest } from "./exchange.ts";
import type { PaymentOutcome, Refused, StatusOutcome, Unreachable } from "./outcome.ts";
import {
  answeredTransactionSchema, partyIdSchema, paymentRequestSchema, systemResponseSchema, transactionIdSchema,
  type PaymentRequest, type PaymentTransaction,
} from "./schema.ts";

export interface PaymentClientOptions {
  /** Up to and without `/paymenttransaction`, with or without a slash at the end. */
  readonly baseUrl: string;
  readonly auth: PaymentAuthentication;
  /** Default: the global `fetch`. With `auth.kind` "mtls" give `requestWithCertificate`. */
  readonly request?: ProviderRequest;
  /** For one request and its whole answer. Default 10,000. */
  readonly timeoutMs?: number;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
}

export interface PaymentClient {
  /**
   * Starts a payment. On success `transactionRedirectUrl` is where the browser goes. `refused` with PAYMENT_EXISTS means
   * that this `requestId` was used before: read the transaction you stored, or take the next `requestIdOf`.
   * After `unreachable` repeat with the same `requestId`: it is the same payment.
   * @throws ZodError when the request breaks a limit of the interface: a fault of the caller
   */
  start(originatorId: string, endPointId: string, request: PaymentRequest): Promise<PaymentOutcome>;
  /** The only source of truth about a payment; the browser's return proves nothing. Poll while INITIAL. */
  read(originatorId: string, endPointId: string, transactionId: string): Promise<PaymentOutcome>;
  /** Can this service be paid for at this authority now? */
  status(originatorId: string, endPointId: string): Promise<StatusOutcome>;
}

/** A client of one payment provider that speaks XBezahldienste 1.0.0. Holds nothing but an OAuth 2.0 token. */
export function createPaymentClient(options: PaymentClientOptions): PaymentClient {
  const base = baseOf(options.baseUrl);
  const request: ProviderRequest = options.request ?? ((url, { tls: _tls, ...init }) => fetch(url, init));
  if (options.auth.kind === "mtls" && !options.request) throw new RangeError("a client certificate needs `request`");
  const timeoutMs = options.timeoutMs ?? 10_000;
  const authenticator = createAuthenticator(options.auth, request, timeoutMs, options.now ?? Date.now);

  const call = async (path: string, body?: string): Promise<Answer | Unreachable> => {
    for (let tries = 0; ; tries += 1) {
      const credentials = await authenticator.credentials();
      if ("kind" in credentials) return credentials;
      const answer = await exchange(request, `${base}/${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: {
          accept: "application/json, application/problem+json",
          ...(body !== undefined && { "content-type": "application/json" }),
          ...credentials.headers,
        },
        ...(body !== undefined && { body }),
        ...(credentials.tls && { tls: credentials.tls }),
      }, timeoutMs);
      if (answer.kind === "answer" && answer.status === 401 && tries === 0 && authenticator.renew(credentials)) continue;
      return answer;
    }
  };

  return {
    async start(originatorId, endPointId, paymentRequest) {
      const valid = paymentRequestSchema.parse(paymentRequest);
      const answer = await call(`paymenttransaction/${parties(originatorId, endPointId)}`, JSON.stringify(valid));
      return outcomeOf(answer, ({ paymentRequest: echo, paymentInformation: info }) =>
        echo.requestId !== valid.requestId || echo.grosAmount !== valid.grosAmount ? "the answer belongs to another request"
        : info.status === "INITIAL" && info.transactionRedirectUrl === undefined ? "the answer names no payment page"
        : undefined);
    },
    async read(originatorId, endPointId, transactionId) {
      const id = transactionIdSchema.parse(transactionId);
      const answer = await call(`paymenttransaction/${parties(originatorId, endPointId)}/${id}`);
      return outcomeOf(answer, ({ paymentInformation }) =>
        paymentInformation.transactionId === id ? undefined : "the answer belongs to another transaction");
    },
    async status(originatorId, endPointId) {
      const answer = await call(`status/${parties(originatorId, endPointId)}`);
      if (answer.kind === "unreachable") return answer;
      return answer.status === 200 ? { kind: "usable" } : refusalOf(answer);
    },
  };
}

/** Has this transaction brought exactly this request's money? Never book on the status alone. */
export function isPaidFor(transaction: PaymentTransaction, request: Pick<PaymentRequest, "requestId" | "grosAmount">): boolean {
  return transaction.paymentInformation.status === "PAYED"
    && transaction.paymentRequest.requestId === request.requestId
    && transaction.paymentRequest.grosAmount === request.grosAmount;
}

function baseOf(baseUrl: string): string {
  const url = new URL(baseUrl);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw new RangeError("the base URL of a payment provider is http or https");
  if (url.username || url.password || url.search || url.hash) throw new RangeError("the base URL carries no credentials and no query");
  return url.href.replace(/\/+$/, "");
}

function parties(originatorId: string, endPointId: string): string {
  return `${partyIdSchema.parse(originatorId)}/${partyIdSchema.parse(endPointId)}`;
}

function outcomeOf(answer: Answer | Unreachable, mismatch: (transaction: PaymentTransaction) => string | undefined): PaymentOutcome {
  if (answer.kind === "unreachable") return answer;
  if (answer.status !== 200 && answer.status !== 201) return refusalOf(answer);
  const transaction = answeredTransactionSchema.safeParse(answer.body);
  if (!transaction.success) return badAnswer(`not a payment transaction: ${transaction.error.issues[0]?.path.join(".") ?? ""}`);
  const problem = mismatch(transaction.data);
  return problem === undefined ? { kind: "transaction", transaction: transaction.data } : badAnswer(problem);
}

/** The documentation fixes HTTP codes only for 200, 403 and 503, so the functional code decides before the number. */
function refusalOf(answer: Answer): Refused | Unreachable {
  const { status } = answer;
  if (status === 503) return { kind: "unreachable", reason: "unavailable", detail: "503" };
  const problem = systemResponseSchema.safeParse(answer.body);
  const code = problem.success ? problem.data.functionalCode : undefined;
  if (status === 401) return { kind: "unreachable", reason: "unauthorized", detail: "the provider refused our access data" };
  if (status >= 500 && (code === undefined || code === "UNSPECIFIED")) return { kind: "unreachable", reason: "unavailable", detail: `${status}` };
  if (status < 400 || !problem.success || (code === undefined && status !== 403)) return badAnswer(`status ${status} without a functional code`);
  return {
    kind: "refused",
    functionalCode: code ?? "FORBIDDEN",
    httpStatus: status,
    ...(problem.data.title !== undefined && { title: problem.data.title }),
    ...(problem.data.detail !== undefined && { detail: problem.data.detail }),
  };
}

function badAnswer(detail: string): Unreachable {
  return { kind: "unreachable", reason: "bad-answer", detail };
}
