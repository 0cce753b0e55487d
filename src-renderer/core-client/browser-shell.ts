import type { NetworkLink } from './network-link'

const PREFERENCES = 'skranke-preferences'
const TAB = 'skranke-tab'
/** The program numbers its own windows from one. */
const FIRST_TAB = 2 ** 32
const REFUSED = { code: 'not-over-network', parameters: {} }

type Answer = (input: Record<string, unknown>) => unknown

/** What the shell does for a page of the program, as far as a browser can do it. */
export function browserShell(
  link: Pick<NetworkLink, 'call' | 'retry'>
): (method: string, input: unknown) => Promise<unknown> {
  const answers: Record<string, Answer> = {
    'shell.info': async () => ({
      version: versionOf(await link.call('system.state', {})),
      isPackaged: true,
      isDevelopmentPackage: false,
      platform: 'other',
      corePid: null,
      window: tabNumber()
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

/** The same after a reload, and another in each tab: one person at two PCs types two registrations. */
function tabNumber(): number {
  const kept = Number(sessionStorage.getItem(TAB))
  if (Number.isSafeInteger(kept) && kept >= FIRST_TAB) return kept
  const drawn = FIRST_TAB + (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0)
  sessionStorage.setItem(TAB, String(drawn))
  return drawn
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
