import assert from "node:assert/strict";
import { test } from "node:test";
import { html, renderDocument } from "@kommunalportal/html";
import { timeline, type TimelineEntry } from "./timeline.ts";

const shown = (entries: readonly Omit<TimelineEntry, "at">[]): string => renderDocument(html`<html lang="de"><body>${timeline("de", entries.map((entry) => ({ at: new Date("2026-03-02T09:00:00Z"), ...entry })))}</body></html>`).replaceAll(/<[^>]+>/g, " ").replaceAll(/\s+/g, " ");

test("the current state is the newest entry that says where the case stands, not an arrival after it", () => {
  assert.match(shown([{ title: "Angekommen im Fachverfahren" }, { title: "Antrag zurückgenommen", state: true }, { title: "Eingegangen", state: true }]), /^ ?2\. März 2026, 10:00 Uhr Angekommen im Fachverfahren 2\. März 2026, 10:00 Uhr Aktueller Stand Antrag zurückgenommen 2\. März 2026, 10:00 Uhr Eingegangen ?$/);
});

test("of notes and messages none is a state", () => {
  assert.doesNotMatch(shown([{ title: "Sabine Steuer" }]), /Aktueller Stand/);
});
