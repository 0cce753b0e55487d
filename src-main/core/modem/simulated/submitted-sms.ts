import { decodePdu } from '../pdu/decode'
import { PduError } from '../pdu/octets'
import type { SentSms } from './model-options'

/** Reads what was typed at the prompt; null when it is no SUBMIT of the length that `AT+CMGS` named. */
export function readSubmit(hex: string, length: number | null, mr: number): SentSms | null {
  try {
    const decoded = decodePdu(hex)
    const serviceCentreOctets = Number.parseInt(hex.slice(0, 2), 16) + 1
    if (decoded.type !== 'submit' || hex.length / 2 - serviceCentreOctets !== length) return null
    const { to, text, concat, validityMinutes, wantsReport } = decoded
    return { to, text: text ?? '', mr, concat, validityMinutes, wantsReport, pdu: hex }
  } catch (error) {
    if (error instanceof PduError) return null
    throw error
  }
}

/** The same bytes as a modem in text mode takes them. */
export function readText(text: string, receiver: number | null, mr: number): SentSms {
  return { to: String(receiver), text, mr, concat: null, validityMinutes: null, wantsReport: false, pdu: '' }
}
