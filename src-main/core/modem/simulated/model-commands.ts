import type { MemoryName } from './model-state'
import type { ModemModel } from './modem-model'

/** What a command answers: lines, then OK or the error. A number of the CMS list stands for the line with it. */
export interface Reply {
  readonly lines?: readonly string[]
  readonly cms?: number
  readonly cme?: number
  readonly isError?: boolean
}

type Handler = (modem: ModemModel, match: RegExpExecArray) => Reply

const ok: Reply = {}
const error: Reply = { isError: true }

function line(...lines: string[]): Reply {
  return { lines }
}

function listMessages(modem: ModemModel): Reply {
  const memory = modem.memory(modem.state.readMemory)
  return {
    lines: memory.indexes().flatMap((index) => {
      const found = memory.read(index)
      return found === null
        ? []
        : [`+CMGL: ${index},${found.status},,${found.pdu.length}\r\n${found.pdu.hex}`]
    })
  }
}

function readMessage(modem: ModemModel, index: number): Reply {
  const found = modem.memory(modem.state.readMemory).read(index)
  if (found === null) return { cms: 321 }
  return line(`+CMGR: ${found.status},,${found.pdu.length}\r\n${found.pdu.hex}`)
}

function selectMemory(modem: ModemModel, name: string): Reply {
  if (!isMemory(name)) return { cms: 303 }
  modem.state.readMemory = name
  const { used, size } = modem.memory(name)
  const { used: simUsed, size: simSize } = modem.memory('SM')
  return line(`+CPMS: ${used},${size},${simUsed},${simSize},${simUsed},${simSize}`)
}

function isMemory(name: string): name is MemoryName {
  return name === 'SM' || name === 'ME' || name === 'SR'
}

function choosePhase(modem: ModemModel, isPhaseTwoPlus: boolean): Reply {
  modem.change({ isPhaseTwoPlus })
  return line('+CSMS: 1,1,1')
}

function setIndications(modem: ModemModel, values: string): Reply {
  const [mode = 0, mt = 0, bm = 0, ds = 0, bfr = 0] = values.split(',').map(Number)
  if (!modem.options.reportModes.includes(ds) || mt > 1) return { cms: 303 }
  if (ds === 1 && modem.options.wantsAcknowledgement && !modem.state.isPhaseTwoPlus) return { cms: 302 }
  modem.state.cnmi = [mode, mt, bm, ds, bfr]
  return ok
}

function enterPin(modem: ModemModel, pin: string): Reply {
  const cme = modem.card.enter(pin)
  return cme === null ? ok : { cme }
}

const simNames = { ready: 'READY', pin: 'SIM PIN', puk: 'SIM PUK' } as const

function simState(modem: ModemModel): Reply {
  if (modem.card.state === 'absent') return { cme: 10 }
  if (modem.card.state === 'failure') return { cme: 13 }
  return line(`+CPIN: ${simNames[modem.card.state]}`)
}

/** Commands that work before the SIM is open. */
const early: readonly (readonly [RegExp, Handler])[] = [
  [/^AT$/, () => ok],
  [/^ATE([01])$/, (modem, [, value]) => modem.change({ isEchoing: value === '1' })],
  [/^ATV1(Q0)?$/, () => ok],
  [/^AT\+CMEE=([012])$/, (modem, [, value]) => modem.change({ errorDetail: value === '0' ? 0 : 1 })],
  [/^AT\+CMEE\?$/, (modem) => line(`+CMEE: ${modem.state.errorDetail}`)],
  [/^AT\+CGMI$/, (modem) => line(modem.options.manufacturer)],
  [/^AT\+CGMM$/, (modem) => line(modem.options.model)],
  [/^AT\+CGMR$/, () => line('R1.0')],
  [/^AT\+CGSN$/, (modem) => line(modem.options.imei)],
  [/^AT\+CPIN\?$/, simState],
  [/^AT\+CPIN="?(\d{4,8})"?$/, (modem, [, pin = '']) => enterPin(modem, pin)],
  [/^AT\+CSQ$/, (modem) => line(`+CSQ: ${modem.signal},0`)],
  [
    /^AT\+C(E?)REG\?$/,
    (modem, [, e = '']) =>
      line(`+C${e}REG: ${modem.state.areRegistrationReportsOn ? 1 : 0},${modem.registration}`)
  ],
  [
    /^AT\+C(E?)REG=([012])$/,
    (modem, [, , value]) => modem.change({ areRegistrationReportsOn: value !== '0' })
  ],
  [/^AT\+COPS=3,0$/, () => ok],
  [/^AT\+COPS\?$/, (modem) => line(modem.registration === 1 ? '+COPS: 0,0,"Simulert nett"' : '+COPS: 0')],
  [/^AT\+CFUN=1,1$/, (modem) => modem.restart()]
]

const whenOpen: readonly (readonly [RegExp, Handler])[] = [
  [/^AT\+CSCA\?$/, (modem) => line(`+CSCA: ${modem.options.serviceCentre}`)],
  [/^AT\+CMGF=([01])$/, (modem, [, value]) => modem.change({ isPduMode: value === '0' })],
  [/^AT\+CMGF\?$/, (modem) => line(`+CMGF: ${modem.state.isPduMode ? 0 : 1}`)],
  [/^AT\+CPMS=\?$/, () => line('+CPMS: ("SM","ME","SR"),("SM","ME"),("SM","ME")')],
  [/^AT\+CPMS="(\w+)"(?:,"\w+")*$/, (modem, [, name = '']) => selectMemory(modem, name)],
  [/^AT\+CSMS=([01])$/, (modem, [, value]) => choosePhase(modem, value === '1')],
  [/^AT\+CNMA$/, (modem) => modem.acknowledge()],
  [/^AT\+CMMS=([012])$/, () => ok],
  [
    /^AT\+CNMI=\?$/,
    (modem) => line(`+CNMI: (0-2),(0-1),(0,2),(${modem.options.reportModes.join(',')}),(0,1)`)
  ],
  [/^AT\+CNMI\?$/, (modem) => line(`+CNMI: ${modem.state.cnmi.join(',')}`)],
  [/^AT\+CNMI=([\d,]+)$/, (modem, [, values = '']) => setIndications(modem, values)],
  [/^AT\+CMGL=4$/, listMessages],
  [/^AT\+CMGR=(\d+)$/, (modem, [, index]) => readMessage(modem, Number(index))],
  [
    /^AT\+CMGD=(\d+)$/,
    (modem, [, index]) => (modem.memory(modem.state.readMemory).remove(Number(index)) ? ok : { cms: 321 })
  ]
]

const simErrors = { pin: 311, puk: 316, absent: 310, failure: 313 } as const

/** Answers a command line; `AT+CMGS` is not here, for it opens a prompt. */
export function answer(modem: ModemModel, command: string): Reply {
  for (const [pattern, handler] of early) {
    const match = pattern.exec(command)
    if (match !== null) return handler(modem, match)
  }
  for (const [pattern, handler] of whenOpen) {
    const match = pattern.exec(command)
    if (match !== null)
      return modem.card.state === 'ready' ? handler(modem, match) : { cms: simErrors[modem.card.state] }
  }
  return error
}
