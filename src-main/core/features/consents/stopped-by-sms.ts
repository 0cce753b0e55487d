import type { ConsentPurpose } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { patientSummaries, type ClinicDay } from '../patients'
import { lastSaidOf } from './consents.queries'
import { beforeStop, consentOf } from './consents.rules'

/** What a STOPP takes away. */
export const STOPPABLE = [
  'appointment-reminder',
  'waiting-list-offer'
] as const satisfies readonly ConsentPurpose[]

/** Whoever sends STOPP over and over says one thing. */
const MOST_STOPS = 100

/**
 * What the patient's own STOPP took away and would be allowed without it. What was refused in another way before or
 * since stays refused, and what nobody had agreed to is not agreed to by taking the STOPP back.
 * @throws AppError `not-found`
 */
export async function stoppedBySms(
  reader: Reader,
  patientId: PatientId,
  day: ClinicDay
): Promise<ConsentPurpose[]> {
  const patient = (await patientSummaries(reader, [patientId], day.today)).get(patientId)
  if (!patient) throw new AppError('not-found')
  const stopped: ConsentPurpose[] = []
  for (const purpose of STOPPABLE) {
    const key = { purpose, channel: 'sms' } as const
    const stop = beforeStop(await lastSaidOf(reader, { patientId, ...key }, MOST_STOPS))
    if (!stop) continue
    const { before } = stop
    const newest = before && {
      decision: before.decision,
      decidedAt: before.decided_at,
      saidAt: before.decided_at,
      signedOn: before.signed_on
    }
    if (consentOf(key, newest, { patient, day }).isAllowed) stopped.push(purpose)
  }
  return stopped
}
