import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Base64urlDecoder, Base64urlEncoder, fromBase64url, toBase64url } from "./base64url.ts";

/** The same bytes cut at random places. */
const cut = fc.uint8Array({ maxLength: 400 }).chain((bytes) => fc.tuple(fc.constant(bytes), fc.array(fc.nat(bytes.length), { maxLength: 8 }).map((at) => [0, ...at.toSorted((a, b) => a - b), bytes.length])));
const piecesOf = (bytes: Uint8Array, at: readonly number[]): Uint8Array[] => at.slice(1).map((end, index) => bytes.subarray(at[index], end));

test("bytes encoded in pieces are the encoding of the whole, and decode in pieces to the same bytes", () => {
  fc.assert(fc.property(cut, ([bytes, at]) => {
    const encoder = new Base64urlEncoder();
    const encoded = Buffer.concat([...piecesOf(bytes, at).map((piece) => encoder.encode(piece)), encoder.end()]);
    assert.equal(encoded.toString("latin1"), Buffer.from(bytes).toString("base64url"));
    const decoder = new Base64urlDecoder();
    const places = at.map((place) => Math.round(place * encoded.length / Math.max(1, bytes.length)));
    const decoded = [...piecesOf(encoded, places).map((piece) => Buffer.from(decoder.decode(Buffer.from(piece)) ?? assert.fail("refused"))), decoder.end() ?? assert.fail("refused")];
    assert.deepEqual(Buffer.concat(decoded), Buffer.from(bytes));
  }));
});

test("only the canonical encoding is read: no padding, no foreign alphabet, no blank, no stray bits", () => {
  for (const text of ["QQ==", "+/+/", "QUJD\n", "Q UJ", "QR", "QUJ", "Q", "QUJDü"]) {
    assert.equal(fromBase64url(text), undefined, text);
    const decoder = new Base64urlDecoder();
    assert.ok([decoder.decode(Buffer.from(text, "latin1")), decoder.end()].includes(undefined), text);
  }
  assert.deepEqual(fromBase64url(toBase64url("Grüße")), Buffer.from("Grüße"));
});
