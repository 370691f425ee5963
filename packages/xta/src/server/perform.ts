import { writeNamed } from "../codec/codec.ts";
import type { ReceivedContainer } from "../content.ts";
import type { OutgoingPart } from "../mime/write-multipart.ts";
import type { MsgBoxResponse, MsgStatusList } from "../model/message-box.ts";
import type { CarriedContainer } from "../model/content-container.ts";
import { operations, type OperationName, type Shape } from "../operations.ts";
import { readBody, type OpenedMessage } from "../read-message.ts";
import type { XtaHeaders } from "../soap/headers.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { attach, detach } from "../xop.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import type { IncomingXtaMessage, MailboxMessage, XtaCall, XtaService } from "./xta-service.ts";

export interface Performed {
  readonly headers: XtaHeaders;
  readonly body: XmlElement | undefined;
  readonly parts: readonly OutgoingPart[];
}

type Handler = <C>(service: XtaService<C>, call: XtaCall<C>, message: OpenedMessage) => Promise<Performed>;

const nothing: Performed = { headers: {}, body: undefined, parts: [] };
const answer = <A>(shape: Shape<A>, value: A, headers: XtaHeaders = {}): Performed => ({ headers, body: shape.body && writeNamed(shape.body, value), parts: [] });

function given<Q>(shape: Shape<Q>, message: OpenedMessage): Q {
  const body = readBody(shape, message);
  if (body === undefined) throw new XtaFormatError("missing", "Body", "the body is empty");
  return body;
}

function incoming(shape: Shape<CarriedContainer>, message: OpenedMessage): IncomingXtaMessage {
  const carried = given(shape, message);
  const { metaData, certificates } = message.headers;
  if (!metaData) throw new XtaFormatError("header-missing", "metaData", "a header is missing");
  return {
    metaData, certificates,
    receive: <T>(sink: Parameters<typeof attach<T>>[3]): Promise<ReceivedContainer<T>> => attach(carried, message.includes, message.parts, sink),
  };
}

function mailboxMessage({ msgBox, metaData, certificates, container }: MailboxMessage): Performed {
  const headers = { msgBox, ...(metaData && { metaData }), ...(certificates && { certificates }) };
  if (!container) return { headers, body: undefined, parts: [] };
  const { carried, parts } = detach(container);
  return { ...answer(operations.getMessage.response, carried, headers), parts };
}

const mailboxList = ({ msgBox, list }: { readonly msgBox: MsgBoxResponse; readonly list?: MsgStatusList }): Performed => answer(operations.getStatusList.response, list ?? {}, { msgBox });

/** One handler for each operation: read the body, ask the service, write the answer. */
export const perform: Readonly<Record<OperationName, Handler>> = {
  async checkAccountActive(service, call, message) {
    readBody(operations.checkAccountActive.request, message);
    await service.checkAccountActive(call);
    return nothing;
  },
  async createMessageId(service, call, message) {
    readBody(operations.createMessageId.request, message);
    return answer(operations.createMessageId.response, await service.createMessageId(call));
  },
  async lookupService(service, call, message) {
    const { queries } = given(operations.lookupService.request, message);
    return answer(operations.lookupService.response, { list: { results: await service.lookupService(call, queries.map(({ lookupService }) => lookupService)) } });
  },
  getTransportReport: async (service, call, message) =>
    answer(operations.getTransportReport.response, await service.getTransportReport(call, given(operations.getTransportReport.request, message))),
  async cancelMessage(service, call, message) {
    await service.cancelMessage(call, given(operations.cancelMessage.request, message));
    return nothing;
  },
  async sendMessage(service, call, message) {
    await service.sendMessage(call, incoming(operations.sendMessage.request, message));
    return nothing;
  },
  async sendMessageSync(service, call, message) {
    const { metaData, certificates, container } = await service.sendMessageSync(call, incoming(operations.sendMessageSync.request, message));
    const { carried, parts } = detach(container);
    return { ...answer(operations.sendMessageSync.response, carried, { ...(metaData && { metaData }), ...(certificates && { certificates }) }), parts };
  },
  getStatusList: async (service, call, message) => mailboxList(await service.getStatusList(call, given(operations.getStatusList.request, message))),
  getNextStatusList: async (service, call, message) => mailboxList(await service.getNextStatusList(call, given(operations.getNextStatusList.request, message))),
  getMessage: async (service, call, message) => mailboxMessage(await service.getMessage(call, given(operations.getMessage.request, message))),
  getNextMessage: async (service, call, message) => mailboxMessage(await service.getNextMessage(call, given(operations.getNextMessage.request, message))),
  async close(service, call, message) {
    await service.close(call, given(operations.close.request, message));
    return nothing;
  },
};
