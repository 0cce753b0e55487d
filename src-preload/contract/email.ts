import { z } from 'zod'
import { CodedError } from './frames'
import { MANAGER, type EventSpec, type MethodSpec } from './method'
import { Line } from './values'

/** `tls`: encrypted from the first byte. `starttls`: required, never only tried. `none`: to this PC, in training alone. */
export const SmtpSecurity = z.enum(['tls', 'starttls', 'none'])
export type SmtpSecurity = z.infer<typeof SmtpSecurity>

/** How e-mail leaves the clinic. The password is in no answer. */
export const EmailSettings = z.strictObject({
  isOn: z.boolean(),
  host: Line(253),
  port: z.int().min(1).max(65_535),
  security: SmtpSecurity,
  /** Empty: the server asks for no sign-in. */
  user: Line(254),
  senderName: Line(100),
  senderAddress: Line(254),
  /** Empty: answers go to the sender's address. */
  replyTo: Line(254)
})
export type EmailSettings = z.infer<typeof EmailSettings>

export const SavedEmailSettings = EmailSettings.extend({ hasPassword: z.boolean() })
export type SavedEmailSettings = z.infer<typeof SavedEmailSettings>

/** `password` null: the one that is kept, as long as server and user are the same. */
export const EmailSettingsDraft = EmailSettings.extend({ password: z.string().max(500).nullable() })
export type EmailSettingsDraft = z.infer<typeof EmailSettingsDraft>

export const EmailTestStep = z.enum(['look-up', 'connection', 'encryption', 'sign-in', 'acceptance'])
export type EmailTestStep = z.infer<typeof EmailTestStep>

export const EmailTest = z.strictObject({
  steps: z.array(
    z.strictObject({
      step: EmailTestStep,
      outcome: z.enum(['ok', 'failed', 'not-reached', 'not-needed']),
      /** What was found: an address, a protocol, the server's own words. */
      detail: z.string()
    })
  ),
  /** Why the failed step failed, a code with a sentence. */
  error: CodedError.nullable()
})
export type EmailTest = z.infer<typeof EmailTest>

export const EmailStatus = z.strictObject({
  isOn: z.boolean(),
  /** Messages due that wait for the server. */
  waiting: z.int(),
  /** Why nothing leaves; null while all is well. */
  trouble: CodedError.nullable()
})
export type EmailStatus = z.infer<typeof EmailStatus>

export const emailMethods = {
  'email.settings': { input: z.strictObject({}), output: SavedEmailSettings, access: MANAGER },
  /** Refused: `email-host-missing`, `email-address-invalid`, `email-plain-refused`, `email-password-needed`. */
  'email.save': { input: EmailSettingsDraft, output: SavedEmailSettings, access: MANAGER },
  /** Sends one test mail with these settings, saved or not, and tells how far it came. */
  'email.test': {
    input: z.strictObject({ settings: EmailSettingsDraft, to: Line(254) }),
    output: EmailTest,
    access: MANAGER
  },
  'email.status': { input: z.strictObject({}), output: EmailStatus, access: 'signed-in' }
} as const satisfies Record<string, MethodSpec>

export const emailEvents = {
  'email.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
