/** A whole line from the modem. Lists and deliveries carry their PDU: the header and the line after it are one. */
export interface LineFrame {
  readonly kind: 'line'
  readonly text: string
  readonly pdu: string | null
}

/** What the byte stream holds: lines, and the prompt, which has no line end. */
export type Frame = LineFrame | { readonly kind: 'prompt' }

// A PDU has at most 176 octets; the longest honest line is a list of memories or ports.
const longestLine = 1024
// Noise may stand between a header and its PDU, but not for ever.
const linesToWaitForPdu = 8

const headerWithPdu = /^\+(?:CMT|CDS|CMGL|CMGR|CBM):.*?(\d+)$/
const anywhereInLine = /\+CM[SE] ERROR:/

function isPduOfLength(line: string, length: number): boolean {
  if (line.length % 2 !== 0 || !/^[0-9A-F]+$/i.test(line)) return false
  const serviceCentreOctets = Number.parseInt(line.slice(0, 2), 16) + 1
  return line.length === 2 * (serviceCentreOctets + length)
}

/**
 * Cuts the modem's bytes into frames, however they are chunked. Bytes outside printable ASCII are noise and are
 * dropped; CR, LF, Ctrl-Z and ESC end a line, for some modems glue an error to the echo of Ctrl-Z.
 * Memory is bounded: of an endless line only the last {@link longestLine} characters are kept.
 */
export class Framer {
  private pending = ''
  private header: { text: string; length: number; linesLeft: number } | null = null
  /** While true, a `>` at the start of a line (or `> ` after noise) is the prompt. */
  expectsPrompt = false

  /** Frames completed by these bytes, in order. */
  push(bytes: Uint8Array): Frame[] {
    const frames: Frame[] = []
    for (const byte of bytes) {
      if (byte === 0x0d || byte === 0x0a || byte === 0x1a || byte === 0x1b) {
        this.endLine(frames)
        continue
      }
      if (byte < 0x20 || byte > 0x7e) continue
      this.pending += String.fromCharCode(byte)
      if (this.pending.length > longestLine) this.pending = this.pending.slice(-longestLine / 2)
      if (this.isPrompt()) {
        this.pending = ''
        this.expectsPrompt = false
        frames.push({ kind: 'prompt' })
      }
    }
    return frames
  }

  /** Forgets what is half read: after a port was opened, or when the modem fell out of step. */
  clear(): void {
    this.pending = ''
    this.header = null
    this.expectsPrompt = false
  }

  private isPrompt(): boolean {
    if (!this.expectsPrompt) return false
    const text = this.pending.trimStart()
    return text === '>' || this.pending.endsWith('> ')
  }

  private endLine(frames: Frame[]): void {
    const text = this.pending.trim()
    this.pending = ''
    if (text === '') return
    const error = anywhereInLine.exec(text)
    if (error !== null && error.index > 0) {
      this.takeLine(text.slice(0, error.index).trim(), frames)
      this.takeLine(text.slice(error.index), frames)
      return
    }
    this.takeLine(text, frames)
  }

  private takeLine(text: string, frames: Frame[]): void {
    if (this.header !== null && isPduOfLength(text, this.header.length)) {
      frames.push({ kind: 'line', text: this.header.text, pdu: text.toUpperCase() })
      this.header = null
      return
    }
    const length = headerWithPdu.exec(text)?.[1]
    if (length !== undefined) {
      this.releaseHeader(frames)
      this.header = { text, length: Number(length), linesLeft: linesToWaitForPdu }
      return
    }
    if (this.header !== null) {
      this.header.linesLeft -= 1
      if (this.header.linesLeft === 0 || text === 'OK' || anywhereInLine.test(text))
        this.releaseHeader(frames)
    }
    frames.push({ kind: 'line', text, pdu: null })
  }

  private releaseHeader(frames: Frame[]): void {
    if (this.header !== null) frames.push({ kind: 'line', text: this.header.text, pdu: null })
    this.header = null
  }
}
