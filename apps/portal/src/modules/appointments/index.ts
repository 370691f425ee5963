export type { Appointment, AppointmentRefusal, Slot } from "./appointment.ts";
export { createAppointments } from "./appointments.ts";
export type { AppointmentOutcome, Appointments, AppointmentsDeps } from "./appointments.ts";
export type { FindSlots, OfferedSlot } from "./slots.ts";
