/** Namespaces of XTA 2.1.1 and of what it is built from. */
export const ns = {
  soap: "http://www.w3.org/2003/05/soap-envelope",
  soap11: "http://schemas.xmlsoap.org/soap/envelope/",
  wsa: "http://www.w3.org/2005/08/addressing",
  xta: "http://xoev.de/transport/xta/211",
  osci: "http://www.osci.eu/ws/2008/05/transport",
  oscimeta: "http://www.osci.eu/ws/2014/10/transport",
  wsse: "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
  xenc: "http://www.w3.org/2001/04/xmlenc#",
  ds: "http://www.w3.org/2000/09/xmldsig#",
  xop: "http://www.w3.org/2004/08/xop/include",
  xsi: "http://www.w3.org/2001/XMLSchema-instance",
  xml: "http://www.w3.org/XML/1998/namespace",
} as const;

/** Prefixes as the standard writes them; `xml` needs no declaration. */
export const prefixes: ReadonlyMap<string, string> = new Map([
  [ns.soap, "s"], [ns.wsa, "wsa"], [ns.xta, "xta"], [ns.osci, "osci"], [ns.oscimeta, "oscimeta"],
  [ns.wsse, "wsse"], [ns.xenc, "xenc"], [ns.ds, "ds"], [ns.xop, "xop"], [ns.xsi, "xsi"], [ns.xml, "xml"],
]);

/** WS-Addressing 1.0 Core 2.1: the answer comes back on the same connection, as the WSDL's policy wants. */
export const ANONYMOUS = "http://www.w3.org/2005/08/addressing/anonymous";

/** Why a mailbox has nothing to give (OSCI 2.02, MsgBoxReasonEnum). */
export const noMessageReason = {
  noMatch: "http://www.osci.eu/ws/2008/05/transport/MsgBox/reasons/NoMatch",
  searchArgsInvalid: "http://www.osci.eu/ws/2008/05/transport/MsgBox/reasons/SearchArgsInvalid",
  requestIdInvalid: "http://www.osci.eu/ws/2008/05/transport/MsgBox/reasons/RequestIdInvalid",
} as const;
