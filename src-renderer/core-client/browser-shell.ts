import type { NetworkLink } from './network-link'

const PREFERENCES = 'skranke-preferences'
const REFUSED = { code: 'not-over-network', parameters: {} }

type Answer = (input: Record<string, unknown>) => unknown

/** What the shell does for a page of the program, as far as a browser can do it. */
export function browserShell(link: NetworkLink): (method: string, input: unknown) => Promise<unknown> {
  const answers: Record<string, Answer> = {
    'shell.info': async () => ({
      version: versionOf(await link.call('system.state', {})),
      isPackaged: true,
      isDevelopmentPackage: false,
      platform: 'other',
      corePid: null,
      window: 0
    }),
    'shell.saveFile': ({ name, content }) => saveFile(String(name), String(content)),
    'shell.print': () => {
      window.print()
      return { isPrinted: true }
    },
    'shell.openWindow': ({ route }) => {
      window.open(`#${String(route)}`, '_blank', 'noopener')
      return {}
    },
    'shell.setFullScreen': async ({ isFullScreen }) => {
      if (isFullScreen === true) await document.documentElement.requestFullscreen()
      else if (document.fullscreenElement) await document.exitFullscreen()
      return {}
    },
    'shell.settings': () => ({ keepsInTray: false }),
    'shell.preferences': readPreferences,
    'shell.setPreference': ({ name, value }) => {
      localStorage.setItem(PREFERENCES, JSON.stringify({ ...readPreferences(), [String(name)]: value }))
      return {}
    },
    'shell.restartCore': () => {
      link.retry()
      return {}
    }
  }
  return async (method, input) => {
    const answer = answers[method]
    if (!answer) throw REFUSED
    return await answer(isRecord(input) ? input : {})
  }
}

/** Theme, keys, language: choices of a person on this PC, never anything about a patient. */
function readPreferences(): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFERENCES) ?? '{}')
    return isRecord(kept) ? kept : {}
  } catch {
    // Somebody has changed them by hand: the defaults serve.
    return {}
  }
}

function saveFile(name: string, content: string): { isSaved: boolean } {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/plain;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
  return { isSaved: true }
}

function versionOf(state: unknown): string {
  return isRecord(state) && typeof state['appVersion'] === 'string' ? state['appVersion'] : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
