import type { PatientId } from '@contract/ids'
import type { GuardianDraft, Patient } from '@contract/patients'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor, Handlers } from '../../rpc/handlers'
import { readClinicDay, type ClinicDay } from './clinic-day'
import { takeBackVerification, verifyContact } from './contacts.queries'
import { chooseCarrier, endGuardian, findGuardianRows } from './guardians.queries'
import { addGuardian } from './add-guardian'
import { followingDispute } from './mobile-dispute'
import type { Openings } from './openings'
import { readPatient } from './patient-view'
import type { PatientDependencies } from './patients'
import { needsReason } from './opening.rules'
import {
  getPatientRow,
  setConfidentiality,
  setPreferredChannel,
  standingPatientId,
  touchPatient
} from './patients.queries'
import { changePatient, createPatient } from './save-patient'

type PatientMethods =
  | 'patients.open'
  | 'patients.refresh'
  | 'patients.create'
  | 'patients.update'
  | 'patients.confirmContact'
  | 'patients.takeBackConfirmation'
  | 'patients.preferChannel'
  | 'patients.setConfidentiality'
  | 'patients.addGuardian'
  | 'patients.endGuardian'
  | 'patients.chooseCarrier'

interface Change {
  readonly action: string
  readonly detail: string
}

/** One record: opening it, and every change the desk makes. Each look and change is logged in its own transaction. */
export function patientHandlers(
  dependencies: PatientDependencies,
  openings: Openings
): Handlers<PatientMethods> {
  const { database, clock, audit, events, settings, neighbours } = dependencies

  async function change(
    id: PatientId,
    actor: Actor,
    work: (transaction: Transaction, day: ClinicDay) => Promise<Change>
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
    announce(id, messageCount)
    return patient
  }

  function announce(patientId: PatientId, messageCount: number): void {
    events.publish('patients.changed', { patientId })
    if (messageCount > 0) events.publish('messages.changed', { patientId, appointmentId: null })
  }

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
      announce(id, messageCount)
      announceAge()
      return patient
    },
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

async function tieGuardian(
  transaction: Transaction,
  relation: GuardianDraft & { childId: PatientId },
  day: ClinicDay
): Promise<Change> {
  await addGuardian(transaction, relation, day)
  return { action: 'patient.guardian-added', detail: `patient ${relation.guardianPatientId}` }
}
