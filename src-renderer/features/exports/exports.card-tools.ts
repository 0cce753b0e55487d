import { translate } from '../../app/i18n'
import { notify, showError } from '../../app/undo'
import { call } from '../../core-client'
import type { CardTool } from '../patients/card/card-tools'

export const cardTools: readonly CardTool[] = [
  {
    id: 'exports.vcard',
    titleKey: 'exports.vcard',
    order: 80,
    async run({ id }) {
      try {
        const { name, content } = await call('exports.vcard', { patientId: id })
        const { isSaved } = await call('shell.saveFile', { name, content })
        if (isSaved) notify(translate('exports.vcardSaved'))
      } catch (error) {
        showError(error)
      }
    }
  }
]
