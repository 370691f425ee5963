export { isMailAddress } from "./mail-address.ts";
export { isOver, type Mail, type Mailer, type MailOutcome, noMailer } from "./mailer.ts";
export { createSmtpMailer, type SmtpOptions } from "./smtp-mailer.ts";
