import { hasTranslation, translate } from '../../app/i18n'

/** Why somebody is not asked, or was not reached. */
export function reasonWords(reason: string): string {
  const key = `campaigns.reason.${reason}`
  return translate(hasTranslation(key) ? key : 'campaigns.reason.other')
}
