import type { ConsentChannel } from '@contract/consents'
import type { Language } from '@contract/values'
import type { Reader } from '../../database/database'
import type { MessagingContext } from './context'
import { emailBody } from './email-texts'
import type { TemplatePurpose } from './template.rules'

/** Stands for the e-mail texts, which a clinic does not change. */
const FIXED_VERSION = 0

/** The text a message is made from: the clinic's own for SMS, the program's for e-mail. */
export async function findText(
  { templates }: Pick<MessagingContext, 'templates'>,
  reader: Reader,
  { channel, purpose, language }: { channel: ConsentChannel; purpose: TemplatePurpose; language: Language }
): Promise<{ readonly body: string; readonly version: number }> {
  const template = await templates.find(reader, purpose, language)
  if (channel === 'sms') return template
  const body = emailBody(purpose, language)
  return body === null ? template : { body, version: FIXED_VERSION }
}
