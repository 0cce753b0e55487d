import type { ModemStatus, PortCandidate } from '@contract/system'
import { listPorts, openModem, type ModemPort } from '../modem'
import { describeModem } from '../modem-factory'
import type { Clock } from '../platform/clock'
import { silentLog } from '../platform/log'

const ANSWER_WITHIN_MS = 8_000
/** States in which nothing more will come of waiting. */
const SETTLED: ReadonlySet<string> = new Set([
  'ready',
  'pin-required',
  'puk-required',
  'no-sim',
  'sim-failure',
  'not-a-modem',
  'denied',
  'busy-elsewhere'
])

/** The serial ports of this PC, likely modems first. */
export async function listPortCandidates(): Promise<PortCandidate[]> {
  return [...(await listPorts())]
}

/**
 * Asks each likely port whether a modem answers. Takes some seconds; a port that another program holds is left alone,
 * and of the modem that the clinic uses (`own`) it is known already.
 */
export async function findModems(clock: Clock, own: ModemStatus | null): Promise<ModemStatus[]> {
  const likely = (await listPorts()).filter(({ isLikelyModem }) => isLikelyModem)
  const ask = async (path: string): Promise<ModemStatus> =>
    own?.path === path ? own : await askPort(path, clock)
  const found = await Promise.all(likely.map(({ path }) => ask(path)))
  return found.filter(({ state }) => state !== 'not-a-modem' && state !== 'absent')
}

async function askPort(path: string, clock: Clock): Promise<ModemStatus> {
  const modem = openModem({ paths: [path], arePathsGuesses: true, clock, log: silentLog })
  try {
    await settled(modem)
    return describeModem(modem, clock)
  } finally {
    await modem.close()
  }
}

async function settled(modem: ModemPort): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ANSWER_WITHIN_MS)
    modem.onStatus(({ state }) => {
      if (!SETTLED.has(state)) return
      clearTimeout(timer)
      resolve()
    })
  })
}
