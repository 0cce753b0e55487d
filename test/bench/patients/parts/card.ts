import { setTimeout } from 'node:timers/promises'
import type { Patient } from '../../../../src-preload/contract/patients'
import { measure } from '../../measure'
import type { OpenRegister, Sample } from '../open-register'
import { nth, type RegisterPart } from '../part'

/** Between two patients at a desk lies more than this; what the core does meanwhile keeps nobody waiting. */
const pause = async () => await setTimeout(35)
const CALLS = 100

/** Opening the card and saving, each with its rows of the access log on disk when it is answered. */
export const card: RegisterPart = {
  title: 'The patient card, saving and looking for the same person',
  async run(register) {
    const { call, samples } = register
    const open = (index: number) => call('patients.open', { id: nth(samples, index).id, reason: 'Måling' })
    const opened: Patient[] = []
    return [
      await measure({ what: 'patients.open', calls: CALLS, target: most(10), before: pause, run: open }),
      await measure({
        what: 'the card: all that it shows',
        calls: CALLS,
        target: most(10),
        before: pause,
        run: (index) => wholeCard(register, nth(samples, CALLS * 4 + index))
      }),
      await measure({
        what: 'patients.update',
        calls: CALLS,
        target: most(20),
        before: async (index) => {
          opened[0] = await open(index)
          await pause()
        },
        run: async (index) => {
          const [patient] = opened
          if (patient) await save(register, patient, index)
        }
      }),
      await measure({
        what: 'patients.findDuplicates',
        calls: 300,
        target: most(10),
        run: (index) => findDuplicates(register, nth(samples, index))
      })
    ]
  }
}

function most(ms: number) {
  return { of: 'p99', most: ms } as const
}

/** The calls of the page when somebody is chosen, one after the other where it waits for the one before. */
async function wholeCard({ call }: OpenRegister, { id }: Sample): Promise<void> {
  await call('patients.open', { id, reason: 'Måling' })
  await Promise.all([
    call('appointments.forPatient', { patientId: id, limit: 20, withErrors: true }),
    call('messages.forPatient', { patientId: id, limit: 20 }),
    call('tasks.forPatient', { patientId: id })
  ])
}

async function save({ call }: OpenRegister, patient: Patient, index: number): Promise<void> {
  const { id, version, gp } = patient
  await call('patients.update', {
    id,
    version,
    draft: {
      familyName: patient.familyName,
      givenName: patient.givenName,
      birthDate: patient.birthDate,
      sex: patient.sex,
      language: patient.language,
      nationalNumber: patient.identifiers.find(({ status }) => status === 'in-use')?.value ?? null,
      nationalNumberType: null,
      acceptsNumberWarning: false,
      addressProtection: patient.addressProtection,
      address: patient.address,
      mobile: `+474${String(1_000_000 + index)}`,
      email: patient.email?.value ?? null,
      gpClinicianId: gp?.clinicianId ?? null,
      gpExternalName: null,
      note: `Målt ${index}`
    }
  })
}

/** What has been typed of somebody who is registered already. */
async function findDuplicates({ call }: OpenRegister, sample: Sample): Promise<void> {
  await call('patients.findDuplicates', {
    familyName: sample.familyName,
    givenName: sample.givenName,
    birthDate: sample.birthDate,
    nationalNumber: null,
    mobile: sample.mobile,
    exceptPatientId: null
  })
}
