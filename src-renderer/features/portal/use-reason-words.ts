import { useI18n } from 'vue-i18n'

/** Why something waits or was refused, in words; a code that has none is shown as it is. */
export function useReasonWords(): (reason: string | null) => string {
  const { t, te } = useI18n()
  return (reason) => {
    if (reason === null) return t('portal.reason.unknown')
    const key = `portal.reason.${reason}`
    return te(key) ? t(key) : reason
  }
}
