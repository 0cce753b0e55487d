import type { z } from 'zod'
import type { Role } from './values'

/**
 * Who may call a method: `anyone` (also before sign-in), `signed-in` (every role), or the roles named. The core
 * enforces it; pages read it to leave out what would be refused.
 */
export type Access = 'anyone' | 'signed-in' | readonly Role[]

export interface MethodSpec {
  readonly input: z.ZodType
  readonly output: z.ZodType
  readonly access: Access
}

export interface EventSpec {
  readonly payload: z.ZodType
  /** `anyone`: also pushed to pages where nobody has signed in; such a payload says nothing about patients. */
  readonly access: 'anyone' | 'signed-in'
}

/** Those at the desk: they book, register and answer. */
export const DESK: readonly Role[] = ['receptionist', 'manager']
export const MANAGER: readonly Role[] = ['manager']
