import { inNamespace, named, readNamed, record, simple, writeNamed } from "../codec/codec.ts";
import { optionalAttribute, required } from "../codec/items.ts";
import { anyUri, normalizedString, token } from "../codec/simple-type.ts";
import { errorCodes, exceptionNames, isErrorCode, XtaException, XtaSoapFault } from "../exceptions.ts";
import { ns } from "../names.ts";
import { startReading } from "../reading.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import { readFault, writeFault } from "./soap-fault.ts";

const LIST = "urn:de:xta:webservice:codeliste:fehlernummer";
const exceptionElement = (name: string) => inNamespace(ns.xta)(name, record({
  errorCode: required(named(ns.xta, "errorCode", record({
    listUri: optionalAttribute("listURI", anyUri),
    listVersionId: optionalAttribute("listVersionID", normalizedString),
    code: required(named("", "code", simple(token))),
    name: required(named("", "name", simple(normalizedString))),
  }))),
}));

/**
 * The fault element for an exception; technical problems are the receiver's fault, everything else the sender's.
 * @param place what was wrong and where, never its content: behind the code's name in the reason, for whoever writes the client
 */
export function writeXtaFault({ exception, code }: XtaException, place?: string): XmlElement {
  const name = errorCodes[typeof code === "number" ? code : 9000].name;
  const detail = writeNamed(exceptionElement(exception), { errorCode: { listUri: LIST, listVersionId: "1.0", code: String(code), name } });
  return writeFault({ code: exception === "XTAWSTechnicalProblemException" ? "Receiver" : "Sender", subcodes: [], reason: place === undefined ? name : `${name}: ${place}`, detail });
}

/** What a fault in an answer means. @throws XtaFormatError when it is none */
export function readXtaFault(element: XmlElement): XtaException | XtaSoapFault {
  const { code, subcodes, reason, detail } = readFault(element);
  const exception = exceptionNames.find((name) => detail?.namespace === ns.xta && detail.name === name);
  if (!detail || !exception) return new XtaSoapFault(code, subcodes.map(({ name }) => name), reason);
  const { errorCode } = readNamed(exceptionElement(exception), detail, startReading());
  const number = Number(errorCode.code);
  return new XtaException(isErrorCode(number) ? number : errorCode.code, exception, errorCode.name);
}
