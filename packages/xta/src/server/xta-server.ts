import { XtaException } from "../exceptions.ts";
import { standardLimits, type XtaLimits } from "../limits.ts";
import { writeMtom, writePlain, type OutgoingBody, type OutgoingPart } from "../mime/write-multipart.ts";
import { operations, type OperationName, type Port } from "../operations.ts";
import { checkAction, openMessage } from "../read-message.ts";
import { receiveMessage } from "../receive-message.ts";
import { responseAddressing } from "../soap/addressing.ts";
import { writeEnvelope } from "../soap/envelope.ts";
import { writeHeaders } from "../soap/write-headers.ts";
import { writeXtaFault } from "../soap/xta-fault.ts";
import { writeXml } from "../xml/write-xml.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { XtaFormatError } from "../xta-format-error.ts";
import { actionFault, faultFor } from "./fault-for.ts";
import { perform, type Performed } from "./perform.ts";
import type { XtaService } from "./xta-service.ts";

export interface XtaServerOptions<C> {
  readonly service: XtaService<C>;
  /** Tolerate the deviations named in the README in requests. */
  readonly lenient?: boolean;
  readonly limits?: Partial<XtaLimits>;
  /** Told of everything that is no refusal: a fault of the service, or an exception that the WSDL does not allow there. */
  readonly onFault: (error: unknown, operation: OperationName | undefined) => void;
}

export interface IncomingXtaRequest<C> {
  readonly port: Port;
  readonly contentType: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
  readonly caller: C;
}

/** `status` is 500 for every fault: CXF throws away the body of a 400, so that its users would never learn the reason. */
export interface XtaServerAnswer extends OutgoingBody {
  readonly status: 200 | 500;
  readonly operation: OperationName | undefined;
}

const FAULT_ACTION = "http://www.w3.org/2005/08/addressing/soap/fault";

/** The SOAP side of an XTA server: from an HTTP body to an HTTP body. It answers always and throws never. */
export function createXtaServer<C>({ service, lenient = false, limits, onFault }: XtaServerOptions<C>): { handle(request: IncomingXtaRequest<C>): Promise<XtaServerAnswer> } {
  const allLimits: XtaLimits = { ...standardLimits, ...limits };
  return {
    async handle({ port, contentType, body, caller }) {
      const known: { operation?: OperationName; relatesTo?: string; mtom: boolean } = { mtom: false };
      const answer = (status: 200 | 500, blocks: readonly XmlElement[], content: XmlElement | undefined, parts: readonly OutgoingPart[] = []): XtaServerAnswer => {
        const action = known.operation === undefined ? FAULT_ACTION : operations[known.operation].action;
        const envelope = writeXml(writeEnvelope({ blocks: [...responseAddressing(action, known.relatesTo), ...blocks], body: content }));
        return { status, operation: known.operation, ...(known.mtom || parts.length > 0 ? writeMtom(envelope, parts, action) : writePlain(envelope, action)) };
      };
      try {
        const received = await receiveMessage(contentType, body, allLimits);
        known.mtom = received.mtom;
        // Known early, so that a message that is wrong further on is refused in the words of its operation.
        const named = operationOf(port, received.actions[0]);
        if (named !== undefined) known.operation = named;
        const message = await openMessage(received, lenient, allLimits);
        const { action, messageId } = message.addressing;
        if (messageId !== undefined) known.relatesTo = messageId;
        const operation = operationOf(port, action);
        if (operation === undefined || messageId === undefined) {
          delete known.operation;
          return answer(500, [], actionFault(messageId === undefined ? undefined : action));
        }
        checkAction(received.actions, operations[operation].action, message.reading);
        known.operation = operation;
        const performed: Performed = await perform[operation](service, { caller, author: message.headers.author, deviations: message.reading.deviations }, message);
        return answer(200, writeHeaders(performed.headers), performed.body, performed.parts);
      } catch (error) {
        return answer(500, [], refusal(error, known.operation, onFault));
      }
    },
  };
}

function operationOf(port: Port, action: string | undefined): OperationName | undefined {
  const names = Object.keys(operations) as OperationName[];
  return names.find((name) => operations[name].port === port && operations[name].action === action);
}

function refusal(error: unknown, operation: OperationName | undefined, onFault: XtaServerOptions<never>["onFault"]): XmlElement {
  const allowed = operation === undefined ? [] : operations[operation].faults;
  if (error instanceof XtaFormatError) return faultFor(error, allowed);
  if (error instanceof XtaException && allowed.includes(error.exception)) return writeXtaFault(error);
  onFault(error, operation);
  return writeXtaFault(new XtaException(9030));
}
