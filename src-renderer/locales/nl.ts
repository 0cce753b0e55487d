import { nl } from 'vuetify/locale'
import { mergeLocale, type MessageTree } from '../app/locales'

const files = import.meta.glob<MessageTree>('./nl/*.json', { eager: true, import: 'default' })

export const messages = { ...mergeLocale(files), $vuetify: nl }
