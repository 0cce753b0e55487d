import { z } from 'zod'
import { ConsentChannel, ConsentPurpose } from './consents'
import {
  AppointmentId,
  ClinicianId,
  InboundMessageId,
  MessageId,
  MessageListId,
  PatientId,
  UserId
} from './ids'
import { DESK, MANAGER, type EventSpec, type MethodSpec } from './method'
import { BookingDecision } from './schedules'
import { CostLevel, ModemStatus } from './system'
import { CivilDate, Instant, Language, Line, PageCursor, WallTime } from './values'

export const MessagePurpose = z.enum([
  'booking-confirmation',
  'appointment-reminder',
  'move-notice',
  'cancellation-notice',
  'one-time-code',
  'delay-notice',
  'arrival-code',
  'free-text',
  'answer',
  'operator',
  'video-link',
  'video-late',
  'waiting-list-offer',
  'waiting-list-notice',
  'contact-check',
  'consent-ask',
  'portal-answer'
])
export type MessagePurpose = z.infer<typeof MessagePurpose>

/** What a template is for: a kind of message, or the reminder of several appointments on one day. */
export const TemplatePurpose = z.enum([...MessagePurpose.options, 'group-reminder'])
export type TemplatePurpose = z.infer<typeof TemplatePurpose>

/**
 * `queued` → `sending` (on disk before the modem is touched) → `sent` → `delivered`; ends: `failed`, `expired`
 * (never sent), `superseded` (the appointment changed), `cancelled`, `blocked` (no legal basis at the moment of sending). `uncertain`: the
 * modem vanished between text and answer; never repeated by itself.
 */
/** Why nobody can be asked for a consent by SMS. */
export const ConsentAskRefusal = z.enum([
  'deceased',
  'reserved',
  'mobile-missing',
  'turned-16',
  'number-disputed',
  'consent-guardian',
  'consent-mobile-shared',
  'consent-mobile-unverified'
])
export type ConsentAskRefusal = z.infer<typeof ConsentAskRefusal>

export const MessageState = z.enum([
  'queued',
  'sending',
  'sent',
  'delivered',
  'failed',
  'uncertain',
  'expired',
  'superseded',
  'blocked',
  'cancelled'
])
export type MessageState = z.infer<typeof MessageState>

export const OutboundMessage = z.strictObject({
  id: MessageId,
  direction: z.literal('out'),
  patientId: PatientId.nullable(),
  patientName: z.string().nullable(),
  appointmentId: AppointmentId.nullable(),
  purpose: MessagePurpose,
  channel: ConsentChannel,
  /** As a person reads it. */
  recipient: z.string(),
  /** The text; of a one-time code the text without its digits. */
  text: z.string(),
  /** The patient is spoken of with a reason only, and none was said: number and text are left out. */
  isWithheld: z.boolean(),
  state: MessageState,
  /** Why it is in that state, a code with a sentence and a next step: `cms-1`, `consent-missing`, `quiet-hours`, … */
  reason: z.string().nullable(),
  segments: z.int(),
  attempts: z.int(),
  createdAt: Instant,
  /** When it may leave at the earliest. */
  notBefore: Instant,
  expiresAt: Instant,
  sentAt: Instant.nullable(),
  deliveredAt: Instant.nullable(),
  canRetry: z.boolean(),
  canCancel: z.boolean()
})
export type OutboundMessage = z.infer<typeof OutboundMessage>

