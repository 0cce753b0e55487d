import { z } from 'zod'
import { ClinicianId, UserId } from './ids'
import { MANAGER, type EventSpec, type MethodSpec } from './method'
import { Instant, Language, Line, Role } from './values'

const Password = z.string().min(8).max(200)

export const User = z.strictObject({
  id: UserId,
  name: z.string(),
  initials: z.string(),
  role: Role,
  language: Language.nullable(),
  isActive: z.boolean(),
  /** The calendar column that is this person, for clinicians. */
  clinicianId: ClinicianId.nullable()
})
export type User = z.infer<typeof User>

export const SignedIn = z.strictObject({
  user: User,
  isLocked: z.boolean(),
  /** Minutes without a key or a mouse move after which the page locks. */
  idleLockMinutes: z.int(),
  signedInAt: Instant,
  /** From another PC, where only the waiting room and one's own calendar can be reached. */
  isLimited: z.boolean()
})
export type SignedIn = z.infer<typeof SignedIn>

export const UserDraft = z.strictObject({
  id: UserId.nullable(),
  name: Line(100).min(2),
  role: Role,
  language: Language.nullable(),
  isActive: z.boolean(),
  clinicianId: ClinicianId.nullable(),
  /** Required for a new user; null keeps the password of an existing one. */
  password: Password.nullable()
})
export type UserDraft = z.infer<typeof UserDraft>

export const userMethods = {
  /** Who can sign in here: names to choose from, no more. */
  'session.users': { input: z.strictObject({}), output: z.array(User), access: 'anyone' },
  'session.current': { input: z.strictObject({}), output: SignedIn.nullable(), access: 'anyone' },
  /** Throttled: after five wrong passwords the user waits, doubling from 30 s up to 15 min (`sign-in-throttled`). */
  'session.signIn': {
    input: z.strictObject({ userId: UserId, password: z.string().max(200) }),
    output: SignedIn,
    access: 'anyone'
  },
  'session.signOut': { input: z.strictObject({}), output: z.strictObject({}), access: 'anyone' },
  /** Locks this window; every call but unlocking and switching is refused until then. */
  'session.lock': { input: z.strictObject({}), output: z.strictObject({}), access: 'anyone' },
  'session.unlock': {
    input: z.strictObject({ password: z.string().max(200) }),
    output: SignedIn,
    access: 'anyone'
  },
  'session.changePassword': {
    input: z.strictObject({ current: z.string().max(200), next: Password }),
    output: z.strictObject({}),
    access: 'signed-in'
  },
  'users.list': { input: z.strictObject({}), output: z.array(User), access: MANAGER },
  'users.save': { input: UserDraft, output: User, access: MANAGER }
} as const satisfies Record<string, MethodSpec>

export const userEvents = {
  'users.changed': { payload: z.strictObject({}), access: 'anyone' },
  'session.changed': { payload: SignedIn.nullable(), access: 'anyone' }
} as const satisfies Record<string, EventSpec>
