import type { AppointmentType } from '@contract/appointments'
import type { AppointmentTypeId, ClinicianId, RoomId } from '@contract/ids'
import type { Clinician, ClinicSettings, Room } from '@contract/settings'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { call, useCoreEvent, useReload } from '../../core-client'

/** The clinic's own things, which every page needs: clinicians, rooms, appointment types, settings. */
export const useClinic = defineStore('clinic', () => {
  const clinicians = shallowRef<readonly Clinician[]>([])
  const rooms = shallowRef<readonly Room[]>([])
  const appointmentTypes = shallowRef<readonly AppointmentType[]>([])
  const settings = shallowRef<ClinicSettings | null>(null)
  const isLoaded = ref(false)

  const activeClinicians = computed(() => clinicians.value.filter((clinician) => clinician.isActive))
  const activeRooms = computed(() => rooms.value.filter((room) => room.isActive))
  const activeTypes = computed(() => appointmentTypes.value.filter((type) => type.isActive))

  async function loadClinicians(): Promise<void> {
    clinicians.value = await call('clinicians.list', {})
  }

  async function loadTypes(): Promise<void> {
    appointmentTypes.value = await call('appointmentTypes.list', {})
  }

  async function loadSettings(): Promise<void> {
    const [now, nowRooms] = await Promise.all([call('settings.get', {}), call('rooms.list', {})])
    settings.value = now
    rooms.value = nowRooms
  }

  async function load(): Promise<void> {
    await Promise.all([loadClinicians(), loadTypes(), loadSettings()])
    isLoaded.value = true
  }

  useReload(load)
  useCoreEvent('clinicians.changed', () => void loadClinicians())
  useCoreEvent('appointmentTypes.changed', () => void loadTypes())
  useCoreEvent('settings.changed', () => void loadSettings())

  const clinicianOf = (id: ClinicianId | null): Clinician | undefined =>
    clinicians.value.find((clinician) => clinician.id === id)
  const roomOf = (id: RoomId | null): Room | undefined => rooms.value.find((room) => room.id === id)
  const typeOf = (id: AppointmentTypeId | null): AppointmentType | undefined =>
    appointmentTypes.value.find((type) => type.id === id)

  return {
    clinicians,
    rooms,
    appointmentTypes,
    settings,
    isLoaded,
    activeClinicians,
    activeRooms,
    activeTypes,
    load,
    clinicianOf,
    roomOf,
    typeOf
  }
})
