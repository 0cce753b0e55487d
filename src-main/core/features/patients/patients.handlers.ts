import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import { announceReach } from './announce-reach'
import { readClinicDay } from './clinic-day'
import { followingDispute } from './mobile-dispute'
import type { Openings } from './openings'
import { readPatient } from './patient-view'
import type { PatientDependencies } from './patients'
import { needsReason } from './opening.rules'
import { getPatientRow, standingPatientId } from './patients.queries'
import { changePatient, createPatient } from './save-patient'
import { tieGuardian } from './tie-guardian'

type PatientMethods = 'patients.open' | 'patients.refresh' | 'patients.create' | 'patients.update'

/** One record: opening it, registering and editing it. Each look and change is logged in its own transaction. */
export function patientHandlers(
  dependencies: PatientDependencies,
  openings: Openings
): Handlers<PatientMethods> {
  const { database, clock, audit, events, settings, neighbours } = dependencies

  return {
    async 'patients.open'({ id: askedId, reason }, { actor, session }) {
      const day = await readClinicDay(clock, settings)
      const id = await standingPatientId(database.reader, askedId)
      const patient = await database.write(async (transaction) => {
        const row = await getPatientRow(transaction, id)
        if (needsReason(row) && !reason) throw new AppError('reason-required', { patientId: id })
        await audit.record(transaction, actor, { action: 'patient.opened', patientId: id, reason })
        return await readPatient(transaction, id, { day, neighbours })
      })
      openings.begin(session, { patientId: id, userId: actor.userId, reason })
      return patient
    },
    async 'patients.refresh'({ id }, { actor, session }) {
      const opening = openings.find(session, actor, id)
      if (!opening) throw new AppError('not-open')
      const day = await readClinicDay(clock, settings)
      if (needsReason(await getPatientRow(database.reader, id)) && !opening.reason)
        throw new AppError('reason-required', { patientId: id })
      return await readPatient(database.reader, id, { day, neighbours })
    },
    async 'patients.create'({ guardians, ...draft }, { actor, session }) {
      const day = await readClinicDay(clock, settings)
      const patient = await database.write(async (transaction) => {
        const id = await createPatient(transaction, draft, { audit, actor, day })
        for (const guardian of guardians) {
          const added = await tieGuardian(transaction, { childId: id, ...guardian }, day)
          await audit.record(transaction, actor, { ...added, patientId: id })
        }
        return await readPatient(transaction, id, { day, neighbours })
      })
      // Whoever has just typed it all knows why the record is open.
      openings.allow(session, actor, patient.id)
      events.publish('patients.changed', { patientId: patient.id })
      return patient
    },
    async 'patients.update'({ id, version, draft }, { actor }) {
      const day = await readClinicDay(clock, settings)
      const { patient, messageCount, announceAge } = await database.write(async (transaction) => {
        const { birth_date: before } = await getPatientRow(transaction, id)
        await followingDispute(transaction, { patientId: id, actor, neighbours }, async () =>
          changePatient(transaction, { id, version, draft }, { audit, actor, day })
        )
        const announceAge = await neighbours.birthDateChanged(transaction, id, { before, day })
        const messageCount = await neighbours.reachChanged(transaction, id)
        return { patient: await readPatient(transaction, id, { day, neighbours }), messageCount, announceAge }
      })
      announceReach(events, id, messageCount)
      announceAge()
      return patient
    }
  }
}
