import type { Appointment } from '@contract/appointments'
import type { AppointmentId } from '@contract/ids'
import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import { translate } from '../../app/i18n'
import { notify, showError } from '../../app/undo'
import { call, useCoreEvent } from '../../core-client'
import { useSession } from '../users/session.store'
import { isMovable } from '../waiting-room/possible-steps'
import { nameOf } from './names'

/**
 * Appointments held at the side while somebody leafs to where they are to go. Each keeps its place until it is put down;
 * the board is this window's, and of one person.
 */
export const usePinboard = defineStore('pinboard', () => {
  const session = useSession()
  /** The one held last comes first. */
  const held = shallowRef<readonly Appointment[]>([])

  function has(id: AppointmentId): boolean {
    return held.value.some((one) => one.id === id)
  }

  function hold(appointment: Appointment): void {
    held.value = [appointment, ...held.value.filter((one) => one.id !== appointment.id)]
  }

  function release(id: AppointmentId): void {
    if (has(id)) held.value = held.value.filter((one) => one.id !== id)
  }

  /** What happened to it elsewhere is seen here too; one that cannot be moved any more leaves the board. */
  async function follow(id: AppointmentId): Promise<void> {
    try {
      const fresh = await call('appointments.get', { id })
      if (!has(id)) return
      if (isMovable(fresh)) held.value = held.value.map((one) => (one.id === id ? fresh : one))
      else {
        release(id)
        notify(translate('calendar.pinboard.gone', { name: nameOf(fresh) }))
      }
    } catch (error) {
      showError(error)
    }
  }

  watch(
    () => session.user?.id,
    () => {
      held.value = []
    }
  )
  useCoreEvent('appointments.changed', ({ appointmentId, patientId }) => {
    for (const { id, patientId: own } of held.value)
      if (appointmentId === id || (appointmentId === null && (patientId === null || patientId === own)))
        void follow(id)
  })
  useCoreEvent('patients.changed', ({ patientId }) => {
    for (const one of held.value) if (patientId === null || one.patientId === patientId) void follow(one.id)
  })

  return { held, has, hold, release }
})
