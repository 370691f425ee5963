export { createXtaClient, type MailboxAnswer, type MailboxList, type OutgoingXtaMessage, type SyncAnswer, type XtaClient, type XtaClientOptions } from "./client/xta-client.ts";
export { XtaUnreachable } from "./client/xta-unreachable.ts";
export { requestWithCertificate, type ClientCertificate } from "./request-with-certificate.ts";
export type { XtaHttpRequest, XtaHttpResponse, XtaTransport } from "./xta-transport.ts";

export type { ContentAttributes, ContentPlace, ContentSink, OutgoingContainer, OutgoingContent, ReceivedContainer, ReceivedContent } from "./content.ts";
export { decryptContainer, type DecryptionOptions, readerCertificateOf, XtaDecryptionError } from "./encryption/decrypt-container.ts";
export { boundMetaDataType, checkMetaData, withMetaData } from "./encryption/bound-meta-data.ts";
export { encryptContainer } from "./encryption/encrypt-container.ts";
export { encryptionCertificateOf, withEncryptionCertificate } from "./encryption/party-certificate.ts";
export { inMemory, inMemoryUpTo } from "./in-memory.ts";
export type { ContentBytes } from "./mime/write-multipart.ts";
export type { KeyCode, PlainCode } from "./model/code.ts";
export type { LookupServiceQuery, LookupServiceResult } from "./model/lookup-service.ts";
export type { MsgAttributes, MsgBoxFetchRequest, MsgBoxIteratorRequest, MsgBoxResponse, MsgBoxStatusListRequest, MsgSelector, MsgStatusList } from "./model/message-box.ts";
export type { MessageMetaData } from "./model/message-meta-data.ts";
export { readMessageMetaData, writeMessageMetaData } from "./message-meta-data-xml.ts";
export type { Party, PartyIdentifier } from "./model/party.ts";
export { transportStatus, type TransportReport, type TransportReportEntry } from "./model/transport-report.ts";
export { noMessageReason } from "./names.ts";
export type { XmlElement } from "./xml/xml-element.ts";
export { readXml } from "./xml/read-xml.ts";
export { writeXml } from "./xml/write-xml.ts";

export { errorCodes, exceptionNames, isErrorCode, XtaException, XtaSoapFault, type Advice, type ErrorCode, type ExceptionName } from "./exceptions.ts";
export { XtaFormatError, type FormatProblem } from "./xta-format-error.ts";
export { deviations, type Deviation } from "./reading.ts";
export { standardLimits, type XtaLimits } from "./limits.ts";

// The other side, for an intermediary or a simulator.
export { createXtaServer, type IncomingXtaRequest, type XtaServerAnswer, type XtaServerOptions } from "./server/xta-server.ts";
export type { IncomingXtaMessage, MailboxMessage, OutgoingAnswer, XtaCall, XtaService } from "./server/xta-service.ts";
export { operations, type OperationName, type Port } from "./operations.ts";
