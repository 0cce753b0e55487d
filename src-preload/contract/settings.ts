import { z } from 'zod'
import { ClinicianId, RoomId, UserId } from './ids'
import { MANAGER, type EventSpec, type MethodSpec } from './method'
import { ModemChoice } from './system'
import { ColourToken, Country, Language, Line, MinuteOfDay } from './values'

/** Ordinary hours of one weekday. */
export const WorkingHours = z.strictObject({
  /** ISO weekday, 1 is Monday. */
  weekday: z.int().min(1).max(7),
  startMinute: MinuteOfDay,
  endMinute: MinuteOfDay
})
export type WorkingHours = z.infer<typeof WorkingHours>

/** Waited minutes at which the board turns to the first and the second warning. */
export const WaitLimits = z.tuple([z.int().min(1).max(240), z.int().min(1).max(480)])
export type WaitLimits = z.infer<typeof WaitLimits>

/** A GP of the clinic: a calendar column, and the GP a patient can have here. */
export const Clinician = z.strictObject({
  id: ClinicianId,
  name: z.string(),
  initials: z.string(),
  colour: ColourToken,
  isActive: z.boolean(),
  userId: UserId.nullable(),
  defaultRoomId: RoomId.nullable(),
  /** Null: the clinic's. */
  waitLimitMinutes: WaitLimits.nullable()
})
export type Clinician = z.infer<typeof Clinician>

export const ClinicianDraft = Clinician.omit({ initials: true, userId: true })
  .extend({
    id: ClinicianId.nullable(),
    name: Line(100).min(2),
    /** Left out: as it was. */
    waitLimitMinutes: WaitLimits.nullable().optional(),
    /** The week a new clinician begins with; from then on the hours are those of the schedule. */
    workingHours: z.array(WorkingHours).max(50).optional()
  })
  .refine(({ id, workingHours }) => id === null || workingHours === undefined, { path: ['workingHours'] })
export type ClinicianDraft = z.infer<typeof ClinicianDraft>

export const Room = z.strictObject({ id: RoomId, name: z.string(), isActive: z.boolean() })
export type Room = z.infer<typeof Room>

/** Hours before an appointment at which its patient is reminded. */
export const ReminderHours = z.array(z.int().min(1).max(336)).max(4)

/**
 * The fees for those who did not come or cancelled too late: what they are and who is let off. Not strict: files of older
 * versions hold a rule about what the clinic itself cancels, which is nobody's fee.
 */
export const FeeRules = z.object({
  /** Hundredths of the currency; null: the clinic has set none. */
  noShowMinor: z.int().min(0).max(1_000_000).nullable(),
  lateCancellationMinor: z.int().min(0).max(1_000_000).nullable(),
  /** Patients younger than this on the day of the appointment pay none; 0: everybody does. */
  exemptUnderAge: z.int().min(0).max(100)
})
export type FeeRules = z.infer<typeof FeeRules>

/** Where the clinic is, as a letter's head says it. */
export const PostalAddress = z.strictObject({ line: Line(80), postalCode: Line(12), city: Line(60) })
export type PostalAddress = z.infer<typeof PostalAddress>

/** Letters to those who are not reached by SMS or e-mail. */
export const LetterRules = z.strictObject({
  /** Also to those without a mobile or an e-mail address, or whose number takes nothing; else only to the reserved. */
  toUnreachable: z.boolean()
})

/** Every setting as it is saved; what a file of an older version lacks has its default in `ClinicSettings`. */
const SavedSettings = z.strictObject({
  clinicName: Line(100).min(2),
  clinicTelephone: Line(30),
  clinicAddress: PostalAddress,
  country: Country,
  language: Language,
  timeZone: Line(60).min(3),
  isTraining: z.boolean(),
  idleLockMinutes: z.int().min(1).max(120),
  waitLimitMinutes: WaitLimits,
  /** The wall screen: whether it sounds when somebody is called in. */
  wall: z.strictObject({ hasSound: z.boolean() }),
  modem: ModemChoice,
  messaging: z.strictObject({
    confirmationDelayMinutes: z.int().min(0).max(60),
    /** Hours before the appointment, largest first. */
    reminderHours: ReminderHours,
    /** No reminder when booked later than this many minutes ahead. */
    reminderMinimumMinutes: z.int().min(0).max(1440),
    quietFrom: MinuteOfDay,
    quietUntil: MinuteOfDay,
    /** The limit for cancelling without a fee, hours. */
    cancelLimitHours: z.int().min(0).max(168),
    /** Price of one segment, in hundredths of the currency. */
    segmentPriceMinor: z.int().min(0).max(10_000),
    /** Video visits. No link leaves while there is no base address; the room's name is put after it. */
    video: z
      .strictObject({
        baseAddress: z
          .url({ protocol: /^https$/ })
          .max(200)
          .nullable(),
        /** How long before the start the link is sent. */
        linkMinutes: z.int().min(1).max(60),
        /** How late the clinician may be before the patient may leave. */
        patienceMinutes: z.int().min(5).max(60)
      })
      .default({ baseAddress: null, linkMinutes: 10, patienceMinutes: 10 }),
    /** What a month's messages may cost, hundredths of the currency; beyond it only codes go. Null: no ceiling. */
    monthlyCeilingMinor: z.int().min(1).max(100_000_000).nullable().default(null)
  }),
  fees: FeeRules,
  letters: LetterRules,
  backup: z.strictObject({ folder: Line(500).nullable(), hours: z.array(z.int().min(0).max(23)).max(6) })
})

export const ClinicSettings = SavedSettings.extend({
  clinicAddress: PostalAddress.default({ line: '', postalCode: '', city: '' }),
  wall: SavedSettings.shape.wall.default({ hasSound: false }),
  letters: LetterRules.default({ toUnreachable: true })
})
export type ClinicSettings = z.infer<typeof ClinicSettings>

export const settingsMethods = {
  'settings.get': { input: z.strictObject({}), output: ClinicSettings, access: 'signed-in' },
  'settings.save': {
    // Not of `ClinicSettings`: what is left out would be saved as its default.
    input: SavedSettings.omit({ isTraining: true, country: true }).partial(),
    output: ClinicSettings,
    access: MANAGER
  },
  'clinicians.list': { input: z.strictObject({}), output: z.array(Clinician), access: 'signed-in' },
  'clinicians.save': { input: ClinicianDraft, output: Clinician, access: MANAGER },
  'rooms.list': { input: z.strictObject({}), output: z.array(Room), access: 'signed-in' },
  'rooms.save': {
    input: z.strictObject({ id: RoomId.nullable(), name: Line(40).min(1), isActive: z.boolean() }),
    output: Room,
    access: MANAGER
  }
} as const satisfies Record<string, MethodSpec>

export const settingsEvents = {
  'settings.changed': { payload: z.strictObject({}), access: 'signed-in' },
  'clinicians.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
