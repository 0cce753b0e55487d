import type { AppointmentType } from '@contract/appointments'
import {
  AbsenceId,
  ScheduleTemplateId,
  type AppointmentTypeId,
  type ClinicianId,
  type ResourceId,
  type RoomId
} from '@contract/ids'
import type { AbsenceDraft, Schedule, TemplateSession, WeekTemplateDraft } from '@contract/schedules'
import type { Language } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { saveType, usualSessions } from '../../features/appointments'
import {
  fittingSpans,
  saveResource,
  saveResourceKind,
  sessionsOn,
  writeAbsence,
  writeTemplate
} from '../../features/schedules'

/** The clinician who is away for two days next week. */
const AWAY = 1
const COURSE = {
  nb: 'Emnekurs i Bergen',
  nn: 'Emnekurs i Bergen',
  da: 'Kursus i Odense',
  nl: 'Nascholing in Utrecht',
  en: 'Course in Leeds'
} as const satisfies Record<Language, string>

/**
 * A week as clinics have it: ØH held back in the morning and the afternoon, a telephone hour before lunch, and with the
 * third clinician video hours and home visits every other Friday.
 */
function demoWeeks(clinician: number): TemplateSession[] {
  const hasVideo = clinician === 2
  return [1, 2].flatMap((week) =>
    [1, 2, 3, 4, 5].flatMap((weekday): TemplateSession[] => {
      const session = (
        startMinute: number,
        endMinute: number,
        kind: TemplateSession['kind'] = 'ordinary',
        heldUntilMinute: number | null = null
      ): TemplateSession => ({ week, weekday, startMinute, endMinute, kind, heldUntilMinute, roomId: null })
      const morning = hasVideo
        ? [session(510, 600), session(600, 690, 'video')]
        : [session(510, 660), session(660, 690, 'telephone')]
      const isOut = hasVideo && week === 2 && weekday === 5
      const afternoon = isOut
        ? [session(720, 930, 'home-visit')]
        : [session(720, 870), session(870, 900, 'urgent', 720), session(900, 930)]
      return [session(480, 510, 'urgent', 480), ...morning, ...afternoon]
    })
  )
}

export interface DemoSchedules {
  /** Whether that is a place the type belongs in; what is past was given as the days came. */
  fits(visit: DemoPlace, type: AppointmentType): boolean
  /** Whether the clinician takes calls then. */
  isTelephoneHour(visit: DemoPlace): boolean
}

export interface DemoPlace {
  readonly clinician: number
  readonly date: Temporal.PlainDate
  readonly start: number
  readonly minutes: number
}

/** Writes the weeks of the clinicians and an absence, and tells what belongs where. */
export async function writeDemoSchedules(
  transaction: Transaction,
  clinicians: readonly ClinicianId[],
  { today, language }: { today: Temporal.PlainDate; language: Language }
): Promise<DemoSchedules> {
  const schedules: Schedule[] = []
  for (const [index, clinicianId] of clinicians.entries()) {
    const template: WeekTemplateDraft = {
      id: null,
      clinicianId,
      name: '',
      validFrom: '2000-01-01',
      validUntil: null,
      cycleWeeks: 2,
      anchorDate: today.toString(),
      sessions: demoWeeks(index)
    }
    await writeTemplate(transaction, template)
    const absences = index === AWAY ? [courseOf(clinicianId, today, language)] : []
    for (const absence of absences) await writeAbsence(transaction, absence)
    schedules.push({
      clinicianId,
      templates: [{ ...template, id: ScheduleTemplateId.parse(index + 1) }],
      exceptions: [],
      absences: absences.map((absence) => ({ ...absence, id: AbsenceId.parse(index + 1) }))
    })
  }
  const sessionsAt = ({ clinician, date }: DemoPlace) => {
    const schedule = schedules[clinician]
    return schedule ? sessionsOn(schedule, date.toString(), null).sessions : []
  }
  const lies = (
    { start, minutes }: DemoPlace,
    spans: readonly { startMinute: number; endMinute: number }[]
  ) => spans.some(({ startMinute, endMinute }) => startMinute <= start && start + minutes <= endMinute)
  return {
    fits: (visit, { allowedSessions }) =>
      lies(visit, fittingSpans(sessionsAt(visit), { allowed: allowedSessions, isReleased: () => false })),
    isTelephoneHour: (visit) =>
      lies(
        visit,
        sessionsAt(visit).filter(({ kind }) => kind === 'telephone')
      )
  }
}

