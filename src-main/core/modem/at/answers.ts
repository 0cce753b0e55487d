import type { AtError } from './error-classes'
import type { LineFrame } from './framer'

/** The end of an answer: success, or an error with its number where there is one. */
export type FinalResult = { readonly ok: true } | { readonly ok: false; readonly error: AtError }

const errorLine = /^\+(CMS|CME) ERROR: ?(.*)$/
const bareErrors = new Set(['ERROR', 'COMMAND NOT SUPPORT', 'TOO MANY PARAMETERS', 'ABORTED'])

/** Reads a final result code; null for any other line. */
export function finalResult(text: string): FinalResult | null {
  if (text === 'OK') return { ok: true }
  if (bareErrors.has(text)) return { ok: false, error: { kind: 'error', number: null } }
  const [, list, words = ''] = errorLine.exec(text) ?? []
  if (list === undefined) return null
  const number = /^\d+$/.test(words.trim()) ? Number(words) : null
  return { ok: false, error: { kind: list === 'CMS' ? 'cms' : 'cme', number } }
}

// Lines a modem writes without being asked: 3GPP TS 27.005/27.007 and the habits of SIMCom, Huawei, Quectel.
const unaskedLines = [
  /^\+(CMTI|CDSI|CMT|CDS|CBM|CBMI|CUSD|CRING|CLIP|CCWA|CGEV|CTZV|CTZE|CTZU|CIEV|CGREG|QIND|QUSIM|PSUTTZ): ?/,
  /^[*](PSUTTZ|PSNWID)/,
  /^\^/,
  /^\+SMS FULL/,
  /^\+CFUN: 1$/,
  /^DST: /,
  /^(RING|NO CARRIER|RDY|Call Ready|SMS Ready|SMS DONE|PB DONE|START|NORMAL POWER DOWN)$/,
  /^(UNDER|OVER)-VOLTAGE/
]

const registrationLine = /^\+C(?:E|G)?REG: ?(.*)$/

/** Whether a registration line answers a question: `+CREG: 0,1` does, the report `+CREG: 1` or `+CREG: 1,"00A1"` does not. */
function isRegistrationReport(text: string): boolean {
  const [, values] = registrationLine.exec(text) ?? []
  return values !== undefined && !/^\d+, ?\d+/.test(values)
}

/** Whether a line was not asked for, whatever command is in flight. */
export function isUnasked(text: string): boolean {
  return unaskedLines.some((pattern) => pattern.test(text)) || isRegistrationReport(text)
}

/** The modem has started anew: its settings are gone and its echo is on again. */
export function isRestartNotice(text: string): boolean {
  return /^(RDY|\^SYSSTART|START|SMS Ready|NORMAL POWER DOWN|UNDER-VOLTAGE POWER DOWN)$/.test(text)
}

/** The part of a line after its prefix: `+CSQ: 17,0` → `17,0`. */
export function valueAfter(prefix: string, lines: readonly LineFrame[]): string | null {
  const line = lines.find(({ text }) => text.startsWith(prefix))
  return line === undefined ? null : line.text.slice(prefix.length).trim()
}
