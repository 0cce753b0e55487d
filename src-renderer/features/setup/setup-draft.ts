import type { ModemChoice } from '@contract/system'
import type { Country, Language } from '@contract/values'

export const COUNTRIES = ['NO', 'DK', 'NL'] as const satisfies readonly Country[]

export const COUNTRY_OF: Record<Language, Country> = { nb: 'NO', nn: 'NO', en: 'NO', da: 'DK', nl: 'NL' }

export const TIME_ZONE_OF: Record<Country, string> = {
  NO: 'Europe/Oslo',
  DK: 'Europe/Copenhagen',
  NL: 'Europe/Amsterdam'
}

/** What has been filled in so far. */
export interface SetupDraft {
  country: Country
  clinicName: string
  clinicTelephone: string
  timeZone: string
  name: string
  password: string
  isTraining: boolean
  modem: ModemChoice
}

export function emptySetup(language: Language): SetupDraft {
  const country = COUNTRY_OF[language]
  return {
    country,
    clinicName: '',
    clinicTelephone: '',
    timeZone: TIME_ZONE_OF[country],
    name: '',
    password: '',
    isTraining: false,
    modem: { kind: 'none' }
  }
}

export const STEPS = ['clinic', 'administrator', 'key', 'modem'] as const
export type Step = (typeof STEPS)[number]

/** The steps of this set-up: a training clinic keeps its key beside the data and has nothing to print. */
export function stepsOf({ isTraining }: SetupDraft): readonly Step[] {
  return isTraining ? STEPS.filter((step) => step !== 'key') : STEPS
}
