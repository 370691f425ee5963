// Made from docs/extension-api/openapi.json by scripts/generate.ts. Do not edit.

import type { OutgoingFile } from "../outgoing-file.ts";

type Nothing = Readonly<Record<never, never>>;
export type ApplicationSummary = { readonly id: string; readonly reference: string; readonly service: string; readonly leikaKey?: string; readonly formVersion: string; readonly status: "submitted" | "in-progress" | "waiting" | "decided" | "refused" | "withdrawn" | "closed"; readonly statusSince: string; readonly channel: "online" | "counter" | "paper"; readonly trustLevel: 0 | 1 | 3 | 4; readonly submittedAt: string; readonly receivedOn?: string; readonly closedAt?: string; readonly revision: number };
export type ApplicationPage = { readonly items: readonly ApplicationSummary[]; readonly next: string; readonly more: boolean };
export type Attachment = { readonly type: string; readonly id: string; readonly name: string; readonly size: number; readonly sha256: string; readonly kind: "upload" | "reply" | "sent"; readonly scan: "clean" | "unchecked" | "held" | "found"; readonly receivedAt: string };
export type Application = { readonly id: string; readonly reference: string; readonly service: string; readonly leikaKey?: string; readonly formVersion: string; readonly status: "submitted" | "in-progress" | "waiting" | "decided" | "refused" | "withdrawn" | "closed"; readonly statusSince: string; readonly channel: "online" | "counter" | "paper"; readonly trustLevel: 0 | 1 | 3 | 4; readonly submittedAt: string; readonly receivedOn?: string; readonly closedAt?: string; readonly revision: number; readonly form: { readonly service: string; readonly version: string }; readonly language: "de" | "en"; readonly declaredOn: string; readonly parts: readonly { readonly part: string; readonly office?: string; readonly data: Readonly<Record<string, unknown>> }[]; readonly attachments: readonly Attachment[]; readonly summary: boolean; readonly acknowledgement?: { readonly acknowledgedAt: string; readonly externalReference?: string } };
export type AcknowledgementRequest = { readonly externalReference?: string };
export type Acknowledgement = { readonly application: string; readonly acknowledgedAt: string; readonly externalReference?: string };
export type StatusRequest = { readonly status: "in-progress" | "waiting" | "closed"; readonly text?: string; readonly office?: string };
export type StatusChange = { readonly application: string; readonly status: "in-progress" | "waiting" | "closed"; readonly event: string; readonly at: string; readonly reached?: boolean; readonly readable?: boolean };
export type MessageRequest = { readonly kind: "information" | "question" | "documents"; readonly text: string; readonly documents?: readonly string[]; readonly dueOn?: string; readonly office?: string; readonly attachments?: readonly string[] };
export type Message = { readonly application: string; readonly kind: "information" | "question" | "documents"; readonly at: string; readonly event?: string; readonly request?: string; readonly dueOn?: string; readonly reached?: boolean; readonly readable?: boolean; readonly answerable?: boolean };
export type DecisionRequest = { readonly kind: "grant" | "partial" | "refusal" | "information" | "fee"; readonly subject: string; readonly salutation?: string; readonly paragraphs: readonly string[]; readonly amounts?: readonly { readonly label: string; readonly cents: number }[]; readonly conditions?: readonly string[]; readonly reasons?: readonly string[]; readonly remedy?: { readonly kind: "klage" | "widerspruch"; readonly where: string; readonly months: number }; readonly signatory: { readonly name: string; readonly role: string }; readonly way: "mailbox" | "post"; readonly addressee?: readonly string[]; readonly minimumLevel?: 1 | 3 | 4; readonly letter?: string; readonly office?: string };
export type Decision = { readonly id: string; readonly application: string; readonly office: string; readonly kind: "grant" | "partial" | "refusal" | "information" | "fee"; readonly way: "mailbox" | "post"; readonly authority?: string; readonly state: "to-post" | "posted" | "provided" | "notified" | "lapsed" | "replaced"; readonly appealable: boolean; readonly decidedAt: string; readonly retrievedAt?: string; readonly notifiedOn?: string; readonly remedyUntil?: string };
export type Event = { readonly type: "application.submitted" | "application.status-changed" | "application.withdrawn" | "application.closed" | "application.paid" | "application.summary-ready" | "application.handed-over" | "application.taken-over" | "message.sent" | "message.received" | "question.asked" | "documents.requested" | "documents.received" | "documents.shared" | "documents.unshared" | "decision.made" | "decision.posted" | "decision.retrieved" | "decision.notified" | "decision.lapsed" | "appointment.booked" | "appointment.moved" | "appointment.cancelled" | "payment.cancelled"; readonly id: string; readonly at: string; readonly application: string; readonly service: string; readonly reference?: string; readonly cursor: string; readonly data: Readonly<Record<string, string | number | boolean>> };
export type EventPage = { readonly items: readonly Event[]; readonly next: string; readonly more: boolean };
export type Webhook = { readonly id: string; readonly url: string; readonly types?: readonly ("application.submitted" | "application.status-changed" | "application.withdrawn" | "application.closed" | "application.paid" | "application.summary-ready" | "application.handed-over" | "application.taken-over" | "message.sent" | "message.received" | "question.asked" | "documents.requested" | "documents.received" | "documents.shared" | "documents.unshared" | "decision.made" | "decision.posted" | "decision.retrieved" | "decision.notified" | "decision.lapsed" | "appointment.booked" | "appointment.moved" | "appointment.cancelled" | "payment.cancelled")[]; readonly createdAt: string; readonly failures: number; readonly heldUntil?: string };
export type WebhookList = { readonly items: readonly Webhook[] };
export type NewWebhook = { readonly id: string; readonly url: string; readonly types?: readonly ("application.submitted" | "application.status-changed" | "application.withdrawn" | "application.closed" | "application.paid" | "application.summary-ready" | "application.handed-over" | "application.taken-over" | "message.sent" | "message.received" | "question.asked" | "documents.requested" | "documents.received" | "documents.shared" | "documents.unshared" | "decision.made" | "decision.posted" | "decision.retrieved" | "decision.notified" | "decision.lapsed" | "appointment.booked" | "appointment.moved" | "appointment.cancelled" | "payment.cancelled")[]; readonly createdAt: string; readonly failures: number; readonly heldUntil?: string; readonly secret: string };
export type WebhookRequest = { readonly url: string; readonly types?: readonly ("application.submitted" | "application.status-changed" | "application.withdrawn" | "application.closed" | "application.paid" | "application.summary-ready" | "application.handed-over" | "application.taken-over" | "message.sent" | "message.received" | "question.asked" | "documents.requested" | "documents.received" | "documents.shared" | "documents.unshared" | "decision.made" | "decision.posted" | "decision.retrieved" | "decision.notified" | "decision.lapsed" | "appointment.booked" | "appointment.moved" | "appointment.cancelled" | "payment.cancelled")[] };
export type WebhookSecret = { readonly secret: string; readonly earlierSecretUntil: string };
export type ReplayRequest = { readonly delivery?: string; readonly after?: string };
export type Replay = { readonly queued: number };
export type Delivery = { readonly type: "application.submitted" | "application.status-changed" | "application.withdrawn" | "application.closed" | "application.paid" | "application.summary-ready" | "application.handed-over" | "application.taken-over" | "message.sent" | "message.received" | "question.asked" | "documents.requested" | "documents.received" | "documents.shared" | "documents.unshared" | "decision.made" | "decision.posted" | "decision.retrieved" | "decision.notified" | "decision.lapsed" | "appointment.booked" | "appointment.moved" | "appointment.cancelled" | "payment.cancelled"; readonly id: string; readonly event: string; readonly application: string; readonly state: "queued" | "delivered" | "dead" | "cancelled"; readonly attempts: number; readonly nextAt?: string; readonly finishedAt?: string; readonly last?: { readonly at: string; readonly status?: number; readonly fault?: string } };
export type Attempt = { readonly number: number; readonly at: string; readonly status?: number; readonly fault?: string; readonly milliseconds?: number };
export type AttemptList = { readonly items: readonly Attempt[] };
export type DeliveryList = { readonly items: readonly Delivery[] };
export type Tenant = { readonly slug: string; readonly name: string; readonly officialName: string; readonly kind: "municipality" | "district"; readonly ars: string; readonly portal: string; readonly permission: { readonly client: string; readonly scopes: readonly ("vorgaenge.lesen" | "vorgaenge.stellen" | "dateien.senden" | "vorgaenge.quittieren" | "status.schreiben" | "nachrichten.senden" | "bescheide.zustellen" | "dokumente.lesen" | "dokumente.ablegen" | "termine.fuehren" | "zahlungen.lesen" | "zahlungen.verlangen" | "kennzahlen.lesen" | "formulare.vorschlagen" | "ereignisse.empfangen" | "formulare.ergaenzen" | "kacheln.zeigen" | "anmeldung.einfach" | "personen.uebernehmen")[]; readonly services?: readonly string[]; readonly offices?: readonly string[]; readonly tokenExpiresAt: string } };
export type Service = { readonly slug: string; readonly leikaKey: string; readonly title: { readonly de: string; readonly en?: string }; readonly version: string; readonly schema: string };
export type ServiceList = { readonly items: readonly Service[] };
export type AnswerSchema = Readonly<Record<string, unknown>>;
export type Problem = { readonly type: string; readonly title: string; readonly status: number; readonly code: "token-missing" | "token-invalid" | "scope-missing" | "not-found" | "wrong-host" | "json-invalid" | "multipart-invalid" | "query-invalid" | "cursor-invalid" | "body-invalid" | "media-type-unsupported" | "body-too-large" | "idempotency-key-missing" | "idempotency-key-reused" | "status-not-allowed" | "office-needed" | "text-missing" | "text-too-long" | "due-day-wrong" | "due-day-passed" | "nothing-asked" | "decision-incomplete" | "post-needed" | "pdf-empty" | "pdf-not-a-pdf" | "pdf-too-large" | "pdf-malware" | "pdf-cannot-be-checked" | "pdf-no-room" | "pdf-hash-wrong" | "file-held" | "answers-invalid" | "portal-needed" | "format-unavailable" | "refund-too-much" | "fee-not-cancellable" | "form-invalid" | "name-taken" | "form-changed-meanwhile" | "handover-invalid" | "too-many-submissions" | "file-headers" | "file-cut-off" | "upload-refused" | "upload-too-large" | "upload-hash-wrong" | "upload-not-now" | "upload-unknown" | "too-many-uploads" | "mailbox-needed" | "safe-consent-missing" | "safe-full" | "decision-not-notified" | "slot-taken" | "appointment-over" | "webhook-address" | "too-many-webhooks" | "too-many" | "unavailable" | "fault"; readonly detail?: string; readonly instance?: string; readonly errors?: readonly { readonly pointer: string; readonly message: string }[] };
export type SubmissionRequest = { readonly service: string; readonly language?: "de" | "en"; readonly answers: Readonly<Record<string, unknown>>; readonly handover?: string; readonly attachments?: readonly { readonly upload: string; readonly path: string }[]; readonly paymentWay?: "online" | "transfer" | "counter"; readonly confirmed: true };
export type CaseMessage = { readonly id: string; readonly at: string; readonly kind: string; readonly from: "citizen" | "visitor" | "staff" | "extension" | "system"; readonly text: string; readonly office?: string; readonly request?: string; readonly attachments?: readonly Attachment[] };
export type CaseMessageList = { readonly items: readonly CaseMessage[] };
export type CitizenRequest = { readonly id: string; readonly kind: "question" | "documents"; readonly office: string; readonly askedAt: string; readonly dueOn?: string; readonly answeredAt?: string; readonly open: boolean };
export type CitizenRequestList = { readonly items: readonly CitizenRequest[] };
export type DecisionList = { readonly items: readonly Decision[] };
export type DecisionWayCheck = { readonly electronic: boolean; readonly reasons: readonly ("no-account" | "no-consent" | "consent-withdrawn" | "level-unreachable" | "no-notice-address")[] };
export type Payment = { readonly id: string; readonly cents: number; readonly receivedCents: number; readonly way: "online" | "transfer" | "counter"; readonly reference: string; readonly state: "open" | "paid" | "ended"; readonly endedWhy?: "withdrawn" | "refused" | "reopened" | "unpaid" | "handed-over" | "cancelled"; readonly createdAt: string; readonly dueDay: string; readonly paidAt?: string };
export type PaymentList = { readonly items: readonly Payment[] };
export type Submission = { readonly id: string; readonly state: "payment" | "submitted" | "ended"; readonly reference?: string; readonly url: string; readonly payments: readonly Payment[]; readonly lookupCode?: string };
export type Region = { readonly slug: string; readonly name: string; readonly officialName: string; readonly kind: "municipality" | "district"; readonly ars: string; readonly postalCodes: readonly string[]; readonly portal: string; readonly match: "exact" | "start" | "part" | "near" };
export type RegionList = { readonly items: readonly Region[] };
export type CatalogueEntry = { readonly leikaKey: string; readonly title: { readonly de: string; readonly en?: string }; readonly officialName: string; readonly level?: string; readonly types: readonly string[] };
export type CataloguePage = { readonly items: readonly CatalogueEntry[]; readonly next: string; readonly more: boolean };
export type CatalogueHits = { readonly items: readonly CatalogueEntry[] };
export type CatalogueService = { readonly leikaKey: string; readonly title: { readonly de: string; readonly en?: string }; readonly officialName: string; readonly level?: string; readonly types: readonly string[]; readonly sections: readonly { readonly name: string; readonly paragraphs: readonly string[]; readonly origin: "local" | "general"; readonly language: "de" | "en" }[]; readonly checked: boolean; readonly fees: readonly { readonly label: { readonly de: string; readonly en?: string }; readonly cents: number; readonly per: "once" | "year" | "week" | "copy" | "page" | "item" }[]; readonly responsibility: { readonly known: boolean; readonly office?: string; readonly officeName?: { readonly de: string; readonly en?: string }; readonly region?: string; readonly body?: string }; readonly online: readonly { readonly service?: string; readonly url?: string; readonly trustLevel?: 0 | 1 | 3 | 4; readonly minutes?: number }[]; readonly changedAt: string };
export type FormDefinition = Readonly<Record<string, unknown>>;
export type Slot = { readonly id: string; readonly office: string; readonly startsAt: string; readonly endsAt: string; readonly place: string; readonly capacity: number; readonly free: number; readonly externalId?: string };
export type SlotPage = { readonly items: readonly Slot[]; readonly next: string; readonly more: boolean };
export type OfferedSlots = { readonly items: readonly Slot[] };
export type SlotsRequest = { readonly slots: readonly { readonly office: string; readonly startsAt: string; readonly endsAt: string; readonly place: string; readonly capacity?: number; readonly externalId?: string }[] };
export type Appointment = { readonly id: string; readonly application: string; readonly office: string; readonly slot: string; readonly state: "booked" | "cancelled"; readonly startsAt: string; readonly endsAt: string; readonly place: string; readonly revision: number };
export type AppointmentList = { readonly items: readonly Appointment[] };
export type AppointmentRequest = { readonly slot: string; readonly text?: string; readonly office?: string };
export type MoveRequest = { readonly slot: string; readonly text?: string };
export type CancellationRequest = { readonly text?: string };
export type SharedDocument = { readonly type: string; readonly id: string; readonly name: string; readonly size: number; readonly sha256: string; readonly sharedAt: string; readonly lastDay: string };
export type SharedDocumentList = { readonly items: readonly SharedDocument[]; readonly depositAgreed: boolean };
export type DepositRequest = { readonly decision: string };
export type Deposit = { readonly application: string; readonly decision: string; readonly at: string };
export type Figure = { readonly service: string; readonly submitted: number; readonly withdrawn: number; readonly answered: number; readonly decided: number; readonly answerSeconds?: { readonly half: number; readonly most: number } };
export type FigureList = { readonly items: readonly Figure[] };
export type FormRequest = { readonly service: { readonly slug: string }; readonly form: Readonly<Record<string, unknown>>; readonly tests?: readonly (Readonly<Record<string, unknown>>)[]; readonly note?: string };
export type ProposedForm = { readonly service: string; readonly version: string; readonly state: "draft" | "review" | "released" | "published"; readonly changedAt: string; readonly review?: { readonly released: boolean; readonly at: string; readonly note?: string } };
export type ProposedFormList = { readonly items: readonly ProposedForm[] };
export type LaunchRequest = { readonly start: string; readonly place: "case-tab" | "form-step" | "form-check" };
export type Launch = { readonly place: "case-tab" | "form-step" | "form-check"; readonly page: string; readonly language: "de" | "en"; readonly expiresAt: string; readonly case?: { readonly application: string; readonly role: "clerk" | "supervisor"; readonly office: string }; readonly step?: { readonly service: string; readonly formVersion: string; readonly step: string; readonly trustLevel: 0 | 1 | 3 | 4; readonly fields: Readonly<Record<string, unknown>>; readonly result: string; readonly returnTo?: string } };
export type StepResultRequest = { readonly result: string; readonly outcome: "done" | "declined" | "unavailable"; readonly fields?: Readonly<Record<string, unknown>>; readonly problems?: readonly { readonly field: string; readonly message: string }[] };
export type StepResult = { readonly accepted: number };
export type PaymentRequest = { readonly cents: number; readonly text: string; readonly office?: string };
export type PaymentCancellationRequest = { readonly text: string; readonly instead?: number; readonly office?: string };
export type PaymentCancellation = { readonly payment: Payment; readonly instead?: Payment };
export type RefundRequest = { readonly cents: number };
export type Refund = { readonly id: string; readonly cents: number; readonly reason: string; readonly requestedAt: string; readonly outcome?: "refunded" | "kept" | "resolved"; readonly closedAt?: string };
export type RefundList = { readonly items: readonly Refund[] };
export type Receipt = { readonly id: string; readonly cents: number; readonly way: "online" | "transfer" | "counter"; readonly day: string; readonly voucher?: string };
export type ReceiptList = { readonly items: readonly Receipt[] };
export type HubDelivery = { readonly id: string; readonly destination: string; readonly office: string; readonly message: string; readonly state: "queued" | "paused" | "sent" | "received" | "accepted" | "rejected" | "dead" | "declined" | "replaced"; readonly attempts: number; readonly queuedAt: string; readonly finishedAt?: string; readonly receipt?: string; readonly reason?: string };
export type HubDeliveryList = { readonly items: readonly HubDelivery[] };
export type DecisionEvidence = { readonly kind: string; readonly at: string; readonly contentSha256: string; readonly pdfSha256: string };
export type DecisionDetails = { readonly id: string; readonly application: string; readonly office: string; readonly kind: "grant" | "partial" | "refusal" | "information" | "fee"; readonly way: "mailbox" | "post"; readonly authority?: string; readonly state: "to-post" | "posted" | "provided" | "notified" | "lapsed" | "replaced"; readonly appealable: boolean; readonly decidedAt: string; readonly retrievedAt?: string; readonly notifiedOn?: string; readonly remedyUntil?: string; readonly evidence: readonly DecisionEvidence[] };
export type MailboxWay = { readonly arrives: "mailbox" | "status-page"; readonly notice: boolean; readonly reached?: boolean; readonly readable?: boolean; readonly answerable?: boolean };
export type Office = { readonly role: string; readonly name: { readonly de: string; readonly en?: string }; readonly phone?: string; readonly email?: string; readonly url?: string; readonly address?: { readonly street: string; readonly houseNumber: string; readonly postalCode: string; readonly locality: string }; readonly hours: readonly { readonly day: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"; readonly opens: string; readonly closes: string }[] };
export type OfficeList = { readonly items: readonly Office[] };
export type Extension = { readonly id: string; readonly version: string; readonly name: { readonly de: string; readonly en?: string }; readonly publisher: { readonly name: string; readonly email: string; readonly url?: string }; readonly registeredAt: string; readonly scopes: readonly ("vorgaenge.lesen" | "vorgaenge.stellen" | "dateien.senden" | "vorgaenge.quittieren" | "status.schreiben" | "nachrichten.senden" | "bescheide.zustellen" | "dokumente.lesen" | "dokumente.ablegen" | "termine.fuehren" | "zahlungen.lesen" | "zahlungen.verlangen" | "kennzahlen.lesen" | "formulare.vorschlagen" | "ereignisse.empfangen" | "formulare.ergaenzen" | "kacheln.zeigen" | "anmeldung.einfach" | "personen.uebernehmen")[]; readonly granted: readonly ("vorgaenge.lesen" | "vorgaenge.stellen" | "dateien.senden" | "vorgaenge.quittieren" | "status.schreiben" | "nachrichten.senden" | "bescheide.zustellen" | "dokumente.lesen" | "dokumente.ablegen" | "termine.fuehren" | "zahlungen.lesen" | "zahlungen.verlangen" | "kennzahlen.lesen" | "formulare.vorschlagen" | "ereignisse.empfangen" | "formulare.ergaenzen" | "kacheln.zeigen" | "anmeldung.einfach" | "personen.uebernehmen")[]; readonly events: readonly ("application.submitted" | "application.status-changed" | "application.withdrawn" | "application.closed" | "application.paid" | "application.summary-ready" | "application.handed-over" | "application.taken-over" | "message.sent" | "message.received" | "question.asked" | "documents.requested" | "documents.received" | "documents.shared" | "documents.unshared" | "decision.made" | "decision.posted" | "decision.retrieved" | "decision.notified" | "decision.lapsed" | "appointment.booked" | "appointment.moved" | "appointment.cancelled" | "payment.cancelled")[]; readonly secrets: readonly { readonly id: string; readonly createdAt: string; readonly expiresAt?: string }[] };
export type RequestList = { readonly items: readonly { readonly at: string; readonly operation: string; readonly status: number; readonly code?: string; readonly milliseconds: number; readonly instance: string }[] };
export type ExtensionSettings = { readonly revision: number; readonly changedAt?: string; readonly values: Readonly<Record<string, string | number | boolean>> };
export type Upload = { readonly type: string; readonly id: string; readonly name: string; readonly size: number; readonly sha256: string; readonly scan: "clean" | "unchecked" | "held"; readonly expiresAt: string };
export type ApplicationMessage = { readonly type: "application.submitted" | "application.status-changed" | "application.withdrawn" | "application.closed" | "application.paid" | "application.summary-ready" | "application.handed-over" | "application.taken-over" | "message.sent" | "message.received" | "question.asked" | "documents.requested" | "documents.received" | "documents.shared" | "documents.unshared" | "decision.made" | "decision.posted" | "decision.retrieved" | "decision.notified" | "decision.lapsed" | "appointment.booked" | "appointment.moved" | "appointment.cancelled" | "payment.cancelled"; readonly timestamp: string; readonly data: { readonly event: string; readonly application: string; readonly service: string; readonly reference?: string } };
export type ExtensionMessage = { readonly type: "extension.paused" | "extension.resumed" | "extension.settings-changed" | "extension.removed"; readonly timestamp: string; readonly data: { readonly tenant: string; readonly extension: string } };

/** What each operation takes and gives. */
export interface Operations {
  readonly getTenant: { readonly input: Nothing; readonly answer: Tenant };
  readonly getExtension: { readonly input: Nothing; readonly answer: Extension };
  readonly listOwnRequests: { readonly input: Nothing; readonly answer: RequestList };
  readonly getSettings: { readonly input: Nothing; readonly answer: ExtensionSettings };
  readonly listOffices: { readonly input: Nothing; readonly answer: OfficeList };
  readonly listServices: { readonly input: Nothing; readonly answer: ServiceList };
  readonly getAnswerSchema: { readonly input: { readonly service: string; readonly version: string }; readonly answer: AnswerSchema };
  readonly listFigures: { readonly input: { readonly from: string; readonly until: string }; readonly answer: FigureList };
  readonly findRegions: { readonly input: { readonly query: string; readonly limit?: string }; readonly answer: RegionList };
  readonly listCatalogueServices: { readonly input: { readonly cursor?: string; readonly limit?: string }; readonly answer: CataloguePage };
  readonly findCatalogueServices: { readonly input: { readonly query: string; readonly limit?: string }; readonly answer: CatalogueHits };
  readonly getCatalogueService: { readonly input: { readonly key: string }; readonly answer: CatalogueService };
  readonly getForm: { readonly input: { readonly service: string; readonly version: string }; readonly answer: FormDefinition };
  readonly listApplications: { readonly input: { readonly cursor?: string; readonly limit?: string; readonly service?: string; readonly status?: string; readonly acknowledged?: string; readonly since?: string }; readonly answer: ApplicationPage };
  readonly submitApplication: { readonly input: { readonly body: SubmissionRequest }; readonly answer: Submission };
  readonly getApplication: { readonly input: { readonly id: string }; readonly answer: Application };
  readonly getAttachment: { readonly input: { readonly id: string; readonly file: string }; readonly answer: Response };
  readonly getSummary: { readonly input: { readonly id: string }; readonly answer: Response };
  readonly acknowledgeApplication: { readonly input: { readonly id: string; readonly body: AcknowledgementRequest }; readonly answer: Acknowledgement };
  readonly addUpload: { readonly input: { readonly upload: OutgoingFile }; readonly answer: Upload };
  readonly getSubmission: { readonly input: { readonly submission: string }; readonly answer: Submission };
  readonly listMessages: { readonly input: { readonly id: string }; readonly answer: CaseMessageList };
  readonly sendMessage: { readonly input: { readonly id: string; readonly body: MessageRequest }; readonly answer: Message };
  readonly listRequests: { readonly input: { readonly id: string }; readonly answer: CitizenRequestList };
  readonly listDecisions: { readonly input: { readonly id: string }; readonly answer: DecisionList };
  readonly provideDecision: { readonly input: { readonly id: string; readonly body: DecisionRequest }; readonly answer: Decision };
  readonly getDecisionWay: { readonly input: { readonly id: string; readonly minimumLevel?: string }; readonly answer: DecisionWayCheck };
  readonly listPayments: { readonly input: { readonly id: string }; readonly answer: PaymentList };
  readonly requestPayment: { readonly input: { readonly id: string; readonly body: PaymentRequest }; readonly answer: Payment };
  readonly getAnswersXml: { readonly input: { readonly id: string; readonly format?: string }; readonly answer: Response };
  readonly listHubDeliveries: { readonly input: { readonly id: string }; readonly answer: HubDeliveryList };
  readonly getMailboxWay: { readonly input: { readonly id: string }; readonly answer: MailboxWay };
  readonly getDecision: { readonly input: { readonly id: string; readonly decision: string }; readonly answer: DecisionDetails };
  readonly getDecisionLetter: { readonly input: { readonly id: string; readonly decision: string }; readonly answer: Response };
  readonly revokePayment: { readonly input: { readonly id: string; readonly payment: string; readonly body: PaymentCancellationRequest }; readonly answer: PaymentCancellation };
  readonly listReceipts: { readonly input: { readonly id: string; readonly payment: string }; readonly answer: ReceiptList };
  readonly listRefunds: { readonly input: { readonly id: string; readonly payment: string }; readonly answer: RefundList };
  readonly requestRefund: { readonly input: { readonly id: string; readonly payment: string; readonly body: RefundRequest }; readonly answer: Refund };
  readonly changeStatus: { readonly input: { readonly id: string; readonly body: StatusRequest }; readonly answer: StatusChange };
  readonly listDocuments: { readonly input: { readonly id: string }; readonly answer: SharedDocumentList };
  readonly addDocument: { readonly input: { readonly id: string; readonly body: DepositRequest }; readonly answer: Deposit };
  readonly getDocument: { readonly input: { readonly id: string; readonly document: string }; readonly answer: Response };
  readonly listSlots: { readonly input: { readonly office?: string; readonly from?: string; readonly until?: string; readonly free?: string; readonly cursor?: string; readonly limit?: string }; readonly answer: SlotPage };
  readonly addSlots: { readonly input: { readonly body: SlotsRequest }; readonly answer: OfferedSlots };
  readonly deleteSlot: { readonly input: { readonly slot: string }; readonly answer: undefined };
  readonly listAppointments: { readonly input: { readonly id: string }; readonly answer: AppointmentList };
  readonly requestAppointment: { readonly input: { readonly id: string; readonly body: AppointmentRequest }; readonly answer: Appointment };
  readonly changeAppointment: { readonly input: { readonly id: string; readonly appointment: string; readonly body: MoveRequest }; readonly answer: Appointment };
  readonly revokeAppointment: { readonly input: { readonly id: string; readonly appointment: string; readonly body: CancellationRequest }; readonly answer: Appointment };
  readonly submitForm: { readonly input: { readonly body: FormRequest }; readonly answer: ProposedForm };
  readonly listForms: { readonly input: Nothing; readonly answer: ProposedFormList };
  readonly getProposedForm: { readonly input: { readonly form: string }; readonly answer: ProposedForm };
  readonly listEvents: { readonly input: { readonly cursor?: string; readonly limit?: string; readonly types?: string; readonly application?: string }; readonly answer: EventPage };
  readonly listWebhooks: { readonly input: Nothing; readonly answer: WebhookList };
  readonly addWebhook: { readonly input: { readonly body: WebhookRequest }; readonly answer: NewWebhook };
  readonly deleteWebhook: { readonly input: { readonly id: string }; readonly answer: undefined };
  readonly listDeliveries: { readonly input: { readonly id: string }; readonly answer: DeliveryList };
  readonly listAttempts: { readonly input: { readonly id: string; readonly delivery: string }; readonly answer: AttemptList };
  readonly rotateWebhookSecret: { readonly input: { readonly id: string }; readonly answer: WebhookSecret };
  readonly replayWebhook: { readonly input: { readonly id: string; readonly body: ReplayRequest }; readonly answer: Replay };
  readonly exchangeLaunch: { readonly input: { readonly body: LaunchRequest }; readonly answer: Launch };
  readonly provideStepResult: { readonly input: { readonly body: StepResultRequest }; readonly answer: StepResult };
}

/** How each operation is called. */
export const operations = {
  getTenant: { method: "GET", path: "/tenant", query: [], writes: false, answer: "json" },
  getExtension: { method: "GET", path: "/extension", query: [], writes: false, answer: "json" },
  listOwnRequests: { method: "GET", path: "/extension/requests", query: [], writes: false, answer: "json" },
  getSettings: { method: "GET", path: "/extension/settings", query: [], writes: false, answer: "json" },
  listOffices: { method: "GET", path: "/offices", query: [], writes: false, answer: "json" },
  listServices: { method: "GET", path: "/services", query: [], writes: false, answer: "json" },
  getAnswerSchema: { method: "GET", path: "/services/{service}/schemas/{version}", query: [], writes: false, answer: "json" },
  listFigures: { method: "GET", path: "/figures", query: ["from", "until"], writes: false, answer: "json" },
  findRegions: { method: "GET", path: "/regions", query: ["query", "limit"], writes: false, answer: "json" },
  listCatalogueServices: { method: "GET", path: "/catalogue/services", query: ["cursor", "limit"], writes: false, answer: "json" },
  findCatalogueServices: { method: "GET", path: "/catalogue/search", query: ["query", "limit"], writes: false, answer: "json" },
  getCatalogueService: { method: "GET", path: "/catalogue/services/{key}", query: [], writes: false, answer: "json" },
  getForm: { method: "GET", path: "/services/{service}/forms/{version}", query: [], writes: false, answer: "json" },
  listApplications: { method: "GET", path: "/applications", query: ["cursor", "limit", "service", "status", "acknowledged", "since"], writes: false, answer: "json" },
  submitApplication: { method: "POST", path: "/applications", query: [], writes: true, answer: "json" },
  getApplication: { method: "GET", path: "/applications/{id}", query: [], writes: false, answer: "json" },
  getAttachment: { method: "GET", path: "/applications/{id}/attachments/{file}", query: [], writes: false, answer: "file" },
  getSummary: { method: "GET", path: "/applications/{id}/summary.pdf", query: [], writes: false, answer: "file" },
  acknowledgeApplication: { method: "POST", path: "/applications/{id}/acknowledgement", query: [], writes: true, answer: "json" },
  addUpload: { method: "POST", path: "/uploads", query: [], writes: true, answer: "json" },
  getSubmission: { method: "GET", path: "/submissions/{submission}", query: [], writes: false, answer: "json" },
  listMessages: { method: "GET", path: "/applications/{id}/messages", query: [], writes: false, answer: "json" },
  sendMessage: { method: "POST", path: "/applications/{id}/messages", query: [], writes: true, answer: "json" },
  listRequests: { method: "GET", path: "/applications/{id}/requests", query: [], writes: false, answer: "json" },
  listDecisions: { method: "GET", path: "/applications/{id}/decisions", query: [], writes: false, answer: "json" },
  provideDecision: { method: "POST", path: "/applications/{id}/decisions", query: [], writes: true, answer: "json" },
  getDecisionWay: { method: "GET", path: "/applications/{id}/decision-way", query: ["minimumLevel"], writes: false, answer: "json" },
  listPayments: { method: "GET", path: "/applications/{id}/payments", query: [], writes: false, answer: "json" },
  requestPayment: { method: "POST", path: "/applications/{id}/payments", query: [], writes: true, answer: "json" },
  getAnswersXml: { method: "GET", path: "/applications/{id}/answers.xml", query: ["format"], writes: false, answer: "file" },
  listHubDeliveries: { method: "GET", path: "/applications/{id}/deliveries", query: [], writes: false, answer: "json" },
  getMailboxWay: { method: "GET", path: "/applications/{id}/mailbox", query: [], writes: false, answer: "json" },
  getDecision: { method: "GET", path: "/applications/{id}/decisions/{decision}", query: [], writes: false, answer: "json" },
  getDecisionLetter: { method: "GET", path: "/applications/{id}/decisions/{decision}/letter.pdf", query: [], writes: false, answer: "file" },
  revokePayment: { method: "POST", path: "/applications/{id}/payments/{payment}/cancellation", query: [], writes: true, answer: "json" },
  listReceipts: { method: "GET", path: "/applications/{id}/payments/{payment}/receipts", query: [], writes: false, answer: "json" },
  listRefunds: { method: "GET", path: "/applications/{id}/payments/{payment}/refunds", query: [], writes: false, answer: "json" },
  requestRefund: { method: "POST", path: "/applications/{id}/payments/{payment}/refunds", query: [], writes: true, answer: "json" },
  changeStatus: { method: "POST", path: "/applications/{id}/status", query: [], writes: true, answer: "json" },
  listDocuments: { method: "GET", path: "/applications/{id}/documents", query: [], writes: false, answer: "json" },
  addDocument: { method: "POST", path: "/applications/{id}/documents", query: [], writes: true, answer: "json" },
  getDocument: { method: "GET", path: "/applications/{id}/documents/{document}", query: [], writes: false, answer: "file" },
  listSlots: { method: "GET", path: "/appointment-slots", query: ["office", "from", "until", "free", "cursor", "limit"], writes: false, answer: "json" },
  addSlots: { method: "POST", path: "/appointment-slots", query: [], writes: true, answer: "json" },
  deleteSlot: { method: "DELETE", path: "/appointment-slots/{slot}", query: [], writes: true, answer: "none" },
  listAppointments: { method: "GET", path: "/applications/{id}/appointments", query: [], writes: false, answer: "json" },
  requestAppointment: { method: "POST", path: "/applications/{id}/appointments", query: [], writes: true, answer: "json" },
  changeAppointment: { method: "POST", path: "/applications/{id}/appointments/{appointment}/moves", query: [], writes: true, answer: "json" },
  revokeAppointment: { method: "POST", path: "/applications/{id}/appointments/{appointment}/cancellation", query: [], writes: true, answer: "json" },
  submitForm: { method: "POST", path: "/forms", query: [], writes: true, answer: "json" },
  listForms: { method: "GET", path: "/forms", query: [], writes: false, answer: "json" },
  getProposedForm: { method: "GET", path: "/forms/{form}", query: [], writes: false, answer: "json" },
  listEvents: { method: "GET", path: "/events", query: ["cursor", "limit", "types", "application"], writes: false, answer: "json" },
  listWebhooks: { method: "GET", path: "/webhooks", query: [], writes: false, answer: "json" },
  addWebhook: { method: "POST", path: "/webhooks", query: [], writes: true, answer: "json" },
  deleteWebhook: { method: "DELETE", path: "/webhooks/{id}", query: [], writes: true, answer: "none" },
  listDeliveries: { method: "GET", path: "/webhooks/{id}/deliveries", query: [], writes: false, answer: "json" },
  listAttempts: { method: "GET", path: "/webhooks/{id}/deliveries/{delivery}/attempts", query: [], writes: false, answer: "json" },
  rotateWebhookSecret: { method: "POST", path: "/webhooks/{id}/secret", query: [], writes: true, answer: "json" },
  replayWebhook: { method: "POST", path: "/webhooks/{id}/replays", query: [], writes: true, answer: "json" },
  exchangeLaunch: { method: "POST", path: "/launches", query: [], writes: true, answer: "json" },
  provideStepResult: { method: "POST", path: "/launch-results", query: [], writes: true, answer: "json" },
} as const;
