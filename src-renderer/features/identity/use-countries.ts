import { COUNTRY_CODES } from '@contract/choices'
import type { CountryCode } from '@contract/identifiers'
import { computed, type ComputedRef } from 'vue'
import { useFormats } from '../../app/formats'
import { useClinic } from '../settings/clinic.store'

/** Every country but the clinic's own, by its name in the language of the page. */
export function useCountries(): ComputedRef<{ value: CountryCode; label: string }[]> {
  const formats = useFormats()
  const clinic = useClinic()
  return computed(() => {
    const names = new Intl.DisplayNames(formats.language.value, { type: 'region' })
    return COUNTRY_CODES.filter((code) => code !== (clinic.settings?.country ?? 'NO'))
      .map((code) => ({ value: code, label: names.of(code) ?? code }))
      .sort((one, other) => one.label.localeCompare(other.label, formats.language.value))
  })
}
