import assert from "node:assert/strict";
import { test } from "node:test";
import { portsFrom } from "./ports.ts";

function sentence(env: Readonly<Record<string, string>>): string {
  const found = portsFrom(env);
  assert.ok(typeof found === "string", JSON.stringify(found));
  return found;
}

test("ports that are not set are the usual ones; XTA and SFTP go with the sandbox", () => {
  assert.deepEqual(portsFrom({}), { portal: 8080, sandbox: 8090, smtp: 8025, xta: 8091, sftp: 8093, examples: 8095 });
  assert.deepEqual(portsFrom({ PORT: "80", SANDBOX_PORT: "9000", SANDBOX_XTA_PORT: "", EXAMPLES_PORT: "9100" }), { portal: 80, sandbox: 9000, smtp: 8025, xta: 9001, sftp: 9003, examples: 9100 });
});

test("what is no port, is too high or is taken twice is said in a sentence with a way out", () => {
  for (const given of ["abc", "99999", "0", "-1", "8080.5", "1e3", " 8080", "８０８０"]) assert.match(sentence({ PORT: given }), /ist kein Port\. Ein Port ist eine Zahl von 1 bis 65535, zum Beispiel PORT=8080\.$/, given);
  assert.match(sentence({ PORT: "9000", SANDBOX_PORT: "9000" }), /^Der Port der Sandbox ist derselbe wie der des Portals: 9000\. Wählen Sie einen anderen: SANDBOX_PORT=9100 npm start$/);
  assert.match(sentence({ PORT: "8093" }), /SFTP-Servers der Sandbox ist derselbe wie der des Portals: 8093/);
  assert.match(sentence({ SANDBOX_PORT: "65535" }), /mehr als 65535 gibt es nicht/);
  assert.equal(sentence({ PORT: "x", SANDBOX_SMTP_PORT: "y" }).split("\n").length, 2, "all at once");
});
