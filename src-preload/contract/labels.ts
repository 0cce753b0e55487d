import { z } from 'zod'
import { ClinicianId, PatientId } from './ids'
import { DESK, type MethodSpec } from './method'
import { CivilDate } from './values'

/**
 * What stands on a patient's label. Null address: none is known, or it is protected. Of somebody who is spoken of with a
 * reason only, and without one, neither number nor address stands on a day's label.
 */
export const PatientLabel = z.strictObject({
  patientId: PatientId,
  name: z.string(),
  birthDate: CivilDate.nullable(),
  /** The number in use, one that is local to the clinic too; null: none. */
  number: z.string().nullable(),
  address: z.array(z.string()).nullable()
})
export type PatientLabel = z.infer<typeof PatientLabel>

export const labelMethods = {
  'labels.forPatient': {
    input: z.strictObject({ patientId: PatientId }),
    output: PatientLabel,
    access: DESK
  },
  /** Those who are expected or were here that day, each once, in the order of their first appointment. */
  'labels.forDay': {
    input: z.strictObject({ date: CivilDate, clinicianId: ClinicianId.nullable() }),
    output: z.array(PatientLabel),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>
