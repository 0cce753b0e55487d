import { z } from 'zod'
import { CodedError } from './frames'
import { LanState } from './lan'
import { MANAGER, type EventSpec, type MethodSpec } from './method'
import { SignedIn } from './users'
import { Country, Instant, Language, Line } from './values'

export const ModemChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('simulated') }),
  /** `path` null: the program finds the port itself. */
  z.strictObject({ kind: z.literal('serial'), path: Line(300).nullable(), imei: Line(20).nullable() })
])
export type ModemChoice = z.infer<typeof ModemChoice>

/**
 * `empty`: no clinic in the data folder yet · `locked`: the OS keychain gave no key, the recovery key is asked for ·
 * `open` · `failed`: the data cannot be opened, `error` says why and the files are untouched.
 */
export const SystemState = z.strictObject({
  phase: z.enum(['empty', 'locked', 'open', 'failed']),
  error: CodedError.nullable(),
  clinicName: z.string().nullable(),
  language: Language,
  country: Country,
  timeZone: z.string(),
  isTraining: z.boolean(),
  isDemo: z.boolean(),
  hasKeychain: z.boolean(),
  appVersion: z.string(),
  /** The core's clock, which tests and demonstrations may move. */
  now: Instant
})
export type SystemState = z.infer<typeof SystemState>

export const PortCandidate = z.strictObject({
  path: z.string(),
  label: z.string(),
  isLikelyModem: z.boolean()
})
export type PortCandidate = z.infer<typeof PortCandidate>

export const ModemState = z.enum([
  'none',
  'absent',
  'searching',
  'starting',
  'pin-required',
  'puk-required',
  'no-sim',
  'sim-failure',
  'not-a-modem',
  'registering',
  'denied',
  'ready',
  'busy-elsewhere'
])
export type ModemState = z.infer<typeof ModemState>

export const ModemStatus = z.strictObject({
  state: ModemState,
  isSimulated: z.boolean(),
  path: z.string().nullable(),
  imei: z.string().nullable(),
  manufacturer: z.string().nullable(),
  model: z.string().nullable(),
  operator: z.string().nullable(),
  /** Bars, 0–5. */
  signal: z.int().min(0).max(5).nullable(),
  signalDbm: z.number().nullable(),
  /** A code whose sentence explains the state further, such as `pin-wrong` or `smsc-unknown`. */
  detail: z.string().nullable(),
  since: Instant
})
export type ModemStatus = z.infer<typeof ModemStatus>

/** How near the month's costs are to the clinic's ceiling: from 80 % `near`, `let-on` when the manager has let messages go on beyond it. */
export const CostLevel = z.enum(['none', 'near', 'reached', 'let-on'])
export type CostLevel = z.infer<typeof CostLevel>

export const QueueStatus = z.strictObject({
  queued: z.int(),
  /** Waiting for a later time, such as a reminder. */
  planned: z.int(),
  sending: z.int(),
  sentToday: z.int(),
  failedToday: z.int(),
  uncertain: z.int(),
  /** Replies nobody has read yet. */
  unread: z.int(),
  /** True while a restored copy waits for a person to let messages go. */
  isHeld: z.boolean(),
  costLevel: CostLevel
})
export type QueueStatus = z.infer<typeof QueueStatus>

export const BackupStatus = z.strictObject({
  lastAt: Instant.nullable(),
  isVerified: z.boolean(),
  folder: z.string(),
  error: CodedError.nullable()
})
export type BackupStatus = z.infer<typeof BackupStatus>

/** What the status bar shows in one glance. */
export const SystemStatus = z.strictObject({
  modem: ModemStatus,
  queue: QueueStatus,
  backup: BackupStatus,
  /** Set while the data can be read but not written: disk full, read-only folder. */
  storage: CodedError.nullable(),
  /** The door to the other PCs. */
  otherPcs: LanState
})
export type SystemStatus = z.infer<typeof SystemStatus>

export const NewClinic = z.strictObject({
  language: Language,
  country: Country,
  clinicName: Line(100).min(2),
  clinicTelephone: Line(30),
  timeZone: Line(60).min(3),
  administrator: z.strictObject({ name: Line(100).min(2), password: z.string().min(8).max(200) }),
  modem: ModemChoice,
  isTraining: z.boolean(),
  /** One group of the recovery key, typed back: proof that it was written down. Absent in training. */
  confirmation: z.strictObject({ group: z.int().min(1).max(20), characters: Line(20) }).nullable()
})
export type NewClinic = z.infer<typeof NewClinic>

export const systemMethods = {
  'system.state': { input: z.strictObject({}), output: SystemState, access: 'anyone' },
  'system.status': { input: z.strictObject({}), output: SystemStatus, access: 'signed-in' },
  /** Makes a key, held in memory until the clinic is made with it. Refused once a clinic exists. */
  'setup.prepareKey': {
    input: z.strictObject({}),
    output: z.strictObject({ groups: z.array(z.string()), groupToConfirm: z.int() }),
    access: 'anyone'
  },
  'setup.listPorts': { input: z.strictObject({}), output: z.array(PortCandidate), access: 'anyone' },
  /** Looks for a modem: answers with what was found on each likely port. Takes some seconds. */
  'setup.findModem': { input: z.strictObject({}), output: z.array(ModemStatus), access: 'anyone' },
  'setup.createClinic': { input: NewClinic, output: SignedIn, access: 'anyone' },
  'setup.openDemo': { input: z.strictObject({ language: Language }), output: SignedIn, access: 'anyone' },
  'setup.unlock': {
    input: z.strictObject({ recoveryKey: Line(200) }),
    output: SystemState,
    access: 'anyone'
  },
  /** Tries to open the data again after a `failed` phase was mended. */
  'setup.retry': { input: z.strictObject({}), output: SystemState, access: 'anyone' },
  'backup.now': { input: z.strictObject({}), output: BackupStatus, access: MANAGER },
  /** After a restore: lets queued messages go (`send`) or ends them all unsent (`discard`). */
  'messages.releaseHold': {
    input: z.strictObject({ action: z.enum(['send', 'discard']) }),
    output: QueueStatus,
    access: MANAGER
  }
} as const satisfies Record<string, MethodSpec>

export const systemEvents = {
  'system.stateChanged': { payload: z.strictObject({}), access: 'anyone' },
  'system.statusChanged': { payload: SystemStatus, access: 'signed-in' },
  'setup.progress': { payload: z.strictObject({ done: z.int(), total: z.int() }), access: 'anyone' }
} as const satisfies Record<string, EventSpec>
