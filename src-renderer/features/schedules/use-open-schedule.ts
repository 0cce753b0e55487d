import type { ClinicianId } from '@contract/ids'
import { useRouter } from 'vue-router'
import { useClock } from '../../app/clock.store'
import { useCommand } from '../../app/keyboard'
import { useSelection } from '../../app/selection.store'
import { minuteOfDay } from '../../lib/dates'
import { useClinic } from '../settings/clinic.store'
import { useSession } from '../users/session.store'
import { sickFrom } from './absence-draft'
import AbsencePanel from './AbsencePanel.vue'

interface ScheduleOpener {
  open(clinicianId: ClinicianId): void
  /** Writes that somebody is ill, from this minute until the day ends. */
  writeSick(clinicianId: ClinicianId): void
}

/** The ways from the calendar to a clinician's hours. */
export function useOpenSchedule(): ScheduleOpener {
  const router = useRouter()
  const clock = useClock()
  const selection = useSelection()
  return {
    open: (clinicianId) => void router.push({ path: '/schedules', query: { clinician: clinicianId } }),
    writeSick(clinicianId) {
      const start = sickFrom(clinicianId, clock.today, minuteOfDay(clock.nowMs, clock.timeZone))
      selection.openForm(AbsencePanel, { start })
    }
  }
}

/** The same ways in the list of commands, for as long as a clinician's column is shown. */
export function useScheduleCommands(clinicianId: () => ClinicianId): void {
  const { open, writeSick } = useOpenSchedule()
  const clinic = useClinic()
  const session = useSession()
  const id = clinicianId()
  const titleParameters = (): { name: string } => ({ name: clinic.clinicianOf(clinicianId())?.name ?? '' })
  const when = (): boolean => session.isDesk
  useCommand({
    id: `schedules.sick-${id}`,
    titleKey: 'schedules.command.sickToday',
    titleParameters,
    when,
    run: () => writeSick(clinicianId())
  })
  useCommand({
    id: `schedules.open-${id}`,
    titleKey: 'schedules.openOf',
    titleParameters,
    when,
    run: () => open(clinicianId())
  })
}
