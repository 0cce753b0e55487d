import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { readPreference, writePreference } from '../preferences'
import { vuetify } from './vuetify'

export type ThemeChoice = 'light' | 'dark' | 'system'

export const THEME_CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark']

const isThemeChoice = (value: unknown): value is ThemeChoice =>
  THEME_CHOICES.some((choice) => choice === value)

/** Light, dark, or what the PC says. */
export const useTheme = defineStore('theme', () => {
  const system = window.matchMedia('(prefers-color-scheme: dark)')
  const isSystemDark = ref(system.matches)
  const choice = ref<ThemeChoice>(readPreference('theme', isThemeChoice) ?? 'system')
  const isDark = computed(() => (choice.value === 'system' ? isSystemDark.value : choice.value === 'dark'))

  system.addEventListener('change', (event) => {
    isSystemDark.value = event.matches
  })

  watchEffect(() => {
    document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light'
    void vuetify.theme.change(isDark.value ? 'dark' : 'light')
  })

  function choose(next: ThemeChoice): void {
    choice.value = next
    writePreference('theme', next)
  }

  return { choice, isDark, choose }
})
