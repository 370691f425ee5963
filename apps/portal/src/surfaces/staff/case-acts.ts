import type { AnswerOutcome, AppointmentChange, AssignOutcome, CancelFeeOutcome, CloseOutcome, InvolveOutcome, KeepOutcome, PostCaseOutcome, SettleOutcome } from "#modules/casework";
import { isId } from "#platform/ids";
import { centsOf } from "./decision-form.ts";
import type { TownDesk } from "./staff-page.ts";
import type { StaffPortal } from "./staff-portal.ts";

export type ActOutcome = AssignOutcome | AnswerOutcome | AppointmentChange | CancelFeeOutcome | InvolveOutcome | KeepOutcome | CloseOutcome | PostCaseOutcome | SettleOutcome;
export interface OnCase { readonly case: string; readonly version?: number }

export interface CaseAct {
  /** Says what happened, on the page after it. */
  readonly done: string;
  /** It says something to the person. */
  readonly tells?: true;
  /** Field whose error a refusal is; undefined: of the whole form. */
  readonly fieldOf?: (why: string) => string | undefined;
  /** Words of this act for a refusal that many acts know. */
  readonly refusals?: Readonly<Record<string, string>>;
  readonly run: (portal: StaffPortal, desk: TownDesk, on: OnCase) => Promise<ActOutcome>;
}

const textField = (why: string): string | undefined => (why.startsWith("text-") ? "text" : why.startsWith("due-") ? "frist" : why === "nothing-asked" ? "unterlagen" : undefined);
const appointmentField = (why: string): string | undefined => (why.startsWith("text-") ? "text" : why === "slot-taken" ? "zeit" : "termin");
const feeField = (why: string): string => (why.startsWith("text-") ? "text" : why === "amount-wrong" || why === "fee-by-decision" ? "betrag" : "gebuehr");
const officeField = (why: string): string => (why.startsWith("text-") ? "text" : "amt");
const day = (desk: TownDesk, name: string): string | undefined => { const given = desk.visit.field(name); return given === "" ? undefined : given; };

/** Everything that can be done with a case in one step: the last part of its address, in nouns. */
export const caseActs = {
  uebernahme: { done: "Sie bearbeiten diesen Vorgang jetzt.", run: (portal, desk, on) => portal.casework.take(desk.reach, on) },
  rueckgabe: { done: "Der Vorgang liegt wieder im Eingang des Amts.", run: (portal, desk, on) => portal.casework.handBack(desk.reach, on) },
  weitergabe: {
    done: "Der Vorgang ist weitergegeben.", fieldOf: () => "wem",
    run: (portal, desk, on) => portal.casework.assign(desk.reach, { ...on, to: isId(desk.visit.field("wem")) ? desk.visit.field("wem") : desk.reach.tenant }),
  },
  abgabe: { tells: true, done: "Der Vorgang liegt jetzt bei dem anderen Amt.", fieldOf: officeField, run: (portal, desk, on) => portal.casework.passOn(desk.reach, { ...on, office: desk.visit.field("amt"), reason: desk.visit.field("text") }) },
  beteiligung: {
    tells: true, done: "Das andere Amt ist beteiligt. Die Person hat davon erfahren.", fieldOf: officeField,
    run: (portal, desk, on) => portal.casework.involve(desk.reach, { ...on, office: desk.visit.field("amt"), involvement: desk.visit.field("wie") === "mit" ? "joint" : "information", reason: desk.visit.field("text") }),
  },
  status: { tells: true, done: "Der Stand ist mitgeteilt.", fieldOf: textField, run: (portal, desk, on) => portal.casework.write(desk.reach, { ...on, text: desk.visit.field("text"), ...(desk.visit.field("stand") === "in-progress" ? { to: "in-progress" as const } : {}) }) },
  frage: { tells: true, done: "Die Frage ist gestellt. Der Vorgang wartet auf die Antwort.", fieldOf: textField, run: (portal, desk, on) => portal.casework.ask(desk.reach, { ...on, text: desk.visit.field("text"), ...dueOn(desk) }) },
  nachforderung: {
    tells: true, done: "Die Unterlagen sind angefordert. Der Vorgang wartet auf sie.", fieldOf: textField,
    run: (portal, desk, on) => portal.casework.ask(desk.reach, { ...on, text: desk.visit.field("text"), documents: desk.visit.field("unterlagen").split(/\r?\n/), ...dueOn(desk) }),
  },
  terminabsage: {
    tells: true, done: "Der Termin ist abgesagt. Die Person hat davon erfahren.", fieldOf: appointmentField,
    run: (portal, desk, on) => portal.casework.cancelAppointment(desk.reach, { ...on, appointment: desk.visit.field("termin"), reason: desk.visit.field("text") }),
  },
  terminverlegung: {
    tells: true, done: "Der Termin ist verlegt. Die Person hat davon erfahren.", fieldOf: appointmentField,
    run: (portal, desk, on) => portal.casework.moveAppointment(desk.reach, { ...on, appointment: desk.visit.field("termin"), slot: desk.visit.field("zeit"), reason: desk.visit.field("text") }),
  },
  storno: {
    tells: true, done: "Die Gebühr ist gestrichen. Die Person hat davon erfahren.", fieldOf: feeField,
    run: (portal, desk, on) => portal.casework.cancelFee(desk.reach, { ...on, payment: desk.visit.field("gebuehr"), reason: desk.visit.field("text"), ...(desk.visit.field("betrag") === "" ? {} : { instead: centsOf(desk.visit.field("betrag")) ?? 0 }) }),
  },
  wiedervorlage: { done: "Die Wiedervorlage ist eingetragen.", fieldOf: () => "tag", run: (portal, desk, on) => portal.casework.resubmit(desk.reach, { ...on, day: day(desk, "tag") }) },
  mitteilung: { done: "Die Aufgabe ist erledigt.", run: (portal, desk, on) => portal.casework.settle(desk.reach, on) },
  notiz: { done: "Die Notiz ist gespeichert.", fieldOf: textField, run: (portal, desk, on) => portal.casework.note(desk.reach, { case: on.case, text: desk.visit.field("text") }) },
  abschluss: { done: "Der Vorgang ist abgeschlossen.", run: (portal, desk, on) => portal.casework.close(desk.reach, { ...on, ...(desk.visit.field("text") === "" ? {} : { text: desk.visit.field("text") }) }) },
  postausgang: {
    done: "Der Tag der Aufgabe zur Post ist eingetragen.", fieldOf: (why) => (why === "day-wrong" ? "tag" : undefined), refusals: { "day-wrong": "Geben Sie den Tag an, an dem der Brief zur Post ging: nicht vor dem Tag des Bescheids und nicht in der Zukunft." },
    run: (portal, desk, on) => portal.casework.recordPosting(desk.reach, { ...on, decision: isId(desk.visit.field("bescheid")) ? desk.visit.field("bescheid") : desk.reach.tenant, day: desk.visit.field("tag") }),
  },
} as const satisfies Readonly<Record<string, CaseAct>>;

export type ActName = keyof typeof caseActs;
export const actNames = Object.keys(caseActs).filter((name): name is ActName => name in caseActs);

export function actOf(name: ActName): CaseAct {
  return caseActs[name];
}

function dueOn(desk: TownDesk): { readonly dueOn?: string } {
  const given = day(desk, "frist");
  return given === undefined ? {} : { dueOn: given };
}
