import type { AppointmentType } from '@contract/appointments'
import type { Language } from '@contract/values'
import type { AppointmentTypeDraft } from './appointment-type.queries'

const KINDS = [
  { kind: 'ordinary', durationMinutes: 20, colour: 'teal' },
  { kind: 'urgent', durationMinutes: 10, colour: 'rose' },
  { kind: 'telephone', durationMinutes: 10, colour: 'blue' },
  { kind: 'video', durationMinutes: 15, colour: 'violet' },
  { kind: 'home-visit', durationMinutes: 40, colour: 'olive' }
] as const

const NAMES = {
  nb: {
    ordinary: 'Konsultasjon',
    urgent: 'ØH-time',
    telephone: 'Telefon',
    video: 'Video',
    'home-visit': 'Hjemmebesøk'
  },
  nn: {
    ordinary: 'Konsultasjon',
    urgent: 'ØH-time',
    telephone: 'Telefon',
    video: 'Video',
    'home-visit': 'Heimebesøk'
  },
  da: {
    ordinary: 'Konsultation',
    urgent: 'Akuttid',
    telephone: 'Telefon',
    video: 'Video',
    'home-visit': 'Hjemmebesøg'
  },
  nl: {
    ordinary: 'Consult',
    urgent: 'Spoed',
    telephone: 'Telefonisch',
    video: 'Video',
    'home-visit': 'Visite'
  },
  en: {
    ordinary: 'Consultation',
    urgent: 'Urgent',
    telephone: 'Telephone',
    video: 'Video',
    'home-visit': 'Home visit'
  }
} as const satisfies Record<Language, Record<(typeof KINDS)[number]['kind'], string>>

/** What a new clinic can book from the first minute; a manager changes them in the settings. */
/** Six letters each, near the name. */
const QUICK_CODES = {
  nb: { ordinary: 'KONSUL', urgent: 'ØHTIME', telephone: 'TELEFO', video: 'VIDEOK', 'home-visit': 'HJEMME' },
  nn: { ordinary: 'KONSUL', urgent: 'ØHTIME', telephone: 'TELEFO', video: 'VIDEOK', 'home-visit': 'HEIMEB' },
  da: { ordinary: 'KONSUL', urgent: 'AKUTTI', telephone: 'TELEFO', video: 'VIDEOK', 'home-visit': 'HJEMME' },
  nl: { ordinary: 'CONSUL', urgent: 'SPOEDJ', telephone: 'TELEFO', video: 'VIDEOC', 'home-visit': 'VISITE' },
  en: { ordinary: 'CONSUL', urgent: 'URGENT', telephone: 'TELEPH', video: 'VIDEOC', 'home-visit': 'HOMEVI' }
} as const satisfies Record<Language, Record<AppointmentType['kind'], string>>

/** Where a kind of visit belongs: in sessions of its own, and in ordinary ones. */
export function usualSessions(kind: AppointmentType['kind']): AppointmentType['allowedSessions'] {
  return kind === 'ordinary' ? ['ordinary'] : [kind, 'ordinary']
}

export function defaultTypes(language: Language): AppointmentTypeDraft[] {
  return KINDS.map((type) => ({
    ...type,
    id: null,
    name: NAMES[language][type.kind],
    isActive: true,
    reminderHours: null,
    sendsConfirmation: true,
    allowedSessions: usualSessions(type.kind),
    bufferMinutes: 0,
    needs: [],
    isPortalBookable: false,
    quickCode: QUICK_CODES[language][type.kind]
  }))
}
