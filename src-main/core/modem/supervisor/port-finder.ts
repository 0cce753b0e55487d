import { namedPorts, portsOf, probablePorts, usbId, type PortInfo } from './find-ports'
import { Signal } from './signal'

export interface PortFinderOptions {
  /** Paths and globs; empty finds the modem by its USB id and by asking. */
  readonly patterns: readonly string[]
  /** The program made the patterns itself, from the system's list. */
  readonly arePatternsGuesses: boolean
  readonly list: () => Promise<readonly PortInfo[]>
  /** How long a list stays good: it starts a program on Linux. */
  readonly listMs: number
  /** How long a list is waited for where a port was named: that one is looked for again meanwhile. */
  readonly listWaitMs: number
  /** The modem a person chose, whatever its port is called. */
  readonly wantedImei: string | null
}

export interface FoundPort {
  readonly path: string
  /** Nobody named it: it may be another device's, and where ports are named only the modem known from them may be used on it. */
  readonly isGuess: boolean
}

/** Finds the ports to try, best first, and finds a modem again that comes back under another name. */
export class PortFinder {
  private readonly options: PortFinderOptions
  private known: { readonly imei: string | null; readonly usb: string | null } | null = null
  private listed: { readonly ports: readonly PortInfo[]; readonly atMs: number } | null = null
  private listing: Promise<readonly PortInfo[]> | null = null

  constructor(options: PortFinderOptions) {
    this.options = options
  }

  async find(): Promise<FoundPort[]> {
    const { patterns, wantedImei, arePatternsGuesses } = this.options
    if (patterns.length === 0) return this.guesses(await this.list())
    const named = await namedPorts(patterns, () => this.listSoon())
    const ports = named.map((path) => ({ path, isGuess: arePatternsGuesses }))
    const isLookedFor = wantedImei !== null || (this.known?.imei ?? null) !== null
    // The right port may be there and the modem another; that shows only when it has been asked.
    if (!isLookedFor || (named.length > 0 && wantedImei === null)) return ports
    const others = this.guesses(await this.listSoon()).filter(({ path }) => !named.includes(path))
    return [...ports, ...others]
  }

  /** The modem that is looked for on ports nobody named; null when any will do. */
  imeiFor({ isGuess }: FoundPort): string | null {
    const { wantedImei, patterns } = this.options
    if (wantedImei !== null) return wantedImei
    return isGuess && patterns.length > 0 ? (this.known?.imei ?? null) : null
  }

  /** This modem works on this port. */
  async remember(path: string, imei: string | null): Promise<void> {
    const port = (await this.listOrNothing()).find((each) => each.path === path)
    this.known = { imei, usb: port === undefined ? null : usbId(port) }
  }

  private guesses(ports: readonly PortInfo[]): FoundPort[] {
    const usb = this.known?.usb ?? null
    const same = usb === null ? [] : portsOf(usb, ports)
    return [...new Set([...same, ...probablePorts(ports)])].map((path) => ({ path, isGuess: true }))
  }

  private async list(): Promise<readonly PortInfo[]> {
    const now = performance.now()
    if (this.listed !== null && now - this.listed.atMs < this.options.listMs) return this.listed.ports
    this.listing ??= this.listAnew()
    return this.listing
  }

  private async listAnew(): Promise<readonly PortInfo[]> {
    try {
      const ports = await this.options.list()
      this.listed = { ports, atMs: performance.now() }
      return ports
    } finally {
      this.listing = null
    }
  }

  /** A computer that cannot list its ports can still open the one that was named. */
  private async listOrNothing(): Promise<readonly PortInfo[]> {
    return this.list().catch(() => [])
  }

  /** On a busy computer a list takes seconds, and a port that was named may be back long before. The next look has it. */
  private async listSoon(): Promise<readonly PortInfo[]> {
    const patience = new Signal()
    const nothing = patience.wait(this.options.listWaitMs).then(() => [])
    try {
      return await Promise.race([this.listOrNothing(), nothing])
    } finally {
      patience.set()
    }
  }
}
