import { attach, detach } from "../xop.ts";
import type { ContentSink, OutgoingContainer, ReceivedContainer } from "../content.ts";
import { standardLimits, type XtaLimits } from "../limits.ts";
import type { LookupServiceQuery, LookupServiceResult } from "../model/lookup-service.ts";
import type { MsgBoxFetchRequest, MsgBoxIteratorRequest, MsgBoxResponse, MsgBoxStatusListRequest, MsgStatusList } from "../model/message-box.ts";
import type { MessageMetaData } from "../model/message-meta-data.ts";
import type { Party } from "../model/party.ts";
import type { TransportReport } from "../model/transport-report.ts";
import { operations } from "../operations.ts";
import type { CarriedContainer } from "../model/content-container.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import { exchange, type Answer, type ExchangeOptions } from "./exchange.ts";

export interface XtaClientOptions extends Pick<ExchangeOptions, "endpoints" | "transport"> {
  /** Whose mailbox and whose account: goes into the author header of every management and mailbox request. */
  readonly author: Party;
  /** For a whole exchange, content included. Default two minutes. */
  readonly timeoutMs?: number;
  /** Tolerate the deviations named in the README in answers. */
  readonly lenient?: boolean;
  readonly limits?: Partial<XtaLimits>;
  readonly onDeviation?: ExchangeOptions["onDeviation"];
}

export interface OutgoingXtaMessage {
  /** With an id from `createMessageId`. */
  readonly metaData: MessageMetaData;
  readonly container: OutgoingContainer;
  readonly certificates?: XmlElement;
}

export interface MailboxAnswer<T> {
  readonly msgBox: MsgBoxResponse;
  readonly metaData: MessageMetaData | undefined;
  readonly certificates: XmlElement | undefined;
  readonly container: ReceivedContainer<T> | undefined;
}

/** What the other side says at once, with its certificates where it sends any. */
export interface SyncAnswer<T> extends Omit<MailboxAnswer<T>, "msgBox"> {
  readonly container: ReceivedContainer<T>;
}

export interface MailboxList {
  readonly msgBox: MsgBoxResponse;
  readonly list: MsgStatusList;
}

/** Every operation of the WSDL. What each throws: `exchange`. */
export interface XtaClient {
  checkAccountActive(): Promise<void>;
  createMessageId(): Promise<string>;
  lookupService(queries: readonly LookupServiceQuery[]): Promise<readonly LookupServiceResult[]>;
  getTransportReport(messageId: string): Promise<TransportReport>;
  cancelMessage(messageId: string): Promise<void>;
  sendMessage(message: OutgoingXtaMessage): Promise<void>;
  sendMessageSync<T>(message: OutgoingXtaMessage, sink: ContentSink<T>): Promise<SyncAnswer<T>>;
  getStatusList(request?: MsgBoxStatusListRequest): Promise<MailboxList>;
  getNextStatusList(request: MsgBoxIteratorRequest): Promise<MailboxList>;
  getMessage<T>(request: MsgBoxFetchRequest, sink: ContentSink<T>): Promise<MailboxAnswer<T>>;
  getNextMessage<T>(request: MsgBoxIteratorRequest, sink: ContentSink<T>): Promise<MailboxAnswer<T>>;
  close(request: MsgBoxIteratorRequest): Promise<void>;
}

/**
 * The client of XTA 2.1.1: one method for each operation of the WSDL, each a single request that is never repeated by itself.
 * @throws TypeError before anything is sent, for a value that the schema does not allow; XtaException, XtaSoapFault, XtaUnreachable for what the server said
 */
export function createXtaClient({ endpoints, transport, author, timeoutMs = 120_000, lenient = false, limits, onDeviation = () => {} }: XtaClientOptions): XtaClient {
  const options: ExchangeOptions = { endpoints, transport, timeoutMs, lenient, onDeviation, limits: { ...standardLimits, ...limits } };
  const headers = { author };
  const there = async <A>({ body }: Answer<A>): Promise<A> => present(body);
  const nothing = async (): Promise<void> => {};

  const send = <N extends "sendMessage" | "sendMessageSync", R>(name: N, { metaData, container, certificates }: OutgoingXtaMessage, read: (answer: Answer<CarriedContainer>) => Promise<R>): Promise<R> => {
    const { carried, parts } = detach(container);
    const { port, action, request, response, faults } = operations[name];
    return exchange(options, { port, action, request, response, faults }, { body: carried, parts, headers: { metaData, ...(certificates && { certificates }) } }, read);
  };
  const list = async ({ headers: { msgBox }, body }: Answer<MsgStatusList>): Promise<MailboxList> => ({ msgBox: present(msgBox), list: body ?? {} });
  const message = <T>(sink: ContentSink<T>) => async ({ headers: { msgBox, metaData, certificates }, body, includes, parts }: Answer<CarriedContainer>): Promise<MailboxAnswer<T>> => ({
    msgBox: present(msgBox), metaData, certificates, container: body && await attach(body, includes, parts, sink),
  });

  return {
    checkAccountActive: () => exchange(options, operations.checkAccountActive, { headers }, nothing),
    createMessageId: () => exchange(options, operations.createMessageId, { headers }, there),
    lookupService: (queries) => exchange(options, operations.lookupService, { headers, body: { queries: queries.map((lookupService) => ({ lookupService })) } },
      async (answer) => (await there(answer)).list.results),
    getTransportReport: (messageId) => exchange(options, operations.getTransportReport, { headers, body: messageId }, there),
    cancelMessage: (messageId) => exchange(options, operations.cancelMessage, { headers, body: messageId }, nothing),
    sendMessage: (outgoing) => send("sendMessage", outgoing, nothing),
    sendMessageSync: (outgoing, sink) => send("sendMessageSync", outgoing, async ({ headers: { metaData, certificates }, body, includes, parts }) => ({ metaData, certificates, container: await attach(present(body), includes, parts, sink) })),
    getStatusList: (request = {}) => exchange(options, operations.getStatusList, { headers, body: request }, list),
    getNextStatusList: (request) => exchange(options, operations.getNextStatusList, { headers, body: request }, list),
    getMessage: (request, sink) => exchange(options, operations.getMessage, { headers, body: request }, message(sink)),
    getNextMessage: (request, sink) => exchange(options, operations.getNextMessage, { headers, body: request }, message(sink)),
    close: (request) => exchange(options, operations.close, { headers, body: request }, nothing),
  };
}

/** Reading has seen to it that it is there; this says so to the compiler. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new XtaFormatError("missing", "Body", "something required is missing");
  return value;
}
