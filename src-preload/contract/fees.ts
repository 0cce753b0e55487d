import { z } from 'zod'
import { CancelReason } from './appointments'
import { AppointmentId, ClinicianId, PatientId } from './ids'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { CivilDate, Instant, WallTime } from './values'

/** Why a fee may be taken: did not come, or cancelled within the limit (NO: merknad B2 of the GP tariff). */
export const FeeKind = z.enum(['no-show', 'late-cancellation'])
export type FeeKind = z.infer<typeof FeeKind>

/** Why none is taken after all, by the clinic's rules. */
export const FeeExemption = z.enum(['under-age', 'cancelled-by-clinic'])
export type FeeExemption = z.infer<typeof FeeExemption>

export const Fee = z.strictObject({
  appointmentId: AppointmentId,
  patientId: PatientId,
  patientFamilyName: z.string(),
  patientGivenName: z.string(),
  clinicianId: ClinicianId,
  date: CivilDate,
  time: WallTime,
  kind: FeeKind,
  cancelReason: CancelReason.nullable(),
  exemption: FeeExemption.nullable(),
  /** Hundredths of the currency: as it was when handled, else as the settings say; null where none is set or due. */
  amountMinor: z.int().nullable(),
  handled: z.strictObject({ at: Instant, userName: z.string() }).nullable(),
  note: z.string()
})
export type Fee = z.infer<typeof Fee>

export const FeeFilter = z.strictObject({
  from: CivilDate,
  /** Included. */
  until: CivilDate,
  clinicianId: ClinicianId.nullable(),
  state: z.enum(['open', 'handled', 'all'])
})
export type FeeFilter = z.infer<typeof FeeFilter>

export const FeeList = z.strictObject({
  fees: z.array(Fee),
  /** There are more in the period than are listed: narrow it. */
  isCut: z.boolean()
})
export type FeeList = z.infer<typeof FeeList>

export const feeMethods = {
  /** By date and time. An exempt one counts as handled: nobody need look at it. */
  'fees.list': { input: FeeFilter, output: FeeList, access: DESK },
  /** Ticks it off or opens it again; the note goes with it. Who and when is kept. */
  'fees.decide': {
    input: z.strictObject({
      appointmentId: AppointmentId,
      isHandled: z.boolean(),
      note: z.string().max(300)
    }),
    output: Fee,
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const feeEvents = {
  'fees.changed': { payload: z.strictObject({ appointmentId: AppointmentId }), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
