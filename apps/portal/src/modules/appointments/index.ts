export type { Appointment, AppointmentRefusal, Slot } from "./appointment.ts";
export { createAppointments } from "./appointments.ts";
export type { AppointmentOutcome, Appointments, AppointmentsDeps, InCase } from "./appointments.ts";
export { whenInWords } from "./words.ts";
export { chosenSlots } from "./form-slots.ts";
export type { FormSlot } from "./form-slots.ts";
export type { FindSlots, OfferedSlot } from "./slots.ts";
