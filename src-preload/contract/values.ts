import { z } from 'zod'
import { LANGUAGES } from './choices'

/** A moment, UTC, whole seconds or finer: `2026-12-03T08:20:00Z`. */
export const Instant = z.iso.datetime({ offset: false })
export type Instant = z.infer<typeof Instant>

/** A civil date at the clinic: `2026-12-03`. */
export const CivilDate = z.iso.date()
export type CivilDate = z.infer<typeof CivilDate>

/** A wall-clock time at the clinic, hours and minutes: `09:20`. */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
export type WallTime = z.infer<typeof WallTime>

/** Minutes from the clinic's midnight, 0–1440. */
export const MinuteOfDay = z.int().min(0).max(1440)

export const Language = z.enum(LANGUAGES)
export type Language = z.infer<typeof Language>

export const Country = z.enum(['NO', 'DK', 'NL'])
export type Country = z.infer<typeof Country>

export const Role = z.enum(['receptionist', 'clinician', 'manager'])
export type Role = z.infer<typeof Role>

/** A colour token of the theme, never a raw colour, so that both themes stay readable. */
export const ColourToken = z.enum(['teal', 'blue', 'violet', 'rose', 'orange', 'olive', 'green', 'slate'])
export type ColourToken = z.infer<typeof ColourToken>

/** One line a person typed: trimmed, without line breaks. */
export const Line = (maximum: number) =>
  z
    .string()
    .trim()
    .max(maximum)
    .regex(/^[^\r\n]*$/)

export const PageCursor = z.string().max(200)
