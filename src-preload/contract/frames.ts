import { z } from 'zod'
import { LAN_SCREENS } from './choices'

/** The largest frame the core reads, in characters of its JSON text; a longer one is answered with `frame-too-large`. */
export const MAX_FRAME_CHARACTERS = 1_048_576

/** What a page sends: one call of one method. */
export const CallFrame = z.strictObject({
  kind: z.literal('call'),
  id: z.int().nonnegative(),
  method: z.string().max(100),
  input: z.unknown()
})
export type CallFrame = z.infer<typeof CallFrame>

/** A refusal as it crosses the border: a code and what its sentence needs. The sentence itself lives in the locales. */
export const CodedError = z.strictObject({
  code: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()]))
})
export type CodedError = z.infer<typeof CodedError>

export const ReplyFrame = z.discriminatedUnion('ok', [
  z.strictObject({ kind: z.literal('reply'), id: z.number(), ok: z.literal(true), output: z.unknown() }),
  z.strictObject({ kind: z.literal('reply'), id: z.number(), ok: z.literal(false), error: CodedError })
])
export type ReplyFrame = z.infer<typeof ReplyFrame>

export const EventFrame = z.strictObject({
  kind: z.literal('event'),
  event: z.string(),
  payload: z.unknown()
})
export type EventFrame = z.infer<typeof EventFrame>

export type CoreFrame = ReplyFrame | EventFrame

/**
 * What the shell sends to the core process. `start` is the first; `connection` names one window for as long as its
 * page lives. The frames inside are relayed unread.
 */
export const ShellToCore = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('start'),
    dataFolder: z.string().min(1),
    /** Whether `keychain` requests will be served by a real OS keychain. */
    hasKeychain: z.boolean(),
    appVersion: z.string(),
    /** The built pages, for the other PCs; absent while developing. */
    pagesFolder: z.string().optional()
  }),
  z.strictObject({
    kind: z.literal('open'),
    connection: z.string(),
    /** The window it was opened from, whose session it shares: the same person on the same PC. */
    sharesWith: z.string().optional(),
    /** A window in front of patients: it shows this screen and has nobody's session. */
    screen: z.enum(LAN_SCREENS).optional()
  }),
  z.strictObject({ kind: z.literal('close'), connection: z.string() }),
  z.strictObject({ kind: z.literal('frame'), connection: z.string(), frame: z.unknown() }),
  z.strictObject({
    kind: z.literal('keychain-answer'),
    id: z.number(),
    ok: z.boolean(),
    /** base64 of the wrapped or unwrapped bytes; absent when `ok` is false. */
    data: z.string().optional(),
    backend: z.string().optional()
  }),
  /** A file a person has named: the core may write it once, for whoever shows the token. */
  z.strictObject({ kind: z.literal('target'), token: z.string(), path: z.string().min(1) }),
  z.strictObject({ kind: z.literal('resumed') }),
  z.strictObject({ kind: z.literal('stop') })
])
export type ShellToCore = z.infer<typeof ShellToCore>

/** What the core process sends to the shell. `keychain` asks for one wrap or unwrap by the OS keychain (base64). */
export const CoreToShell = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ready') }),
  z.strictObject({ kind: z.literal('fatal'), error: CodedError }),
  z.strictObject({ kind: z.literal('frame'), connection: z.string(), frame: z.unknown() }),
  z.strictObject({
    kind: z.literal('keychain'),
    id: z.number(),
    action: z.enum(['wrap', 'unwrap']),
    data: z.string()
  }),
  z.strictObject({ kind: z.literal('stopped') })
])
export type CoreToShell = z.infer<typeof CoreToShell>
