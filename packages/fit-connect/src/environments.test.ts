import assert from "node:assert/strict";
import { test } from "node:test";
import { checkEnvironment, prodEnvironment, stageEnvironment, testEnvironment } from "./environments.ts";

test("FITKO's three environments have the addresses of the documentation, and only TEST takes certificates of anybody", () => {
  const addresses = [testEnvironment, stageEnvironment(["PEM"]), prodEnvironment(["PEM"])].map((environment) => {
    const { name, tokenUrl, submissionUrl, destinationUrl, routingUrl, portalUrl, certificates } = checkEnvironment(environment);
    return [name, tokenUrl, submissionUrl, destinationUrl, routingUrl, portalUrl, certificates.kind];
  });
  const of = (name: string, host: string, auth: string, routing: string, certificates: string): string[] =>
    [name, `https://${auth}/token`, `https://${host}/submission-api`, `https://${host}/destination-api`, `https://${routing}`, `https://portal.${auth}`, certificates];
  assert.deepEqual(addresses, [
    of("TEST", "test.fit-connect.fitko.dev", "auth-testing.fit-connect.fitko.dev", "routing-api-testing.fit-connect.fitko.dev", "lenient"),
    of("STAGE", "stage.fit-connect.fitko.net", "auth-refz.fit-connect.fitko.net", "routing-api-testing.fit-connect.fitko.dev", "strict"),
    of("PROD", "prod.fit-connect.fitko.net", "auth-prod.fit-connect.fitko.net", "routing-api-prod.fit-connect.fitko.net", "strict"),
  ]);
});
