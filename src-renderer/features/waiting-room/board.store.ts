import type { Appointment } from '@contract/appointments'
import type { AppointmentId, ClinicianId } from '@contract/ids'
import type { Board, ClinicianBoard } from '@contract/waiting-room'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useClock } from '../../app/clock.store'
import { call, useCoreEvent, useReload } from '../../core-client'
import { useClinic } from '../settings/clinic.store'

/** Today's waiting room, in step with the core. Waited minutes are counted from the clock, so they tick by themselves. */
export const useBoard = defineStore('board', () => {
  const clock = useClock()
  const clinic = useClinic()
  const board = shallowRef<Board | null>(null)
  let lastRequest = 0

  const waiting = computed(() => board.value?.waiting ?? [])
  const inRoom = computed(() => board.value?.inRoom ?? [])
  const limits = computed<readonly [number, number]>(() => clinic.settings?.waitLimitMinutes ?? [15, 30])

  async function load(): Promise<void> {
    lastRequest += 1
    const request = lastRequest
    const fresh = await call('waitingRoom.board', {})
    if (request === lastRequest) board.value = fresh
  }

  function clinicianBoard(id: ClinicianId): ClinicianBoard | undefined {
    return board.value?.clinicians.find((one) => one.clinicianId === id)
  }

  /** An appointment on today's board. */
  function appointmentOf(id: AppointmentId | null): Appointment | undefined {
    const now = board.value
    if (id === null || !now) return undefined
    return [...now.waiting, ...now.inRoom, ...now.expected, ...now.finished].find((one) => one.id === id)
  }

  useReload(load)
  watch(() => clock.today, load)
  useCoreEvent('appointments.changed', ({ dates }) => {
    if (dates.length === 0 || dates.includes(clock.today)) void load()
  })

  return { board, waiting, inRoom, limits, load, clinicianBoard, appointmentOf }
})
