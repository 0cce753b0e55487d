import type { AppointmentId, ClinicianId } from '@contract/ids'
import type { AffectedBooking, ScheduleChange } from '@contract/schedules'
import { defineStore } from 'pinia'
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { offerUndo } from '../../app/undo'
import { call } from '../../core-client'
import { inverseChange } from './inverse-change'
import { createResolution, type Resolution } from './resolution'
import { placesOf } from './resolve-plan'
import { useUnsavedTemplates } from './unsaved-templates.store'

/** A change of hours that hits bookings: nothing of it is saved until the desk has decided about each. */
export interface PendingChange {
  readonly clinicianId: ClinicianId
  readonly change: ScheduleChange
  /** What the change is, such as `Ferie 7.–11. desember`. */
  readonly title: string
  /** What is said when it has been saved. */
  readonly done: string
  /** Those listed so far. */
  readonly bookings: ShallowRef<readonly AffectedBooking[]>
  /** How many there are; more than are answered at once when the change is a long one. */
  readonly total: Ref<number>
  /** What has been decided and done so far: one may look elsewhere and come back. */
  readonly resolution: Resolution
  /** Whether the change itself has been saved. */
  readonly isSaved: Ref<boolean>
}

export type Proposal = Pick<PendingChange, 'clinicianId' | 'change' | 'title' | 'done'>

/** Changes of a schedule on their way: asked about first, then saved, each with a way back. */
export const usePendingChange = defineStore('pending-change', () => {
  const pending = shallowRef<PendingChange | null>(null)
  const unsaved = useUnsavedTemplates()

  /**
   * Saves a change that hits no booking; one that does becomes `pending` instead.
   * @returns whether it has been saved
   * @throws CoreError as the core refuses it
   */
  async function propose(proposal: Proposal): Promise<boolean> {
    const { bookings, total } = await call('schedules.preview', { change: proposal.change })
    if (total === 0) {
      await save(proposal)
      return true
    }
    const listed = shallowRef<readonly AffectedBooking[]>(bookings)
    const resolution = createResolution(listed)
    const found = { bookings: listed, total: ref(total), resolution }
    pending.value = { ...proposal, ...found, isSaved: ref(false) }
    return false
  }

  /** Lists the next of the bookings that are hit, those made meanwhile among them. */
  async function showMore({ change, bookings, total, resolution }: PendingChange): Promise<void> {
    const listed = bookings.value
    const given = placesOf(resolution.choices.value)
    const more = await call('schedules.preview', { change, except: idsOf(listed), given })
    bookings.value = [...listed, ...more.bookings]
    total.value = listed.length + more.total
  }

  /** Saves a change whose bookings have been decided about. @throws CoreError as the core refuses it */
  async function saveDecided(decided: PendingChange): Promise<void> {
    await save(decided, idsOf(decided.bookings.value))
    decided.isSaved.value = true
  }

  /** Saves a change and offers to take it back. @throws CoreError as the core refuses it */
  async function save(
    { clinicianId, change, done }: Proposal,
    decided: readonly AppointmentId[] = []
  ): Promise<void> {
    const before = await call('schedules.get', { clinicianId })
    const saved = await call('schedules.save', { change, decided: [...decided] })
    if (change.kind === 'save-template') unsaved.keep(clinicianId, null)
    const back = inverseChange(change, before, saved)
    if (!back) return
    offerUndo({ text: done, undo: async () => void (await call('schedules.save', { change: back })) })
  }

  function drop(): void {
    pending.value = null
  }

  return { pending, propose, showMore, saveDecided, drop }
})

function idsOf(bookings: readonly AffectedBooking[]): AppointmentId[] {
  return bookings.map(({ appointment }) => appointment.id)
}
