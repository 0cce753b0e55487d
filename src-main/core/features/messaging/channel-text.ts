import type { Reader } from '../../database/database'
import type { MessagingContext } from './context'
import { withFooter } from './email-texts'
import type { TemplateKey } from './template.rules'
import { hasText } from './template-texts'

/** The text a message is made from; what has none for e-mail goes with the words of its SMS. */
export async function findText(
  { templates }: Pick<MessagingContext, 'templates'>,
  reader: Reader,
  key: TemplateKey
): Promise<{ readonly body: string; readonly version: number }> {
  if (key.channel === 'sms' || !hasText(key)) return await templates.find(reader, { ...key, channel: 'sms' })
  const { body, version } = await templates.find(reader, key)
  return { body: withFooter(body, key.language), version }
}