export const InboundMessage = z.strictObject({
  id: InboundMessageId,
  direction: z.literal('in'),
  patientId: PatientId.nullable(),
  patientName: z.string().nullable(),
  /** Patients whose mobile this is, when there is more than one. */
  candidates: z.array(
    z.strictObject({
      patientId: PatientId,
      /** Empty of somebody whose address is protected. */
      name: z.string(),
      isProtected: z.boolean()
    })
  ),
  sender: z.string(),
  text: z.string(),
  /** The patient is spoken of with a reason only, and none was said: number and text are left out. */
  isWithheld: z.boolean(),
  isComplete: z.boolean(),
  receivedAt: Instant,
  isRead: z.boolean(),
  /**
   * What the program did with it: `stop` withdrew the reminder consent · `asked` the patient what was meant ·
   * `confirmed`, `cancelled` appointments · `kept` them on the patient's word · `refused` what could not be done, and
   * said so · `unanswered`: it asked and no answer came in time · `offer-accepted`, `offer-declined` a place offered to
   * the waiting list, `offer-late` when it was no longer to be had · `contact-confirmed`, `contact-disputed`: the mobile a
   * campaign asked about is theirs, or is not · `restarted`: reminders go out again after a STOPP · `consent-given`,
   * `consent-declined`: what the desk asked by SMS · `desk`: nothing, a person answers.
   */
  handledAs: z.enum([
    'stop',
    'desk',
    'asked',
    'confirmed',
    'cancelled',
    'kept',
    'refused',
    'unanswered',
    'offer-accepted',
    'offer-declined',
    'offer-late',
    'contact-confirmed',
    'contact-disputed',
    'restarted',
    'consent-given',
    'consent-declined'
  ]),
  handledAt: Instant.nullable(),
  /** Cancelled after the limit for cancelling without a fee. */
  isLate: z.boolean(),
  appointments: z.array(
    z.strictObject({
      appointmentId: AppointmentId,
      patientId: PatientId,
      start: Instant,
      outcome: z.enum(['confirmed', 'cancelled', 'refused'])
    })
  ),
  /** Who at the desk has taken it on. */
  assignedTo: z.strictObject({ userId: UserId, name: z.string() }).nullable()
})
export type InboundMessage = z.infer<typeof InboundMessage>

export const AnyMessage = z.discriminatedUnion('direction', [OutboundMessage, InboundMessage])
export type AnyMessage = z.infer<typeof AnyMessage>

export const MessageTemplate = z.strictObject({
  channel: ConsentChannel,
  purpose: TemplatePurpose,
  language: Language,
  version: z.int(),
  body: z.string(),
  /** Fields that may stand in it, such as `{date}`. */
  fields: z.array(z.string())
})
export type MessageTemplate = z.infer<typeof MessageTemplate>

export const MessagePreview = z.strictObject({
  text: z.string(),
  encoding: z.enum(['gsm7', 'ucs2']),
  segments: z.int(),
  /** Septets or UTF-16 units used and what the present number of segments holds. */
  unitsUsed: z.int(),
  unitsAvailable: z.int(),
  /** The characters that force UCS-2. */
  ucs2Characters: z.array(z.string()),
  /** The body with those characters replaced by ones of the GSM 7-bit alphabet; null when there is nothing to replace or no replacement. */
  gsm7Body: z.string().nullable(),
  /** Hundredths of the currency. */
  costMinor: z.int(),
  /** Codes of what is wrong with it: an unknown field, a forbidden one. */
  problems: z.array(z.strictObject({ code: z.string(), parameters: z.record(z.string(), z.string()) }))
})
export type MessagePreview = z.infer<typeof MessagePreview>

/** A saved text of a template; version 0 is the text the clinic started with. */
export const TemplateVersion = z.strictObject({
  version: z.int(),
  body: z.string(),
  createdAt: Instant.nullable(),
  userName: z.string().nullable()
})
export type TemplateVersion = z.infer<typeof TemplateVersion>

/** The patients of one clinician's day, to whom one text goes. */
const ListTarget = { date: CivilDate, clinicianId: ClinicianId }

export const ListRecipient = z.strictObject({
  patientId: PatientId,
  patientName: z.string(),
  appointmentId: AppointmentId,
  time: WallTime,
  /** Why nothing goes to this patient: `mobile-missing`, `reserved`, `consent-missing`, `same-mobile`, `appointment-begun`, …; null when it does. */
  reason: z.string().nullable()
})
export type ListRecipient = z.infer<typeof ListRecipient>

