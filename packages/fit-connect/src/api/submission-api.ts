import { z } from "zod";
import { VerificationError } from "../errors/verification-error.ts";
import { shaped, type ApiClient } from "../http/api-client.ts";
import { encryptedSize } from "../limits.ts";
import { destinationSchema, type Destination } from "./destination.ts";
import { serviceIdentifierSchema } from "./public-service.ts";

/** Submissions and replies travel alike; only paths and names differ. */
export type ParcelPath = "submissions" | "replies";

const jwe = z.string().min(1);
const publicService = z.object({ identifier: serviceIdentifierSchema, name: z.string().max(1000).optional() });
const content = { caseId: z.uuid(), encryptedMetadata: jwe, encryptedData: jwe.optional(), attachments: z.array(z.uuid()).max(1_000).default([]) };

const submission = z.object({ submissionId: z.uuid(), destinationId: z.uuid(), publicService: publicService.optional(), serviceType: publicService.optional(), region: z.string().max(20).optional(), ...content })
  .transform(({ publicService: service, serviceType, ...rest }) => ({ ...rest, publicService: service ?? serviceType }));
const reply = z.object({ replyId: z.uuid(), ...content });
export type FetchedSubmission = z.infer<typeof submission>;
export type FetchedReply = z.infer<typeof reply>;

const listedSubmission = z.object({ submissionId: z.uuid(), caseId: z.uuid(), destinationId: z.uuid() });
const listedReply = z.object({ replyId: z.uuid(), caseId: z.uuid() });
export type ListedSubmission = z.infer<typeof listedSubmission>;
export type ListedReply = z.infer<typeof listedReply>;

export interface SubmissionApi {
  destination(destinationId: string): Promise<Destination>;
  /** Raw JWK of a destination; the caller checks it. */
  key(destinationId: string, kid: string): Promise<unknown>;
  /** Keys of the delivery service itself, unchecked. */
  serviceKeys(): Promise<readonly unknown[]>;
  submission(submissionId: string): Promise<FetchedSubmission>;
  reply(replyId: string): Promise<FetchedReply>;
  submissions(destinationId: string | undefined): AsyncGenerator<ListedSubmission, void, undefined>;
  replies(): AsyncGenerator<ListedReply, void, undefined>;
  /** Compact JWS, in the order of the log. @throws VerificationError log-too-long */
  events(caseId: string): Promise<readonly string[]>;
  attachment(path: ParcelPath, parcelId: string, attachmentId: string, signal?: AbortSignal): Promise<AsyncGenerator<Uint8Array, void, undefined>>;
}

const PAGE = 500;
const uuid = z.uuid();
const pageSchema = z.looseObject({ totalCount: z.int().min(0).optional() });
const listedSubmissions = z.array(listedSubmission).max(PAGE);
const listedReplies = z.array(listedReply).max(PAGE);

/** The reading half of the Submission API (delivery.md 1.5.1); `send-parcel.ts` is the other. Ids that are no UUIDs never leave the process. */
export function createSubmissionApi(client: ApiClient): SubmissionApi {
  const { environment: { submissionUrl }, limits, apiVersion } = client.connection;
  const base = `${submissionUrl}/${apiVersion}`;
  const listedEvents = z.array(z.string().max(limits.eventCharacters)).max(PAGE);
  const id = (text: string): string => {
    if (!uuid.safeParse(text).success) throw new RangeError("not a UUID");
    return text;
  };
  const contentBytes = encryptedSize(limits.metadataBytes) + encryptedSize(limits.dataBytes) + 100_000;

  /** All pages of a listing; it ends when `totalCount` says so or, where there is none, with a page that is not full. */
  async function* pages<T>(url: string, name: string, list: z.ZodType<T[]>, most: number): AsyncGenerator<T, void, undefined> {
    for (let offset = 0; offset < most;) {
      const page = await client.read({ url: `${url}${url.includes("?") ? "&" : "?"}offset=${offset}&limit=${PAGE}`, maxBytes: 10 * limits.answerBytes }, pageSchema);
      const items = shaped(page[name], list);
      yield* items.slice(0, most - offset);
      offset += items.length;
      if (items.length === 0 || (page.totalCount === undefined ? items.length < PAGE : offset >= page.totalCount)) return;
    }
  }

  /** The whole listing before its first item: whoever answers what is given moves what is behind it to the front, and a later page would pass it over. */
  async function* listed<T>(found: AsyncGenerator<T, void, undefined>): AsyncGenerator<T, void, undefined> {
    const all: T[] = [];
    for await (const item of found) all.push(item);
    yield* all;
  }

  return {
    destination: async (destinationId) => client.read({ url: `${base}/destinations/${id(destinationId)}` }, destinationSchema),
    key: async (destinationId, kid) => client.read({ url: `${base}/destinations/${id(destinationId)}/keys/${encodeURIComponent(kid)}` }, z.unknown()),
    serviceKeys: async () => (await client.readPublic(`${submissionUrl}/.well-known/jwks.json`, z.looseObject({ keys: z.array(z.unknown()).max(200) }))).keys,
    submission: async (submissionId) => client.read({ url: `${base}/submissions/${id(submissionId)}`, maxBytes: contentBytes }, submission),
    reply: async (replyId) => client.read({ url: `${base}/replies/${id(replyId)}`, maxBytes: contentBytes }, reply),
    submissions: (destinationId) => listed(pages(`${base}/submissions${destinationId === undefined ? "" : `?destinationId=${id(destinationId)}`}`, "submissions", listedSubmissions, limits.listed)),
    replies: () => listed(pages(`${base}/replies`, "replies", listedReplies, limits.listed)),
    async events(caseId) {
      const tokens: string[] = [];
      for await (const token of pages(`${base}/cases/${id(caseId)}/events`, "eventLog", listedEvents, limits.events + 1)) tokens.push(token);
      // Of a log that is cut nobody knows how it goes on.
      if (tokens.length > limits.events) throw new VerificationError("log-too-long", `more than ${limits.events} events`);
      return tokens;
    },
    attachment: async (path, parcelId, attachmentId, signal) => client.open({ url: `${base}/${path}/${id(parcelId)}/attachments/${id(attachmentId)}`, ...(signal === undefined ? {} : { signal }) }),
  };
}
