import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAmounts, paymentRequestOf, requestIdOf, type PaymentOrder } from "./payment-request.ts";
import { paymentRequestSchema } from "./schema.ts";

const order: PaymentOrder = {
  requestId: requestIdOf("0b7a5a52-6d4f-4c8e-9a3a-6f7f9d1f0c11", 1),
  at: new Date("2026-03-02T09:15:00.000Z"),
  purpose: "MUS-2026-00042 Bewohnerparkausweis",
  redirectUrl: "http://musterstadt.portal.localhost:8080/zahlung/rueckkehr",
  fees: [
    { id: "urkunde", description: "Geburtsurkunde", quantity: 3, singleNetCents: 1210 },
    { id: "porto", description: "Porto", singleNetCents: 95, singleTaxCents: 18, taxRate: 19, bookingData: { haushaltsstelle: "1" } },
  ],
};

test("a request is computed in cents: 3 × 12.10 € + 0.95 € + 0.18 € tax", () => {
  const request = paymentRequestOf(order);
  assert.equal(request.grosAmount, 37.43);
  assert.equal(request.items[0]?.totalNetAmount, 36.3);
  assert.equal(request.purpose, "MUS-2026-00042 Bewohnerpark");
  assert.equal(request.requestTimestamp, "2026-03-02T09:15:00.000Z");
  assert.ok(checkAmounts(request));
});

test("a gross amount that is off by a cent, or finer than a cent, does not check", () => {
  const request = paymentRequestOf(order);
  assert.equal(checkAmounts({ ...request, grosAmount: 37.44 }), false);
  assert.equal(checkAmounts({ ...request, grosAmount: 37.430001 }), false);
});

test("an order that breaks a limit of the interface is a fault of the caller", () => {
  assert.throws(() => paymentRequestOf({ ...order, fees: [] }));
  assert.throws(() => paymentRequestOf({ ...order, requestId: "x".repeat(37) }));
  assert.throws(() => paymentRequestOf({ ...order, redirectUrl: "javascript:alert(1)" }));
  assert.throws(() => paymentRequestOf({ ...order, fees: [{ id: "a", description: "a", singleNetCents: 10.5 }] }), RangeError);
  assert.throws(() => paymentRequestOf({ ...order, fees: [{ id: "a", description: "a", quantity: 2, singleNetCents: 99_999_900 }] }), RangeError);
});

test("the id of an attempt fits 36 characters, differs per attempt and stays the same for the same attempt", () => {
  const id = "0b7a5a52-6d4f-4c8e-9a3a-6f7f9d1f0c11";
  assert.equal(requestIdOf(id, 999).length, 36);
  assert.equal(requestIdOf(id, 2), requestIdOf(id, 2));
  assert.notEqual(requestIdOf(id, 1), requestIdOf(id, 2));
  for (const attempt of [0, 1000, 1.5]) assert.throws(() => requestIdOf(id, attempt), RangeError);
  assert.throws(() => requestIdOf("not-a-uuid", 1), RangeError);
});

test("each documented limit of a request is enforced", () => {
  const request = paymentRequestOf(order);
  const item = request.items[0];
  const wrong: readonly Record<string, unknown>[] = [
    { requestId: "" }, { requestId: "mit leer" }, { requestTimestamp: "2026-03-02" }, { currency: "USD" }, { grosAmount: 1_000_000 },
    { grosAmount: "3" }, { purpose: "Gebühr" }, { purpose: "x".repeat(28) }, { description: "a;b" }, { description: "x".repeat(251) },
    { redirectUrl: `https://example.org/${"x".repeat(2082)}` }, { items: [] }, { items: Array.from({ length: 100 }, () => item) },
    { items: [{ ...item, taxRate: 101 }] }, { items: [{ ...item, quantity: 0 }] }, { items: [{ ...item, quantity: 1.5 }] },
    { items: [{ ...item, singleNetAmount: -1 }] }, { items: [{ ...item, bookingData: { a: 1 } }] },
    { requestor: { gender: "X" } }, { requestor: { name: "x".repeat(251) } }, { requestor: { address: { postalCode: "123" } } },
    { requestor: { address: { houseNumber: "7 ½" } } }, { requestor: { address: { addressLine: Array.from({ length: 10 }, () => "x") } } },
    { requestor: { address: { country: "DEU" } } },
  ];
  for (const change of wrong) assert.equal(paymentRequestSchema.safeParse({ ...request, ...change }).success, false, JSON.stringify(change).slice(0, 80));
  assert.ok(paymentRequestSchema.safeParse({ ...request, requestTimestamp: "2026-03-02T10:15:00.000+0100" }).success);
});
