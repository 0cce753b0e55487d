import type { PatientId } from '@contract/ids'
import type { PatientLabel } from '@contract/labels'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import { appointmentsOfDay } from '../appointments'
import { readForLabels, type LabelledPatient } from '../patients'
import type { ExchangeDependencies } from './exchange'

type LabelMethods = 'labels.forPatient' | 'labels.forDay'

/** Labels to put on samples, papers and letters; each printed is a look at the patient. */
export function labelHandlers({
  database,
  audit,
  openingOf,
  unsaid
}: Pick<ExchangeDependencies, 'database' | 'audit' | 'openingOf' | 'unsaid'>): Handlers<LabelMethods> {
  return {
    async 'labels.forPatient'({ patientId }, { actor, session }) {
      if (!openingOf(session, actor, patientId)) throw new AppError('not-open')
      return await database.write(async (transaction) => {
        const [label] = await labelsOf(transaction, [patientId])
        if (!label) throw new AppError('not-found')
        await audit.record(transaction, actor, { action: 'patient.labelled', patientId })
        return label
      })
    },
    async 'labels.forDay'({ date, clinicianId }, call) {
      return await database.write(async (transaction) => {
        const appointments = await appointmentsOfDay(transaction, date, { withErrors: false })
        const expected = appointments
          .filter(
            (one) => one.status !== 'cancelled' && (clinicianId === null || one.clinicianId === clinicianId)
          )
          .sort((one, other) => one.startAt.localeCompare(other.startAt))
        const ids = [...new Set(expected.map(({ patientId }) => patientId))]
        const hidden = await unsaid(transaction, ids, call)
        const labels = (await labelsOf(transaction, ids)).map((label) =>
          hidden.has(label.patientId) ? { ...label, number: null, address: null } : label
        )
        const entries = labels.map(({ patientId }) => ({ action: 'patient.labelled', patientId }))
        await audit.recordAll(transaction, call.actor, entries)
        return labels
      })
    }
  }
}

/** In the order of the ids asked for. */
async function labelsOf(reader: Reader, ids: readonly PatientId[]): Promise<PatientLabel[]> {
  const patients = new Map(
    (await readForLabels(reader, ids)).map((patient) => [patient.id, toLabel(patient)])
  )
  return ids.flatMap((id) => patients.get(id) ?? [])
}

function toLabel({ id, familyName, givenName, birthDate, number, address }: LabelledPatient): PatientLabel {
  const lines = address ? [address.line, `${address.postalCode} ${address.city}`.trim()] : []
  const written = lines.filter((line) => line !== '')
  return {
    patientId: id,
    name: [familyName, givenName].filter((part) => part !== '').join(', '),
    birthDate,
    number,
    address: written.length > 0 ? written : null
  }
}
