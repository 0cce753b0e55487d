import type { Language } from '@contract/values'
import { computed, ref, watch } from 'vue'
import { useFormats } from '../../app/formats'
import { readLanguage } from '../../app/i18n'
import { showError } from '../../app/undo'

/** The language read aloud in: the patient's, or the one chosen; the page's own until its texts have been read. */
export function useSpokenLanguage(ofPatient: () => Language | null) {
  const formats = useFormats()
  const own = ref<Language | null>(null)
  const spoken = ref(formats.language.value)
  const chosen = computed<Language>({
    get: () => own.value ?? ofPatient() ?? formats.language.value,
    set: (language) => (own.value = language)
  })

  async function speak(language: Language): Promise<void> {
    await readLanguage(language)
    // Another one may have been chosen meanwhile.
    if (language === chosen.value) spoken.value = language
  }
  watch(chosen, (language) => void speak(language).catch(showError), { immediate: true })

  return { chosen, spoken }
}
