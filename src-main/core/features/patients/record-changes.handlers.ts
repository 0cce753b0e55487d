import type { PatientId } from '@contract/ids'
import type { Patient } from '@contract/patients'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor, Handlers } from '../../rpc/handlers'
import { announceReach } from './announce-reach'
import { readClinicDay, type ClinicDay } from './clinic-day'
import { takeBackVerification, verifyContact } from './contacts.queries'
import { chooseCarrier, endGuardian, findGuardianRows } from './guardians.queries'
import { followingDispute } from './mobile-dispute'
import type { Openings } from './openings'
import { readPatient } from './patient-view'
import type { PatientDependencies } from './patients'
import { getPatientRow, setConfidentiality, setPreferredChannel, touchPatient } from './patients.queries'
import { tieGuardian, type LoggedChange } from './tie-guardian'

type RecordChangeMethods =
  | 'patients.confirmContact'
  | 'patients.takeBackConfirmation'
  | 'patients.preferChannel'
  | 'patients.setConfidentiality'
  | 'patients.addGuardian'
  | 'patients.endGuardian'
  | 'patients.chooseCarrier'

/** Single steps at one record, each logged in its own transaction. */
export function recordChangeHandlers(
  { database, clock, audit, events, settings, neighbours }: PatientDependencies,
  openings: Openings
): Handlers<RecordChangeMethods> {
  async function change(
    id: PatientId,
    actor: Actor,
    work: (transaction: Transaction, day: ClinicDay) => Promise<LoggedChange>
  ): Promise<Patient> {
    const day = await readClinicDay(clock, settings)
    const { patient, messageCount } = await database.write(async (transaction) => {
      // One that was merged meanwhile has no contacts left to speak of.
      await getPatientRow(transaction, id)
      const followed = { patientId: id, actor, neighbours }
      const { action, detail } = await followingDispute(transaction, followed, async () =>
        work(transaction, day)
      )
      await touchPatient(transaction, id, toStoredInstant(day.now))
      await audit.record(transaction, actor, { action, patientId: id, detail })
      const messageCount = await neighbours.reachChanged(transaction, id)
      return { patient: await readPatient(transaction, id, { day, neighbours }), messageCount }
    })
    announceReach(events, id, messageCount)
    return patient
  }

  return {
    'patients.confirmContact': async ({ id, channel }, { actor }) =>
      await change(id, actor, async (transaction, day) => {
        const verification = { patientId: id, channel, value: null, how: 'said', by: actor.userId } as const
        const at = toStoredInstant(day.now)
        if (!(await verifyContact(transaction, verification, at))) throw new AppError(`${channel}-missing`)
        return { action: 'patient.contact-confirmed', detail: channel }
      }),
    'patients.takeBackConfirmation': async ({ channel, ...confirmed }, { actor }) =>
      await change(confirmed.id, actor, async (transaction, day) => {
        const taken = { patientId: confirmed.id, channel, verifiedAt: confirmed.verifiedAt }
        if (!(await takeBackVerification(transaction, taken, toStoredInstant(day.now))))
          throw new AppError('confirmation-outdated')
        return { action: 'patient.confirmation-taken-back', detail: channel }
      }),
    'patients.preferChannel': async ({ id, channel }, { actor }) =>
      await change(id, actor, async (transaction) => {
        await setPreferredChannel(transaction, id, channel)
        return { action: 'patient.channel-preferred', detail: channel }
      }),
    'patients.setConfidentiality': async ({ id, confidentiality }, { actor, session }) => {
      if (confidentiality === 'none' && actor.role !== 'manager') throw new AppError('not-allowed')
      const patient = await change(id, actor, async (transaction) => {
        await setConfidentiality(transaction, id, confidentiality)
        // Who marks a record has it open and knows why, which is asked from now on.
        const opening = openings.find(session, actor, id)
        if (opening) openings.begin(session, { ...opening, reason: opening.reason ?? 'marked' })
        return { action: 'patient.confidentiality-set', detail: confidentiality }
      })
      openings.allow(session, actor, id)
      return patient
    },
    'patients.addGuardian': async (relation, { actor }) =>
      await change(
        relation.childId,
        actor,
        async (transaction, day) => await tieGuardian(transaction, relation, day)
      ),
    'patients.endGuardian': async ({ guardianId, patientId }, { actor }) =>
      await change(patientId, actor, async (transaction, { today }) => {
        const relation = { guardianId, patientId, on: today.toString(), by: 'desk' } as const
        if (!(await endGuardian(transaction, relation))) throw new AppError('not-found')
        return { action: 'patient.guardian-ended', detail: `guardian ${guardianId}` }
      }),
    'patients.chooseCarrier': async ({ childId, purpose, guardianId }, { actor }) =>
      await change(childId, actor, async (transaction) => {
        const guardians = await findGuardianRows(transaction, 'child_id', [childId])
        const carrier = guardians.find(({ id }) => id === guardianId)
        if (guardianId !== null && !carrier) throw new AppError('not-found')
        await chooseCarrier(transaction, { childId, purpose, relationId: guardianId })
        const detail = carrier ? `${purpose} patient ${carrier.guardian_id}` : purpose
        return { action: 'patient.carrier-chosen', detail }
      })
  }
}
