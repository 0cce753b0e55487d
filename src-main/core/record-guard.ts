import { AppointmentId, LetterId, PatientId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import { z } from 'zod'
import type { Reader } from './database/database'
import type { RecordGuard } from './features/patients'
import { patientOfAppointment, patientsOfLetters } from './record-guard.queries'
import type { Call, Handlers } from './rpc/handlers'

/** Methods that name a patient and yet are answered without a reason, each with why. */
export const UNGUARDED: Readonly<Partial<Record<MethodName, string>>> = {
  'patients.open': 'asks for the reason itself',
  'patients.refresh': 'answers only what patients.open has opened',
  'patients.create': 'names a guardian, of whom no more is said than in a search',
  'registration.keepDrafts': 'names a guardian, as patients.create does',
  'patients.checkNumber': 'names whom to leave out',
  'patients.checkContact': 'answers with hits, which say what a search says',
  'patients.findDuplicates': 'names whom to leave out',
  'duplicates.compare': 'asks for the reason itself',
  'duplicates.merge': 'asks for the reason itself',
  'duplicates.dismiss': 'says nothing of them',
  'duplicates.reopen': 'says nothing of them',
  'appointments.dayOfPatients': 'says what the day view says of them',
  'waitingRoom.part': 'says what the board says of them',
  'portal.marks': 'says that something waits for the portal, and not what',
  'tasks.save': 'says what the task list says',
  'tasks.assign': 'says what the task list says',
  'tasks.setDone': 'says what the task list says'
}

/** What the inputs of several methods have in common; each has been held against its own schema already. */
const AboutPatient = z.looseObject({ patientId: PatientId.nullable() })
const AboutChild = z.looseObject({ childId: PatientId })
const AboutPair = z.looseObject({ oneId: PatientId, otherId: PatientId })
const AboutMerge = z.looseObject({
  survivor: z.looseObject({ id: PatientId }),
  loser: z.looseObject({ id: PatientId })
})
const AboutCard = z.looseObject({ id: PatientId })
const AboutAppointment = z.looseObject({ id: AppointmentId })
const AboutLetters = z.looseObject({ ids: z.array(LetterId) })
const AboutOccurrence = z.looseObject({ appointmentId: AppointmentId })

type Named = (input: unknown, reader: Reader) => Promise<PatientId[]>

/** Those that name the patient by something else. */
const BY_OTHER_NAMES: Readonly<Partial<Record<MethodName, Named>>> = {
  'appointments.history': async (input, reader) =>
    await patientOfAppointment(reader, AboutAppointment.parse(input).id),
  'series.get': async (input, reader) =>
    await patientOfAppointment(reader, AboutOccurrence.parse(input).appointmentId),
  // A sheet holds the whole text and the address.
  'letters.sheets': async (input, reader) => await patientsOfLetters(reader, AboutLetters.parse(input).ids)
}

/**
 * The handlers with the guard before each that names a patient: protected and confidential ones are spoken of only to
 * somebody who has said why. It stands before all of them, so that a new method is guarded unless it is said not to be.
 */
export function guarded<H extends Partial<Handlers<MethodName>>>(
  handlers: H,
  { guard, reader }: { guard: RecordGuard; reader: Reader }
): H {
  return new Proxy(handlers, {
    get(target, name) {
      const handler: unknown = Reflect.get(target, name)
      if (typeof handler !== 'function' || typeof name !== 'string' || name in UNGUARDED) return handler
      return async (input: unknown, call: Call): Promise<unknown> => {
        await guard(await patientsNamed(name, input, reader), call)
        return await Reflect.apply(handler, undefined, [input, call])
      }
    }
  })
}

/** The patients an input is about. */
async function patientsNamed(method: string, input: unknown, reader: Reader): Promise<PatientId[]> {
  const other = isNamedOtherwise(method) ? BY_OTHER_NAMES[method] : undefined
  if (other) return await other(input, reader)
  const about = AboutPatient.safeParse(input).data?.patientId
  if (about) return [about]
  const child = AboutChild.safeParse(input).data?.childId
  if (child) return [child]
  const pair = AboutPair.safeParse(input).data
  if (pair) return [pair.oneId, pair.otherId]
  const merge = AboutMerge.safeParse(input).data
  if (merge) return [merge.survivor.id, merge.loser.id]
  const card = method.startsWith('patients.') ? AboutCard.safeParse(input).data?.id : undefined
  return card ? [card] : []
}

function isNamedOtherwise(method: string): method is keyof typeof BY_OTHER_NAMES {
  return Object.hasOwn(BY_OTHER_NAMES, method)
}
