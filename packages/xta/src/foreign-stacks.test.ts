import assert from "node:assert/strict";
import { test } from "node:test";
import { ask, content, include, plain, SEND, sendEnvelope, type WireMessage } from "./testing/wire-message.ts";

interface Shape {
  readonly boundary: string;
  readonly contentType: string;
  readonly root: string;
  readonly href: string;
  readonly part: string;
}

function write({ boundary, contentType, root, href, part }: Shape): WireMessage {
  const xml = sendEnvelope(content(include(href)));
  return { contentType, bytes: Buffer.from(`\r\n--${boundary}\r\n${root}\r\n\r\n${xml}\r\n--${boundary}\r\n${part}\r\n\r\nABC\r\n--${boundary}--`, "latin1") };
}

async function read(message: WireMessage): Promise<void> {
  const { status, text, kept } = await ask(message);
  assert.equal(status, 200, text);
  assert.equal(kept[0]?.container.kind === "plain" && Buffer.from(kept[0].container.message.content).toString(), "ABC");
}

test("MTOM in the shape of Apache CXF is read", () => read(write({
  boundary: "uuid:2c5d1f0e-2f77-4a52-8a5b-0c7a1f1f2a11",
  contentType: `multipart/related; type="application/xop+xml"; boundary="uuid:2c5d1f0e-2f77-4a52-8a5b-0c7a1f1f2a11"; start="<root.message@cxf.apache.org>"; start-info="application/soap+xml"; action="${SEND}"`,
  root: 'Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root.message@cxf.apache.org>',
  href: "cid:c0e5b7a1-7a53-4c12-9c1f-5b2a1f0e9d33-1@xoev.de",
  part: "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <c0e5b7a1-7a53-4c12-9c1f-5b2a1f0e9d33-1@xoev.de>",
})));

test("MTOM in the shape of .NET's WCF is read: the action inside of the root's type, addresses as ids", () => read(write({
  boundary: "uuid:9f0a4c55-3c9d-4b5b-a3c0-2e7f1b0d4c66+id=1",
  contentType: 'multipart/related; type="application/xop+xml";start="<http://tempuri.org/0>";boundary="uuid:9f0a4c55-3c9d-4b5b-a3c0-2e7f1b0d4c66+id=1";start-info="application/soap+xml"',
  root: `Content-ID: <http://tempuri.org/0>\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: application/xop+xml;charset=utf-8;type="application/soap+xml; action=\\"${SEND}\\""`,
  href: "cid:http%3A%2F%2Ftempuri.org%2F1%2F637001",
  part: "Content-ID: <http://tempuri.org/1/637001>\r\nContent-Transfer-Encoding: binary\r\nContent-Type: application/octet-stream",
})));

test("SOAP without MTOM, as zeep sends it, is read", async () => {
  await read({ ...plain(sendEnvelope(content("QUJD"))), contentType: `application/soap+xml; charset=utf-8; action="${SEND}"` });
});
