import type { AppointmentId, PatientId } from '@contract/ids'
import type { PortalMarks, PortalMarkState } from '@contract/portal'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'
import { useDay } from '../appointments/day.store'
import { useWeek } from '../appointments/week.store'
import { useShownPatient } from '../patients/card/shown-patient.store'
import { useBoard } from '../waiting-room/board.store'
import { usePortal } from './portal.store'

/** A burst of changes is asked about once. */
const REST_MS = 120
const MOST_APPOINTMENTS = 2_000
const NOTHING: PortalMarks = { appointments: [], patients: [] }

/** What of everything in sight the portal has not confirmed yet: asked for all of it at once. */
export const usePortalMarks = defineStore('portal-marks', () => {
  const portal = usePortal()
  const day = useDay()
  const week = useWeek()
  const board = useBoard()
  const shown = useShownPatient()
  const marks = shallowRef<PortalMarks>(NOTHING)
  let resting: ReturnType<typeof setTimeout> | undefined

  const appointmentIds = computed<readonly AppointmentId[]>(() => {
    if (!portal.isOn) return []
    const inSight = [
      ...day.columns.flatMap((column) => column.appointments),
      ...(week.isShown
        ? week.days.flatMap(({ columns }) => columns.flatMap((column) => column.appointments))
        : []),
      ...(board.board ? [...board.board.expected, ...board.waiting, ...board.inRoom] : []),
      ...shown.appointments
    ]
    return [...new Set(inSight.map(({ id }) => id))].slice(0, MOST_APPOINTMENTS)
  })
  const patientIds = computed<readonly PatientId[]>(() =>
    portal.isOn && shown.patient ? [shown.patient.id] : []
  )

  async function load(): Promise<void> {
    const fresh = portal.isOn
      ? await call('portal.marks', {
          appointmentIds: [...appointmentIds.value],
          patientIds: [...patientIds.value]
        })
      : NOTHING
    // Nothing in sight is drawn anew while nothing has changed.
    if (JSON.stringify(fresh) !== JSON.stringify(marks.value)) marks.value = fresh
  }
  function reload(): void {
    clearTimeout(resting)
    resting = setTimeout(() => void load().catch(showError), REST_MS)
  }
  const reloadWhereOn = (): void => void (portal.isOn && reload())

  useReload(load)
  watch(() => [portal.isOn, appointmentIds.value.join(), patientIds.value.join()].join(), reload)
  useCoreEvent('portal.changed', reloadWhereOn)
  useCoreEvent('appointments.changed', reloadWhereOn)
  useCoreEvent('patients.changed', reloadWhereOn)
  onScopeDispose(() => clearTimeout(resting))

  const byAppointment = computed(() => new Map(marks.value.appointments.map(({ id, state }) => [id, state])))
  const byPatient = computed(() => new Map(marks.value.patients.map((one) => [one.id, one])))

  return {
    ofAppointment: (id: AppointmentId): PortalMarkState | null => byAppointment.value.get(id) ?? null,
    ofRecord: (id: PatientId): PortalMarkState | null => byPatient.value.get(id)?.record ?? null,
    ofConsents: (id: PatientId): PortalMarkState | null => byPatient.value.get(id)?.consents ?? null,
    /** What the patient has typed at the portal, while codes still go to the one before. */
    newMobileOf: (id: PatientId): string | null => byPatient.value.get(id)?.newMobile ?? null
  }
})
