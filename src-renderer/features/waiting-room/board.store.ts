import type { Appointment } from '@contract/appointments'
import type { AppointmentId, ClinicianId, PatientId } from '@contract/ids'
import type { WaitLimits } from '@contract/settings'
import type { ArrivalCode, Board, ClinicianBoard } from '@contract/waiting-room'
import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'
import { useClock } from '../../app/clock.store'
import { call, useCoreEvent, useReload } from '../../core-client'
import { useClinic } from '../settings/clinic.store'
import { mergeBoard } from './merge-board'

const MINUTE_MS = 60_000
/** What one call for a part of the board takes. */
const MOST_PATIENTS = 100

/**
 * Today's waiting room, in step with the core: a change reads only the patients it is about. Waited minutes are counted
 * from the clock, so they tick by themselves; delays are asked for each minute.
 */
export const useBoard = defineStore('board', () => {
  const clock = useClock()
  const clinic = useClinic()
  const board = shallowRef<Board | null>(null)
  let isWholeWanted = false
  let isPartWanted = false
  const changed = new Set<PatientId>()
  let reading: Promise<void> | null = null

  const waiting = computed(() => board.value?.waiting ?? [])
  const inRoom = computed(() => board.value?.inRoom ?? [])
  const limits = computed<WaitLimits>(() => clinic.settings?.waitLimitMinutes ?? [15, 30])

  /** One read after the other, so that no old answer covers a newer one. */
  function read(): Promise<void> {
    reading ??= readAll().finally(() => {
      reading = null
    })
    return reading
  }

  async function readAll(): Promise<void> {
    while (isWholeWanted || isPartWanted) {
      if (isWholeWanted || board.value === null) await readWhole()
      else await readPart(board.value)
    }
  }

  async function readWhole(): Promise<void> {
    isWholeWanted = isPartWanted = false
    changed.clear()
    board.value = await call('waitingRoom.board', {})
  }

  async function readPart(before: Board): Promise<void> {
    isPartWanted = false
    const patientIds = [...changed].slice(0, MOST_PATIENTS)
    for (const id of patientIds) changed.delete(id)
    if (changed.size > 0) isPartWanted = true
    const part = await call('waitingRoom.part', { patientIds })
    if (part.date === before.date) board.value = mergeBoard(before, part, new Set(patientIds))
    else isWholeWanted = true
  }

  function load(): Promise<void> {
    isWholeWanted = true
    return read()
  }

  function follow(patientId: PatientId | null): void {
    if (patientId === null) isWholeWanted = true
    else changed.add(patientId)
    isPartWanted = true
    void read()
  }

  function refreshFigures(): void {
    if (board.value === null) return
    isPartWanted = true
    void read()
  }

  function clinicianBoard(id: ClinicianId | null): ClinicianBoard | undefined {
    return board.value?.clinicians.find((one) => one.clinicianId === id)
  }

  /** Waited minutes of the two warnings for this clinician's patients. */
  function limitsOf(id: ClinicianId): WaitLimits {
    return clinic.clinicianOf(id)?.waitLimitMinutes ?? limits.value
  }

  /** By which the wall calls who has arrived. */
  function codeOf(id: AppointmentId): ArrivalCode | null {
    return board.value?.codes.find((one) => one.appointmentId === id)?.code ?? null
  }

  /** An appointment on today's board. */
  function appointmentOf(id: AppointmentId | null): Appointment | undefined {
    const now = board.value
    if (id === null || !now) return undefined
    return [...now.waiting, ...now.inRoom, ...now.expected, ...now.finished].find((one) => one.id === id)
  }

  useReload(load)
  watch(() => clock.today, load)
  watch(() => Math.floor(clock.nowMs / MINUTE_MS), refreshFigures)
  useCoreEvent('appointments.changed', ({ dates, patientId }) => {
    if (dates.length === 0 || dates.includes(clock.today)) follow(patientId)
  })
  useCoreEvent('delays.changed', refreshFigures)
  useCoreEvent('clinicians.changed', () => void load())
  useCoreEvent('settings.changed', refreshFigures)

  return { board, waiting, inRoom, limits, load, clinicianBoard, limitsOf, codeOf, appointmentOf }
})
