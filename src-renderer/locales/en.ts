import { en } from 'vuetify/locale'
import { mergeLocale, type MessageTree } from '../app/locales'

const files = import.meta.glob<MessageTree>('./en/*.json', { eager: true, import: 'default' })

export const messages = { ...mergeLocale(files), $vuetify: en }
