import type { Death } from '@contract/deaths'
import type { PatientId } from '@contract/ids'
import type { MethodName } from '@contract/index'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor, Handlers } from '../../rpc/handlers'
import { openAppointmentsFrom } from '../appointments'
import { getPatientRow, readClinicDay } from '../patients'
import { announceDeath, relatedTo } from './announce-death'
import type { DeathContext, DeathStep } from './context'
import { correctDeath } from './correct-death'
import { findDeaths, findParts } from './death.queries'
import { counted, notBroughtBack, toDeath } from './death-view.rules'
import { recordDeath } from './record-death'
import { childrenLeft, standingRelations } from './relations'
import { takeBackDeath } from './take-back-death'

export type DeathMethods = Extract<MethodName, `deaths.${string}`>

export function deathHandlers(context: DeathContext): Handlers<DeathMethods> {
  const { database, clock, settings, look, toViews } = context

  async function stepBy(patientId: PatientId, actor: Actor): Promise<DeathStep> {
    const day = await readClinicDay(clock, settings)
    return { patientId, actor, day, at: toStoredInstant(day.now) }
  }

  return {
    async 'deaths.outlook'({ patientId }, { actor }) {
      const { day, at } = await stepBy(patientId, actor)
      return await look(actor, { action: 'death.opened', patientId }, async (reader) => {
        const { deceased_on, birth_date } = await getPatientRow(reader, patientId)
        const coming = await openAppointmentsFrom(reader, patientId, at)
        return {
          deceasedOn: deceased_on,
          birthDate: birth_date,
          appointments: await toViews(reader, coming, day.today.toString()),
          ends: await wouldEnd(context, reader, patientId),
          childrenLeft: await childrenLeft(reader, patientId, day),
          history: await historyOf(reader, patientId)
        }
      })
    },
    async 'deaths.record'({ patientId, ...recording }, { actor }) {
      const step = await stepBy(patientId, actor)
      const { changes, related, death } = await database.write(async (transaction) => {
        const related = await relatedTo(transaction, patientId)
        const changes = await recordDeath(context, transaction, step, recording)
        return { changes, related, death: await newest(transaction, patientId) }
      })
      await announceDeath(context, { patientId, changes, related })
      return death
    },
    async 'deaths.correct'({ patientId, ...correction }, { actor }) {
      const step = await stepBy(patientId, actor)
      const death = await database.write(async (transaction) => {
        await correctDeath(context, transaction, step, correction)
        return await newest(transaction, patientId)
      })
      context.events.publish('patients.changed', { patientId })
      return death
    },
    async 'deaths.takeBack'({ patientId }, { actor }) {
      const step = await stepBy(patientId, actor)
      const { changes, parts, related } = await database.write(async (transaction) => {
        const taken = await takeBackDeath(context, transaction, step)
        return { ...taken, related: await relatedTo(transaction, patientId) }
      })
      await announceDeath(context, { patientId, changes, related })
      return { notBroughtBack: notBroughtBack(parts) }
    }
  }
}

/** What would end beside appointments. */
async function wouldEnd(
  { messages, letters, waitingList, tasks }: DeathContext,
  reader: Reader,
  patientId: PatientId
): Promise<Death['ended']> {
  const { waiting, problems } = await messages.count(reader, patientId)
  const numbers = {
    appointment: 0,
    message: waiting,
    problem: problems,
    letter: await letters.count(reader, patientId),
    'waiting-list': await waitingList.ofTheDead.count(reader, patientId),
    task: await tasks.aboutContact.count(reader, patientId),
    guardian: (await standingRelations(reader, patientId)).length,
    'child-task': 0
  } as const
  return counted((part) => numbers[part])
}

async function historyOf(reader: Reader, patientId: PatientId): Promise<Death[]> {
  const deaths = await findDeaths(reader, patientId)
  const parts = await findParts(
    reader,
    deaths.map(({ id }) => id)
  )
  return deaths.map((row) => toDeath(row, parts))
}

async function newest(reader: Reader, patientId: PatientId): Promise<Death> {
  const [death] = await historyOf(reader, patientId)
  if (!death) throw new AppError('not-found')
  return death
}
