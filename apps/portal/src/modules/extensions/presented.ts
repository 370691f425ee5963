// How writes answer: the same words whether something is written or read.
export { presentAppointment, presentSlot } from "./case-appointments.ts";
export { presentPayment, presentRefund } from "./case-money.ts";
export { presentSubmission } from "./own-submission.ts";
export { presentForm } from "./proposed-forms.ts";
export { presentDecision } from "./provide-decision.ts";
