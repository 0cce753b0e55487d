import type { PatientId } from '@contract/ids'
import type { Patient } from '@contract/patients'
import type { Transaction } from '../../database/database'
import type { Actor, Handlers } from '../../rpc/handlers'
import { readClinicDay, type ClinicDay } from './clinic-day'
import { addIdentifier } from './identifier-steps'
import { listIncomplete } from './incomplete.queries'
import { readPatient } from './patient-view'
import type { PatientDependencies } from './patients'
import { RegistrationDrafts } from './registration-drafts'
import { registerNewborn, registerUnknown } from './register-provisionally'
import { createPatient } from './save-patient'

type RegistrationMethods =
  | 'registration.newborn'
  | 'registration.unknown'
  | 'registration.foreign'
  | 'registration.keepDrafts'
  | 'registration.keptDrafts'
  | 'registration.incomplete'

/** Quick ways into the register for those of whom little is known, and the list of what is to be completed. */
export function registrationHandlers({
  database,
  clock,
  audit,
  events,
  settings,
  neighbours
}: PatientDependencies): Handlers<RegistrationMethods> {
  const drafts = new RegistrationDrafts()

  async function register(
    write: (transaction: Transaction, day: ClinicDay) => Promise<PatientId>
  ): Promise<Patient> {
    const day = await readClinicDay(clock, settings)
    const patient = await database.write(async (transaction) => {
      const id = await write(transaction, day)
      return await readPatient(transaction, id, { day, neighbours })
    })
    events.publish('patients.changed', { patientId: patient.id })
    return patient
  }

  async function created(
    transaction: Transaction,
    actor: Actor,
    { id, detail }: { id: PatientId; detail: string }
  ): Promise<PatientId> {
    await audit.record(transaction, actor, { action: 'patient.created', patientId: id, detail })
    return id
  }

  return {
    'registration.newborn': async ({ patientId: motherId, ...newborn }, { actor }) =>
      await register(async (transaction, day) => {
        const id = await registerNewborn(transaction, { motherId, ...newborn }, day)
        await created(transaction, actor, { id, detail: 'newborn' })
        const detail = `patient ${motherId}`
        await audit.record(transaction, actor, { action: 'patient.guardian-added', patientId: id, detail })
        return id
      }),
    'registration.unknown': async (unknown, { actor }) =>
      await register(async (transaction, day) => {
        const id = await registerUnknown(transaction, unknown, day)
        return await created(transaction, actor, { id, detail: 'unknown' })
      }),
    'registration.foreign': async ({ identifier, ehic, ...person }, { actor }) =>
      await register(async (transaction, day) => {
        const patientId = await createPatient(
          transaction,
          { ...LOCAL_UNKNOWN, ...person },
          { audit, actor, day }
        )
        for (const shown of [identifier, ehic])
          if (shown) await addIdentifier({ transaction, patientId, actor, day }, shown)
        return patientId
      }),
    'registration.keepDrafts': (input, { session }) => {
      drafts.keep(session, input.window, input.drafts)
      return Promise.resolve({})
    },
    'registration.keptDrafts': ({ window }, { session }) => Promise.resolve(drafts.find(session, window)),
    async 'registration.incomplete'({ missing, cursor, limit }) {
      const day = await readClinicDay(clock, settings)
      return await listIncomplete(database.reader, { missing, cursor, limit, day })
    }
  }
}

/** What somebody from abroad does not have here. */
const LOCAL_UNKNOWN = {
  nationalNumber: null,
  nationalNumberType: null,
  acceptsNumberWarning: false,
  addressProtection: 'none',
  email: null,
  gpClinicianId: null,
  gpExternalName: null
} as const
