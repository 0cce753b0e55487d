import { z } from 'zod'
import { PLACE_NOTES } from './choices'
import { AbsenceReason, SessionKind } from './sessions'
import { CivilDate, MinuteOfDay, WallTime } from './values'

export const PlaceNoteCode = z.enum(PLACE_NOTES)
export type PlaceNoteCode = z.infer<typeof PlaceNoteCode>

/** Something that speaks against a place. */
export const PlaceNote = z.discriminatedUnion('code', [
  /** Some of it lies outside the clinician's sessions. */
  z.strictObject({ code: z.literal('outside-hours') }),
  /** In a session this type does not belong in. */
  z.strictObject({ code: z.literal('wrong-session'), sessionKind: SessionKind }),
  /** In an urgent session that is not released yet; null: it is kept to its end. */
  z.strictObject({ code: z.literal('held-back'), untilMinute: MinuteOfDay.nullable() }),
  z.strictObject({ code: z.literal('blocked') }),
  z.strictObject({ code: z.literal('absence'), reason: AbsenceReason }),
  z.strictObject({ code: z.literal('holiday'), name: z.string() }),
  /** Another booking is there: only overbooking helps. */
  z.strictObject({ code: z.literal('taken') }),
  /** The time to be kept free after a visit, this one or the one before, is not. */
  z.strictObject({ code: z.literal('buffer'), minutes: z.int() }),
  /** On offer to somebody on the waiting list. */
  z.strictObject({ code: z.literal('on-offer') }),
  /** Every one of that kind is in use; the first is free again at `until` on `date`. */
  z.strictObject({
    code: z.literal('resource-taken'),
    resource: z.string(),
    date: CivilDate,
    until: WallTime
  }),
  /** The clinic has none of that kind in use. */
  z.strictObject({ code: z.literal('resource-missing'), resource: z.string() })
])
export type PlaceNote = z.infer<typeof PlaceNote>
