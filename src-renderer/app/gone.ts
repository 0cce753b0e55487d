import { translate } from './i18n'

/**
 * What stands where nothing is left: the person was deleted, or the text when its time was over. A list keeps the row,
 * for something happened, and says why it is empty.
 */
export function nameOrGone(name: string): string {
  return name === '' ? translate('rights.gone.person') : name
}

export function textOrGone(text: string): string {
  return text === '' ? translate('rights.gone.text') : text
}

/** What came in may also have come without a word. */
export function replyOrGone(text: string): string {
  return text === '' ? translate('rights.gone.reply') : text
}
