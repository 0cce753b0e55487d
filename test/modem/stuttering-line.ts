import type { SerialLine } from '../../src-main/core/modem/at/line'
import type { ModemModel } from '../../src-main/core/modem/simulated/modem-model'

/** How a line cuts what it carries and how long each piece takes; both lists begin again at their end. */
export interface Stutter {
  readonly sizes: readonly number[]
  readonly delaysMs: readonly number[]
}

/** A cable to a modelled modem that delivers everything in order, in any pieces and as late as it likes. */
export class StutteringLine implements SerialLine {
  isClosed = false
  private readonly model: ModemModel
  private stutter: Stutter
  private readonly onItsWay: number[] = []
  private piece = 0
  private isCarrying = false
  private dataListener: (bytes: Uint8Array) => void = () => undefined
  private closeListener: () => void = () => undefined

  constructor(model: ModemModel, stutter: Stutter) {
    this.model = model
    this.stutter = stutter
    model.onOutput((bytes) => this.carry(bytes))
  }

  write(bytes: Uint8Array): void {
    if (!this.isClosed) setImmediate(() => this.model.write(bytes))
  }

  async drain(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.dataListener = listener
  }

  onClose(listener: () => void): void {
    this.closeListener = listener
  }

  async close(): Promise<void> {
    if (this.isClosed) return
    this.isClosed = true
    this.closeListener()
  }

  /** Bytes towards the computer: the modem's, or noise. */
  carry(bytes: Uint8Array): void {
    this.onItsWay.push(...bytes)
    if (!this.isCarrying) this.carryNext()
  }

  /** From now on nothing is late. */
  calm(): void {
    this.stutter = { sizes: [4096], delaysMs: [0] }
  }

  private carryNext(): void {
    this.isCarrying = this.onItsWay.length > 0
    if (!this.isCarrying) return
    const { sizes, delaysMs } = this.stutter
    const size = sizes[this.piece % sizes.length] ?? 1
    const delayMs = delaysMs[this.piece % delaysMs.length] ?? 0
    this.piece += 1
    setTimeout(() => {
      const bytes = Uint8Array.from(this.onItsWay.splice(0, size))
      if (!this.isClosed) this.dataListener(bytes)
      this.carryNext()
    }, delayMs)
  }
}
