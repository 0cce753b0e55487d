import { z } from 'zod'
import { LETTER_KINDS, MOST_LETTERS_AT_ONCE } from './choices'
import { AppointmentId, LetterId, MessageId, PatientId } from './ids'
import { DESK, MANAGER, type EventSpec, type MethodSpec } from './method'
import { Instant, Language, Line, PageCursor } from './values'

export const LetterKind = z.enum(LETTER_KINDS)
export type LetterKind = z.infer<typeof LetterKind>

/**
 * How it reaches the patient: `post` in a window envelope · `hand-over` at the desk, for an address that is kept secret
 * is on no paper · `address-missing`: a person writes the envelope, or asks for the address.
 */
export const LetterDelivery = z.enum(['post', 'hand-over', 'address-missing'])
export type LetterDelivery = z.infer<typeof LetterDelivery>

/** Why there is a letter: `failed`: the number or the address took no message · `desk`: somebody wanted one. */
export const LetterCause = z.enum(['reserved', 'unreachable', 'failed', 'desk'])
export type LetterCause = z.infer<typeof LetterCause>

export const Letter = z.strictObject({
  id: LetterId,
  patientId: PatientId,
  patientName: z.string(),
  kind: LetterKind,
  cause: LetterCause,
  /** The start of the appointment it is about. */
  about: Instant.nullable(),
  language: Language,
  subject: z.string(),
  state: z.enum(['waiting', 'printed', 'withdrawn']),
  /** Why it was withdrawn: `appointment-changed`, `appointment-begun`, `by-person`, `reachable`, `deceased`. */
  reason: z.string().nullable(),
  delivery: LetterDelivery,
  /** By post it would not arrive before the appointment. */
  isLate: z.boolean(),
  createdAt: Instant,
  createdBy: z.string().nullable(),
  printedAt: Instant.nullable(),
  printedBy: z.string().nullable()
})
export type Letter = z.infer<typeof Letter>

/** A letter as it lies on the paper, all in its own language. */
export const LetterSheet = z.strictObject({
  id: LetterId,
  language: Language,
  delivery: LetterDelivery,
  sender: z.strictObject({ name: z.string(), line: z.string(), place: z.string(), telephone: z.string() }),
  /** What stands in the window of the envelope, line by line; of a letter that is handed over the name alone. */
  recipient: z.array(z.string()),
  /** Stands above the name of a letter that is not posted. */
  note: z.string().nullable(),
  dateline: z.string(),
  subject: z.string(),
  body: z.string()
})
export type LetterSheet = z.infer<typeof LetterSheet>

export const LetterTemplate = z.strictObject({
  kind: LetterKind,
  language: Language,
  /** 0 is the text the clinic started with. */
  version: z.int(),
  subject: z.string(),
  body: z.string(),
  /** Fields that may stand in it, such as `{date}`. */
  fields: z.array(z.string())
})
export type LetterTemplate = z.infer<typeof LetterTemplate>

export const LetterTemplateVersion = z.strictObject({
  version: z.int(),
  subject: z.string(),
  body: z.string(),
  createdAt: Instant.nullable(),
  userName: z.string().nullable()
})
export type LetterTemplateVersion = z.infer<typeof LetterTemplateVersion>

const Subject = Line(120).min(1)
const Body = z.string().trim().min(1).max(4000)
const Several = z.strictObject({ ids: z.array(LetterId).min(1).max(MOST_LETTERS_AT_ONCE) })

export const letterMethods = {
  /** Those that wait, oldest first; those printed, newest first. */
  'letters.list': {
    input: z.strictObject({
      filter: z.enum(['waiting', 'printed']),
      cursor: PageCursor.nullable(),
      limit: z.int().min(1).max(MOST_LETTERS_AT_ONCE)
    }),
    output: z.strictObject({
      letters: z.array(Letter),
      nextCursor: PageCursor.nullable(),
      /** How many wait in all; 1000 stands for more. */
      waiting: z.int()
    }),
    access: DESK
  },
  /** Newest first, withdrawn ones too. */
  'letters.forPatient': {
    input: z.strictObject({ patientId: PatientId, limit: z.int().min(1).max(200) }),
    output: z.array(Letter),
    access: DESK
  },
  /** A text to begin with, and how it would reach the patient. Nothing is written. */
  'letters.draft': {
    input: z.strictObject({
      patientId: PatientId,
      kind: LetterKind,
      appointmentId: AppointmentId.nullable()
    }),
    output: z.strictObject({
      language: Language,
      subject: z.string(),
      body: z.string(),
      delivery: LetterDelivery
    }),
    access: DESK
  },
  'letters.write': {
    input: z.strictObject({
      patientId: PatientId,
      kind: LetterKind,
      appointmentId: AppointmentId.nullable(),
      subject: Subject,
      body: Body
    }),
    output: Letter,
    access: DESK
  },
  /** In the place of a message that did not arrive; the letter there is already, where there is one. Refused: `message-no-letter` for a code. */
  'letters.fromMessage': { input: z.strictObject({ messageId: MessageId }), output: Letter, access: DESK },
  /** As they would lie on paper now; of those printed as they lay then. Refused with `letter-text-gone`. */
  'letters.sheets': { input: Several, output: z.array(LetterSheet), access: DESK },
  /**
   * They lie on paper. Refused with `letter-changed` when one of them is no longer the letter that was printed, and with
   * `letter-printed-already` when somebody else has printed it meanwhile, unless it `isAgain`.
   */
  'letters.markPrinted': {
    input: Several.extend({ isAgain: z.boolean().default(false) }),
    output: z.array(Letter),
    access: DESK
  },
  /** They were not posted after all and wait again. Refused with `letter-changed`. */
  'letters.takeBack': { input: Several, output: z.array(Letter), access: DESK },
  /** Not to be sent. Refused with `letter-changed` unless they wait. */
  'letters.withdraw': { input: Several, output: z.array(Letter), access: DESK },
  /** Undoes a withdrawal by a person. */
  'letters.restore': { input: Several, output: z.array(Letter), access: DESK },
  'letterTemplates.list': {
    input: z.strictObject({}),
    output: z.array(LetterTemplate),
    access: DESK
  },
  'letterTemplates.save': {
    input: z.strictObject({ kind: LetterKind, language: Language, subject: Subject, body: Body }),
    output: LetterTemplate,
    access: MANAGER
  },
  /** Newest first, down to the text the clinic started with. */
  'letterTemplates.history': {
    input: z.strictObject({ kind: LetterKind, language: Language }),
    output: z.array(LetterTemplateVersion),
    access: MANAGER
  }
} as const satisfies Record<string, MethodSpec>

export const letterEvents = {
  /** Null: of several patients. */
  'letters.changed': { payload: z.strictObject({ patientId: PatientId.nullable() }), access: 'signed-in' },
  'letterTemplates.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
