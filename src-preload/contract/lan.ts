import { z } from 'zod'
import { LAN_SCREENS } from './choices'
import { CodedError } from './frames'
import { MANAGER, type EventSpec, type MethodSpec } from './method'
import { SignedIn } from './users'
import { CivilDate, Instant, Line, Role } from './values'

/** A page that other screens show without anybody signed in: the wall of the waiting room, self check-in. */
export const LanScreen = z.enum(LAN_SCREENS)
export type LanScreen = z.infer<typeof LanScreen>

export const NetworkInterface = z.strictObject({ name: z.string(), address: z.string() })
export type NetworkInterface = z.infer<typeof NetworkInterface>

export const LanSettings = z.strictObject({
  isOn: z.boolean(),
  /** The interface it is bound to by the system's name; null: none has been chosen. */
  interfaceName: Line(100).nullable(),
  port: z.int().min(1024).max(65_535),
  /** Receptionists and managers get the whole desk from other PCs, and not only what clinicians get. */
  opensDesk: z.boolean(),
  /** Said after self check-in besides "take a seat": "Venterom 2, til høyre". Empty: nothing. */
  waitingPlace: Line(120)
})
export type LanSettings = z.infer<typeof LanSettings>

/** How the door to the other PCs is; `failed` has the reason, `address` what a browser is given. */
export const LanState = z.strictObject({
  state: z.enum(['off', 'listening', 'failed']),
  error: CodedError.nullable(),
  address: z.string().nullable()
})
export type LanState = z.infer<typeof LanState>

export const LanClient = z.strictObject({
  /** As long as it is there: `person-3`. */
  id: z.string(),
  kind: z.enum(['person', ...LAN_SCREENS]),
  userName: z.string().nullable(),
  role: Role.nullable(),
  address: z.string(),
  since: Instant,
  isLocked: z.boolean(),
  /** The page is closed or its network is; it may come back within two minutes. */
  isAway: z.boolean()
})
export type LanClient = z.infer<typeof LanClient>

export const LanOverview = z.strictObject({
  settings: LanSettings,
  state: LanState,
  interfaces: z.array(NetworkInterface),
  /** SHA-256 of the certificate as browsers show it, in groups of two hexadecimal digits; null before there is one. */
  fingerprint: z.string().nullable(),
  validUntil: Instant.nullable(),
  clients: z.array(LanClient),
  /** Each with its own address, which is guessed by nobody; null while it is off. */
  screens: z.array(z.strictObject({ kind: LanScreen, isOn: z.boolean(), address: z.string().nullable() }))
})
export type LanOverview = z.infer<typeof LanOverview>

/** What a patient who has checked in is told; `desk` is the one answer to whatever does not fit. */
export const CheckInOutcome = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: z.literal('arrived'),
    /** What the wall will show; null where the clinic has none. */
    wallCode: z.string().nullable(),
    waitingPlace: z.string(),
    /** The last digits of a mobile nobody has confirmed for 18 months, to be confirmed; else null. */
    mobile: z.string().nullable(),
    /** Names this check-in when the mobile is answered for. */
    receipt: z.string()
  }),
  z.strictObject({ outcome: z.literal('desk') })
])
export type CheckInOutcome = z.infer<typeof CheckInOutcome>

const Overview = { output: LanOverview, access: MANAGER }

export const lanMethods = {
  'lan.overview': { input: z.strictObject({}), ...Overview },
  /** Saved at once; the door opens, closes or moves with it. */
  'lan.save': { input: LanSettings, ...Overview },
  /** A screen that is turned on has a new address; turned off, whatever shows it is cut off. */
  'lan.setScreen': { input: z.strictObject({ kind: LanScreen, isOn: z.boolean() }), ...Overview },
  /** A new address for a screen; the old one is dead at once. */
  'lan.renewAddress': { input: z.strictObject({ kind: LanScreen }), ...Overview },
  'lan.signOutClient': { input: z.strictObject({ id: z.string().max(40) }), ...Overview },
  /** The page is back after a break: its ticket opens the session it had, once. Null: sign in again. */
  'lan.resume': {
    input: z.strictObject({ ticket: z.string().max(100) }),
    output: SignedIn.nullable(),
    access: 'anyone'
  },
  /** Only from a check-in page. After wrong tries the page waits (`check-in-throttled`). */
  'checkIn.arrive': {
    input: z.strictObject({ birthDate: CivilDate, code: z.string().max(20) }),
    output: CheckInOutcome,
    access: 'anyone'
  },
  /** `isRight` false: the desk is to ask. */
  'checkIn.answerMobile': {
    input: z.strictObject({ receipt: z.string().max(100), isRight: z.boolean() }),
    output: z.strictObject({}),
    access: 'anyone'
  }
} as const satisfies Record<string, MethodSpec>

export const lanEvents = {
  'lan.changed': { payload: z.strictObject({}), access: 'signed-in' },
  /** To one page only: the ticket it comes back with after a break; null: none any more. */
  'lan.ticketChanged': { payload: z.strictObject({ ticket: z.string().nullable() }), access: 'anyone' },
  /** To pages on other PCs every few seconds, so that one that hears nothing knows that it is stale. */
  'lan.alive': { payload: z.strictObject({}), access: 'anyone' }
} as const satisfies Record<string, EventSpec>