/** Thursday and Friday of next week. */
function courseOf(clinicianId: ClinicianId, today: Temporal.PlainDate, language: Language): AbsenceDraft {
  const thursday = today.add({ days: 7 + 4 - today.dayOfWeek })
  return {
    id: null,
    clinicianId,
    fromDate: thursday.toString(),
    fromMinute: 0,
    untilDate: thursday.add({ days: 1 }).toString(),
    untilMinute: 1440,
    reason: 'course',
    note: COURSE[language]
  }
}

const NAMES = {
  nb: {
    ultrasound: 'Ultralyd',
    spirometer: 'Spirometer',
    theatre: 'Skiftestue',
    minor: 'Småkirurgi',
    spirometry: 'Spirometri'
  },
  nn: {
    ultrasound: 'Ultralyd',
    spirometer: 'Spirometer',
    theatre: 'Skiftestove',
    minor: 'Småkirurgi',
    spirometry: 'Spirometri'
  },
  da: {
    ultrasound: 'Ultralyd',
    spirometer: 'Spirometer',
    theatre: 'Skiftestue',
    minor: 'Lille kirurgi',
    spirometry: 'Spirometri'
  },
  nl: {
    ultrasound: 'Echo',
    spirometer: 'Spirometer',
    theatre: 'Behandelkamer',
    minor: 'Kleine ingreep',
    spirometry: 'Spirometrie'
  },
  en: {
    ultrasound: 'Ultrasound',
    spirometer: 'Spirometer',
    theatre: 'Treatment room',
    minor: 'Minor surgery',
    spirometry: 'Spirometry'
  }
} as const satisfies Record<Language, Record<string, string>>

const CODES = {
  nb: { ultrasound: 'ULTRAL', minor: 'SMÅKIR', spirometry: 'SPIROM' },
  nn: { ultrasound: 'ULTRAL', minor: 'SMÅKIR', spirometry: 'SPIROM' },
  da: { ultrasound: 'ULTRAL', minor: 'LILKIR', spirometry: 'SPIROM' },
  nl: { ultrasound: 'ECHOON', minor: 'INGREE', spirometry: 'SPIROM' },
  en: { ultrasound: 'ULTRAS', minor: 'SURGER', spirometry: 'SPIROM' }
} as const satisfies Record<Language, Record<string, string>>

/** An ultrasound, a spirometer and a treatment room, and the types of visit that take one: which device by type. */
export async function writeDemoEquipment(
  transaction: Transaction,
  rooms: readonly RoomId[],
  language: Language
): Promise<ReadonlyMap<AppointmentTypeId, ResourceId>> {
  const names = NAMES[language]
  const deviceOf = new Map<AppointmentTypeId, ResourceId>()
  const codes = CODES[language]
  const wanted = [
    {
      name: names.ultrasound,
      kind: names.ultrasound,
      room: 3,
      minutes: 30,
      buffer: 5,
      code: codes.ultrasound
    },
    { name: names.minor, kind: names.theatre, room: 4, minutes: 40, buffer: 10, code: codes.minor },
    {
      name: names.spirometry,
      kind: names.spirometer,
      room: null,
      minutes: 20,
      buffer: 0,
      code: codes.spirometry
    }
  ]
  for (const { name, kind, room, minutes, buffer, code } of wanted) {
    const { id } = await saveResourceKind(transaction, { id: null, name: kind, isActive: true })
    const roomId = room === null ? null : (rooms[room] ?? null)
    const device = await saveResource(transaction, {
      id: null,
      kindId: id,
      name: `${kind} 1`,
      roomId,
      isActive: true
    })
    const type = await saveType(transaction, {
      id: null,
      name,
      durationMinutes: minutes,
      colour: 'green',
      kind: 'ordinary',
      isActive: true,
      reminderHours: null,
      sendsConfirmation: true,
      allowedSessions: usualSessions('ordinary'),
      bufferMinutes: buffer,
      needs: [id],
      isPortalBookable: false,
      quickCode: code
    })
    deviceOf.set(type.id, device.id)
  }
  return deviceOf
}
