import { splitIntoParts } from '../pdu/segments'
import { answer, type Reply } from './model-commands'
import { defaultModelOptions, type ModemModelOptions, type SentSms, type SubmitFault } from './model-options'
import { freshState, MessageMemory, type MemoryName, type VolatileState } from './model-state'
import { readSubmit, readText } from './submitted-sms'
import { SimCard } from './sim-card'
import { encodeDeliver, encodeReport, type ShownPdu } from './network-pdus'

/** A GSM modem as seen from its serial side: bytes in, bytes out, and a network behind it. No port, no process. */
export class ModemModel {
  readonly options: ModemModelOptions
  state: VolatileState = freshState()
  readonly card: SimCard
  registration = 1
  signal = 21
  private readonly memories: Record<MemoryName, MessageMemory>
  private command = ''
  private pduLength: number | null = null
  private isBusy = false
  private waiting: number[] = []
  private readonly heldBack: ShownPdu[] = []
  private mr = 0
  private ref = 0
  private outputListener: (bytes: Uint8Array) => void = () => undefined
  private sentListener: (sms: SentSms) => void = () => undefined
  private vanishListener: () => void = () => undefined
  private hasVanished = false

  constructor(options: Pick<ModemModelOptions, 'clock'> & Partial<ModemModelOptions>) {
    this.options = { ...defaultModelOptions, ...options }
    this.card = new SimCard(this.options.pin)
    const size = this.options.memorySize
    this.memories = { SM: new MessageMemory(size), ME: new MessageMemory(size), SR: new MessageMemory(size) }
  }

  onOutput(listener: (bytes: Uint8Array) => void): void {
    this.outputListener = listener
  }

  /** A message the network has taken. */
  onSent(listener: (sms: SentSms) => void): void {
    this.sentListener = listener
  }

  /** A fault asks for the modem to be pulled out. */
  onVanish(listener: () => void): void {
    this.vanishListener = listener
  }

  /** It can be spoken to again after it was pulled out. */
  plugIn(): void {
    this.hasVanished = false
  }

  /** It is pulled out: what was on its way is lost. */
  vanish(): void {
    this.hasVanished = true
    this.vanishListener()
  }

  /** Bytes from the computer. */
  write(bytes: Iterable<number>): void {
    for (const byte of bytes) {
      // What the computer had written when the modem was pulled out reaches nobody.
      if (this.hasVanished) return
      if (this.isBusy) this.waiting.push(byte)
      else this.takeByte(byte)
    }
  }

  /** A message comes from the network. False when there was no room for all of it. */
  receive(from: string, text: string): boolean {
    this.ref = (this.ref + 1) % 256
    const parts = splitIntoParts(text, this.ref)
    return parts
      .map((part) => this.receivePdu(encodeDeliver(from, part, this.options.clock.now())))
      .every(Boolean)
  }

  receivePdu(pdu: ShownPdu): boolean {
    const index = this.memories.SM.store(pdu)
    const isAnnounced = this.options.announcesStored && this.state.cnmi[1] === 1
    if (index !== null && isAnnounced) this.print(`+CMTI: "SM",${index}`)
    return index !== null
  }

  setRegistration(registration: number): void {
    this.registration = registration
    if (this.state.areRegistrationReportsOn) this.print(`+CREG: ${registration}`)
  }

  memory(name: MemoryName): MessageMemory {
    return this.memories[name]
  }

  change(change: Partial<VolatileState>): Reply {
    const keepsEcho = change.isEchoing === false && this.options.ignoresEchoOff
    this.state = { ...this.state, ...change, ...(keepsEcho ? { isEchoing: true } : {}) }
    return {}
  }

  /** Settings are gone and echo is on, as after a brown-out. */
  restart(): Reply {
    this.plugIn()
    this.state = freshState()
    this.command = ''
    this.pduLength = null
    this.card.losePower()
    if (!this.options.announcesRestart) return {}
    setImmediate(() => {
      this.print('RDY')
      this.print('SMS Ready')
    })
    return {}
  }

  /** Prints a line nobody asked for. */
  print(line: string): void {
    const noise = this.options.faults.noise?.() ?? null
    if (noise !== null) this.output(`\r\n${noise}\r\n`)
    this.output(`\r\n${line}\r\n`)
  }

  private output(text: string): void {
    this.outputListener(Buffer.from(text, 'latin1'))
  }

  private takeByte(byte: number): void {
    if (this.state.isEchoing) this.outputListener(Uint8Array.of(byte))
    if (byte === 0x1b) return this.leavePrompt()
    if (this.pduLength !== null) return this.takePduByte(byte)
    if (byte !== 0x0d) {
      if (byte >= 0x20) this.command += String.fromCharCode(byte)
      return
    }
    const command = this.command.trim()
    this.command = ''
    if (command !== '') this.execute(command)
  }

