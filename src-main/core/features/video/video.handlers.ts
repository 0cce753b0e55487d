import type { MethodName } from '@contract/index'
import type { AppointmentId } from '@contract/ids'
import type { VideoVisit } from '@contract/video'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Handlers } from '../../rpc/handlers'
import { listTypes, type AppointmentRecord, type Appointments, type Step } from '../appointments'
import { awaitsAdmission, type Messaging, type VideoView } from '../messaging'

export interface VideoDependencies {
  readonly appointments: Pick<Appointments, 'steps' | 'look'>
  readonly messaging: Pick<Messaging, 'videoViews'>
}

type VideoMethods = Extract<MethodName, `video.${string}`>

export function videoHandlers({ appointments, messaging }: VideoDependencies): Handlers<VideoMethods> {
  const { steps, look } = appointments
  return {
    'video.today': async (_input, { actor }) => {
      const { today, timeZone } = await steps.moment()
      const midnight = Temporal.PlainDate.from(today).toZonedDateTime(timeZone)
      const span = {
        from: toStoredInstant(midnight.toInstant()),
        until: toStoredInstant(midnight.add({ days: 1 }).toInstant())
      }
      const entry = { action: 'video.opened', patientId: null, detail: today }
      const views = await look(actor, entry, async (reader) => await messaging.videoViews(reader, span))
      return views.map(visitOf)
    },
    'video.admit': async ({ id }, { actor }) =>
      await steps.commit(
        async (transaction) =>
          await steps.take(transaction, {
            id,
            actor,
            decide: async (appointment, { now, today }) => {
              if (!(await isVideoVisit(transaction, appointment))) throw new AppError('not-video')
              return admitted(appointment, { now, today })
            }
          })
      )
  }
}

/**
 * Under way, without having arrived: when the patient opened the link is not known here, so that no wait is counted.
 * @throws AppError `transition-not-allowed`, `not-today`
 */
function admitted(appointment: AppointmentRecord, { now, today }: { now: string; today: string }): Step {
  if (!awaitsAdmission(appointment))
    throw new AppError('transition-not-allowed', { from: appointment.status, to: 'in-progress' })
  if (appointment.date > today) throw new AppError('not-today', { date: appointment.date })
  const changes = { status: 'checked-in', encounterStatus: 'in-progress', inProgressAt: now } as const
  return { kind: 'called-in', changes }
}

async function isVideoVisit(reader: Reader, { typeId }: AppointmentRecord): Promise<boolean> {
  return (await listTypes(reader)).some(({ id, kind }) => id === typeId && kind === 'video')
}

function visitOf(view: VideoView): VideoVisit {
  const id: AppointmentId = view.id
  return {
    appointmentId: id,
    patientId: view.patientId,
    clinicianId: view.clinicianId,
    start: view.start,
    link: view.link,
    linkAt: toStoredInstant(view.linkAt),
    linkState: view.linkMessage?.state ?? null,
    linkReason: view.linkMessage?.reason ?? null,
    isLinkMissed: view.isLinkMissed,
    deliveredAt: view.linkMessage?.delivered_at ?? null,
    mayLeaveAt: toStoredInstant(view.mayLeaveAt),
    lateToldAt: view.lateMessage?.sent_at ?? null,
    canAdmit: awaitsAdmission(view)
  }
}
