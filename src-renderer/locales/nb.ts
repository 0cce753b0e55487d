import { no } from 'vuetify/locale'
import { mergeLocale, type MessageTree } from '../app/locales'

const files = import.meta.glob<MessageTree>('./nb/*.json', { eager: true, import: 'default' })

export const messages = { ...mergeLocale(files), $vuetify: no }