  private leavePrompt(): void {
    const wasInPrompt = this.pduLength !== null
    this.command = ''
    this.pduLength = null
    if (wasInPrompt) this.print('OK')
  }

  private execute(command: string): void {
    const fault = this.options.faults.onCommand?.(command) ?? null
    if (fault !== null) return fault === '' ? undefined : this.print(fault)
    const length = /^AT\+CMGS=(\d+)$/.exec(command)?.[1]
    if (length !== undefined) return this.openPrompt(Number(length))
    this.reply(answer(this, command))
  }

  private openPrompt(length: number): void {
    if (this.card.state !== 'ready') return this.reply({ cms: 311 })
    if (this.registration !== 1 && this.registration !== 5) return this.reply({ cms: 331 })
    const fault = this.options.faults.onPrompt?.() ?? null
    if (fault === 'error') return this.reply({ cms: 500 })
    if (fault === 'lose') return
    this.pduLength = length
    this.output(this.options.prompt)
  }

  private takePduByte(byte: number): void {
    if (byte !== 0x1a) {
      this.command += String.fromCharCode(byte)
      if (this.options.faults.onPduByte?.(this.command.length) === true) this.vanish()
      return
    }
    const hex = this.command.trim()
    const length = this.pduLength
    this.command = ''
    this.pduLength = null
    this.submit(hex, length)
  }

  private submit(hex: string, length: number | null): void {
    // In text mode the number after the equals sign is the receiver, and the digits are the text.
    const sms = this.state.isPduMode ? readSubmit(hex, length, this.mr) : readText(hex, length, this.mr)
    if (sms === null) return this.reply({ cms: 304 })
    const fault = this.options.faults.onSubmit?.(sms) ?? null
    const finish = (): void => this.finishSubmit(sms, fault)
    if (this.options.answerDelayMs === 0) return finish()
    this.isBusy = true
    setTimeout(() => {
      finish()
      this.isBusy = false
      this.write(this.waiting.splice(0))
    }, this.options.answerDelayMs)
  }

  private finishSubmit(sms: SentSms, fault: SubmitFault | null): void {
    if (fault === 'vanish-before') return this.vanish()
    if (fault === 'glue-error-to-echo') return this.output(`${sms.pdu}\u001a+CMS ERROR: 38\r\n`)
    if (fault !== null && typeof fault === 'object') return this.reply({ cms: fault.cms })
    this.mr = (this.mr + 1) % 256
    this.sentListener(sms)
    this.report(sms)
    if (fault === 'vanish-after') return this.vanish()
    if (fault === 'restart-after') return void this.restart()
    if (fault !== 'lose-answer') this.reply({ lines: [`+CMGS: ${sms.mr}`] })
    if (fault === 'answer-then-restart') this.restart()
  }

  /** The network says what became of a message; it may say so again to a modem that was away. */
  report(sms: SentSms): void {
    const { reportDelayMs, reportStatus, clock } = this.options
    if (!sms.wantsReport || reportDelayMs === null) return
    const sentAt = clock.now()
    setTimeout(() => {
      const status = reportStatus(sms.to)
      const pdu = encodeReport({ mr: sms.mr, recipient: sms.to, sentAt, doneAt: clock.now(), status })
      this.showReport(pdu)
    }, reportDelayMs).unref()
  }

  private showReport(pdu: ShownPdu): void {
    const mode = this.state.cnmi[3]
    if (mode === 1) return this.showOrHoldBack(pdu)
    const index = mode === 2 ? this.memories.SR.store(pdu) : null
    if (index !== null && this.options.announcesStored) this.print(`+CDSI: "SR",${index}`)
  }

  private showOrHoldBack(pdu: ShownPdu): void {
    if (this.state.isUnacknowledged) return void this.heldBack.push(pdu)
    this.state.isUnacknowledged = this.state.isPhaseTwoPlus
    this.print(`+CDS: ${pdu.length}\r\n${pdu.hex}`)
  }

  /** `+CNMA`; one too many is refused. */
  acknowledge(): Reply {
    if (!this.state.isUnacknowledged) return { cms: 340 }
    this.state.isUnacknowledged = false
    const [next] = this.heldBack.splice(0, 1)
    if (next !== undefined) setImmediate(() => this.showReport(next))
    return {}
  }

  private reply({ lines = [], cms, cme, isError = false }: Reply): void {
    for (const line of lines) this.print(line)
    const hasNumbers = this.state.errorDetail === 1
    if (cms !== undefined) return this.print(`+CMS ERROR: ${cms}`)
    if (cme !== undefined) return this.print(hasNumbers ? `+CME ERROR: ${cme}` : 'ERROR')
    this.print(isError ? 'ERROR' : 'OK')
  }
}
