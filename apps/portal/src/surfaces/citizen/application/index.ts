export type { ApplicationPages, NoticeSubject, VerifiedPermit, VisitorNotices } from "./application-pages.ts";
export { applicantOf } from "./applicant-of.ts";
export { applicationSurface } from "./application-surface.ts";
export { competentOffice, componentsOf, switchOf } from "./service-facts-of.ts";
