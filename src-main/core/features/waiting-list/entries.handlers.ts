import type { WaitingListEntryId } from '@contract/ids'
import type { MethodName, ParsedInput } from '@contract/index'
import type { WaitingListEntry } from '@contract/waiting-list'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor, Handlers } from '../../rpc/handlers'
import { assertBookable, findAppointment, isOpen } from '../appointments'
import { listClinicians } from '../settings'
import { storedAt, type WaitingListContext } from './context'
import {
  endedEntries,
  endEntry,
  entriesOfPatient,
  findEntries,
  insertEntry,
  reviveEntry,
  updateWish,
  waitingEntries,
  type EntryRow
} from './entry.queries'
import { weekdayBits } from './fit.rules'
import { withdrawEntry } from './rounds'
import { toEntries } from './views'

type EntryMethods = Extract<
  MethodName,
  `waitingList.${'list' | 'forPatient' | 'add' | 'change' | 'remove' | 'restore'}`
>

type WishInput = Omit<ParsedInput<'waitingList.add'>, 'patientId'>

export function entryHandlers(
  context: WaitingListContext,
  onChanged: () => Promise<void>
): Handlers<EntryMethods> {
  const { database, look, audit } = context

  /** Changes one entry in a transaction, logged, and answers with it as it is then. */
  async function change(
    actor: Actor,
    action: string,
    work: (transaction: Transaction) => Promise<WaitingListEntryId>
  ): Promise<WaitingListEntry> {
    const entry = await database.write(async (transaction) => {
      const row = await getEntry(transaction, await work(transaction))
      const detail = `waiting-list ${row.id}`
      await audit.record(transaction, actor, { action, patientId: row.patient_id, detail })
      return await viewOf(context, transaction, row)
    })
    await onChanged()
    return entry
  }

  return {
    async 'waitingList.list'({ filter, limit }, { actor }) {
      const entry = { action: 'waiting-list.opened', patientId: null, detail: filter }
      return await look(actor, entry, async (reader) => {
        const read = filter === 'waiting' ? waitingEntries : endedEntries
        return await toEntries(context, reader, await read(reader, limit))
      })
    },
    async 'waitingList.forPatient'({ patientId }, { actor }) {
      const entry = { action: 'waiting-list.opened', patientId }
      return await look(actor, entry, async (reader) =>
        toEntries(context, reader, await entriesOfPatient(reader, patientId))
      )
    },
    'waitingList.add': async ({ patientId, ...wish }, { actor }) =>
      await change(actor, 'waiting-list.added', async (transaction) => {
        await assertWish(transaction, context, { patientId, wish })
        const waiting = await entriesOfPatient(transaction, patientId)
        if (waiting.some((row) => row.state === 'waiting' && row.appointment_id === wish.appointmentId))
          throw new AppError('waiting-list-twice')
        const createdAt = storedAt(context.clock.now())
        const created = { patient_id: patientId, created_at: createdAt, created_by: actor.userId }
        return await insertEntry(transaction, { ...toRow(wish), ...created })
      }),
    'waitingList.change': async ({ id, version, ...wish }, { actor }) =>
      await change(actor, 'waiting-list.changed', async (transaction) => {
        const { patient_id: patientId } = await getEntry(transaction, id)
        await assertWish(transaction, context, { patientId, wish })
        if (!(await updateWish(transaction, { id, version }, toRow(wish))))
          throw new AppError('stale-version')
        return id
      }),
    'waitingList.remove': async ({ id }, { actor }) =>
      await change(actor, 'waiting-list.removed', async (transaction) => {
        await getEntry(transaction, id)
        const at = storedAt(context.clock.now())
        if (!(await endEntry(transaction, id, { state: 'removed', at })))
          throw new AppError('waiting-list-ended')
        await withdrawEntry(context, transaction, id)
        return id
      }),
    'waitingList.restore': async ({ id }, { actor }) =>
      await change(actor, 'waiting-list.restored', async (transaction) => {
        await getEntry(transaction, id)
        if (!(await reviveEntry(transaction, id, 'removed'))) throw new AppError('waiting-list-ended')
        return id
      })
  }
}

/** @throws AppError `not-found` */
export async function getEntry(reader: Reader, id: WaitingListEntryId): Promise<EntryRow> {
  const [row] = await findEntries(reader, [id])
  if (!row) throw new AppError('not-found')
  return row
}

async function viewOf(context: WaitingListContext, reader: Reader, row: EntryRow): Promise<WaitingListEntry> {
  const [entry] = await toEntries(context, reader, [row])
  if (!entry) throw new AppError('not-found')
  return entry
}

function toRow(wish: WishInput) {
  return {
    appointment_id: wish.appointmentId,
    clinician_id: wish.clinicianId,
    type_id: wish.typeId,
    duration_minutes: wish.durationMinutes,
    weekdays: weekdayBits(wish.weekdays),
    from_minute: wish.fromMinute,
    until_minute: wish.untilMinute,
    until_date: wish.until,
    notice_minutes: wish.noticeMinutes,
    priority: wish.priority,
    note: wish.note.trim()
  }
}

/**
 * @throws AppError `waiting-list-hours` when no appointment of that length fits the hours, `waiting-list-appointment`
 * when the appointment is another patient's or can be moved no more, and what keeps anything from being booked
 */
async function assertWish(
  reader: Reader,
  { clock }: WaitingListContext,
  { patientId, wish }: { patientId: EntryRow['patient_id']; wish: WishInput }
): Promise<void> {
  if (wish.fromMinute + wish.durationMinutes > wish.untilMinute) throw new AppError('waiting-list-hours')
  const [anyClinician] = (await listClinicians(reader)).filter(({ isActive }) => isActive)
  const clinicianId = wish.clinicianId ?? anyClinician?.id
  if (clinicianId === undefined) throw new AppError('not-found')
  await assertBookable(reader, { patientId, clinicianId, typeId: wish.typeId })
  if (wish.appointmentId === null) return
  const appointment = await findAppointment(reader, wish.appointmentId)
  const isTheirs = appointment?.patientId === patientId
  const isComing = isTheirs && Date.parse(appointment.startAt) > clock.now().epochMilliseconds
  const isCancelled = isTheirs && appointment.status === 'cancelled'
  if (!isTheirs || (!isCancelled && (!isComing || !isOpen(appointment))))
    throw new AppError('waiting-list-appointment')
}
