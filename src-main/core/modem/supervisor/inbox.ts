import type { AtSession, RunCommand } from '../at/at-session'
import type { LineFrame } from '../at/framer'
import type { ModemClock } from '../clock'
import { errorName, type ModemLog } from '../log'
import type { DeliveryReport, IncomingSms } from '../modem-port'
import {
  decodePdu,
  reportOutcome,
  type DecodedDeliver,
  type DecodedPdu,
  type DecodedReport
} from '../pdu/decode'
import { PduError } from '../pdu/octets'
import type { Listeners } from './listeners'
import { selectMemory } from './set-up'

interface StoredPdu {
  readonly index: number
  readonly pdu: string
}

/** A PDU with what it says. */
export interface ShownPdu {
  readonly pdu: string
  readonly decoded: DecodedPdu
}

interface InboxOptions {
  readonly clock: ModemClock
  readonly log: ModemLog
  readonly incoming: Listeners<IncomingSms, Promise<void>>
  readonly reports: Listeners<DeliveryReport, Promise<void>>
}

const listMs = 20_000
const reportMemory = 'SR'

/** `+CMGL: 3,0,,25` with its PDU; null for a message of our own (status 2 and 3) and for a line that lost its PDU. */
function listedPdu({ text, pdu }: LineFrame): StoredPdu | null {
  const [, index, status] = /^\+CMGL: ?(\d+), ?(\d)/.exec(text) ?? []
  if (pdu === null || index === undefined || Number(status) > 1) return null
  return { index: Number(index), pdu }
}

/** Empties the modem's storage: each message goes to the listeners first and is deleted, by its index, only after that. */
export class Inbox {
  imei: string | null = null
  /** The memory in use; null where the modem cannot choose. */
  memory: string | null = null
  private readonly options: InboxOptions
  /** Handed over already but not yet deleted, by memory and index. */
  private readonly handedOver = new Map<string, string>()

  constructor(options: InboxOptions) {
    this.options = options
  }

  /** Reads and empties the storage. What a listener rejects stays and is offered again next time. */
  async collect(session: AtSession): Promise<void> {
    if (this.options.incoming.isEmpty) return
    const answer = await session.run('AT+CMGL=4', listMs)
    if (!answer.ok) return
    for (const stored of answer.lines.map(listedPdu)) {
      if (stored !== null) await this.takeStored(session, stored, this.memory)
    }
  }

  /** Reads what `+CDSI: "SR",3` or a `+CMTI` for another memory announced. */
  async collectFrom(session: AtSession, memory: string, index: number): Promise<void> {
    const pdu = await session.exclusive((run) =>
      this.within(run, memory, async () => {
        const answer = await run(`AT+CMGR=${index}`)
        return answer.ok ? (answer.lines[0]?.pdu ?? null) : null
      })
    )
    if (pdu !== null) await this.takeStored(session, { index, pdu }, memory)
  }

  /** Reads and empties a memory of its own for delivery reports: the notice of one may have been lost. */
  async collectReports(session: AtSession): Promise<void> {
    if (this.options.reports.isEmpty) return
    const answer = await session.exclusive((run) =>
      this.within(run, reportMemory, () => run('AT+CMGL=4', listMs))
    )
    if (!answer.ok) return
    for (const stored of answer.lines.map(listedPdu)) {
      if (stored !== null) await this.takeStored(session, stored, reportMemory)
    }
  }

  /** Takes what the modem showed without storing it, a delivery report by `+CDS`, and acknowledges it once it is on disk. */
  async takeShown(session: AtSession, shown: ShownPdu, needsAcknowledgement: boolean): Promise<void> {
    const isKept = await this.takeDecoded(shown)
    if (!isKept || !needsAcknowledgement) return
    try {
      await session.run('AT+CNMA')
    } catch (error) {
      // A modem that shows no more reports for want of this has changed its settings, which shows at the next look.
      this.options.log.info('modem.report-unacknowledged', { error: errorName(error) })
    }
  }

  /** Reads a PDU the modem showed; null when it cannot be read. */
  readShown(pdu: string): ShownPdu | null {
    const decoded = this.decode(pdu)
    return decoded && { pdu, decoded }
  }

  private async takeStored(
    session: AtSession,
    { index, pdu }: StoredPdu,
    memory: string | null
  ): Promise<void> {
    const place = `${memory}/${index}`
    if (this.handedOver.get(place) !== pdu) {
      if (!(await this.takePdu(pdu))) return
      this.handedOver.set(place, pdu)
    }
    const answer = await session.exclusive((run) => this.within(run, memory, () => run(`AT+CMGD=${index}`)))
    if (answer.ok || answer.error.number === 321) this.handedOver.delete(place)
  }

  /** True when the PDU may be deleted. One that cannot be read stays on the SIM. */
  private async takePdu(pdu: string): Promise<boolean> {
    const shown = this.readShown(pdu)
    return shown !== null && (await this.takeDecoded(shown))
  }

  private async takeDecoded({ pdu, decoded }: ShownPdu): Promise<boolean> {
    try {
      if (decoded.type === 'status-report')
        await Promise.all(this.options.reports.notify(this.reportOf(decoded)))
      if (decoded.type === 'deliver') await this.takeText(decoded, pdu)
      return decoded.type !== 'submit'
    } catch (error) {
      this.options.log.warn('modem.message.not-stored', { error: errorName(error) })
      return false
    }
  }

  /** A message without text is the network's or a WAP push: it is no patient's and goes unread. */
  private async takeText(decoded: DecodedDeliver, rawPdu: string): Promise<void> {
    const { from, text, concat, sentAt } = decoded
    if (text === null) return this.options.log.info('modem.message.without-text')
    const receivedAt = this.options.clock.now()
    const message = {
      imei: this.imei,
      from,
      text,
      concat,
      rawPdu,
      receivedAt,
      sentAt: sentAt?.instant ?? receivedAt
    }
    await Promise.all(this.options.incoming.notify(message))
  }

  private reportOf({ mr, recipient, status, sentAt, doneAt }: DecodedReport): DeliveryReport {
    return {
      imei: this.imei,
      mr,
      recipient,
      status,
      outcome: reportOutcome(status),
      smscAt: sentAt?.instant ?? null,
      doneAt: doneAt?.instant ?? null
    }
  }

  private decode(pdu: string): DecodedPdu | null {
    try {
      return decodePdu(pdu)
    } catch (error) {
      if (!(error instanceof PduError)) throw error
      this.options.log.warn('modem.message.unreadable', { reason: error.message })
      return null
    }
  }

  /** Runs work with another memory selected, and selects ours again whatever happens. */
  private async within<T>(run: RunCommand, memory: string | null, work: () => Promise<T>): Promise<T> {
    if (memory === null || memory === this.memory) return work()
    await run(selectMemory(memory, 1))
    try {
      return await work()
    } finally {
      if (this.memory !== null) await run(selectMemory(this.memory, 1))
    }
  }
}
