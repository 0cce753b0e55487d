import { Temporal } from 'temporal-polyfill'
import type { AtSession } from '../at/at-session'
import { classifyError, errorCode } from '../at/error-classes'
import type { SubmitResult } from '../at/submit-exchange'
import type { ModemClock } from '../clock'
import type { OutgoingPart, SendOutcome } from '../modem-port'
import type { DecodedReport } from '../pdu/decode'
import { encodeSubmit } from '../pdu/encode-submit'

/** Digits that must agree: a report may name the receiver in national form. */
const comparedDigits = 8
/** The network's stamp has whole seconds, and its clock is not ours. */
const clockTolerance = Temporal.Duration.from({ seconds: 2 })

function isSameNumber(one: string, other: string): boolean {
  return one.slice(-comparedDigits) === other.slice(-comparedDigits)
}

/** Sends parts over one session and knows which one is on the air. */
export class Sender {
  private readonly session: AtSession
  private readonly clock: ModemClock
  private onAir: { to: string; since: Temporal.Instant } | null = null
  private lastReference: number | null = null
  private canKeepLink = true
  private isKeepingLink = false

  constructor(session: AtSession, clock: ModemClock) {
    this.session = session
    this.clock = clock
  }

  /** @param mayStart asked once more when the message's turn has come. */
  async send(message: OutgoingPart, imei: string | null, mayStart: () => boolean): Promise<SendOutcome> {
    const { hex, length } = encodeSubmit(message)
    await this.keepLink(message.moreToFollow)
    const onSubmitted = (): void => {
      this.onAir = { to: message.to, since: this.clock.now() }
    }
    const result = await this.session.submit({ hex, length, mayStart, onSubmitted })
    this.onAir = null
    if (result.kind === 'accepted') this.lastReference = result.mr
    if (result.kind === 'unknown') this.lastReference = null
    return outcomeOf(result, imei)
  }

  /**
   * Ends the wait for the message on the air when a report can only be about it: same receiver, stamped after it was
   * handed over, and with the reference that follows the last. Where the last is not known nothing is concluded here.
   */
  compare(report: DecodedReport): void {
    if (this.onAir === null || this.lastReference === null || report.sentAt === null) return
    const isNext = report.mr === (this.lastReference + 1) % 256
    const isAfter =
      Temporal.Instant.compare(report.sentAt.instant, this.onAir.since.subtract(clockTolerance)) >= 0
    if (isNext && isAfter && isSameNumber(report.recipient, this.onAir.to))
      this.session.settleAsAccepted(report.mr)
  }

  /** Lets go of the radio link, if the last message asked for it to be kept: the program ends. */
  async leave(): Promise<void> {
    if (this.isKeepingLink) await this.session.run('AT+CMMS=0')
  }

  /** `+CMMS=1` keeps the radio link between the parts of one message; the modem drops it by itself some seconds later. */
  private async keepLink(moreToFollow: boolean): Promise<void> {
    const isNeeded = moreToFollow && !this.isKeepingLink && this.canKeepLink
    this.isKeepingLink = moreToFollow
    if (!isNeeded) return
    try {
      this.canKeepLink = (await this.session.run('AT+CMMS=1')).ok
    } catch {
      this.isKeepingLink = false // it only saves time; what is wrong with the modem shows in the sending itself
    }
  }
}

function outcomeOf(result: SubmitResult, imei: string | null): SendOutcome {
  if (result.kind === 'accepted') return { ...result, imei }
  if (result.kind !== 'refused') return result
  return { kind: 'refused', code: errorCode(result.error), class: classifyError(result.error) }
}
