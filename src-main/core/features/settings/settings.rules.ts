import type { ClinicSettings } from '@contract/settings'
import type { Country, Language } from '@contract/values'

export interface DefaultSettingsInput {
  readonly clinicName: string
  readonly clinicTelephone: string
  readonly country: Country
  readonly language: Language
  readonly timeZone: string
  readonly isTraining: boolean
}

/** Hundredths of the currency: øre in Norway and Denmark, eurocents in the Netherlands. */
const SEGMENT_PRICE_MINOR = { NO: 39, DK: 35, NL: 7 } as const satisfies Record<Country, number>

/**
 * A new clinic's settings. Reminders 72 and 28 hours before: two beat either alone, and the later one leaves time to
 * cancel without a fee; quiet hours 21–08.
 */
export function defaultSettings(input: DefaultSettingsInput): ClinicSettings {
  return {
    ...input,
    clinicAddress: { line: '', postalCode: '', city: '' },
    idleLockMinutes: 10,
    waitLimitMinutes: [15, 30],
    wall: { hasSound: false },
    modem: { kind: 'none' },
    messaging: {
      confirmationDelayMinutes: 5,
      reminderHours: [72, 28],
      reminderMinimumMinutes: 45,
      quietFrom: 21 * 60,
      quietUntil: 8 * 60,
      cancelLimitHours: 24,
      segmentPriceMinor: SEGMENT_PRICE_MINOR[input.country],
      video: { baseAddress: null, linkMinutes: 10, patienceMinutes: 10 },
      monthlyCeilingMinor: null
    },
    fees: { noShowMinor: null, lateCancellationMinor: null, exemptUnderAge: 16 },
    letters: { toUnreachable: true },
    backup: { folder: null, hours: [9, 12, 15] }
  }
}
