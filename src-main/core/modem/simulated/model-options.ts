import type { ModemClock } from '../clock'
import type { Concatenation } from '../pdu/user-data'

/** One SMS that left the simulated modem. */
export interface SentSms {
  readonly to: string
  readonly text: string
  readonly mr: number
  readonly concat: Concatenation | null
  readonly validityMinutes: number | null
  readonly wantsReport: boolean
  readonly pdu: string
}

/** What goes wrong with a submitted message. `before` and `after` tell whether the network got it. */
export type SubmitFault =
  | { readonly cms: number }
  | 'lose-answer'
  | 'vanish-before'
  | 'vanish-after'
  | 'restart-after'
  | 'answer-then-restart'
  | 'glue-error-to-echo'

/** Faults to play; each is asked every time and answers null for "as usual". */
export interface ModemFaults {
  /** Answers a command in place of the modem: the final line, or '' for silence. */
  readonly onCommand?: (command: string) => string | null
  readonly onPrompt?: () => 'lose' | 'error' | null
  readonly onSubmit?: (sms: SentSms) => SubmitFault | null
  /** Part of the PDU has come, this many bytes. True makes the modem vanish. */
  readonly onPduByte?: (count: number) => boolean
  /** A line of noise to write before the next line. */
  readonly noise?: () => string | null
}

export interface ModemModelOptions {
  readonly clock: ModemClock
  readonly manufacturer: string
  readonly model: string
  readonly imei: string
  /** The PIN the SIM asks for; null for a SIM without. */
  readonly pin: string | null
  readonly prompt: string
  /** What `+CSCA?` answers: quoted number and type. */
  readonly serviceCentre: string
  /** From Ctrl-Z to the answer. */
  readonly answerDelayMs: number
  /** From acceptance to the delivery report; null for a network that never reports. */
  readonly reportDelayMs: number | null
  /** TP-ST of the report: 0 is delivered. */
  readonly reportStatus: (to: string) => number
  /** Shows reports only in phase 2+, the next one when the last has been acknowledged with `+CNMA`. */
  readonly wantsAcknowledgement: boolean
  /** Says +CMTI and +CDSI; without, what is stored is only found by looking. */
  readonly announcesStored: boolean
  /** Values of ds that +CNMI takes: 1 shows reports, 2 stores them. */
  readonly reportModes: readonly number[]
  readonly memorySize: number
  readonly ignoresEchoOff: boolean
  /** Says RDY when it starts anew; with autobauding a modem says nothing. */
  readonly announcesRestart: boolean
  readonly faults: ModemFaults
}

export const defaultModelOptions: Omit<ModemModelOptions, 'clock'> = {
  manufacturer: 'Skranke',
  model: 'Simulated modem',
  imei: '490154203237518',
  pin: null,
  prompt: '\r\n> ',
  serviceCentre: '"+4740000000",145',
  answerDelayMs: 0,
  reportDelayMs: 0,
  reportStatus: () => 0,
  wantsAcknowledgement: false,
  announcesStored: true,
  reportModes: [0, 1, 2],
  memorySize: 20,
  ignoresEchoOff: false,
  announcesRestart: true,
  faults: {}
}
