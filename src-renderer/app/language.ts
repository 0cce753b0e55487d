import type { Language } from '@contract/values'
import { computed, ref, watchEffect } from 'vue'
import { useSession } from '../features/users/session.store'
import { isLanguage, setLanguage } from './i18n'
import { readPreference, writePreference } from './preferences'
import { useSystem } from './system.store'

const OF_CLINIC = 'language-of-clinic'
const chosen = ref<Language | null>(null)

/**
 * Follows the language: chosen at this PC, else the user's, else the clinic's, else the PC's. The clinic's is remembered,
 * so that a page which asks for the recovery key, or says why the data stay closed, speaks it too.
 */
export function useLanguage(): void {
  const session = useSession()
  const system = useSystem()
  watchEffect(() => {
    chosen.value = readPreference(preferenceOf(session.user?.id), isLanguage)
  })
  const clinics = computed(() => {
    if (system.state?.phase === 'open') return system.state.language
    return system.state?.phase === 'empty' ? null : readPreference(OF_CLINIC, isLanguage)
  })
  watchEffect(() => {
    if (system.state?.phase === 'open') writePreference(OF_CLINIC, system.state.language)
  })
  watchEffect(() => {
    void setLanguage(chosen.value ?? session.user?.language ?? clinics.value ?? languageOfPc())
  })
}

/** The choice of the person who is signed in, for this PC; before the first start, of the page alone. */
export function chooseLanguage(language: Language): void {
  const { user } = useSession()
  if (user) writePreference(preferenceOf(user.id), language)
  chosen.value = language
}

function preferenceOf(userId: number | undefined): string {
  return userId === undefined ? 'language' : `language.${userId}`
}

function languageOfPc(): Language {
  const wished = navigator.languages
    .map((tag) => tag.slice(0, 2))
    .map((code) => (code === 'no' ? 'nb' : code))
  return wished.find(isLanguage) ?? 'nb'
}
