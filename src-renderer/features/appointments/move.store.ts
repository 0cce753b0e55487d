import type { Appointment } from '@contract/appointments'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, isRefusal } from '../../core-client'
import { minuteOf, wallTimeAt } from '../../lib/wall-time'
import { useCalendar } from './calendar.store'
import { offerStepBack } from './changes'
import { useDay } from './day.store'
import { usePinboard } from './pinboard.store'
import { IDLE, isSamePlace, nextMove, placeOf, type Move, type MoveAction, type Place } from './move'

/** The one appointment that is being moved in this window, by keys or pointer. */
export const useMove = defineStore('move', () => {
  const day = useDay()
  const calendar = useCalendar()
  const pinboard = usePinboard()
  const move = shallowRef<Move>(IDLE)
  /** A pointer holds it, so that places to drop it on show themselves. */
  const isDragging = ref(false)
  const isMoving = computed(() => move.value.phase !== 'idle')
  let search: Promise<void> | null = null
  const carried = computed(() => (move.value.phase === 'idle' ? null : move.value))

  /** Takes the next step; the calendar follows the ghost to another day. */
  function act(action: MoveAction): void {
    // Enter pressed right after F means the opening that is still being looked for.
    if (action.kind === 'place' && search) {
      void search.then(() => act(action))
      return
    }
    const before = move.value
    move.value = nextMove(before, action)
    const after = move.value
    if (after.phase === 'idle') {
      // Put down where it lay all along.
      if (action.kind === 'place' && before.phase !== 'idle') pinboard.release(before.appointment.id)
      return
    }
    if (after.target.date !== day.date) day.show(after.target.date)
    if (after.phase === 'placing' && before.phase !== 'placing') void settle(action.kind === 'overbook')
  }

  function pickUp(appointment: Appointment): void {
    day.show(appointment.date)
    act({ kind: 'pick-up', appointment })
  }

  /** Takes it to a place of the calendar as it is shown now, from wherever the appointment lies. */
  function carryTo(appointment: Appointment, target: Place): void {
    act({ kind: 'pick-up', appointment, target })
  }

  /** Lets go; the calendar goes back to where the appointment lies, unless the pinboard holds it meanwhile. */
  function drop(): void {
    if (move.value.phase !== 'idle' && !pinboard.has(move.value.appointment.id))
      day.show(move.value.appointment.date)
    act({ kind: 'drop' })
  }

  async function settle(isOverbooking: boolean): Promise<void> {
    if (move.value.phase === 'idle') return
    const { appointment, target } = move.value
    try {
      const changed = await call('appointments.move', {
        id: appointment.id,
        version: appointment.version,
        clinicianId: target.clinicianId,
        date: target.date,
        time: wallTimeAt(target.startMinute),
        durationMinutes: target.durationMinutes,
        isOverbooking
      })
      await calendar.follow(changed.appointment.patientId)
      pinboard.release(appointment.id)
      act({ kind: 'drop' })
      const stayed = isSamePlace(
        { ...placeOf(appointment), durationMinutes: 0 },
        { ...target, durationMinutes: 0 }
      )
      offerStepBack(changed, stayed ? 'resized' : 'moved')
    } catch (error) {
      if (isRefusal(error, 'slot-taken')) return act({ kind: 'taken' })
      drop()
      showError(error)
    }
  }

  /** Sends the ghost to the first opening after where it is, for as long as the appointment is. */
  async function toNextFree(): Promise<void> {
    search = findNextFree().finally(() => {
      search = null
    })
    await search
  }

  async function findNextFree(): Promise<void> {
    if (move.value.phase === 'idle') return
    const { appointment, target } = move.value
    const { clinicianId, date, startMinute, durationMinutes } = target
    const [slot] = await call('appointments.findFree', {
      typeId: appointment.typeId,
      durationMinutes,
      clinicianIds: [clinicianId],
      partOfDay: null,
      weekdays: [],
      from: date,
      fromMinute: startMinute,
      until: null,
      // Its own place counts as taken: the next one is wanted.
      movingId: null,
      limit: 1
    })
    if (slot) act({ kind: 'to', target: { ...slot, startMinute: minuteOf(slot.time), durationMinutes } })
  }

  return { move, isMoving, isDragging, carried, act, pickUp, carryTo, drop, toNextFree }
})
