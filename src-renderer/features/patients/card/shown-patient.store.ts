import type { Appointment } from '@contract/appointments'
import type { PatientId } from '@contract/ids'
import type { Letter } from '@contract/letters'
import type { AnyMessage } from '@contract/messages'
import type { Patient } from '@contract/patients'
import type { Task } from '@contract/tasks'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { useClock } from '../../../app/clock.store'
import { useSelection } from '../../../app/selection.store'
import { showError } from '../../../app/undo'
import { call, isRefusal, useCoreEvent, useReload } from '../../../core-client'
import { useSession } from '../../users/session.store'
import { readAgain } from './read-again'

const APPOINTMENTS_SHOWN = 20
const MESSAGES_SHOWN = 20

const isMistaken = ({ status }: Appointment): boolean => status === 'entered-in-error'

/** The selected patient with appointments and messages, in step with the core: what the card and the forms read. */
export const useShownPatient = defineStore('shown-patient', () => {
  const selection = useSelection()
  const clock = useClock()
  const session = useSession()
  const patient = shallowRef<Patient | null>(null)
  const appointments = shallowRef<readonly Appointment[]>([])
  /** Entered in error: kept, and shown on request. */
  const mistaken = shallowRef<readonly Appointment[]>([])
  const appointmentTotal = ref(0)
  const messages = shallowRef<readonly AnyMessage[]>([])
  const letters = shallowRef<readonly Letter[]>([])
  /** What waits at the desk about the patient. */
  const tasks = shallowRef<readonly Task[]>([])

  /** The appointment the actions concern: the selected one, else today's, else the next to come. */
  const current = computed<Appointment | null>(() => {
    const chosen = appointments.value.find((one) => one.id === selection.selectedAppointmentId)
    if (chosen) return chosen
    const open = [...appointments.value]
      .reverse()
      .filter((one) => ['booked', 'arrived', 'checked-in'].includes(one.status))
    const ahead = open.filter((one) => one.date >= clock.today)
    return ahead[0] ?? null
  })

  const isShown = (id: PatientId): boolean => selection.selectedPatientId === id

  async function openPatient(id: PatientId): Promise<void> {
    const fresh = await call('patients.open', { id, reason: selection.reason })
    if (!isShown(id)) return
    // It was merged into another: the card goes on with the one that stands.
    if (fresh.id === id) patient.value = fresh
    else selection.openPatient(fresh.id, selection.reason)
  }

  async function refreshPatient(id: PatientId): Promise<void> {
    const fresh = await readAgain(id, selection.reason)
    if (isShown(id)) patient.value = fresh
  }

  async function loadAppointments(id: PatientId): Promise<void> {
    const limit = APPOINTMENTS_SHOWN
    const fresh = await call('appointments.forPatient', { patientId: id, limit, withErrors: true })
    if (!isShown(id)) return
    mistaken.value = fresh.appointments.filter(isMistaken)
    appointments.value = fresh.appointments.filter((one) => !isMistaken(one))
    appointmentTotal.value = fresh.total - mistaken.value.length
  }

  async function loadMessages(id: PatientId): Promise<void> {
    // Another PC shows how to reach a patient, not what was written.
    if (session.isLimited) return
    const fresh = await call('messages.forPatient', { patientId: id, limit: MESSAGES_SHOWN })
    if (isShown(id)) messages.value = fresh
  }

  async function loadLetters(id: PatientId): Promise<void> {
    if (!session.isDesk || session.isLimited) return
    const fresh = await call('letters.forPatient', { patientId: id, limit: MESSAGES_SHOWN })
    if (isShown(id)) letters.value = fresh
  }

  async function loadTasks(id: PatientId): Promise<void> {
    if (session.isLimited) return
    const fresh = await call('tasks.forPatient', { patientId: id })
    if (isShown(id)) tasks.value = fresh
  }

  function forget(): void {
    patient.value = null
    appointments.value = []
    mistaken.value = []
    appointmentTotal.value = 0
    messages.value = []
    letters.value = []
    tasks.value = []
  }

  async function load(): Promise<void> {
    const id = selection.selectedPatientId
    if (id === null) return forget()
    if (patient.value?.id !== id) forget()
    try {
      await openPatient(id)
      await Promise.all([loadAppointments(id), loadMessages(id), loadLetters(id), loadTasks(id)])
    } catch (error) {
      if (isRefusal(error, 'reason-required')) return selection.askReason(id)
      if (isRefusal(error, 'not-signed-in', 'locked', 'core-restarted', 'core-unavailable')) throw error
      selection.clear()
      showError(error)
    }
  }

  /** The record once more, after a change of one's own whose answer was not the record. */
  async function refresh(): Promise<void> {
    const id = selection.selectedPatientId
    if (id !== null && patient.value?.id === id) await refreshPatient(id)
  }

  function reload(part: (id: PatientId) => Promise<void>, changed: PatientId | null): void {
    const id = selection.selectedPatientId
    if (id === null || (changed !== null && changed !== id)) return
    part(id).catch((error: unknown) => {
      // Somebody has protected the address meanwhile.
      if (isRefusal(error, 'reason-required')) selection.askReason(id)
      else showError(error)
    })
  }

  function reloadAll(parts: readonly ((id: PatientId) => Promise<void>)[], changed: PatientId | null): void {
    for (const part of parts) reload(part, changed)
  }

  /** Takes the answer of a change, so that the card need not read the record once more. */
  function take(fresh: Patient): void {
    if (isShown(fresh.id)) patient.value = fresh
  }

  useReload(load)
  watch(() => [selection.selectedPatientId, selection.reason], load)
  // Before the next event reads it again: the record goes on as the other.
  useCoreEvent('patients.merged', ({ from, into }) => {
    if (selection.selectedPatientId === from) selection.openPatient(into, selection.reason)
  })
  // Some tasks are read from contact details, appointments and messages.
  useCoreEvent('patients.changed', ({ patientId }) => reloadAll([refreshPatient, loadTasks], patientId))
  useCoreEvent('duplicates.changed', () => reload(refreshPatient, null))
  useCoreEvent('appointments.changed', ({ patientId }) => reloadAll([loadAppointments, loadTasks], patientId))
  // An appointment says whether its letter waits or was printed.
  useCoreEvent('letters.changed', ({ patientId }) => reloadAll([loadLetters, loadAppointments], patientId))
  useCoreEvent('messages.changed', ({ patientId }) => reloadAll([loadMessages, loadTasks], patientId))
  useCoreEvent('tasks.changed', () => reload(loadTasks, null))

  return {
    patient,
    appointments,
    mistaken,
    appointmentTotal,
    messages,
    letters,
    tasks,
    current,
    refresh,
    take
  }
})
