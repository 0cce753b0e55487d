import { z } from 'zod'
import { CodedError } from './frames'
import { PatientId } from './ids'
import { DESK, MANAGER, type EventSpec, type MethodSpec } from './method'
import { Instant, Line } from './values'

/**
 * How the clinic reaches the national contact and reservation register (Kontakt- og reservasjonsregisteret), which is
 * open to public bodies that have been granted access. The private key is in no answer.
 */
export const RegisterSettings = z.strictObject({
  isOn: z.boolean(),
  address: Line(200),
  /** Maskinporten's identifier. */
  issuer: Line(200),
  clientId: Line(100),
  keyId: Line(100)
})
export type RegisterSettings = z.infer<typeof RegisterSettings>

export const SavedRegisterSettings = RegisterSettings.extend({ hasKey: z.boolean() })
export type SavedRegisterSettings = z.infer<typeof SavedRegisterSettings>

/** `privateKey` null: the one that is kept, as long as it goes to the same issuer and client. */
export const RegisterSettingsDraft = RegisterSettings.extend({
  privateKey: z.string().max(20_000).nullable()
})
export type RegisterSettingsDraft = z.infer<typeof RegisterSettingsDraft>

export const RegisterTest = z.strictObject({
  steps: z.array(
    z.strictObject({
      step: z.enum(['key', 'sign-in', 'look-up']),
      outcome: z.enum(['ok', 'failed', 'not-reached'])
    })
  ),
  /** Why the failed step failed, a code with a sentence. */
  error: CodedError.nullable()
})
export type RegisterTest = z.infer<typeof RegisterTest>

/** What the register has of one channel, beside what the clinic has. */
export const RegisterChannel = z.strictObject({
  /** As a person reads it; null: the register has none. Never stored. */
  display: z.string().nullable(),
  comparison: z.enum(['same', 'other', 'only-theirs', 'only-ours', 'none']),
  /** The later of updated and confirmed there. */
  confirmedAt: Instant.nullable()
})
export type RegisterChannel = z.infer<typeof RegisterChannel>

export const RegisterLook = z.strictObject({
  isReserved: z.boolean(),
  status: z.enum(['active', 'deleted', 'not-registered']),
  /** False where nothing there has been confirmed for 18 months (eForvaltningsforskriften § 32). */
  canBeNotified: z.boolean(),
  mobile: RegisterChannel,
  email: RegisterChannel
})
export type RegisterLook = z.infer<typeof RegisterLook>

export const RegisterStatus = z.strictObject({
  isOn: z.boolean(),
  /** Why messages wait for it; null while all is well. */
  trouble: CodedError.nullable()
})
export type RegisterStatus = z.infer<typeof RegisterStatus>

export const contactRegisterMethods = {
  'contactRegister.settings': { input: z.strictObject({}), output: SavedRegisterSettings, access: MANAGER },
  /** Refused: `register-address-invalid` {field}, `register-field-missing` {field}, `register-key-unreadable`, `register-key-needed`. */
  'contactRegister.save': { input: RegisterSettingsDraft, output: SavedRegisterSettings, access: MANAGER },
  /** Signs in and looks up a test person with these settings, saved or not. */
  'contactRegister.test': { input: RegisterSettingsDraft, output: RegisterTest, access: MANAGER },
  'contactRegister.status': { input: z.strictObject({}), output: RegisterStatus, access: 'signed-in' },
  /** One patient, for the desk to compare; nothing of it is kept. Refused: `register-off`, `register-number-missing`. */
  'contactRegister.lookUp': {
    input: z.strictObject({ patientId: PatientId }),
    output: RegisterLook,
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const contactRegisterEvents = {
  'contactRegister.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
