import type { ConsentChannel } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { consentState, type ConsentQueue } from '../consents'
import { momentOf, readMoment, type MessagingContext, type Moment } from './context'
import { appointmentChannel, channelRefusal } from './channel.rules'
import { childrenOf, stoppedFor, waitAgain, waitingFor } from './consent-queue.queries'
import { ended } from './ended'
import { releaseGroup } from './group.queries'
import { letterInstead } from './letter-instead'
import { isFromList } from './list.queries'
import { storedMoment } from './moment'
import { changeMessage, type MessageRow } from './outbox.queries'
import { readPersonOn } from './person'
import { personAfter, refusalNow, type NoCodesBy } from './refusal-now.rules'
import type { PersonFacts } from './sending.rules'
import { isVideo } from './video.rules'

const CHANNELS = ['sms', 'email'] as const satisfies readonly ConsentChannel[]

/**
 * A withdrawal or a reservation stops what waits in the transaction in which it is recorded; every rule is asked again
 * when a message leaves all the same. `onChanged` is called after the commit.
 */
export function createConsentQueue(
  context: MessagingContext,
  onChanged: (messages: readonly MessageRow[]) => void
): ConsentQueue {
  return {
    async settle(transaction, patientId) {
      const moment = momentOf(await context.settings.read(transaction), context.clock.now())
      const stopped: MessageRow[] = []
      const revived: MessageRow[] = []
      for (const id of await concerned(transaction, patientId, moment)) {
        const person = await personOf(context, transaction, id, moment)
        if (!person) continue
        const settling = { patientId: id, person, moment }
        stopped.push(...(await stopRefused(transaction, settling)))
        revived.push(...(await revive(transaction, settling)))
        await followByLetter(context, transaction, { ...settling, stopped })
      }
      return {
        stopped: stopped.length,
        revived: revived.length,
        announce() {
          if (stopped.length + revived.length > 0) onChanged([...stopped, ...revived])
        }
      }
    },
    async preview(reader, patientId, decisions) {
      const moment = await readMoment(context)
      const person = await personOf(context, reader, patientId, moment)
      const waiting = person ? await waitingFor(reader, patientId) : []
      if (!person) return { count: 0, ifReserved: 0 }
      const codes = decisions.filter(({ purpose }) => purpose === 'one-time-code')
      const noCodesBy = new Set(
        codes.filter(({ decision }) => decision === 'withdrawn').map(({ channel }) => channel)
      )
      const after = personAfter(person, decisions)
      let count = 0
      for (const row of waiting) {
        const facts = { isFromList: await isListText(reader, row), noCodesBy }
        if (refusalNow(row, after, facts) !== null) count++
      }
      return {
        count,
        ifReserved: waiting.length + (await waitingForChildren(context, reader, patientId, moment))
      }
    }
  }
}

/** The patient, and the children whose messages the patient may get: a reservation is for these too. */
async function concerned(reader: Reader, patientId: PatientId, { day }: Moment): Promise<PatientId[]> {
  return [patientId, ...(await childrenOf(reader, patientId, day.today.toString()))]
}

/** What waits for this patient's children and would go to this patient's mobile. */
async function waitingForChildren(
  context: MessagingContext,
  reader: Reader,
  patientId: PatientId,
  moment: Moment
): Promise<number> {
  let count = 0
  for (const id of await childrenOf(reader, patientId, moment.day.today.toString())) {
    const child = await personOf(context, reader, id, moment)
    if (child?.target.ok && child.target.recipientId === patientId)
      count += (await waitingFor(reader, id)).length
  }
  return count
}

/** On paper what a reservation has stopped, and no more what goes digitally again. */
async function followByLetter(
  context: MessagingContext,
  transaction: Transaction,
  { patientId, person, moment, stopped }: Settling & { stopped: readonly MessageRow[] }
): Promise<void> {
  const isReserved = channelRefusal(person, appointmentChannel(person)) === 'reserved'
  if (!isReserved) return await context.letters().nowReached(transaction, patientId, moment)
  for (const { id } of stopped.filter((row) => row.patient_id === patientId))
    await letterInstead(context, transaction, { id, moment })
}

async function personOf(
  context: MessagingContext,
  reader: Reader,
  patientId: PatientId,
  { day }: Moment
): Promise<PersonFacts | null> {
  const asked = { patientId, purpose: 'appointments' } as const
  return await readPersonOn(reader, asked, { day, isEmailOn: await context.email.isOn(reader) })
}

interface Settling {
  readonly patientId: PatientId
  readonly person: PersonFacts
  readonly moment: Moment
}

/** Ends what waits for a patient and may not leave on the patient's own word. @returns what was stopped */
export async function stopRefused(
  transaction: Transaction,
  { patientId, person, moment }: Settling
): Promise<MessageRow[]> {
  const waiting = await waitingFor(transaction, patientId)
  const noCodesBy = await readNoCodesBy(transaction, { patientId, rows: waiting, moment })
  const stopped: MessageRow[] = []
  for (const row of waiting) {
    const reason = refusalNow(row, person, { isFromList: await isListText(transaction, row), noCodesBy })
    if (reason === null) continue
    await changeMessage(transaction, { id: row.id, from: 'queued' }, ended('blocked', reason, moment))
    // Others that were to go as one with it are judged by themselves.
    await releaseGroup(transaction, row.id)
    stopped.push(row)
  }
  return stopped
}

/** A code and an offer are of the moment: the patient asks anew, and the place may be somebody else's by now. */
function mayWaitAgain({ purpose }: MessageRow): boolean {
  return purpose !== 'one-time-code' && purpose !== 'waiting-list-offer' && !isVideo(purpose)
}

async function revive(
  transaction: Transaction,
  { patientId, person, moment }: Settling
): Promise<MessageRow[]> {
  const now = storedMoment(moment.now)
  const revived: MessageRow[] = []
  for (const row of await stoppedFor(transaction, patientId, now)) {
    const facts = { isFromList: await isListText(transaction, row), noCodesBy: new Set<ConsentChannel>() }
    if (!mayWaitAgain(row) || refusalNow(row, person, facts) !== null) continue
    if (await waitAgain(transaction, row, now)) revived.push(row)
  }
  return revived
}

async function isListText(reader: Reader, { id, purpose, appointment_id }: MessageRow): Promise<boolean> {
  return purpose === 'free-text' && appointment_id !== null && (await isFromList(reader, id))
}

async function readNoCodesBy(
  reader: Reader,
  { patientId, rows, moment }: { patientId: PatientId; rows: readonly MessageRow[]; moment: Moment }
): Promise<NoCodesBy> {
  const refused = new Set<ConsentChannel>()
  if (!rows.some(({ purpose }) => purpose === 'one-time-code')) return refused
  for (const channel of CHANNELS) {
    const key = { patientId, purpose: 'one-time-code', channel } as const
    if ((await consentState(reader, key, moment.day)).state === 'withdrawn') refused.add(channel)
  }
  return refused
}
