import assert from "node:assert/strict";
import { test } from "node:test";
import { sniff } from "./index.ts";

const PDF = Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "latin1");
const PNG = Buffer.from("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55", "hex");
const JPEG = Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex");
const EXE = Buffer.concat([Buffer.from("MZ"), Buffer.alloc(200)]);
const allowed = ["application/pdf", "image/png", "image/jpeg"];

test("a file is accepted by its content", async () => {
  assert.deepEqual(await sniff(PDF, { allowed, name: "Vertrag.PDF" }), { kind: "accepted", mime: "application/pdf", extension: "pdf" });
  assert.deepEqual(await sniff(JPEG, { allowed, name: "foto.jpeg" }), { kind: "accepted", mime: "image/jpeg", extension: "jpg" });
  assert.deepEqual(await sniff(PNG, { allowed }), { kind: "accepted", mime: "image/png", extension: "png" });
  assert.equal((await sniff(PDF, { allowed, name: "ohne Endung" })).kind, "accepted");
});

test("a program called .pdf and a picture called .pdf are refused", async () => {
  assert.deepEqual(await sniff(EXE, { allowed, name: "rechnung.pdf" }), { kind: "not-allowed", mime: "application/x-msdownload" });
  assert.deepEqual(await sniff(PNG, { allowed, name: "rechnung.pdf" }), { kind: "mismatch", mime: "image/png" });
});

test("a type outside the list is refused though it is harmless", async () => {
  assert.deepEqual(await sniff(PNG, { allowed: ["application/pdf"], name: "a.png" }), { kind: "not-allowed", mime: "image/png" });
});

test("HTML, SVG, scripts, nothing and noise are never recognised", async () => {
  for (const text of ["<html><script>1</script>", "<svg xmlns='http://www.w3.org/2000/svg' onload='1'/>", "#!/bin/sh\n", "", "%PD", "\x89PN"]) {
    const sniffed = await sniff(Buffer.from(text), { allowed: [...allowed, "text/html", "image/svg+xml"], name: "a.pdf" });
    assert.notEqual(sniffed.kind, "accepted", text);
  }
});
