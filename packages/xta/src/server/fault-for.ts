import { XtaException, type ErrorCode, type ExceptionName } from "../exceptions.ts";
import { ns } from "../names.ts";
import { writeFault, type SoapFault } from "../soap/soap-fault.ts";
import { writeXtaFault } from "../soap/xta-fault.ts";
import type { XmlElement } from "../xml/xml-element.ts";
import type { FormatProblem, XtaFormatError } from "../xta-format-error.ts";

/** WS-Addressing 1.0 SOAP Binding, 6.4: the fault for a wrong header. */
const ADDRESSING: Partial<Record<FormatProblem, readonly string[]>> = {
  "addressing": ["InvalidAddressingHeader", "OnlyAnonymousAddressSupported"],
  "action": ["InvalidAddressingHeader", "ActionMismatch"],
  "header-repeated": ["InvalidAddressingHeader", "InvalidCardinality"],
};

/** The codes for what was wrong with the content of a request, where the operation has an exception for it. */
const PARAMETERS: Partial<Record<FormatProblem, ErrorCode>> = { "too-large": 9023, "missing": 9020, "header-missing": 9020, "value": 9022, "unexpected": 9022 };

/**
 * The fault for something that is no refusal of the service. A message that breaks the format is the sender's fault and is told
 * in general words; the place stands in it, its content never.
 * @param allowed the exceptions of the operation, as far as it was known
 */
export function faultFor(error: XtaFormatError, allowed: readonly ExceptionName[]): XmlElement {
  const code = PARAMETERS[error.problem];
  if (code !== undefined && allowed.includes("ParameterIsNotValidException")) return writeXtaFault(new XtaException(code), error.message);
  return writeFault({ ...soapCode(error), reason: `Die Nachricht ist nicht lesbar: ${error.message}`, detail: undefined });
}

/** The action is of no operation of this address (WS-Addressing 1.0 SOAP Binding, 6.4.3) or missing (6.4.2). */
export function actionFault(action: string | undefined): XmlElement {
  return writeFault({
    code: "Sender", subcodes: [{ namespace: ns.wsa, name: action === undefined ? "MessageAddressingHeaderRequired" : "ActionNotSupported" }],
    reason: action === undefined ? "Der Kopf wsa:Action oder wsa:MessageID fehlt." : "Diese Adresse kennt die Aktion nicht.", detail: undefined,
  });
}

function soapCode({ problem }: XtaFormatError): Pick<SoapFault, "code" | "subcodes"> {
  if (problem === "soap-version") return { code: "VersionMismatch", subcodes: [] };
  if (problem === "must-understand") return { code: "MustUnderstand", subcodes: [] };
  return { code: "Sender", subcodes: (ADDRESSING[problem] ?? []).map((name) => ({ namespace: ns.wsa, name })) };
}
