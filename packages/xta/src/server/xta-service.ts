import type { ContentSink, OutgoingContainer, ReceivedContainer } from "../content.ts";
import type { LookupServiceQuery, LookupServiceResult } from "../model/lookup-service.ts";
import type { MsgBoxFetchRequest, MsgBoxIteratorRequest, MsgBoxResponse, MsgBoxStatusListRequest, MsgStatusList } from "../model/message-box.ts";
import type { MessageMetaData } from "../model/message-meta-data.ts";
import type { Party } from "../model/party.ts";
import type { TransportReport } from "../model/transport-report.ts";
import type { Deviation } from "../reading.ts";
import type { XmlElement } from "../xml/xml-element.ts";

/** Who asks, as far as TLS and the header say. */
export interface XtaCall<C> {
  /** What the HTTP server knows of the client certificate. */
  readonly caller: C;
  readonly author: Party | undefined;
  /** What lenient mode tolerated in this request. */
  readonly deviations: ReadonlySet<Deviation>;
}

export interface IncomingXtaMessage {
  readonly metaData: MessageMetaData;
  readonly certificates: XmlElement | undefined;
  /** Streams the content; to be called once, after the sender was found to be allowed. */
  receive<T>(sink: ContentSink<T>): Promise<ReceivedContainer<T>>;
}

export interface MailboxMessage {
  readonly msgBox: MsgBoxResponse;
  readonly metaData?: MessageMetaData;
  readonly certificates?: XmlElement;
  readonly container?: OutgoingContainer;
}

/** The answer to a message that is answered at once. */
export interface OutgoingAnswer extends Omit<MailboxMessage, "msgBox"> {
  readonly container: OutgoingContainer;
}

/**
 * What an XTA server does, without SOAP. A refusal is thrown as XtaException with a code that the WSDL allows for the operation;
 * everything else that is thrown becomes 9030 and tells the caller nothing.
 */
export interface XtaService<C> {
  checkAccountActive(call: XtaCall<C>): Promise<void>;
  createMessageId(call: XtaCall<C>): Promise<string>;
  lookupService(call: XtaCall<C>, queries: readonly LookupServiceQuery[]): Promise<readonly LookupServiceResult[]>;
  getTransportReport(call: XtaCall<C>, messageId: string): Promise<TransportReport>;
  cancelMessage(call: XtaCall<C>, messageId: string): Promise<void>;
  sendMessage(call: XtaCall<C>, message: IncomingXtaMessage): Promise<void>;
  sendMessageSync(call: XtaCall<C>, message: IncomingXtaMessage): Promise<OutgoingAnswer>;
  getStatusList(call: XtaCall<C>, request: MsgBoxStatusListRequest): Promise<{ readonly msgBox: MsgBoxResponse; readonly list?: MsgStatusList }>;
  getNextStatusList(call: XtaCall<C>, request: MsgBoxIteratorRequest): Promise<{ readonly msgBox: MsgBoxResponse; readonly list?: MsgStatusList }>;
  getMessage(call: XtaCall<C>, request: MsgBoxFetchRequest): Promise<MailboxMessage>;
  getNextMessage(call: XtaCall<C>, request: MsgBoxIteratorRequest): Promise<MailboxMessage>;
  close(call: XtaCall<C>, request: MsgBoxIteratorRequest): Promise<void>;
}
