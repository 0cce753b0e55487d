import type { Death, NotBroughtBack } from '@contract/deaths'
import { useI18n } from 'vue-i18n'

/** What a death ended and what could not be brought back, in words. */
export function useDeathWords() {
  const { t, locale } = useI18n()
  const listed = (words: readonly string[]): string =>
    new Intl.ListFormat(locale.value, { type: 'conjunction' }).format(words)
  return {
    ended: (ended: Death['ended']): string =>
      listed(ended.map(({ part, count }) => t(`deaths.kind.${part}`, { count }, count))),
    notBack: (missing: readonly NotBroughtBack[]): string =>
      listed(
        missing.map(({ part, count, why }) =>
          t(`deaths.why.${why}`, { what: t(`deaths.kind.${part}`, { count }, count) })
        )
      ),
    listed
  }
}