export const MessageList = z.strictObject({
  id: MessageListId,
  date: CivilDate,
  clinicianId: ClinicianId,
  text: z.string(),
  createdAt: Instant,
  stoppedAt: Instant.nullable(),
  waiting: z.int(),
  sent: z.int(),
  /** Failed, uncertain, expired or kept back at the moment of sending. */
  problems: z.int(),
  stopped: z.int(),
  excluded: z.int()
})
export type MessageList = z.infer<typeof MessageList>

export const MonthCosts = z.strictObject({
  /** `2026-12`. */
  month: z.string(),
  messages: z.int(),
  segments: z.int(),
  /** Hundredths of the currency. */
  costMinor: z.int()
})
export type MonthCosts = z.infer<typeof MonthCosts>

export const Costs = z.strictObject({
  /** Newest first; the present month is always there. */
  months: z.array(MonthCosts),
  ceilingMinor: z.int().nullable(),
  level: CostLevel,
  /** Messages that wait because the ceiling is reached. */
  waiting: z.int()
})
export type Costs = z.infer<typeof Costs>

export const messageMethods = {
  'messages.outbox': {
    input: z.strictObject({
      filter: z.enum(['all', 'waiting', 'problems', 'sent']),
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(200)
    }),
    output: z.strictObject({ messages: z.array(OutboundMessage), nextCursor: PageCursor.nullable() }),
    access: DESK
  },
  'messages.inbox': {
    input: z.strictObject({
      /** `mine`: those the signed-in person has taken on. */
      filter: z.enum(['unread', 'all', 'mine']),
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(200)
    }),
    output: z.strictObject({
      messages: z.array(InboundMessage),
      nextCursor: PageCursor.nullable(),
      unread: z.int()
    }),
    access: DESK
  },
  /** Both directions, newest first. */
  'messages.forPatient': {
    input: z.strictObject({ patientId: PatientId, limit: z.int().min(1).max(200) }),
    output: z.array(AnyMessage),
    access: 'signed-in'
  },
  /** An own text to one patient. Refused: `mobile-missing`, `reserved`. In quiet hours it waits unless it answers the patient's own SMS. */
  'messages.send': {
    input: z.strictObject({
      patientId: PatientId,
      text: z.string().min(1).max(1000),
      answerTo: InboundMessageId.nullable()
    }),
    output: OutboundMessage,
    access: DESK
  },
  /**
   * Asks for one consent by SMS, in the words of today; its answer is recorded by itself. Refused: `mobile-missing`,
   * `reserved`, `turned-16`, `consent-mobile-unverified`, `consent-mobile-shared`, `consent-decided`, `consent-asked`.
   */
  'messages.askConsent': {
    input: z.strictObject({ patientId: PatientId, purpose: ConsentPurpose }),
    output: OutboundMessage,
    access: DESK
  },
  /** What the patient has been asked by SMS and has not answered yet, and why she cannot be asked at all. */
  'messages.openConsentAsk': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.strictObject({
      asked: z.strictObject({ purpose: ConsentPurpose, askedAt: Instant, state: MessageState }).nullable(),
      refusal: ConsentAskRefusal.nullable()
    }),
    access: 'signed-in'
  },
  'messages.cancel': { input: z.strictObject({ id: MessageId }), output: OutboundMessage, access: DESK },
  /** Sends a failed or uncertain message once more, by a person's decision, as a new row. */
  'messages.retry': { input: z.strictObject({ id: MessageId }), output: OutboundMessage, access: DESK },
  /** An uncertain or failed message has been seen to; it leaves the list of problems. */
  'messages.settle': { input: z.strictObject({ id: MessageId }), output: OutboundMessage, access: DESK },
  'messages.markRead': {
    input: z.strictObject({ id: InboundMessageId, isRead: z.boolean(), patientId: PatientId.nullable() }),
    output: InboundMessage,
    access: DESK
  },
  /** Who sees to a reply; null gives it back to everybody. Refused with `user-inactive`. */
  'messages.assign': {
    input: z.strictObject({ id: InboundMessageId, userId: UserId.nullable() }),
    output: InboundMessage,
    access: DESK
  },
  /** To whom a text would go, to whom not and why, and what it costs. Nothing is sent. */
  'messages.previewList': {
    input: z.strictObject({ ...ListTarget, text: z.string().max(1000) }),
    output: z.strictObject({
      recipients: z.array(ListRecipient),
      count: z.int(),
      segments: z.int(),
      costMinor: z.int()
    }),
    access: DESK
  },
  /** What would leave if bookings were moved and cancelled so, and whom nothing would reach. Nothing is sent. */
  'messages.previewNotices': {
    input: z.strictObject({ decisions: z.array(BookingDecision).max(20_000) }),
    output: z.strictObject({
      count: z.int(),
      costMinor: z.int(),
      /** Whose notice would be held back, and the code of the reason. */
      silent: z.array(z.strictObject({ appointmentId: AppointmentId, reason: z.string() }))
    }),
    access: DESK
  },
  /** One text to a clinician's patients of a day, one for each mobile. Refused: `list-empty`, `text-empty`, `list-changed` when `count` is not what it would be now. */
  'messages.sendList': {
    input: z.strictObject({ ...ListTarget, text: z.string().min(1).max(1000), count: z.int().min(1) }),
    output: MessageList,
    access: DESK
  },
  /** The last lists, newest first, with how far each has come. */
  'messages.lists': { input: z.strictObject({}), output: z.array(MessageList), access: DESK },
  /** Takes back what has not left yet. */
  'messages.stopList': { input: z.strictObject({ id: MessageListId }), output: MessageList, access: DESK },
  'messages.costs': { input: z.strictObject({}), output: Costs, access: DESK },
  /** Lets messages go on beyond the ceiling until the month ends. */
  'messages.letOn': { input: z.strictObject({}), output: Costs, access: MANAGER },
  'messages.preview': {
    input: z.strictObject({
      channel: ConsentChannel.default('sms'),
      purpose: TemplatePurpose,
      language: Language,
      body: z.string().max(2000),
      patientId: PatientId.nullable()
    }),
    output: MessagePreview,
    access: 'signed-in'
  },
  'templates.list': { input: z.strictObject({}), output: z.array(MessageTemplate), access: 'signed-in' },
  'templates.save': {
    input: z.strictObject({
      channel: ConsentChannel.default('sms'),
      purpose: TemplatePurpose,
      language: Language,
      body: z.string().min(1).max(1000)
    }),
    output: MessageTemplate,
    access: MANAGER
  },
  /** Newest first, down to the text the clinic started with. An earlier one is restored by saving it again. */
  'templates.history': {
    input: z.strictObject({
      channel: ConsentChannel.default('sms'),
      purpose: TemplatePurpose,
      language: Language
    }),
    output: z.array(TemplateVersion),
    access: MANAGER
  },
  'modem.status': { input: z.strictObject({}), output: ModemStatus, access: 'signed-in' },
  'modem.enterPin': {
    input: z.strictObject({ pin: z.string().regex(/^\d{4,8}$/) }),
    output: ModemStatus,
    access: DESK
  },
  'modem.restart': { input: z.strictObject({}), output: ModemStatus, access: DESK },
  /** Training only: the simulated patient answers from this number. */
  'modem.simulateReply': {
    input: z.strictObject({ patientId: PatientId, text: Line(300).min(1) }),
    output: z.strictObject({}),
    access: DESK
  },
  /** Training only: what the simulated patient's telephone shows, for a code to be read back. */
  'modem.simulatedPhone': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.strictObject({ text: z.string().nullable() }),
    access: DESK
  },
  /** Training only: the latest texts that left the simulated modem, the newest first. They are in no table. */
  'modem.simulatedTexts': {
    input: z.strictObject({}),
    output: z.array(z.strictObject({ to: z.string(), text: z.string(), at: Instant })),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const messageEvents = {
  'messages.changed': {
    payload: z.strictObject({ patientId: PatientId.nullable(), appointmentId: AppointmentId.nullable() }),
    access: 'signed-in'
  },
  'templates.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
