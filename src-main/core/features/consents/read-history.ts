import type { ConsentDecision } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { guardianPeriods, patientSummaries, type ClinicDay } from '../patients'
import { firstSaid, lapseOf, standing } from './consent-lapse.rules'
import { decisionHistory } from './consents.queries'

/**
 * A patient's decisions, newest first, each with what has become of it.
 * @throws AppError `not-found`
 */
export async function readHistory(
  reader: Reader,
  patientId: PatientId,
  day: ClinicDay
): Promise<ConsentDecision[]> {
  const patient = (await patientSummaries(reader, [patientId], day.today)).get(patientId)
  if (!patient) throw new AppError('not-found')
  const { birthDate } = patient
  const child = { birthDate, guardians: await guardianPeriods(reader, { id: patientId, birthDate }, day) }
  const history = await decisionHistory(reader, patientId)
  const newest = standing(history)
  return history.map((row) => ({
    ...row,
    lapse: newest.has(row.id) ? lapseOf(firstSaid(row, history), child, day) : null
  }))
}
