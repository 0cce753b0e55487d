const TEXTS = {
  nb: { open: 'Åpne Skranke', lock: 'Lås', quit: 'Avslutt Skranke (påminnelser stopper)' },
  nn: { open: 'Opne Skranke', lock: 'Lås', quit: 'Avslutt Skranke (påminningar stoppar)' },
  da: { open: 'Åbn Skranke', lock: 'Lås', quit: 'Afslut Skranke (påmindelser stopper)' },
  nl: { open: 'Skranke openen', lock: 'Vergrendelen', quit: 'Skranke afsluiten (herinneringen stoppen)' },
  en: { open: 'Open Skranke', lock: 'Lock', quit: 'Quit Skranke (reminders stop)' }
} as const

type TrayTexts = (typeof TEXTS)[keyof typeof TEXTS]

/** The tray's words in the operating system's language; the renderer's locales are out of the shell's reach. */
export function trayTexts(locale: string): TrayTexts {
  const language = locale.toLowerCase().split(/[-_]/)[0]
  if (language === 'nb' || language === 'no') return TEXTS.nb
  if (language === 'nn' || language === 'da' || language === 'nl') return TEXTS[language]
  return TEXTS.en
}
