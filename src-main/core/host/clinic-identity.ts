import type { Country, Language } from '@contract/values'
import type { Core } from '../core'
import { readMark } from '../features/settings'

/** What a page shows of the clinic before anybody has signed in. */
export interface ClinicIdentity {
  readonly clinicName: string
  readonly language: Language
  readonly country: Country
  readonly timeZone: string
  readonly isTraining: boolean
  readonly isDemo: boolean
}

export const DEMO_MARK = 'demo'

export async function clinicIdentity({ settings, database }: Core): Promise<ClinicIdentity> {
  if (!(await settings.exists())) {
    return {
      clinicName: '',
      language: 'nb',
      country: 'NO',
      timeZone: 'Europe/Oslo',
      isTraining: false,
      isDemo: false
    }
  }
  const { clinicName, language, country, timeZone, isTraining } = await settings.read()
  const isDemo = (await readMark(database.reader, DEMO_MARK)) !== null
  return { clinicName, language, country, timeZone, isTraining, isDemo }
}
