import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { noFaults, randomFaults } from './random-faults'
import { ModemSimulator } from './simulator'

const usage = `A GSM modem on a pseudo-terminal. Options:
  --link PATH            the port to make (required)
  --log FILE             JSON lines of what left
  --delay-ms N           from Ctrl-Z to the answer
  --report-delay-ms N    from acceptance to the delivery report; "none" for no reports
  --pin PIN              the SIM asks for it
  --imei DIGITS  --manufacturer NAME  --model NAME
  --memory-size N        places for messages
  --prompt-without-space --ignore-echo-off
  --auto-reply TEXT      answers every message
  --error-rate 0.1 --error-code 38 --lost-prompt-rate 0.05 --lost-answer-rate 0.1
  --noise-rate 1 --vanish-before-rate 0.01 --vanish-after-rate 0.01 --replug-ms 500 --seed 1
Commands on standard input, one JSON object a line:
  {"command":"incoming","from":"+4740000001","text":"JA"}  {"command":"unplug"}
  {"command":"replug","link":"/tmp/other"}  {"command":"registration","value":2}
  {"command":"signal","value":5}  {"command":"restart"}  {"command":"print","line":"RING"}  {"command":"stop"}`

const text = { type: 'string' } as const
const flag = { type: 'boolean' } as const

function readOptions(values: readonly string[]) {
  return parseArgs({
    args: [...values],
    options: {
      link: text,
      log: text,
      'delay-ms': text,
      'report-delay-ms': text,
      pin: text,
      imei: text,
      manufacturer: text,
      model: text,
      'memory-size': text,
      'prompt-without-space': flag,
      'ignore-echo-off': flag,
      'auto-reply': text,
      'error-rate': text,
      'error-code': text,
      'lost-prompt-rate': text,
      'lost-answer-rate': text,
      'noise-rate': text,
      'vanish-before-rate': text,
      'vanish-after-rate': text,
      'replug-ms': text,
      seed: text,
      help: flag
    }
  }).values
}

type Options = ReturnType<typeof readOptions>

function numberOf(value: string | undefined, otherwise: number): number {
  return value === undefined ? otherwise : Number(value)
}

function faultsOf(options: Options) {
  return randomFaults({
    errorRate: numberOf(options['error-rate'], noFaults.errorRate),
    errorCode: numberOf(options['error-code'], noFaults.errorCode),
    lostPromptRate: numberOf(options['lost-prompt-rate'], noFaults.lostPromptRate),
    lostAnswerRate: numberOf(options['lost-answer-rate'], noFaults.lostAnswerRate),
    noiseRate: numberOf(options['noise-rate'], noFaults.noiseRate),
    vanishBeforeRate: numberOf(options['vanish-before-rate'], noFaults.vanishBeforeRate),
    vanishAfterRate: numberOf(options['vanish-after-rate'], noFaults.vanishAfterRate),
    seed: numberOf(options.seed, noFaults.seed)
  })
}

function start(link: string, options: Options): Promise<ModemSimulator> {
  const { log, pin, imei, manufacturer, model, 'auto-reply': autoReply, 'replug-ms': replugMs } = options
  const reportDelay = options['report-delay-ms']
  return ModemSimulator.start({
    link,
    ...(log === undefined ? {} : { log }),
    ...(autoReply === undefined ? {} : { autoReply }),
    ...(replugMs === undefined ? {} : { replugMs: Number(replugMs) }),
    model: {
      answerDelayMs: numberOf(options['delay-ms'], 0),
      reportDelayMs: reportDelay === 'none' ? null : numberOf(reportDelay, 50),
      memorySize: numberOf(options['memory-size'], 20),
      ignoresEchoOff: options['ignore-echo-off'] === true,
      faults: faultsOf(options),
      ...(pin === undefined ? {} : { pin }),
      ...(imei === undefined ? {} : { imei }),
      ...(manufacturer === undefined ? {} : { manufacturer }),
      ...(model === undefined ? {} : { model }),
      ...(options['prompt-without-space'] === true ? { prompt: '\r\n>\r\n' } : {})
    }
  })
}

async function obey(simulator: ModemSimulator, line: string): Promise<void> {
  const command: Record<string, unknown> = JSON.parse(line)
  const word = (name: string): string => String(command[name] ?? '')
  if (command['command'] === 'incoming') simulator.model.receive(word('from'), word('text'))
  else if (command['command'] === 'unplug') await simulator.unplug()
  else if (command['command'] === 'replug') await simulator.replug(word('link') || undefined)
  else if (command['command'] === 'registration') simulator.model.setRegistration(Number(command['value']))
  else if (command['command'] === 'signal') simulator.model.signal = Number(command['value'])
  else if (command['command'] === 'restart') simulator.model.restart()
  else if (command['command'] === 'print') simulator.model.print(word('line'))
  else if (command['command'] === 'stop') await stop(simulator)
  else throw new Error('Unknown command.')
}

async function stop(simulator: ModemSimulator): Promise<void> {
  await simulator.close()
  process.exit(0)
}

/** Runs until it is stopped; writes {"ready":…} when the port can be opened and a line for each command and unplugging. */
export async function main(values: readonly string[]): Promise<void> {
  const options = readOptions(values)
  if (options.help === true || options.link === undefined) {
    console.log(usage)
    process.exitCode = options.help === true ? 0 : 2
    return
  }
  const simulator = await start(options.link, options)
  const say = (fact: object): void => console.log(JSON.stringify(fact))
  simulator.onUnplug(() => say({ unplugged: true }))
  process.once('SIGTERM', () => void stop(simulator))
  process.once('SIGINT', () => void stop(simulator))
  createInterface({ input: process.stdin }).on('line', (line) => {
    obey(simulator, line).then(
      () => say({ done: line }),
      (error: unknown) => say({ failed: String(error) })
    )
  })
  say({ ready: options.link })
}
