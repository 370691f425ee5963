import type { NamedCodec } from "./codec/codec.ts";
import type { ExceptionName } from "./exceptions.ts";
import { genericContentContainer } from "./model/content-container.ts";
import { lookupServiceRequest, lookupServiceResponse } from "./model/lookup-service.ts";
import { msgBoxCloseRequest, msgBoxFetchRequest, msgBoxGetNextRequest, msgBoxStatusListRequest, msgStatusList } from "./model/message-box.ts";
import { messageId } from "./model/message-id.ts";
import { transportReport } from "./model/transport-report.ts";
import type { HeaderName } from "./soap/headers.ts";

export type Port = "management" | "send" | "msgBox";

/** One direction of an operation. */
export interface Shape<T> {
  /** undefined: `<Body/>` stays empty */
  readonly body: NamedCodec<T> | undefined;
  /** The body may also be empty: a mailbox that has nothing. */
  readonly mayBeEmpty?: true;
  readonly requires: readonly HeaderName[];
  readonly allows: readonly HeaderName[];
}

export interface Operation<Q, A> {
  readonly port: Port;
  /** The same URI for request and answer. */
  readonly action: string;
  readonly request: Shape<Q>;
  readonly response: Shape<A>;
  /** The exceptions that the WSDL declares, in its order. */
  readonly faults: readonly ExceptionName[];
}

const MANAGEMENT = "http://www.xta.de/XTA/";
const BOX = "http://www.osci.eu/ws/2008/05/transport/urn/messageTypes/";
const NOTHING: Shape<never> = { body: undefined, requires: [], allows: [] };
/** The WSDL calls the author's header optional. */
const asked = <T>(body: NamedCodec<T> | undefined): Shape<T> => ({ body, requires: [], allows: ["author"] });
const answered = <T>(body: NamedCodec<T>): Shape<T> => ({ body, requires: [], allows: [] });
const content = { body: genericContentContainer, requires: ["metaData"], allows: ["metaData", "certificates"] } as const;
const boxContent = { body: genericContentContainer, mayBeEmpty: true, requires: ["msgBox"], allows: ["msgBox", "metaData", "certificates"] } as const;
const boxList = { body: msgStatusList, mayBeEmpty: true, requires: ["msgBox"], allows: ["msgBox"] } as const;
const DENIED: readonly ExceptionName[] = ["PermissionDeniedException", "XTAWSTechnicalProblemException"];
const SENT: readonly ExceptionName[] = ["PermissionDeniedException", "ParameterIsNotValidException", "XTAWSTechnicalProblemException", "MessageSchemaViolationException", "MessageVirusDetectionException", "SyncAsyncException"];

function operation<Q, A>(port: Port, action: string, request: Shape<Q>, response: Shape<A>, faults: readonly ExceptionName[]): Operation<Q, A> {
  return { port, action, request, response, faults };
}

/** Every operation of the WSDL of XTA 2.1.1. */
export const operations = {
  checkAccountActive: operation("management", `${MANAGEMENT}CheckAccountActive`, asked<never>(undefined), NOTHING, DENIED),
  createMessageId: operation("management", `${MANAGEMENT}CreateMessageID`, asked<never>(undefined), answered(messageId), DENIED),
  lookupService: operation("management", `${MANAGEMENT}IsServiceAvailable`, asked(lookupServiceRequest), answered(lookupServiceResponse), [...DENIED, "ParameterIsNotValidException"]),
  getTransportReport: operation("management", `${MANAGEMENT}GetTransportReport`, asked(messageId), answered(transportReport), [...DENIED, "InvalidMessageIDException"]),
  cancelMessage: operation("management", `${MANAGEMENT}CancelMessage`, asked(messageId), NOTHING, [...DENIED, "ParameterIsNotValidException", "CancelDeniedException"]),
  sendMessage: operation("send", `${MANAGEMENT}SendMessage`, content, NOTHING, SENT),
  sendMessageSync: operation("send", `${MANAGEMENT}SendMessageSync`, content, { ...content, requires: [] }, SENT),
  getMessage: operation("msgBox", `${BOX}MsgBoxFetchRequest`, asked(msgBoxFetchRequest), boxContent, [...DENIED, "InvalidMessageIDException"]),
  getStatusList: operation("msgBox", `${BOX}MsgBoxStatusListRequest`, asked(msgBoxStatusListRequest), boxList, DENIED),
  getNextMessage: operation("msgBox", `${BOX}MsgBoxGetNextMsgRequest`, asked(msgBoxGetNextRequest), boxContent, [...DENIED, "InvalidMessageIDException"]),
  getNextStatusList: operation("msgBox", `${BOX}MsgBoxGetNextListRequest`, asked(msgBoxGetNextRequest), boxList, DENIED),
  close: operation("msgBox", `${BOX}MsgBoxCloseRequest`, asked(msgBoxCloseRequest), NOTHING, [...DENIED, "InvalidMessageIDException"]),
} as const;

export type OperationName = keyof typeof operations;
