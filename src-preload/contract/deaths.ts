import { z } from 'zod'
import { Appointment } from './appointments'
import { DEATH_PARTS, DEATH_SOURCES } from './choices'
import { DeathId, PatientId } from './ids'
import { DESK, type MethodSpec } from './method'
import { CivilDate, Instant } from './values'

/** Whom the clinic learned it from. */
export const DeathSource = z.enum(DEATH_SOURCES)
export type DeathSource = z.infer<typeof DeathSource>

/** The same, or that a list said so. */
export const RecordedSource = z.enum([...DEATH_SOURCES, 'list'])
export type RecordedSource = z.infer<typeof RecordedSource>

/** What a recorded death ends: of each kind, how many. */
export const DeathPart = z.enum(DEATH_PARTS)
export type DeathPart = z.infer<typeof DeathPart>

const Counted = z.array(z.strictObject({ part: DeathPart, count: z.int().positive() }))

/** A child whom no message of some kind reaches any more once this guardian's part ends. */
export const LeftChild = z.strictObject({ patientId: PatientId, name: z.string() })
export type LeftChild = z.infer<typeof LeftChild>

/** What was ended and could not be brought back. */
export const NotBroughtBack = z.strictObject({
  part: DeathPart,
  count: z.int().positive(),
  /** `taken`: another has the place; `past`: its time is over; `changed`: something else happened to it since. */
  why: z.enum(['taken', 'past', 'changed'])
})
export type NotBroughtBack = z.infer<typeof NotBroughtBack>

/** One recording of a patient's death, with what it ended. */
export const Death = z.strictObject({
  id: DeathId,
  on: CivilDate,
  source: RecordedSource,
  recordedAt: Instant,
  recordedBy: z.string(),
  ended: Counted,
  /** Set once it was found to be a mistake: of the date or the source only where another recording stands for it. */
  takenBack: z
    .strictObject({
      at: Instant,
      by: z.string(),
      isCorrected: z.boolean(),
      notBroughtBack: z.array(NotBroughtBack)
    })
    .nullable()
})
export type Death = z.infer<typeof Death>

/** What recording the death would do, or what was done. */
export const DeathOutlook = z.strictObject({
  /** Null: lives, as far as the clinic knows. Set without a recording below when a list or a merge said so. */
  deceasedOn: CivilDate.nullable(),
  birthDate: CivilDate.nullable(),
  /** Open ones from now on, the next first. */
  appointments: z.array(Appointment),
  /** What would end beside the appointments. */
  ends: Counted,
  childrenLeft: z.array(LeftChild),
  /** Newest first. */
  history: z.array(Death)
})
export type DeathOutlook = z.infer<typeof DeathOutlook>

export const deathMethods = {
  /** Everything that hangs on it, before anything is done. The look is logged. */
  'deaths.outlook': {
    input: z.strictObject({ patientId: PatientId }),
    output: DeathOutlook,
    access: DESK
  },
  /**
   * Records the death and ends what hangs on the patient, in one transaction: nothing is sent to anybody about it.
   * Refused with `death-in-future`, `death-before-birth`, `death-recorded-already`.
   */
  'deaths.record': {
    input: z.strictObject({
      patientId: PatientId,
      on: CivilDate,
      source: DeathSource,
      /** Open appointments from now on are cancelled by the clinic, without a message. */
      cancelsAppointments: z.boolean()
    }),
    output: Death,
    access: DESK
  },
  /** Another date or source; what was ended stays so. Refused with `death-not-recorded` and as `deaths.record`. */
  'deaths.correct': {
    input: z.strictObject({ patientId: PatientId, on: CivilDate, source: DeathSource }),
    output: Death,
    access: DESK
  },
  /** The patient lives: brings back whatever nothing has overtaken, and says what it could not. Refused with `death-not-recorded`. */
  'deaths.takeBack': {
    input: z.strictObject({ patientId: PatientId }),
    output: z.strictObject({ notBroughtBack: z.array(NotBroughtBack) }),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>
